import re
from itertools import compress, repeat

from odoo import api, models
from odoo.tools import SQL, date_utils

from odoo.addons.ops_roles.core.feed import CsvParser, RejectLine

from ..core.card_ids import card_number
from ..core.usage_text import Wrong, megabytes, month_and_day, month_in

#: Stage columns; ``day`` is 0 for a month as a whole, ``month`` is empty when no column tells it.
COLUMNS = (
    *(("iccid", "text"), ("msisdn", "text"), ("month", "date"), ("day", "smallint")),
    ("mb", "numeric"),
)
#: Columns whose name says the unit of their numbers.
UNITS = {"usage": "MB", "usage_mb": "MB", "usage_kb": "KB", "usage_gb": "GB"}
_PLAIN = re.compile(r"\d{1,8}(?:\.\d{1,10})?")
_CARD = re.compile(r"89\d{17,18}")
_NUMBER = re.compile(r"1\d{10}|1\d{12}")
_NULL = "\\N"
#: Values kept to look up; memory stays that of so many.
MOST_KNOWN = 200_000
#: Cards told by their number only; a number that went from card to card is the newest one's.
NAME = """
UPDATE %(stage)s line SET iccid = sim.iccid
  FROM (SELECT DISTINCT ON (sim.msisdn) sim.msisdn, sim.iccid FROM ops_sim sim
          JOIN ops_operator_account account ON account.id = sim.account_id
         WHERE account.source_id = %(source)s AND sim.msisdn <> ''
         ORDER BY sim.msisdn, sim.id DESC) sim
 WHERE line.iccid = '' AND line.msisdn = sim.msisdn
"""
#: A month of each card, its days as arrays; ``lines`` more than ``marks`` tell of a day twice.
GATHER = """
CREATE TEMP TABLE ops_usage_news ON COMMIT DROP AS
SELECT iccid, COALESCE(month, %(month)s) AS month,
       array_agg(day) FILTER (WHERE day > 0) AS days,
       array_agg(mb) FILTER (WHERE day > 0) AS day_mb,
       sum(mb) FILTER (WHERE day > 0) AS sum_mb,
       max(mb) FILTER (WHERE day = 0) AS month_mb,
       count(*)::integer AS lines, bit_count(bit_or(1::bigint << day)::bit(64)) AS marks
  FROM %(stage)s GROUP BY 1, 2
"""
#: Of a day told twice the last line holds.
LAST_LINE = """
UPDATE ops_usage_news news
   SET days = last.days, day_mb = last.day_mb, sum_mb = last.sum_mb, month_mb = last.month_mb
  FROM (SELECT iccid, month, array_agg(day) FILTER (WHERE day > 0) AS days,
               array_agg(mb) FILTER (WHERE day > 0) AS day_mb,
               sum(mb) FILTER (WHERE day > 0) AS sum_mb, max(mb) FILTER (WHERE day = 0) AS month_mb
          FROM (SELECT DISTINCT ON (stage.iccid, twice.month, stage.day)
                       stage.iccid, twice.month, stage.day, stage.mb
                  FROM %(stage)s stage
                  JOIN ops_usage_news twice ON twice.lines <> twice.marks
                   AND twice.iccid = stage.iccid
                   AND twice.month = COALESCE(stage.month, %(month)s)
                 ORDER BY stage.iccid, twice.month, stage.day, stage.line_no DESC) line
         GROUP BY iccid, month) last
 WHERE last.iccid = news.iccid AND last.month = news.month
"""
#: Days known from earlier files stay beside the new ones; counts what is told again as it was.
KEEP = """
WITH met AS (
    SELECT news.iccid, news.month, news.days AS new_days, news.day_mb AS new_mb,
           old.days AS old_days, old.day_mb AS old_mb, old.month_mb AS old_month_mb,
           (old.month_mb = news.month_mb) IS TRUE AS same_month
      FROM ops_usage_news news
      JOIN ops_sim_usage old USING (iccid, month) WHERE old.source_id = %(source)s),
kept AS (
    UPDATE ops_usage_news news
       SET days = news.days || more.days, day_mb = news.day_mb || more.day_mb,
           sum_mb = COALESCE(news.sum_mb, 0) + COALESCE(more.sum_mb, 0),
           month_mb = COALESCE(news.month_mb, met.old_month_mb)
      FROM met, LATERAL (
           SELECT array_agg(day) AS days, array_agg(mb) AS day_mb, sum(mb) AS sum_mb
             FROM unnest(met.old_days, met.old_mb) AS old(day, mb)
            WHERE day <> ALL (COALESCE(met.new_days, '{}'))) more
     WHERE news.iccid = met.iccid AND news.month = met.month)
SELECT COALESCE(sum(same_month::integer), 0) + COALESCE(sum((
           SELECT count(*) FROM unnest(old_days, old_mb) AS old(day, mb)
             JOIN unnest(new_days, new_mb) AS new(day, mb) USING (day, mb))), 0)
  FROM met
"""
STORE = """
INSERT INTO ops_sim_usage AS usage (source_id, iccid, sim_id, month, days, day_mb, month_mb,
                                    total_mb, feed_id)
SELECT %(source)s, news.iccid, sim.id, news.month, news.days, news.day_mb, news.month_mb,
       COALESCE(news.month_mb, news.sum_mb, 0), %(feed)s
  FROM ops_usage_news news LEFT JOIN ops_sim sim ON sim.iccid = news.iccid
    ON CONFLICT (month, source_id, iccid) DO UPDATE
   SET days = EXCLUDED.days, day_mb = EXCLUDED.day_mb, month_mb = EXCLUDED.month_mb,
       total_mb = EXCLUDED.total_mb, sim_id = COALESCE(EXCLUDED.sim_id, usage.sim_id),
       feed_id = EXCLUDED.feed_id
"""


class UsageParser(CsvParser):
    """Lines of card, day or month, and volume; ``base``: kilobytes in a megabyte.

    Millions of lines repeat the same cards, days and often volumes: they are read by columns, what
    was read once is looked up, and only lines of another form are read one by one.
    """

    def __init__(self, columns, delimiter, has_header=True, base=1024):
        super().__init__(columns, delimiter, has_header)
        self._base, self._by_number = base, False
        self._places_short, self._width = None, 0  # of card, day and volume; cells of a line
        self._days, self._volumes = {"": f"{_NULL}\t0"}, {}

    def parse(self, lines, first_line):
        if self._places_short is None or not self._are_plain(lines):
            return super().parse(lines, first_line)
        usual, numbers, odd = lines, range(first_line, first_line + len(lines)), []
        commas = list(map(str.count, lines, repeat(self._delimiter)))
        if set(commas) != {self._width - 1}:
            marks = [count == self._width - 1 for count in commas]
            odd, numbers, usual = _sift(marks, numbers, usual)
        columns = self._told(usual)
        strange = self._learn(*map(set, columns))
        if strange:
            marks = [strange.isdisjoint(values) for values in zip(*columns, strict=True)]
            more, numbers, *columns = _sift(marks, numbers, *columns)
            odd = sorted(odd + more)
        text, rejects = self._parse_odd(lines, first_line, odd)
        return self._text(numbers, *columns) + text, rejects

    def _find(self, cells):
        """Note where card, day and volume stand, when each of them is told in one column."""
        places = super()._find(cells)
        volumes = [name for name in UNITS if places.get(name) is not None]
        self._by_number = places.get("iccid") is None
        card, day = places.get("msisdn" if self._by_number else "iccid"), places.get("day")
        if len(volumes) == 1 and card is not None and day is not None:
            self._places_short = (card, day, places[volumes[0]])
            self._width, self._unit = len(cells), UNITS[volumes[0]]
        return places

    def _told(self, lines):
        """Cards, days and volumes of lines that all have as many cells."""
        cells = self._delimiter.join(lines).split(self._delimiter) if lines else []
        return [cells[place :: self._width] for place in self._places_short]

    def _learn(self, cards, days, volumes):
        """Note days and volumes not met yet; return the values that have another form."""
        form = _NUMBER if self._by_number else _CARD
        strange = {card for card in cards if not form.fullmatch(card)}
        if len(self._volumes) > MOST_KNOWN:
            self._volumes.clear()
        strange |= _note(self._days, days, lambda text: "\t".join(map(str, month_and_day(text))))
        return strange | _note(self._volumes, volumes, self._read_volume)

    def _read_volume(self, text):
        plain = self._unit == "MB" and _PLAIN.fullmatch(text)
        return text if plain else str(megabytes(text, self._unit, self._base))

    def _text(self, numbers, cards, days, volumes):
        """Known days and volumes of cards as COPY text."""
        names = (repeat(""), cards) if self._by_number else (cards, repeat(""))
        days, volumes = map(self._days.__getitem__, days), map(self._volumes.__getitem__, volumes)
        rows = zip(map(str, numbers), *names, days, volumes, strict=False)
        return "\n".join([*map("\t".join, rows), ""])

    def _parse_odd(self, lines, first_line, numbers):
        rows, rejects = [], []
        for number in numbers:
            if lines[number - first_line]:
                self._take(number, lines[number - first_line], rows, rejects)
        return "".join(rows), rejects

    def convert(self, values):
        iccid, msisdn = card_number(values.get("iccid") or values.get("msisdn") or "")
        if not iccid and not msisdn:
            raise RejectLine("missing", "ICCID")
        try:
            day = values.get("day")
            month = month_and_day(day) if day else (None, 0)
            return (iccid, msisdn, *month, self._volume(values))
        except Wrong as error:
            raise RejectLine(*error.args) from error

    def _volume(self, values):
        for name, unit in UNITS.items():
            if values.get(name):
                return megabytes(values[name], unit, self._base)
        raise Wrong("volume")


def _sift(marks, numbers, *columns):
    """Numbers of the lines not marked, then numbers and columns of those that are."""
    others = [number for number, mark in zip(numbers, marks, strict=True) if not mark]
    return others, *(list(compress(column, marks)) for column in (numbers, *columns))


def _note(known, texts, read):
    """Read texts not met yet; return those that cannot be read."""
    strange = set()
    for text in texts - known.keys():
        try:
            known[text] = read(text)
        except Wrong:
            strange.add(text)
    return strange


class FeedSimUsage(models.AbstractModel):
    """Reads traffic of cards, by days or by months; a row per card and month comes of it."""

    _name = "ops.feed.sim.usage"
    _description = "Reader of Traffic of Cards"
    _inherit = ["ops.feed.handler"]

    @api.model
    def _feed_stage_columns(self, profile, source):
        return list(COLUMNS)

    @api.model
    def _feed_parser(self, profile, source):
        account = self.env["ops.operator.account"].search([("source_id", "=", source.id)])
        return profile._csv_parser(UsageParser, int(account.kb_per_mb or 1024))

    @api.model
    def _feed_reasons(self):
        return {
            "volume": self.env._("This is no volume. Write 12.5, 12.5MB or 12800KB."),
            "day": self.env._("This is no day and no month. Write 2026-10-03 or 2026-10."),
        }

    @api.model
    def _feed_merge(self, feed, table):
        stage = SQL.identifier(table)
        values = {
            "stage": stage,
            "source": feed.source_id.id,
            "feed": feed.id,
            "month": self._month(feed),
        }
        self._name_cards(stage, feed.source_id)
        self.env.cr.execute(SQL(GATHER, **values))
        self.env.cr.execute("SELECT sum(lines), bool_or(lines <> marks) FROM ops_usage_news")
        lines, has_twice = self.env.cr.fetchone()
        if has_twice:
            self.env.cr.execute(SQL(LAST_LINE, **values))
        known = self._keep(values)
        self.env.cr.execute(SQL(STORE, **values))
        self.env.cr.execute("DROP TABLE ops_usage_news")
        self.env["ops.sim.usage"].invalidate_model(flush=False)
        return {"accepted": lines - known, "duplicates": known}

    @api.model
    def _month(self, feed):
        """The month of lines that tell none: of the name of the file, else the last one."""
        named = month_in(feed.name)
        today = feed.source_id._local_today()
        first = date_utils.subtract(today.replace(day=1), months=1)
        return f"{named}-01" if named else first

    @api.model
    def _name_cards(self, stage, source):
        """Cards told by their number only get their ICCID; numbers nobody knows stay numbers."""
        self.env.cr.execute(SQL("SELECT EXISTS (SELECT FROM %s WHERE iccid = '')", stage))
        if self.env.cr.fetchone()[0]:
            self.env.cr.execute(SQL(NAME, stage=stage, source=source.id))
            self.env.cr.execute(SQL("UPDATE %s SET iccid = msisdn WHERE iccid = ''", stage))

    @api.model
    def _keep(self, values) -> int:
        self.env.cr.execute(SQL(KEEP, **values))
        return int(self.env.cr.fetchone()[0])

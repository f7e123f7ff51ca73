"""What an operator answers to a batch, card by card."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.ops_roles.core.feed import CsvParser, RejectLine

from ..core import listing
from ..core.card_ids import card_number
from ..core.sim_batch import PENDING, verdict
from .feed_register import MARKS

COLUMNS = [
    *(("batch", "text"), ("iccid", "text"), ("msisdn", "text"), ("verdict", "text")),
    *(("words", "text"), ("day", "date"), *MARKS, ("line_id", "integer"), ("state", "text")),
]
#: The line of a batch that a card's answer belongs to: one that waits, else the last one sent.
FIND = """
    UPDATE %(stage)s stage SET line_id = found.id, state = found.state
      FROM (SELECT DISTINCT ON (stage.line_no) stage.line_no, line.id, line.state
              FROM %(stage)s stage
              JOIN ops_sim sim ON sim.account_id = %(account)s
               AND (sim.iccid = stage.iccid OR (stage.iccid = '' AND sim.msisdn = stage.msisdn))
              JOIN ops_sim_batch_line line ON sim.id IN (line.sim_id, line.new_sim_id)
               AND line.sent_at IS NOT NULL
              JOIN ops_sim_batch batch ON batch.id = line.batch_id
             WHERE batch.name = stage.batch OR NOT EXISTS (
                   SELECT FROM ops_sim_batch named
                    WHERE named.name = stage.batch AND named.account_id = %(account)s)
          ORDER BY stage.line_no, line.state NOT IN ('sent', 'unanswered'), line.sent_at DESC
           ) found
     WHERE found.line_no = stage.line_no
"""


class AnswerParser(CsvParser):
    """Lines by the columns of a profile; ``done``, ``waiting``: words of the operator."""

    def __init__(self, profile, done, waiting):
        super().__init__(profile._columns(), profile._csv_delimiter(), profile.has_header)
        self._done, self._waiting = done, waiting

    def convert(self, values):
        text = values.get("result") or ""
        found = verdict(text, self._done, self._waiting)
        if found is None:
            raise RejectLine("missing", "result")
        card = values.get("iccid") or values.get("msisdn") or ""
        if not card:
            raise RejectLine("missing", "ICCID")
        iccid, msisdn = card_number(card)
        said = " · ".join(part for part in (text.strip(), values.get("reason") or "") if part)
        return (
            *((values.get("batch") or "").strip(), iccid, msisdn, found, said, self._day(values)),
            *(self.record, None, None, None, None, None),
        )

    def _day(self, values):
        try:
            return listing.day(values.get("day") or "")
        except ValueError as error:
            raise RejectLine("date", values["day"]) from error


class FeedOperatorAnswer(models.AbstractModel):
    """Reads answers to batches; an answer that comes late or twice finds its card all the same."""

    _name = "ops.feed.operator.answer"
    _description = "Reader of operators' answers"
    _inherit = ["ops.feed.register"]

    @api.model
    def _feed_reasons(self):
        return {
            **super()._feed_reasons(),
            "source": self.env._("This source is no operator account. Choose the account's."),
            "card": self.env._("Nothing was asked for this card in a batch of this account."),
            "other": self.env._(
                "This card was answered differently before. Ask the operator what holds."
            ),
        }

    @api.model
    def _feed_stage_columns(self, profile, source):
        return COLUMNS

    @api.model
    def _feed_parser(self, profile, source):
        words = self.env["ops.operator.layout"]._words(self._account(source))
        return AnswerParser(profile, *words)

    @api.model
    def _account(self, source):
        return self.env["ops.operator.account"].search([("source_id", "=", source.id)])

    @api.model
    def _feed_merge(self, feed, table):
        account, stage = self._account(feed.source_id), SQL.identifier(table)
        self.env.flush_all()
        self.env.cr.execute(SQL(FIND, stage=stage, account=account.id or 0))
        if not account:
            self._mark(table, "source", SQL("TRUE"))
        self._mark(
            table, "card", SQL("line_id IS NULL"), SQL("COALESCE(NULLIF(iccid, ''), msisdn)")
        )
        self._mark_twice(table, "line_id")
        answered = SQL("state IN ('accepted', 'refused')")
        self._mark(
            table, "other", SQL("%s AND verdict <> state AND verdict <> %s", answered, PENDING)
        )
        rejected = self._set_aside(feed, table)
        self.env.cr.execute(
            SQL(
                "SELECT line_id, verdict, COALESCE(day, %s), words FROM %s"
                " WHERE NOT %s AND verdict <> %s ORDER BY line_no",
                feed.source_id._local_today(),
                stage,
                answered,
                PENDING,
            )
        )
        rows = self.env.cr.fetchall()
        self.env.cr.execute(SQL("SELECT count(*) FROM %s", stage))
        (total,) = self.env.cr.fetchone()
        self._take(rows)
        return {"accepted": len(rows), "duplicates": total - len(rows), "rejected": rejected}

    @api.model
    def _take(self, rows):
        """Let answers take effect, alike ones together: ``[(line id, verdict, day, words)]``."""
        lines, groups = self.env["ops.sim.batch.line"], {}
        for line_id, *answer in rows:
            groups.setdefault(tuple(answer), []).append(line_id)
        for answer, ids in groups.items():
            lines.browse(ids)._answer(*answer)
        lines.browse([row[0] for row in rows]).batch_id._follow_answers()

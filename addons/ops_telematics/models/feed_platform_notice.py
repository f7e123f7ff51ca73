"""Lists of notices of a maintenance platform; each line becomes a notice, once."""

from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.ops_roles.core.feed import CsvParser, RejectLine

from ..core import identity, notice_text

COLUMNS = [
    *(("number", "text"), ("received_at", "timestamp"), ("kind", "text"), ("priority", "text")),
    *(("subject", "text"), ("body", "text"), ("plate", "text"), ("serial", "text")),
]
#: Subjects are cut to what a list can show; all of it stays in the text.
SUBJECT = 200
#: Where the vehicle of a line is: by the terminal that is in it now, else by its plate.
FIND = """
ALTER TABLE %(stage)s ADD COLUMN key text, ADD COLUMN vehicle_id integer,
      ADD COLUMN department_id integer, ADD COLUMN due_at timestamp;
UPDATE %(stage)s SET key = COALESCE(NULLIF(number, ''),
       md5(concat_ws('|', received_at, plate, serial, subject)));
UPDATE %(stage)s line SET vehicle_id = found.vehicle_id
  FROM (SELECT DISTINCT ON (stage.line_no) stage.line_no, here.vehicle_id
          FROM %(stage)s stage
          JOIN ops_terminal terminal ON stage.serial <> ''
           AND (terminal.serial = stage.serial OR terminal.phone_id = stage.serial)
          JOIN ops_installation here ON here.terminal_id = terminal.id AND here.date_to IS NULL
         WHERE terminal.company_id = %(company)s ORDER BY stage.line_no, here.id) found
 WHERE found.line_no = line.line_no;
UPDATE %(stage)s line SET vehicle_id = found.id
  FROM (SELECT plate, min(id) AS id FROM ops_vehicle
         WHERE company_id = %(company)s AND active GROUP BY plate HAVING count(*) = 1) found
 WHERE line.vehicle_id IS NULL AND line.plate <> '' AND found.plate = line.plate;
UPDATE %(stage)s line SET department_id = vehicle.department_id
  FROM ops_vehicle vehicle WHERE vehicle.id = line.vehicle_id;
"""
STORE = """
INSERT INTO ops_platform_notice (source_id, feed_id, company_id, department_id, key, number,
       received_at, due_at, kind, priority, subject, body, plate, vehicle_id, state,
       create_uid, create_date, write_uid, write_date)
SELECT DISTINCT ON (key) %(source)s, %(feed)s, %(company)s, COALESCE(department_id, %(place)s), key,
       NULLIF(number, ''), received_at, due_at, kind, priority, subject, NULLIF(body, ''),
       NULLIF(plate, ''), vehicle_id, 'unread', %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
       now() AT TIME ZONE 'UTC'
  FROM %(stage)s ORDER BY key, line_no
    ON CONFLICT (source_id, key) DO NOTHING
"""


class NoticeParser(CsvParser):
    """Lines of notices; moments are of the clock of ``zone``."""

    def __init__(self, columns, delimiter, has_header, zone):
        super().__init__(columns, delimiter, has_header)
        self._zone = ZoneInfo(zone)

    def convert(self, values):
        subject = values["subject"]
        return (
            *(values.get("number") or "", self._moment(values["received_at"])),
            notice_text.kind(values.get("kind"), subject, values.get("body")),
            "1" if notice_text.urgent(values.get("priority")) else "0",
            *(subject[:SUBJECT], values.get("body") or ""),
            identity.normal_plate(values.get("plate")) or "",
            identity.normal_serial(values.get("terminal")) or "",
        )

    def _moment(self, text):
        try:
            local = notice_text.moment(text)
        except ValueError as error:
            raise RejectLine("moment", text) from error
        return local.replace(tzinfo=self._zone).astimezone(UTC).replace(tzinfo=None)


class FeedPlatformNotice(models.AbstractModel):
    _name = "ops.feed.platform.notice"
    _description = "Reader of notices of maintenance platforms"
    _inherit = ["ops.feed.handler"]

    @api.model
    def _feed_stage_columns(self, profile, source):
        return list(COLUMNS)

    @api.model
    def _feed_parser(self, profile, source):
        return profile._csv_parser(NoticeParser, source.tz or "Asia/Shanghai")

    @api.model
    def _feed_reasons(self):
        return {"moment": self.env._("No moment. Write it as 2026-11-30 08:05.")}

    @api.model
    def _feed_merge(self, feed, table):
        self.env.flush_all()
        stage, notices = SQL.identifier(table), self.env["ops.platform.notice"]
        self.env.cr.execute(SQL(FIND, stage=stage, company=feed.company_id.id))
        self._date(feed, stage)
        self.env.cr.execute(SQL("SELECT count(*) FROM %s", stage))
        lines = self.env.cr.fetchone()[0]
        self.env.cr.execute(SQL(STORE, stage=stage, **self._owner(feed)))
        new = self.env.cr.rowcount
        notices.invalidate_model(flush=False)
        self.env["ops.home"]._notify(feed.user_id)
        message = self.env._("%s new notices: read them under Notices of Platforms.", new)
        return {"accepted": new, "duplicates": lines - new, "message": message}

    @api.model
    def _owner(self, feed) -> dict:
        """Whose the notices are: of the place of the source unless their vehicle tells."""
        place = feed.source_id.department_id or feed.user_id._ops_current_cards()[:1].department_id
        if not place:
            raise UserError(
                self.env._(
                    "“%s” belongs to no department: enter one with the source, so that notices of"
                    " unknown vehicles reach somebody.",
                    feed.source_id.name,
                )
            )
        return {
            "source": feed.source_id.id,
            "feed": feed.id,
            "company": feed.company_id.id,
            "place": place.id,
            "uid": feed.user_id.id,
        }

    @api.model
    def _date(self, feed, stage):
        """Reckon by when each notice is due, once per moment."""
        self.env.cr.execute(SQL("SELECT DISTINCT received_at, priority FROM %s", stage))
        due = self.env["ops.platform.notice"]._due_moments(
            feed.company_id, set(self.env.cr.fetchall())
        )
        rows = [(*pair, until) for pair, until in due.items()]
        self.env.cr.execute(
            SQL(
                "UPDATE %s line SET due_at = due.until FROM unnest(%s::timestamp[], %s::text[],"
                " %s::timestamp[]) due (received_at, priority, until)"
                " WHERE line.received_at = due.received_at AND line.priority = due.priority",
                stage,
                *([row[place] for row in rows] for place in range(3)),
            )
        )

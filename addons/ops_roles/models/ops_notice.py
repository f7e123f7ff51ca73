import hashlib
from datetime import datetime

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import mute_logger

from ..core import notice
from ..core.period import local_day
from .ops_notice_channel import NoticeError

BATCH = 200
OPEN_PAPERS = (False, "internal", "public")


class OpsNotice(models.Model):
    """One notice on its way to one channel: the same thing leaves once a day.

    Nobody writes here but ``_send``; the text is masked before it is stored.
    """

    _name = "ops.notice"
    _description = "Outward notice"
    _order = "id desc"
    _rec_name = "text"

    channel_id = fields.Many2one(
        "ops.notice.channel", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("directive", "Overdue directive"),
            ("approval", "Waits for a signature"),
            ("alert", "Incident reported"),
        ],
        string="Kind of notice",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Recipient", readonly=True, ondelete="cascade")
    text = fields.Char("Words", required=True, readonly=True)
    link = fields.Char(readonly=True)
    state = fields.Selection(
        [("queued", "Waiting to leave"), ("sent", "Sent"), ("failed", "Not sent")],
        required=True,
        readonly=True,
        default="queued",
    )
    tries = fields.Integer(readonly=True)
    next_try = fields.Datetime(readonly=True, default=lambda self: fields.Datetime.now())
    sent_at = fields.Datetime("Left at", readonly=True)
    error = fields.Char("Why not", readonly=True)
    key = fields.Char(required=True, readonly=True)

    _once = models.UniqueIndex("(channel_id, key)", "This notice was queued already.")
    _queue = models.Index("(channel_id, next_try) WHERE state = 'queued'")
    _failures = models.Index("(id) WHERE state = 'failed'")

    def action_retry(self):
        """Queue these failed notices once more."""
        if not self.env.user.has_group("ops_roles.group_adm"):
            raise AccessError(self.env._("Only an access administrator sends notices again."))
        self.check_access("read")
        failed = self.sudo().filtered(lambda one: one.state == "failed")
        failed.write({"state": "queued", "tries": 0, "next_try": fields.Datetime.now()})
        self.env.ref("ops_roles.cron_notice").sudo()._trigger()

    @api.model
    def _send(self, kind, users, text, record=None, number=None, due=None):
        """Queue ``text`` for every channel that is on for ``kind``.

        Robots get it once; applications once per user with an id there. Nothing else of the
        record leaves but its number, the date ``due`` and a link that asks for a login.

        :param kind: ``directive``, ``approval`` or ``alert``
        :param record: what it is about; the same record leaves once a day and person
        """
        listening = self.env["ops.notice.channel"]._listening(kind)
        if not listening:
            return
        company = self.env.company
        if record and "company_id" in record._fields:
            company = record.sudo().company_id or company
        speaking = self.sudo().with_context(lang=company.partner_id.lang or self.env.lang)
        words = speaking._words(company, kind, speaking._title_of(text, record), number, due)
        where = f"{record._name},{record.id}" if record else _digest(words)
        link = f"{self.get_base_url()}/odoo/{record._name}/{record.id}" if record else False
        vals = {"kind": kind, "text": words, "link": link}
        key = f"{kind}|{where}|{company._ops_today()}"
        channels = speaking._channels_for(listening.get(company.id, {}), record)
        speaking._queue_for(channels, users, vals, key)

    @api.model
    def _channels_for(self, listening, record) -> list:
        """Return the ids of the channels for ``record``: its departments' own, and the open ones.

        :param listening: ``{channel id: id of the only department it is for, or False}``
        """
        line = {False}
        if any(listening.values()) and record and "department_id" in record._fields:
            path = record.sudo().department_id.parent_path or ""
            line |= {int(part) for part in path.split("/") if part}
        return [channel for channel, place in listening.items() if place in line]

    @api.model
    def _title_of(self, text, record):
        """Titles of confidential papers stay inside: their number and a link are enough."""
        secrecy = "classification" in record._fields if record else False
        if secrecy and record.sudo().classification not in OPEN_PAPERS:
            return self.env._("confidential")
        return text

    @api.model
    def _words(self, company, kind, text, number, due):
        if isinstance(due, datetime):
            due = local_day(due, company._ops_tz())
        label = dict(self._fields["kind"]._description_selection(self.env))[kind]
        parts = [text, number, self.env._("due %s", due) if due else ""]
        words = " · ".join(filter(None, parts))
        return notice.shorten(notice.outward(f"{label}: {words}"), 512)

    @api.model
    def _queue_for(self, channel_ids, users, vals, key):
        book = self.env["ops.notice.recipient"].search([("user_id", "in", users.ids)])
        rows = []
        for channel in self.env["ops.notice.channel"].browse(channel_ids):
            people = [False] if channel.is_robot else book._ids_at(channel.kind)
            rows += [
                {
                    **vals,
                    "channel_id": channel.id,
                    "user_id": user,
                    "key": f"{key}|{user or ''}",
                }
                for user in people
            ]
        known = self.search(
            [("channel_id", "in", channel_ids), ("key", "in", [row["key"] for row in rows])]
        )
        known = {(one.channel_id.id, one.key) for one in known}
        rows = [row for row in rows if (row["channel_id"], row["key"]) not in known]
        if rows:
            self._queue_rows(rows)

    @api.model
    def _queue_rows(self, rows):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.create(rows)
        except UniqueViolation:
            return  # someone else queues the same at this moment: once is enough
        self.env.ref("ops_roles.cron_notice")._trigger()

    # The worker

    @api.model
    def _cron_send(self):
        """Scheduled action: send what is due; a channel that fails holds up no other."""
        cron = self.env["ir.cron"]
        for channel in self.env["ops.notice.channel"].sudo().search([("is_on", "=", True)]):
            due = Domain("channel_id", "=", channel.id) & Domain("state", "=", "queued")
            due &= Domain("next_try", "<=", fields.Datetime.now())
            notices = self.sudo().search(due, order="id", limit=BATCH).try_lock_for_update()
            for message, user in notices._messages(channel):
                if not message._leave(channel, user):
                    break
                if not cron._commit_progress(1):
                    return

    def _messages(self, channel):
        """Return [(notices that fit into one message, its reader)] of one channel."""
        found = []
        for user, mine in self.grouped("user_id").items():
            lines = [notice.entry(one.text, one.link or "", channel.form) for one in mine]
            found += [
                (mine.browse([mine.ids[index] for index in part]), user)
                for part in notice.pack(self._title(), lines)
            ]
        return found

    @api.model
    def _title(self):
        return self.env._("To do in ops-suite")

    def _leave(self, channel, user):
        """Send these as one message; tell whether the channel takes more."""
        lines = [notice.entry(one.text, one.link or "", channel.form) for one in self]
        mine = self.env["ops.notice.recipient"].sudo().search([("user_id", "=", user.id)])
        people = mine._ids_at(channel.kind).values() if user else ()
        try:
            channel._take_slot()
        except NoticeError:
            return False  # the rest leaves with the next run
        try:
            channel._post(self._title(), "\n".join(lines), list(people))
        except NoticeError as error:
            self._failed(channel, str(error))
            return False
        self.write({"state": "sent", "sent_at": fields.Datetime.now(), "error": False})
        return True

    def _failed(self, channel, reason):
        now = fields.Datetime.now()
        for tries, notices in self.grouped("tries").items():
            over = tries + 1 >= notice.MAX_TRIES
            notices.write(
                {
                    "tries": tries + 1,
                    "error": reason,
                    "state": "failed" if over else "queued",
                    "next_try": now + notice.pause(tries + 1),
                }
            )
        channel._warn(reason)

    @api.autovacuum
    def _gc_old(self):
        """Forget what was settled long ago."""
        days = int(self.env["ir.config_parameter"].sudo().get_param("ops_roles.notice_days"))
        oldest = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        old = [("state", "!=", "queued"), ("create_date", "<", oldest)]
        self.sudo().search(old, limit=10000).unlink()


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()

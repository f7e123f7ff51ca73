import shutil
import time
from datetime import timedelta
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import config

from ..core.feed import open_content
from ..core.masking import mask_text
from ..exceptions import FeedDuplicate

_FEEDER_GROUPS = (
    "ops_roles.group_adm",
    "ops_roles.group_om",
    "ops_roles.group_da",
    "ops_roles.group_feeder",
)


class OpsFeed(models.Model):
    """One file that came in, or the live batches of one day; written by the engine only."""

    _name = "ops.feed"
    _description = "Incoming File"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char("File", required=True, readonly=True)
    profile_id = fields.Many2one(
        "ops.feed.profile", "Kind of File", required=True, readonly=True, ondelete="restrict"
    )
    source_id = fields.Many2one(
        "ops.feed.source", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="source_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Sent by", readonly=True, index=True)
    state = fields.Selection(
        [
            ("received", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="received",
    )
    is_live = fields.Boolean("Live batches", readonly=True)
    live_day = fields.Date("Day", readonly=True)
    sha256 = fields.Char("Content Hash", readonly=True)
    size = fields.Float("Bytes", digits=(20, 0), readonly=True)  # four-byte integers end at 2 GiB
    encoding = fields.Char(readonly=True)
    line_count = fields.Integer("Lines", default=0, readonly=True)
    accepted_count = fields.Integer("Taken", default=0, readonly=True)
    duplicate_count = fields.Integer("Known already", default=0, readonly=True)
    reject_count = fields.Integer("Rejected", default=0, readonly=True)
    message = fields.Text("What came of it", readonly=True)
    started_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)
    duration = fields.Float("Seconds", default=0, readonly=True)
    first_at = fields.Datetime("First Event", readonly=True)
    last_at = fields.Datetime("Last Event", readonly=True)
    attempt_count = fields.Integer("Attempts", default=0, readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", readonly=True, ondelete="set null", groups=fields.NO_ACCESS
    )
    has_content = fields.Boolean("Original kept", compute="_compute_has_content")
    progress = fields.Float("Progress (%)", compute="_compute_progress")
    reject_ids = fields.One2many("ops.feed.reject", "feed_id", "Rejected Lines", readonly=True)

    _same_content = models.UniqueIndex(
        "(profile_id, source_id, sha256) WHERE state = 'done' AND NOT is_live",
        "The same content was fed before.",
    )
    _live_day_unique = models.UniqueIndex(
        "(profile_id, source_id, live_day) WHERE is_live",
        "The live batches of a day are one feed.",
    )
    _waiting = models.Index("(id) WHERE state IN ('received', 'running')")

    @api.depends("attachment_id")
    def _compute_has_content(self):
        for feed in self:
            feed.has_content = bool(feed.sudo().attachment_id)

    @api.depends("state", "size")
    def _compute_progress(self):
        done = self.env["ops.feed.progress"].sudo()._bytes_done(self)
        for feed in self:
            part = done.get(feed.id, 0) / feed.size if feed.size else 0
            feed.progress = 100 if feed.state in ("done", "failed") else min(part, 1) * 100

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        return super().create(vals_list)

    def write(self, vals):
        if set(vals) - {"message_follower_ids", "message_ids"}:
            self._check_engine()
        return super().write(vals)

    def _check_engine(self):
        """Rows are written by the engine, which runs as superuser, and by nobody else."""
        if not self.env.su:
            raise AccessError(
                self.env._("Files come in by “Send files” or by the machine address only.")
            )

    # Actions

    def action_retry(self):
        """Run a failed upload again, e.g. after its source or kind was corrected."""
        self.ensure_one()
        self._check_may_feed()
        self.check_access("read")
        feed = self.sudo()
        if feed.state != "failed" or not feed.attachment_id:
            raise UserError(self.env._("Only a failed upload whose original is kept runs again."))
        feed.reject_ids.unlink()
        feed.write({"state": "received", "attempt_count": 0, "line_count": 0, "reject_count": 0})
        self.env.ref("ops_roles.cron_feed").sudo()._trigger()

    def action_download_rejects(self):
        """The rejected lines with their reasons, for a spreadsheet."""
        return self._download("rejects.csv")

    def action_download_raw(self):
        """The rejected lines alone, to be corrected and sent again."""
        return self._download("rejects.txt")

    def action_download_original(self):
        """The file as it came in."""
        return self._download("original")

    def _download(self, what):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ops/feed/{self.id}/{what}",
            "target": "download",
        }

    @api.model
    def get_upload_options(self):
        """What the upload screen offers the user: sources with their kinds, and the last choice.

        :return: dict with ``sources`` ({id, name, profile_ids}), ``profiles`` ({id, name}) and the
            ids ``source_id`` and ``profile_id`` to start with (False when nothing was sent yet)
        """
        self._check_may_feed()
        profiles = self.env["ops.feed.profile"].search_read([("active", "=", True)], ["name"])
        sources = self.env["ops.feed.source"].search_read(
            [("active", "=", True)], ["name", "profile_ids"]
        )
        last = self.search([("user_id", "=", self.env.uid), ("is_live", "=", False)], limit=1)
        return {
            "profiles": profiles,
            "sources": sources,
            "source_id": last.source_id.id or self._only_id(sources),
            "profile_id": last.profile_id.id or self._only_id(profiles),
        }

    @api.model
    def _only_id(self, rows):
        return rows[0]["id"] if len(rows) == 1 else False

    # What others call

    @api.private
    @api.model
    def ingest(self, profile_code, filename, content, source):
        """Take one content in; it is merged when this returns, unless its ``state`` is failed.

        Runs in the caller's transaction, which another merge of the same source may abort with
        a serialization error: Odoo's ``retrying`` repeats it.

        :param str profile_code: code of the ``ops.feed.profile``
        :param str filename: name for people; empty for a live batch, which is appended to the
            one feed of this profile, source and local day
        :param content: bytes, a path (``str`` or ``Path``) or a binary stream
        :param str source: code of the ``ops.feed.source``
        :return: the ``ops.feed``; ``failed`` when every line was rejected (rejects are kept)
        :raise UserError: unknown profile or source, empty or binary content
        :raise FeedDuplicate: the same content was fed before
        """
        self._check_may_feed()
        engine = self._as_engine()
        profile, feed_source = self._resolve(profile_code, source)
        profile, feed_source = profile.with_env(engine.env), feed_source.with_env(engine.env)
        with self.env.cr.savepoint():
            feed_source._lock_for_merge()
            feed = engine._open(profile, feed_source, filename, self.env.user)
            engine.env["ops.feed.engine"]._process(feed, content)
        return feed.with_env(self.env)

    def _as_engine(self):
        """Superuser without the caller's defaults; messages in the caller's language."""
        lang = self.env.context.get("lang") or self.env.user.lang
        return self.with_env(self.env(su=True, context={"lang": lang, "tracking_disable": True}))

    @api.model
    def _check_may_feed(self):
        if self.env.su or any(map(self.env.user.has_group, _FEEDER_GROUPS)):
            return
        raise AccessError(
            self.env._("Your role does not send files. Ask an operations manager to do it.")
        )

    @api.model
    def _resolve(self, profile_code, source_code):
        """The profile and source of these codes; the source must be in the user's scope."""
        profile = self.env["ops.feed.profile"].sudo().search([("code", "=", profile_code or "")])
        if not profile:
            raise UserError(self.env._("There is no kind of file “%s”.", profile_code))
        source = self.env["ops.feed.source"].sudo().search([("code", "=", source_code or "")])
        if not source:
            raise UserError(
                self.env._(
                    "There is no source “%s”. Create it under Incoming files → Sources.",
                    source_code,
                )
            )
        if not self.env.su and not self.env.user.has_group("ops_roles.group_feeder"):
            source.with_user(self.env.user).check_access("read")
        return profile, source

    @api.model
    def _open(self, profile, source, filename, user):
        """The row to fill: a new one, or the one of today's live batches."""
        if not filename:
            return self._open_live(profile, source, user)
        return self._new(profile, source, user, name=filename, state="running")

    @api.model
    def _open_live(self, profile, source, user):
        day = source._local_today()
        feed = self.search(
            Domain("profile_id", "=", profile.id)
            & Domain("source_id", "=", source.id)
            & Domain("is_live", "=", True)
            & Domain("live_day", "=", day)
        )
        name = self.env._("Live %(day)s", day=day)
        return feed or self._new(
            profile, source, user, name=name, is_live=True, live_day=day, state="running"
        )

    @api.model
    def _new(self, profile, source, user, **vals):
        return self.create(
            {
                "profile_id": profile.id,
                "source_id": source.id,
                "user_id": user.id,
                "started_at": fields.Datetime.now(),
                **vals,
                "name": mask_text(vals["name"]),
            }
        )

    def _refuse_same(self, sha256):
        """Raise when another feed of this profile and source has taken this content."""
        if self.is_live:
            return
        first = self._find_same(self.profile_id, self.source_id, sha256) - self
        if first:
            raise first._duplicate_error()

    @api.model
    def _find_same(self, profile, source, sha256, states=("done",)):
        return self.search(
            Domain("profile_id", "=", profile.id)
            & Domain("source_id", "=", source.id)
            & Domain("sha256", "=", sha256)
            & Domain("state", "in", states)
            & Domain("is_live", "=", False),
            order="id",
        )

    def _duplicate_error(self):
        first = self[:1]
        received = fields.Datetime.context_timestamp(
            first.with_context(tz=first.source_id.tz), first.started_at
        )
        values = {
            "name": first.name,
            "date": received.strftime("%Y-%m-%d %H:%M"),
            "accepted": first.accepted_count,
            "rejects": first.reject_count,
        }
        if first.state != "done":
            message = self.env._(
                "This content came in as “%(name)s” on %(date)s and is not merged yet. Wait"
                " for it.",
                **values,
            )
        else:
            message = self.env._(
                "This content came in before as “%(name)s” on %(date)s: %(accepted)s lines taken,"
                " %(rejects)s rejected. Nothing was changed.",
                **values,
            )
        return FeedDuplicate(message, first.id)

    def _settle(self, tally, result):
        """Write what came of the content; live batches add up."""
        reader, live = tally.reader, self.is_live
        self.invalidate_recordset(["reject_ids"], flush=False)  # they came by COPY
        accepted = result["accepted"] + self.accepted_count * live
        refused = result.get("refused")
        rejects = tally.rejects + (refused or 0) + result.get("rejected", 0)
        staged = tally.staged - result.get("rejected", 0)
        failed = refused is not None or (not staged and rejects and not accepted)
        self.write(
            {
                "state": "failed" if failed else "done",
                "sha256": not live and reader.sha256,
                "size": reader.bytes_done + self.size * live,
                "encoding": reader.encoding,
                "line_count": reader.next_line - 1,
                "accepted_count": accepted,
                "duplicate_count": result["duplicates"] + self.duplicate_count * live,
                "reject_count": rejects + self.reject_count * live,
                "message": self._outcome(tally, result, failed),
                "ended_at": fields.Datetime.now(),
                "duration": tally.seconds() + self.duration * live,
                **self._event_times(result),
            }
        )

    def _fail(self, message):
        """End a feed that was rolled back, with the reason people read."""
        self.write(
            {"state": "failed", "message": mask_text(message), "ended_at": fields.Datetime.now()}
        )

    def _broken_message(self, error_name):
        return self.env._(
            "The file could not be merged (%s) and nothing of it was taken. Try again; if it"
            " fails once more, ask the access administrator to read the server's log.",
            error_name,
        )

    @api.model
    def _receive(self, profile, source, filename, spooled, wake=True):
        """Keep an upload for the worker: a waiting feed with its content.

        :param spooled: ``core.feed.Spooled``; the caller removes its file when it is still there
        :param wake: whether the worker shall start as soon as this is committed
        :raise FeedDuplicate: the content was fed before or waits already
        """
        self._check_may_feed()
        engine = self._as_engine()
        same = engine._find_same(profile, source, spooled.sha256, ("done", "received", "running"))
        if same:
            raise same._duplicate_error()
        attachment = engine.env["ir.attachment"]._ops_adopt_file(filename, spooled)
        if wake:
            self.env.ref("ops_roles.cron_feed").sudo()._trigger()
        return engine._new(
            profile,
            source,
            self.env.user,
            name=filename,
            size=spooled.size,
            sha256=spooled.sha256,
            attachment_id=attachment.id,
            state="received",
        )

    def _event_times(self, result):
        firsts = [at for at in (self.first_at, result.get("first_at")) if at]
        lasts = [at for at in (self.last_at, result.get("last_at")) if at]
        return {
            "first_at": min(firsts).replace(microsecond=0) if firsts else False,
            "last_at": max(lasts).replace(microsecond=0) if lasts else False,
        }

    def _outcome(self, tally, result, failed):
        reasons = self.env["ops.feed.engine"]._reasons(self.profile_id)
        reason_text = self.env["ops.feed.reject"]._reason_text
        lines = [result.get("message") or ""]
        if failed and not lines[0]:
            lines.append(
                self.env._(
                    "Every line was rejected and nothing was taken. See the rejected lines; most"
                    " often the kind of file does not fit."
                )
            )
        elif rejects := tally.rejects + result.get("rejected", 0):
            lines.append(
                self.env._(
                    "%s lines were rejected: download them, correct them and send them again.",
                    rejects,
                )
            )
        lines += [reason_text(reasons, code, detail) for code, detail in tally.warnings]
        return mask_text("\n".join(line for line in lines if line))

    def _answer_values(self):
        """What a machine is told about its file."""
        return {
            "feed": self.id,
            "state": self.state,
            "accepted": self.accepted_count,
            "duplicates": self.duplicate_count,
            "rejects": self.reject_count,
            "message": self.message or "",
        }

    def _write_original(self, target):
        """Copy the kept original into a binary file; logged, since nothing in it is masked."""
        self.ensure_one()
        self._check_reveal(1)
        content = self.sudo().attachment_id._ops_content()
        if not content:
            raise UserError(self.env._("The original is no longer kept."))
        stream, _size, _ours = open_content(content)
        with stream:
            shutil.copyfileobj(stream, target)

    def _check_reveal(self, lines):
        """Refuse who may not see numbers in full, and log who does.

        :param int lines: how many lines are shown
        """
        self.check_access("read")
        if not self.env.user.has_group("ops_roles.group_reveal"):
            raise AccessError(self.env._("Your role may not reveal confidential numbers."))
        log = self.env["ops.reveal.log"]
        log._append(log._row("reveal", self, "raw", "", lines, "correct", self.name))

    @api.model
    def _spool_folder(self):
        """Where uploads are written first: beside the attachments, so that moving is instant."""
        folder = Path(config.filestore(self.env.cr.dbname)) / "ops_feed"
        folder.mkdir(parents=True, exist_ok=True)
        return str(folder)

    @api.autovacuum
    def _gc_content(self):
        """Delete originals older than the retention, and uploads a crash left on disk."""
        oldest = fields.Datetime.now() - timedelta(days=self._limits()["content_days"])
        old = self.sudo().search(
            [
                ("state", "in", ("done", "failed")),
                ("attachment_id", "!=", False),
                ("ended_at", "<", oldest),
            ]
        )
        old.attachment_id.unlink()
        yesterday = time.time() - timedelta(days=1).total_seconds()
        for path in Path(self._spool_folder()).glob("feed-*"):
            if path.stat().st_mtime < yesterday:
                path.unlink(missing_ok=True)

    @api.model
    def _limits(self):
        """Sizes in bytes, characters and days from the system parameters."""
        get = self.env["ir.config_parameter"].sudo().get_param
        return {
            key: int(get(f"ops_roles.feed_{key}"))
            for key in (
                "max_line_bytes",
                "reject_chars",
                "immediate_bytes",
                "max_upload_bytes",
                "content_days",
                "max_attempts",
                "key_days",
                "key_warning_days",
                "posts_per_minute",
            )
        }

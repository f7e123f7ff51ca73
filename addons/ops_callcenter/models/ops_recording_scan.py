import logging
import time
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import retrying
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: Seconds between two reports of progress.
_REPORT_EVERY = 1.0


class OpsRecordingScan(models.Model):
    """One look through all recordings of a PBX, however old.

    The scheduled action looks at the files of the last days only. Rows are changed in short
    transactions of their own, so that everybody sees how far a scan is.
    """

    _name = "ops.recording.scan"
    _description = "Search for Recordings"
    _order = "id desc"
    _rec_name = "source_id"

    source_id = fields.Many2one(
        "ops.feed.source", "PBX", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "Asked for By", readonly=True)
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
    file_count = fields.Integer("Files", default=0, readonly=True)
    done_count = fields.Integer("Files Looked at", default=0, readonly=True)
    tied_count = fields.Integer("Calls That Got a Recording", default=0, readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    progress = fields.Float("Progress (%)", compute="_compute_progress")

    _waiting = models.Index("(id) WHERE state IN ('received', 'running')")

    @api.depends("state", "file_count", "done_count")
    def _compute_progress(self):
        for scan in self:
            part = scan.done_count / scan.file_count if scan.file_count else 0
            scan.progress = 100 if scan.state in ("done", "failed") else 100 * part

    @api.model
    def _start(self, source):
        """Queue a scan of a PBX, or return the one that is under way.

        :raise AccessError: for anybody but operations manager and access administrator
        :raise UserError: when no folder of recordings is there
        """
        user = self.env.user
        if not (user.has_group("ops_roles.group_om") or user.has_group("ops_roles.group_adm")):
            raise AccessError(
                self.env._("Operations managers and access administrators search for recordings.")
            )
        source.check_access("write")
        folder = self.env["ops.recording"]._folder(source)
        if folder is None or not folder.is_dir():
            raise UserError(
                self.env._(
                    "The folder of recordings of “%s” is not there. Enter the folder below the"
                    " root of recordings, and ask the administrator of the server whether it is"
                    " connected.",
                    source.name,
                )
            )
        scans = self.sudo()
        waiting = [("source_id", "=", source.id), ("state", "in", ("received", "running"))]
        scan = scans.search(waiting, limit=1) or scans.create(
            {"source_id": source.id, "user_id": user.id}
        )
        self.env.ref("ops_callcenter.cron_recording").sudo()._trigger()
        return scan

    @api.model
    def _run_waiting(self):
        """Run the scans that wait, and those a stopped server left behind, oldest first."""
        self.env.cr.execute(
            "SELECT id FROM ops_recording_scan WHERE state IN ('received', 'running') ORDER BY id"
        )
        for (scan_id,) in self.env.cr.fetchall():
            self._run(scan_id)

    @api.model
    def _run(self, scan_id):
        self._report(scan_id, state="running", done_count=0)
        try:
            with self.env.registry.cursor() as cr:
                env = self.env(cr=cr)
                tied = retrying(partial(env[self._name]._scan, scan_id), env)
        except Exception:
            _logger.exception("Scan %s of recordings failed", scan_id)
            self._report(scan_id, state="failed", ended_at=fields.Datetime.now())
        else:
            self._report(scan_id, state="done", tied_count=tied, ended_at=fields.Datetime.now())

    @api.model
    def _scan(self, scan_id):
        recordings, source = self.env["ops.recording"], self.browse(scan_id).source_id
        self._report(scan_id, file_count=recordings._count(source))
        last = time.monotonic()

        def report(done):
            nonlocal last
            if time.monotonic() - last >= _REPORT_EVERY:
                self._report(scan_id, done_count=done)
                last = time.monotonic()

        return recordings._scan(source, report=report)

    @api.model
    def _report(self, scan_id, **values):
        """Write how far a scan is in a short transaction of its own."""
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "UPDATE ops_recording_scan SET %s WHERE id = %s",
                    SQL(", ").join(
                        SQL("%s = %s", SQL.identifier(name), value)
                        for name, value in values.items()
                    ),
                    scan_id,
                )
            )

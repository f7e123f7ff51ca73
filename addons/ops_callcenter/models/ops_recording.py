import os
import re
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.exceptions import UserError

from ..core.recording import EMPTY_BYTES, FREEPBX, SLACK_S, describe

_DAY_S = 86400


class OpsRecording(models.AbstractModel):
    """Sound files of calls: they stay in their folder, a call knows its path below it."""

    _name = "ops.recording"
    _description = "Recordings of Calls"

    @api.model
    def _root(self):
        """The configured folder of all recordings, or None."""
        root = self.env["ir.config_parameter"].sudo().get_param("ops_callcenter.recording_root")
        return Path(root) if root else None

    @api.model
    def _folder(self, source):
        """The folder of a PBX, resolved; None when nothing is configured or it leaves the root."""
        root = self._root()
        if root is None or not source.recording_folder:
            return None
        folder = (root / source.recording_folder).resolve()
        return folder if folder.is_relative_to(root.resolve()) else None

    @api.model
    def _path(self, source, relative):
        """The file of a call, or None: outside the folder, missing, or without sound."""
        folder = self._folder(source)
        if folder is None or not relative:
            return None
        path = (folder / relative).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            return None
        return path if path.stat().st_size > EMPTY_BYTES else None

    @api.model
    def _cron_scan(self):
        """Tie the files of the last days to their calls, for every PBX with a folder."""
        days = self.env["ir.config_parameter"].sudo().get_param("ops_callcenter.recording_days")
        sources = self.env["ops.feed.source"].search([("recording_folder", "!=", False)])
        for number, source in enumerate(sources, 1):
            self._scan(source, int(days))
            self.env["ir.cron"]._commit_progress(1, remaining=len(sources) - number)

    @api.model
    def _scan(self, source, days=None):
        """Tie recordings to calls, by unique id first, then by number and time.

        :param int days: only files changed in that many days; None for all
        :return: number of calls that have a recording newly, or another one
        :raise UserError: when the pattern of names is no regular expression
        """
        folder = self._folder(source)
        if folder is None or not folder.is_dir():
            return 0
        files = self._describe(source, folder, days)
        cr = self.env.cr
        cr.execute(
            "CREATE TEMP TABLE ops_sound (path varchar, callid varchar, number_key varchar,"
            " at timestamp) ON COMMIT DROP"
        )
        cr.execute(
            "INSERT INTO ops_sound SELECT * FROM unnest(%s::varchar[], %s::varchar[],"
            " %s::varchar[], %s::timestamp[])",
            [list(column) for column in zip(*files, strict=True)] or [[], [], [], []],
        )
        self.env.flush_all()
        tied = sum(
            self._tie(source, table, entered, key)
            for table, entered, key in (
                ("ops_call", "enter_at", "caller_key"),
                ("ops_outbound_call", "start_at", "number_key"),
            )
        )
        cr.execute("DROP TABLE ops_sound")
        self.env.invalidate_all(flush=False)
        return tied

    @api.model
    def _describe(self, source, folder, days):
        """(path, unique id, number, UTC time) of the files with sound."""
        try:
            pattern = re.compile(source.recording_pattern or FREEPBX)
        except re.error as error:
            raise UserError(
                self.env._(
                    "The file names of recordings of “%(pbx)s” are no regular expression:"
                    " %(error)s. Correct them on the source.",
                    pbx=source.name,
                    error=error,
                )
            ) from error
        since, zone, files = time.time() - days * _DAY_S if days else 0, ZoneInfo(source.tz), []
        for path, names in ((p, n) for p, _folders, n in os.walk(folder)):
            for name in names:
                known = describe(name, pattern, zone)
                if known is None:
                    continue
                status = os.stat(os.path.join(path, name))
                if status.st_size > EMPTY_BYTES and status.st_mtime >= since:
                    files.append((os.path.relpath(os.path.join(path, name), folder), *known))
        return files

    @api.model
    def _tie(self, source, table, entered, key):
        """Write the path to the answered calls of one table; returns how many changed."""
        self.env.cr.execute(
            f"""
            UPDATE {table} c SET recording = f.path, has_recording = TRUE
              FROM (SELECT DISTINCT ON (x.id) x.id, x.path FROM (
                        SELECT c.id, s.path, 0 AS rank
                          FROM ops_sound s JOIN {table} c
                            ON c.source_id = %(source)s AND c.callid = s.callid
                         UNION ALL
                        SELECT c.id, s.path, 1
                          FROM ops_sound s JOIN {table} c
                            ON c.{key} = s.number_key AND c.source_id = %(source)s
                           AND (c.{entered} BETWEEN s.at - %(slack)s * interval '1 second'
                                                AND s.at + %(slack)s * interval '1 second'
                                OR c.answered_at BETWEEN s.at - %(slack)s * interval '1 second'
                                                 AND s.at + %(slack)s * interval '1 second')
                         WHERE NOT EXISTS (SELECT FROM {table} o WHERE o.source_id = %(source)s
                                              AND o.callid = s.callid)) x
                     ORDER BY x.id, x.rank, x.path) f
             WHERE c.id = f.id AND c.answered_at IS NOT NULL
               AND c.recording IS DISTINCT FROM f.path
            """,  # pylint: disable=sql-injection  # the names are the two of _scan
            {"source": source.id, "slack": SLACK_S},
        )
        return self.env.cr.rowcount

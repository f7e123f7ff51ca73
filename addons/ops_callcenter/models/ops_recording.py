import io
import re
import time
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.tools import SQL, config, file_path

from odoo.addons.ops_roles.core.feed import copy_row

from ..core.recording import EMPTY_BYTES, FREEPBX, SLACK_S, describe, media_type, sound_files

_DAY_S = 86400
#: Files whose names go to the database at once.
_BATCH = 20000


def _counted(files, report):
    """The files one by one, telling ``report`` how many there were so far."""
    for number, file in enumerate(files, 1):
        yield file
        report(number)


class OpsRecording(models.AbstractModel):
    """Sound files of calls: they stay in their folder, a call knows its path below it.

    The system parameter ``ops_callcenter.recording_root`` names the folder of all recordings,
    each PBX its own below it: an absolute path, or one below Odoo's data directory, or below an
    add-on. Nothing outside is read, and no path ever comes from a client.
    """

    _name = "ops.recording"
    _description = "Recordings of Calls"

    @api.model
    def _root(self):
        """The configured folder of all recordings, or None."""
        root = self.env["ir.config_parameter"].sudo().get_param("ops_callcenter.recording_root")
        if not root:
            return None
        below = (Path(config["data_dir"]) / root).resolve()
        if below.is_dir():
            return below
        try:
            return Path(file_path(root)).resolve()
        except (OSError, ValueError):
            return below

    @api.model
    def _folder(self, source):
        """The folder of a PBX, resolved; None when nothing is configured or it leaves the root."""
        root = self._root()
        if root is None or not source.recording_folder:
            return None
        folder = (root / source.recording_folder).resolve()
        return folder if folder.is_relative_to(root) else None

    @api.model
    def _path(self, source, relative):
        """The file of a call, or None: outside the folder, missing, no sound, no sound file."""
        folder = self._folder(source)
        if folder is None or not relative or not media_type(relative):
            return None
        try:
            path = (folder / relative).resolve()
            known = path.is_relative_to(folder) and path.is_file()
            return path if known and path.stat().st_size > EMPTY_BYTES else None
        except OSError:
            return None

    @api.model
    def _cron_scan(self):
        """Tie the files of the last days to their calls, for every PBX with a folder.

        Searches through all files that somebody asked for come first.
        """
        self.env["ops.recording.scan"]._run_waiting()
        days = self.env["ir.config_parameter"].sudo().get_param("ops_callcenter.recording_days")
        sources = self.env["ops.feed.source"].search([("recording_folder", "!=", False)])
        for number, source in enumerate(sources, 1):
            self._scan(source, int(days))
            self.env["ir.cron"]._commit_progress(1, remaining=len(sources) - number)

    @api.model
    def _count(self, source):
        """Number of sound files of a PBX."""
        return sum(1 for _file in sound_files(str(self._folder(source))))

    @api.model
    def _scan(self, source, days=None, report=None):
        """Tie recordings to calls, by unique id first, then by number and time.

        :param int days: only files written or copied in that many days; None for all
        :param report: called now and then with the number of files looked at
        :return: number of calls that have a recording newly, or another one
        """
        folder = self._folder(source)
        if folder is None or not folder.is_dir():
            return 0
        self.env.flush_all()
        files = sound_files(str(folder), time.time() - days * _DAY_S if days else 0)
        self._stage(source, _counted(files, report) if report else files)
        self._drop_known(source)
        tied = sum(self._tie(source, *table) for table in self._tables())
        self.env.cr.execute("DROP TABLE ops_sound")
        self.env.invalidate_all(flush=False)
        return tied

    @api.model
    def _tables(self):
        """Tables whose calls have recordings: name, time of entry, normalised number."""
        names = (
            ("ops_call", "enter_at", "caller_key"),
            ("ops_outbound_call", "start_at", "number_key"),
        )
        return [tuple(map(SQL.identifier, row)) for row in names]

    @api.model
    def _stage(self, source, files):
        """``ops_sound``: path, unique id, number and UTC time of the files with sound."""
        cr = self.env.cr
        cr.execute(
            "CREATE TEMP TABLE ops_sound (path varchar, callid varchar, number_key varchar,"
            " at timestamp) ON COMMIT DROP"
        )
        pattern, zone = re.compile(source.recording_pattern or FREEPBX), ZoneInfo(source.tz)
        rows = (
            copy_row((path, *known))
            for path, name in files
            if (known := describe(name, pattern, zone)) and path.isprintable()
        )
        while text := "".join(islice(rows, _BATCH)):
            cr.copy_expert("COPY ops_sound FROM STDIN", io.BytesIO(text.encode()))
        cr.execute("ANALYZE ops_sound")

    @api.model
    def _drop_known(self, source):
        """Forget the number of a file whose unique id names a call, of whatever table."""
        for table, _entered, _key in self._tables():
            self.env.cr.execute(
                SQL(
                    "UPDATE ops_sound s SET number_key = NULL"
                    " WHERE EXISTS (SELECT FROM %s c WHERE c.source_id = %s"
                    " AND c.callid = s.callid)",
                    table,
                    source.id,
                )
            )

    @api.model
    def _tie(self, source, table, entered, key):
        """Write the path to the answered calls of one table; returns how many changed.

        By number and time a file belongs to the call nearest to it, within the slack.
        """
        self.env.cr.execute(
            SQL(
                """
                WITH named AS (
                    SELECT c.id, s.path, 0 AS rank, 0 AS off
                      FROM ops_sound s JOIN %(table)s c
                        ON c.source_id = %(source)s AND c.callid = s.callid
                     WHERE c.answered_at IS NOT NULL
                ), timed AS (
                    SELECT c.id, s.path, 1 AS rank,
                           LEAST(abs(extract(epoch FROM c.%(entered)s - s.at)),
                                 abs(extract(epoch FROM c.answered_at - s.at))) AS off
                      FROM ops_sound s JOIN %(table)s c
                        ON c.%(key)s = s.number_key AND c.source_id = %(source)s
                     WHERE c.answered_at IS NOT NULL
                       AND c.answered_at >= s.at - %(slack)s * interval '1 second'
                       AND c.%(entered)s <= s.at + %(slack)s * interval '1 second'
                ), nearest AS (
                    SELECT DISTINCT ON (path) * FROM timed WHERE off <= %(slack)s
                     ORDER BY path, off, id
                ), found AS (
                    SELECT DISTINCT ON (id) id, path
                      FROM (SELECT * FROM named UNION ALL SELECT * FROM nearest) x
                     ORDER BY id, rank, off, path
                )
                UPDATE %(table)s c SET recording = f.path, has_recording = TRUE
                  FROM found f
                 WHERE c.id = f.id AND c.recording IS DISTINCT FROM f.path
                """,
                table=table,
                entered=entered,
                key=key,
                source=source.id,
                slack=SLACK_S,
            )
        )
        return self.env.cr.rowcount

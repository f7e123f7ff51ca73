from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.recording import pattern_fault


class OpsFeedSource(models.Model):
    """What a PBX needs to be read right."""

    _inherit = "ops.feed.source"

    queue_log_form = fields.Selection(
        [("file", "Log file"), ("table", "Realtime table")],
        "Fed by",
        readonly=True,
        copy=False,
        help="Set by the first queue log that comes in. One PBX is fed by one of them, not both.",
    )
    realtime_gmt = fields.Boolean(
        "Realtime Table in GMT", help="The PBX has queue_log_realtime_use_gmt switched on."
    )
    cdr_gmt = fields.Boolean(
        "Call Detail Records in GMT", help="The PBX has usegmtime switched on in cdr.conf."
    )
    outbound_contexts = fields.Char(
        "Contexts of Outbound Calls",
        help="Contexts of the dialplan in which agents call out, separated by commas. Empty: calls"
        " of an extension to a customer's number.",
    )
    recording_folder = fields.Char(
        help="Folder below the configured root of recordings. Empty: no recordings."
    )
    recording_pattern = fields.Char(
        "Recording File Names",
        help="A pattern with the named groups uniqueid, number, date, time.",
    )
    log_until = fields.Datetime(
        "Last Event", readonly=True, copy=False, help="Time of the newest line of the queue log."
    )

    @api.constrains("recording_pattern")
    def _check_recording_pattern(self):
        for source in self:
            fault = pattern_fault(source.recording_pattern or "")
            if fault:
                raise ValidationError(
                    self.env._(
                        "The file names of recordings of “%(pbx)s” cannot be read by this"
                        " pattern (%(fault)s). It is a regular expression with the group uniqueid,"
                        " or with number, date and time.",
                        pbx=source.name,
                        fault=fault,
                    )
                )

    def action_scan_recordings(self):
        """Search all recordings of the PBX, and open the page that shows how far it is."""
        self.ensure_one()
        scan = self.env["ops.recording.scan"]._start(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Search for Recordings"),
            "res_model": scan._name,
            "res_id": scan.id,
            "views": [[False, "form"]],
        }

    def _extend_log(self, last_at):
        """Note the time (UTC) of the newest line that came in."""
        self.env.cr.execute(
            "UPDATE ops_feed_source SET log_until = GREATEST(log_until, %s) WHERE id = %s",
            [last_at, self.id],
        )

    def _outbound_contexts(self):
        """Dialplan contexts of outbound calls as a set of names."""
        names = (self.outbound_contexts or "").split(",")
        return frozenset(name.strip() for name in names if name.strip())

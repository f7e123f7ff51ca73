from odoo import fields, models


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

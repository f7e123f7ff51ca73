from odoo import fields, models

from odoo.addons.ops_roles.fields import ConfidentialChar


class OpsOutboundCall(models.Model):
    """One call an agent or a dialler placed, from the PBX's call detail records.

    Times are UTC, durations whole seconds. ``billsec`` is the time from answer to end as the PBX
    wrote it. Rows are written by the merge of a feed only.
    """

    _name = "ops.outbound.call"
    _description = "Outbound Call"
    _inherit = ["ops.pbx.row.mixin"]
    _order = "start_at desc, id desc"
    _rec_name = "callid"
    _log_access = False

    callid = fields.Char("Call Id", required=True, readonly=True)
    linkedid = fields.Char("Linked Id", readonly=True)
    campaign = fields.Char(readonly=True)
    lead_ref = fields.Char("Lead", readonly=True)
    number = ConfidentialChar(readonly=True)
    number_key = ConfidentialChar("Dialled Number", readonly=True)
    start_at = fields.Datetime("Dialled", required=True, readonly=True)
    answered_at = fields.Datetime("Answered at", readonly=True)
    end_at = fields.Datetime("Ended", readonly=True)
    day = fields.Date(readonly=True)
    duration_s = fields.Integer("Duration (s)", readonly=True)
    talk_s = fields.Integer("Talk (s)", readonly=True)
    result = fields.Selection(
        [
            ("answered", "Answered"),
            ("no_answer", "No answer"),
            ("busy", "Busy"),
            ("congestion", "Congestion"),
            ("failed", "Failed"),
        ],
        readonly=True,
    )
    disposition = fields.Selection(selection="_selection_disposition", readonly=True)
    recording = fields.Char("Recording File", readonly=True, groups=fields.NO_ACCESS)
    has_recording = fields.Boolean("Recording", readonly=True)

    _call_unique = models.UniqueIndex("(source_id, callid)")
    _linked = models.Index("(source_id, linkedid) WHERE linkedid IS NOT NULL")
    _newest = models.Index("(start_at DESC, id DESC)")
    _number = models.Index("(number_key, start_at) WHERE number_key IS NOT NULL")
    _employee_newest = models.Index("(employee_id, start_at) WHERE employee_id IS NOT NULL")

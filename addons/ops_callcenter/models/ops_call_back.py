from odoo import fields, models

from odoo.addons.ops_roles.fields import ConfidentialChar


class OpsCallBack(models.Model):
    """Someone marked an abandoned caller as called back, by another telephone than the PBX's.

    Append-only and keyed as the log keys its calls, so that it outlives any rebuild of calls
    from the log. Written by the button on a call only.
    """

    _name = "ops.call.back"
    _description = "Mark of a Call Back"
    _order = "id desc"
    _rec_name = "callid"

    source_id = fields.Many2one("ops.feed.source", "PBX", required=True, readonly=True)
    callid = fields.Char("Call Id", required=True, readonly=True)
    queue = fields.Char("Queue in the Log", required=True, readonly=True)
    visit = fields.Integer(required=True, readonly=True)
    caller_key = ConfidentialChar("Caller's Number", readonly=True)
    enter_at = fields.Datetime("Entered", required=True, readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", "Called Back By", required=True, readonly=True)
    at = fields.Datetime("Called Back At", required=True, readonly=True)

    _visit_unique = models.UniqueIndex(
        "(source_id, callid, queue, visit)", "This caller was already marked as called back."
    )
    _caller_at = models.Index("(caller_key, at) WHERE caller_key IS NOT NULL")

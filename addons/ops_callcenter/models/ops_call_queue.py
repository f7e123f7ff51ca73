from odoo import fields, models


class OpsCallQueue(models.Model):
    """A queue of one PBX, as its log names it. New names appear by themselves on a merge."""

    _name = "ops.call.queue"
    _description = "Queue"
    _order = "source_id, name"
    _rec_name = "label"
    _rec_names_search = ["name", "label"]

    name = fields.Char(required=True, readonly=True, help="The name in the log.")
    label = fields.Char(required=True, help="The name people use.")
    source_id = fields.Many2one(
        "ops.feed.source", "PBX", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="source_id.company_id", store=True)
    project_id = fields.Many2one(
        "ops.client.project", "Client Project", index="btree_not_null", ondelete="restrict"
    )
    department_id = fields.Many2one(related="project_id.department_id", store=True, index=True)
    direction = fields.Selection(
        [("in", "Inbound"), ("out", "Outbound")], default="in", required=True
    )
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex(
        "(source_id, name)", "This PBX already has a queue of that name."
    )

from odoo import fields, models
from odoo.tools import SQL


class OpsCallQueue(models.Model):
    """A queue of one PBX, as its log names it. New names appear by themselves on a merge."""

    _name = "ops.call.queue"
    _description = "Queue"
    _order = "source_id, name"
    _rec_name = "label"
    _rec_names_search = ["name", "label"]

    name = fields.Char("Name in the Log", required=True, readonly=True)
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

    def write(self, vals):
        result = super().write(vals)
        if "project_id" in vals:
            self._relink()
        return result

    def _relink(self):
        """Move the calls already known, and their half hours, to the queue's client project."""
        self.flush_recordset(["project_id", "department_id"])
        self.env.cr.execute(
            """
            UPDATE ops_call c
               SET project_id = q.project_id,
                   department_id = COALESCE(q.department_id, s.department_id)
              FROM ops_call_queue q JOIN ops_feed_source s ON s.id = q.source_id
             WHERE c.queue_id = q.id AND q.id = ANY(%s)
               AND (c.project_id, c.department_id) IS DISTINCT FROM
                   (q.project_id, COALESCE(q.department_id, s.department_id))
            """,
            [self.ids],
        )
        if not self.env.cr.rowcount:
            return
        keys = SQL("SELECT caller_key FROM ops_call WHERE queue_id = ANY(%s)", self.ids)
        for source in self.sudo().source_id:
            self.env["ops.call"]._flag(source, keys)
        self.env["ops.call.interval"].sudo()._rebuild(queue_ids=self.ids)

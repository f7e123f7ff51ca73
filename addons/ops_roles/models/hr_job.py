from odoo import fields, models


class HrJob(models.Model):
    _inherit = "hr.job"

    ops_request_line_ids = fields.One2many("ops.request.line", "job_id", "Requested people")
    ops_request_count = fields.Integer(compute="_compute_ops_request_count")

    def _compute_ops_request_count(self):
        counts = self.env["ops.request.line"]._read_group(
            [("job_id", "in", self.ids)], ["job_id"], ["__count"]
        )
        found = {job.id: count for job, count in counts}
        for job in self:
            job.ops_request_count = found.get(job.id, 0)

    def action_open_ops_requests(self):
        """Open the requests that ask for people in this job."""
        self.ensure_one()
        lines = self.env["ops.request.line"].search([("job_id", "=", self.id)])
        return lines.request_id._get_records_action(name=self.display_name)

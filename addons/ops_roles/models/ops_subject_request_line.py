from odoo import api, fields, models


class OpsSubjectRequestLine(models.Model):
    """One place where the number of a request was found; it never holds the number."""

    _name = "ops.subject.request.line"
    _description = "Found for a Subject Request"
    _order = "model, res_id, id"
    _log_access = False

    request_id = fields.Many2one(
        "ops.subject.request", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="request_id.company_id")
    model = fields.Char(required=True, readonly=True)
    field = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference("Record ID", model_field="model", readonly=True)
    document = fields.Char(compute="_compute_document")
    field_label = fields.Char("Place", compute="_compute_document")
    record_name = fields.Char("Record", readonly=True)
    masked_value = fields.Char("Content", readonly=True)
    purpose = fields.Char(compute="_compute_document")
    outcome = fields.Selection(
        [("found", "Found"), ("erased", "Erased")], required=True, readonly=True, default="found"
    )

    @api.depends("model", "field")
    def _compute_document(self):
        purposes = self.env["ops.subject.source"]._purposes()
        for line in self:
            model = self.env.get(line.model)
            field = model is not None and model._fields.get(line.field)
            line.document = self.env["ir.model"]._get(line.model).sudo().name or line.model
            line.field_label = field._description_string(self.env) if field else line.field
            line.purpose = purposes.get(line.model)

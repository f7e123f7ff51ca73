from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.contract_text import CONTRACT, unknown_variables


class OpsContractTemplateClause(models.Model):
    _name = "ops.contract.template.clause"
    _description = "Clause of a contract template"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "ops.contract.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Heading", required=True)
    text = fields.Text(required=True, help="Variables such as {customer} are filled in.")

    @api.constrains("text")
    def _check_text(self):
        for clause in self:
            if wrong := unknown_variables(clause.text, CONTRACT):
                raise ValidationError(
                    self.env._(
                        "%(clause)s: {%(name)s} means nothing here. Use one of: %(known)s.",
                        clause=clause.name,
                        name=wrong[0],
                        known=", ".join(f"{{{one}}}" for one in CONTRACT),
                    )
                )

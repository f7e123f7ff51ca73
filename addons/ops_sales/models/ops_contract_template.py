from odoo import fields, models


class OpsContractTemplate(models.Model):
    """A standard contract: its clauses, with variables that each contract fills in."""

    _name = "ops.contract.template"
    _description = "Contract template"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")
    note = fields.Text("When it is used")
    clause_ids = fields.One2many(
        "ops.contract.template.clause", "template_id", "Clauses", copy=True
    )

    def _text(self) -> str:
        """Return its clauses as one text, variables not filled in."""
        return "\n\n".join(
            "\n".join(filter(None, (clause.name, clause.text))) for clause in self.clause_ids
        )

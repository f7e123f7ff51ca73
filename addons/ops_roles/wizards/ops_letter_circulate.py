from odoo import api, fields, models


class OpsLetterCirculate(models.TransientModel):
    """Puts people on read lists: by name, or all holders of role cards in departments."""

    _name = "ops.letter.circulate"
    _description = "Circulate letters"

    letter_ids = fields.Many2many("ops.letter", string="Letters", required=True)
    user_ids = fields.Many2many("res.users", string="People", domain="[('share', '=', False)]")
    role_ids = fields.Many2many("ops.role", string="Role cards")
    department_ids = fields.Many2many(
        "hr.department", string="In departments", help="Empty: wherever the role cards are held."
    )
    reader_count = fields.Integer("People on the list", compute="_compute_reader_count")

    @api.depends("user_ids", "role_ids", "department_ids")
    def _compute_reader_count(self):
        for wizard in self:
            wizard.reader_count = len(wizard._readers())

    def action_circulate(self):
        """Circulate the letters to the people chosen."""
        self.letter_ids._circulate(self._readers())

    def _readers(self):
        return self.user_ids._origin | self.env["res.users"]._ops_holders(
            self.role_ids._origin, self.department_ids._origin
        )

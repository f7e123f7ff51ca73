from odoo import api, fields, models


class OpsBranchOpening(models.TransientModel):
    """The dialog that opens a branch: one page, one transaction, everything made or nothing."""

    _name = "ops.branch.opening"
    _description = "Open a branch"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    region_code = fields.Char("Region code", required=True)
    kind = fields.Selection(
        selection=lambda self: self.env["ops.branch"]._fields["kind"].selection,
        required=True,
        default="branch",
    )
    parent_id = fields.Many2one("ops.branch", "Belongs to", domain=[("state", "=", "open")])
    manager_id = fields.Many2one("hr.employee", "Manager")
    liaison_id = fields.Many2one("hr.employee", "Contact person")
    phone = fields.Char("Telephone of the branch")
    address = fields.Char()

    @api.onchange("parent_id")
    def _onchange_parent_id(self):
        """A place below a branch is in its region unless said otherwise."""
        if self.parent_id and not self.region_code:
            self.region_code = self.parent_id.region_code

    def action_open(self):
        """Make the branch with all that is its own, and show it."""
        self.ensure_one()
        names = ("name", "code", "region_code", "kind", "phone", "address")
        links = ("parent_id", "manager_id", "liaison_id")
        branch = self.env["ops.branch"].create(
            {
                **{name: self[name] for name in names},
                **{name: self[name].id for name in links},
            }
        )
        branch._ask_for_role_card()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.branch",
            "res_id": branch.id,
            "views": [[False, "form"]],
        }

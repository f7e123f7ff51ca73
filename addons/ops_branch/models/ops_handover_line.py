from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsHandoverLine(models.Model):
    """A paper or record of a batch: what it is, and whether the other side accepted it."""

    _name = "ops.handover.line"
    _description = "Paper handed over"
    _inherit = ["ops.guarded.mixin"]
    _order = "handover_id, sequence, id"
    _guarded = ("state", "reason", "returns", "checked_by_id", "checked_at")

    handover_id = fields.Many2one("ops.handover", required=True, index=True, ondelete="cascade")
    department_id = fields.Many2one(
        related="handover_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True, precompute=True
    )
    batch_state = fields.Selection(related="handover_id.state", string="State of the batch")
    is_checker = fields.Boolean(related="handover_id.is_checker")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("contract", "Contract"),
            ("vehicle", "Vehicle papers"),
            ("sheet", "Installation sheet"),
            ("acceptance", "Acceptance record"),
            ("invoice", "Invoice or receipt"),
            ("project", "Project file"),
            ("data", "Data on a medium"),
            ("other", "Other"),
        ],
        required=True,
        default="vehicle",
    )
    number = fields.Char("Paper No.", required=True)
    reference = fields.Char("Vehicle or contract", index="trigram")
    pages = fields.Integer(required=True, default=1)
    note = fields.Char()
    state = fields.Selection(
        [("waiting", "Not checked"), ("accepted", "Accepted"), ("returned", "Returned")],
        required=True,
        default="waiting",
        copy=False,
    )
    reason = fields.Char("Why it was returned", copy=False)
    returns = fields.Integer("Times returned", copy=False)
    checked_by_id = fields.Many2one("res.users", "Checked by", copy=False)
    checked_at = fields.Datetime("Checked at", copy=False)

    _pages = models.Constraint("CHECK (pages > 0)", "A paper has one page at least.")

    @api.depends("number", "reference")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " · ".join(filter(None, (line.number, line.reference)))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_listing()
        return lines

    def write(self, vals):
        """The sender lists papers, and corrects what was returned."""
        self._check_listing()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_listed(self):
        self._check_listing(returned=False)

    def _check_listing(self, returned=True):
        """:raise UserError: the line has been sent and was not returned"""
        if self.env.su:
            return
        for batch in self.handover_id:
            batch._check_side("sender")
        for line in self.sudo():
            if line.batch_state != "draft" and not (returned and line.state == "returned"):
                raise UserError(
                    self.env._("%s was handed over and stays as listed.", line.display_name)
                )

    def action_accept(self):
        """Accept these papers (who checks)."""
        self._judge("accepted", False)

    def action_return(self):
        """Open the dialog that asks why these papers go back (who checks)."""
        for batch in self.handover_id:
            batch._check_side("checker")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return papers"),
            "res_model": "ops.handover.return",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_line_ids": self.ids},
        }

    def _judge(self, state, reason):
        """Accept or return these papers (who checks).

        :raise UserError: the batch is not being checked, or a line was judged before
        """
        for batch, lines in self.grouped("handover_id").items():
            batch._check_side("checker")
            batch._lock()
            batch._check_state("sent")
            lines.invalidate_recordset()
            lines._check_waiting()
            for line in lines.sudo():
                line.write(
                    {
                        "state": state,
                        "reason": reason,
                        "returns": line.returns + (state == "returned"),
                        "checked_by_id": self.env.uid,
                        "checked_at": fields.Datetime.now(),
                    }
                )
            batch.sudo()._follow_lines()

    def _check_waiting(self):
        judged = self.sudo().filtered(lambda line: line.state != "waiting")
        if judged:
            raise UserError(
                self.env._("%s was judged already. Load the page again.", judged[0].display_name)
            )

    def _wait_again(self):
        """Put corrected papers to be checked once more; why they came back stays (sudo)."""
        self.write({"state": "waiting", "checked_by_id": False, "checked_at": False})

from odoo import api, fields, models
from odoo.exceptions import UserError

STATUSES = [
    ("present", "Present"),
    ("late", "Late"),
    ("leave", "On leave"),
    ("missing", "No check-in"),
    ("away", "Posted elsewhere"),
    ("rest", "Day off"),
    ("expected", "Work not begun"),
]


class OpsMusterLine(models.Model):
    """One person of a muster. All but the remark is written by the muster, in one statement."""

    _name = "ops.muster.line"
    _description = "Person of a muster"
    _inherit = ["ops.guarded.mixin"]
    _order = "date desc, branch_id, employee_id"
    _rec_name = "employee_id"
    _guarded = (
        *("muster_id", "branch_id", "department_id", "company_id", "employee_id", "date"),
        *("status", "late_minutes", "check_in", "check_out", "lacks_out", "other_branch_id"),
    )

    muster_id = fields.Many2one("ops.muster", required=True, index=True, ondelete="cascade")
    branch_id = fields.Many2one("ops.branch", required=True, index=True, ondelete="restrict")
    department_id = fields.Many2one("hr.department", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True)
    employee_id = fields.Many2one(
        "hr.employee", "Person", required=True, index=True, ondelete="restrict"
    )
    date = fields.Date("Day", required=True)
    status = fields.Selection(STATUSES, required=True)
    late_minutes = fields.Integer("Minutes late", aggregator="sum")
    check_in = fields.Datetime("First check-in")
    check_out = fields.Datetime("Last check-out")
    lacks_out = fields.Boolean("No check-out")
    other_branch_id = fields.Many2one(
        "ops.branch", "Posted from or to", help="The other branch of a person who is posted."
    )
    other_branch_name = fields.Char("Other branch", compute="_compute_other_branch_name")
    note = fields.Char("Remark")
    muster_state = fields.Selection(related="muster_id.state", string="State of the muster")
    correction_ids = fields.One2many("ops.attendance.correction", "line_id", "Corrections")

    _person_once = models.UniqueIndex("(muster_id, employee_id)", "A person is mustered once.")
    _to_clear = models.Index("(department_id, date) WHERE status = 'missing' OR lacks_out")

    @api.depends("other_branch_id")
    def _compute_other_branch_name(self):
        """The name alone may be read by who does not see that branch."""
        for line in self:
            line.other_branch_name = line.sudo().other_branch_id.name

    def write(self, vals):
        """Only remarks, and only while the muster is open."""
        if not self.env.su:
            self.muster_id._check_keeper(self.branch_id)
            self.muster_id._check_open()
        return super().write(vals)

    def action_correct(self):
        """Open a correction of this person's attendance of this day."""
        self.ensure_one()
        self.check_access("read")
        if self.status not in ("missing", "late") and not self.lacks_out:
            raise UserError(
                self.env._("%s has nothing to put right on this day.", self.employee_id.name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correction of attendance"),
            "res_model": "ops.attendance.correction",
            "views": [[False, "form"]],
            "context": {
                "default_employee_id": self.employee_id.id,
                "default_date": self.date,
                "default_check_in": self.check_in,
            },
        }

    def _is_unexplained(self) -> bool:
        return self.status == "missing" and not (self.note or "").strip()

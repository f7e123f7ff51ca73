from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.ops_roles.core.period import midnight_utc


class OpsAttendanceCorrection(models.Model):
    """A check-in or check-out that is missing, entered once the superior has approved it.

    Asked for by the person, or by the manager of the branch for him; approved by the direct
    superior of who asks. Times are naive UTC and lie on the day in the company's time zone.
    """

    _name = "ops.attendance.correction"
    _description = "Correction of attendance"
    _inherit = [
        *("ops.approval.mixin", "ops.scoped.mixin", "ops.attached.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["employee_id.name"]
    _guarded = ("line_id", "attendance_id")

    employee_id = fields.Many2one(
        "hr.employee",
        "Person",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
    )
    date = fields.Date("Day", required=True, default=lambda self: self._default_date())
    check_in = fields.Datetime("Came at")
    check_out = fields.Datetime("Left at")
    reason = fields.Text(required=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_attendance_correction_attachment_rel", string="Evidence", copy=False
    )
    line_id = fields.Many2one(
        "ops.muster.line", "Muster", readonly=True, copy=False, index="btree_not_null"
    )
    attendance_id = fields.Many2one(
        "hr.attendance", "Attendance", readonly=True, copy=False, index="btree_not_null"
    )

    _something = models.Constraint(
        "CHECK (check_in IS NOT NULL OR check_out IS NOT NULL)",
        "Enter when the person came or left.",
    )
    _in_order = models.Constraint(
        "CHECK (check_in IS NULL OR check_out IS NULL OR check_out > check_in)",
        "A person leaves after coming.",
    )

    @api.model
    def _default_date(self):
        return self.env.company._ops_today() - timedelta(days=1)

    @api.depends("employee_id", "date")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.sudo().employee_id.name or ''} {one.date or ''}".strip()

    @api.constrains("date", "check_in", "check_out")
    def _check_times(self):
        for one in self:
            zone = one.company_id._ops_tz()
            start = midnight_utc(one.date, zone)
            moments = [moment for moment in (one.check_in, one.check_out) if moment]
            if any(moment > fields.Datetime.now() for moment in moments):
                raise ValidationError(
                    self.env._("%s: the time entered is still to come.", one.display_name)
                )
            # Night shifts end on the day after.
            if any(not start <= moment < start + timedelta(days=2) for moment in moments):
                raise ValidationError(
                    self.env._("%s: the times entered lie on another day.", one.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Enter corrections; each belongs to the branch the person worked at on that day.

        :raise AccessError: for another person, unless one manages the branch
        """
        asked = [{**self.default_get(["employee_id", "date"]), **vals} for vals in vals_list]
        people = self.env["hr.employee"].browse([vals["employee_id"] for vals in asked])
        days = [fields.Date.to_date(vals["date"]) for vals in asked]
        places = [
            branch.department_id or person.sudo().department_id
            for person, branch in zip(people, people._ops_branches_on(days), strict=True)
        ]
        corrections = super().create(
            [{**vals, "department_id": place.id} for vals, place in zip(asked, places, strict=True)]
        )
        for one in corrections.sudo():
            one.line_id = one._muster_line()
        corrections._check_author()
        corrections._adopt_attachments()
        return corrections

    def write(self, vals):
        if vals.keys() & {"employee_id", "date", "department_id"} and not self.env.su:
            raise UserError(
                self.env._("A correction is for one person and day. Enter another one for others.")
            )
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    def _muster_line(self):
        same = [("employee_id", "=", self.employee_id.id), ("date", "=", self.date)]
        here = [("department_id", "=", self.department_id.id)]
        return self.env["ops.muster.line"].sudo().search([*same, *here], limit=1)

    def _check_author(self):
        if self.env.su:
            return
        manages = self.env.user.has_group("ops_roles.group_bm")
        for one in self.sudo():
            inside = manages and self.env.user in one.department_id.ops_user_ids
            if one.employee_id.user_id != self.env.user and not inside:
                raise AccessError(
                    self.env._(
                        "%s: attendance is put right by the person or the manager of the branch.",
                        one.display_name,
                    )
                )

    def _approval_fields(self):
        return ("employee_id", "date", "check_in", "check_out", "reason", "attachment_ids.checksum")

    def _on_approved(self):
        """Enter the attendance and read the muster of the day again."""
        for one in self:
            one.attendance_id = one._enter_attendance()
            one.env.flush_all()
            one.line_id.muster_id._refresh()

    def _enter_attendance(self):
        """Complete the attendance of the day that is there, else make one."""
        times = {"check_in": self.check_in, "check_out": self.check_out}
        given = {name: moment for name, moment in times.items() if moment}
        same = [("employee_id", "=", self.employee_id.id), ("date", "=", self.date)]
        order = "check_in desc" if self.check_out else "check_in"
        known = self.env["hr.attendance"].search(same, order=order, limit=1)
        if known:
            known.write(given)
            return known
        if not self.check_in:
            raise UserError(
                self.env._(
                    "%s: nothing was recorded on this day. Enter when the person came, too.",
                    self.display_name,
                )
            )
        return self.env["hr.attendance"].create({"employee_id": self.employee_id.id, **given})

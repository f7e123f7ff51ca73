from odoo import api, fields, models


class OpsTrainingAttendee(models.Model):
    """One person in one session: came or not, and what came of it; his training record.

    The department is that of the person when he was invited, so that reports of a department
    stay as they were when he moves.
    """

    _name = "ops.training.attendee"
    _description = "Training record"
    _inherit = ["ops.guarded.mixin"]
    _order = "session_start desc, id desc"
    _rec_names_search = ["employee_id.name", "session_id.name"]
    _guarded = ("presence", "department_id")

    session_id = fields.Many2one(
        "ops.training.session", string="Session", required=True, index=True, ondelete="cascade"
    )
    employee_id = fields.Many2one(
        "hr.employee.public", string="Person", required=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Department of the person",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="session_id.company_id", store=True, index=True)
    course_id = fields.Many2one(related="session_id.course_id", store=True, index=True)
    session_start = fields.Datetime(
        "Session begins", related="session_id.start", store=True, index=True
    )
    session_state = fields.Selection(related="session_id.state", string="State of the session")
    presence = fields.Selection(
        [("expected", "Expected"), ("present", "Present"), ("absent", "Absent")],
        "Attendance",
        default="expected",
        required=True,
        readonly=True,
        copy=False,
    )
    remark = fields.Char("Remark", help="Why absent, came late, …")

    _person = models.UniqueIndex(
        "(session_id, employee_id)", "Everybody is invited once to a session."
    )

    @api.depends("employee_id", "session_id")
    def _compute_display_name(self):
        for one in self.sudo():
            one.display_name = f"{one.employee_id.name} · {one.session_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        attendees = super().create(vals_list)
        attendees.session_id._check_open({"attendee_ids": True})
        for one in attendees.sudo():
            person = self.env["hr.employee"].sudo().browse(one.employee_id.id)
            one.department_id = person.department_id or one.session_id.department_id
        attendees.session_id.filtered("event_id")._sync_event()
        return attendees

    def write(self, vals):
        if not self.env.su and {"session_id", "employee_id"} & vals.keys():
            self.session_id._check_open({"attendee_ids": True})
        result = super().write(vals)
        if not self.env.su and "session_id" in vals:
            self.session_id._check_open({"attendee_ids": True})
        return result

    def unlink(self):
        sessions = self.session_id
        sessions._check_open({"attendee_ids": True})
        result = super().unlink()
        sessions.exists()._sync_event()
        return result

    def action_present(self):
        """He came; the teacher's click."""
        self._mark("present")

    def action_absent(self):
        """He did not come; the teacher's click."""
        self._mark("absent")

    def _mark(self, presence):
        self.session_id._check_day()
        self.sudo().presence = presence

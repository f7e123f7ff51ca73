from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Command

from .ops_training_session import DAY_HOURS

#: Local hour at which a proposed session begins, until the trainer moves it.
FIRST_HOUR = 9


class OpsTrainingSession(models.Model):
    """Sessions proposed for a need or a line of the plan, at a time their teacher is free."""

    _inherit = "ops.training.session"

    plan_line_id = fields.Many2one(
        "ops.training.plan.line",
        string="Line of the plan",
        index="btree_not_null",
        ondelete="set null",
        domain="[('plan_id.approval_state', '=', 'approved')]",
    )

    @api.model
    def _create_for(self, course, topic, department, month, people):
        """Create a session taught by the user in the month, or as soon as it can still be.

        :param month: first day of the month wanted
        :param people: ``hr.employee.public`` records to invite
        """
        hours = min(course.hours or 1.0, DAY_HOURS)
        return self.create(
            {
                "name": course.display_name or topic,
                "course_id": course.id,
                "department_id": department.id,
                "start": self._first_slot(department.company_id or self.env.company, month, hours),
                "attendee_ids": [Command.create({"employee_id": one.id}) for one in people],
            }
        )

    @api.model
    def _first_slot(self, company, month, hours):
        """Return the naive UTC moment of the first working day to come in the month."""
        before = max(month - timedelta(days=1), company._ops_today())
        day = company._ops_workdays_after(before, 1)
        local = datetime.combine(day, time(FIRST_HOUR), tzinfo=ZoneInfo(company._ops_tz()))
        start = local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
        return self._after_bookings(start, timedelta(hours=hours))

    @api.model
    def _after_bookings(self, start, length):
        """Return ``start``, or the end of the last session in the way of the user as teacher."""
        rival = self.sudo().search(
            [
                ("trainer_id", "=", self.env.uid),
                ("state", "!=", "cancelled"),
                ("start", "<", start + length),
                ("stop", ">", start),
            ],
            order="stop desc",
            limit=1,
        )
        return self._after_bookings(rival.stop, length) if rival else start

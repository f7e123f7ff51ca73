from odoo import fields, models
from odoo.exceptions import UserError


class OpsTrainingNeed(models.Model):
    """From a need to the session that meets it, in one press."""

    _inherit = "ops.training.need"
    _guarded = ("session_id", "plan_line_id")

    session_id = fields.Many2one(
        "ops.training.session",
        string="Session that meets it",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    plan_line_id = fields.Many2one(
        "ops.training.plan.line",
        string="Line of the plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def action_new_session(self):
        """Plan the need if it waits, and open a session for it with the people to be trained.

        The session stands on the first working day of the wanted month that is still to come, at
        the first hour of that day at which its teacher is free.
        """
        self.ensure_one()
        self._check_trainer()
        self.check_access("write")
        if self.state == "open":
            self.action_plan()
        if self.state != "planned":
            raise UserError(self.env._("%s is closed. Propose it anew.", self.display_name))
        if not self.session_id:
            self.sudo().session_id = self._make_session()
        return self.session_id._get_records_action(name=self.session_id.name)

    def _make_session(self):
        session = self.env["ops.training.session"]._create_for(
            self.course_id, self.topic, self.department_id, self.month, self._people()
        )
        session.plan_line_id = self.plan_line_id
        return session

    def _people(self):
        """Return who is meant: the people named, and all holders of a role card when they fit."""
        return self.env["hr.employee.public"].union(*(need._meant() for need in self))

    def _meant(self):
        """Return the person named, or all holders of the role card in the department.

        A department with more people than the need asks for is left for the trainer to choose.
        """
        if self.employee_id:
            return self.employee_id
        cards = self.env["ops.role.assignment"].sudo()
        domain = [("department_id", "child_of", self.department_id.ids), ("state", "=", "current")]
        if self.role_id:
            domain.append(("role_id", "=", self.role_id.id))
        people = cards.search(domain, limit=500).employee_id
        fitting = people if len(people) <= self.headcount else people.browse()
        return self.env["hr.employee.public"].browse(fitting.ids)

    def _met(self):
        """The training took place: the needs planned for it are done (sudo)."""
        self.filtered(lambda need: need.state == "planned").write(
            {"state": "done", "handled_by_id": self.env.uid, "handled_at": fields.Datetime.now()}
        )

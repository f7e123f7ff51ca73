from odoo import fields, models
from odoo.exceptions import UserError


class OpsMeetingResolution(models.Model):
    """What a meeting resolved; each becomes a directive to its executors."""

    _name = "ops.meeting.resolution"
    _description = "Resolution of a meeting"
    _inherit = ["ops.meeting.part.mixin"]
    _order = "id"
    _guarded = ("directive_id",)

    name = fields.Char("Resolution", required=True)
    executor_ids = fields.Many2many(
        "res.users", string="Executors", domain="[('share', '=', False)]"
    )
    due = fields.Date(required=True)
    directive_id = fields.Many2one(
        "ops.directive", string="Directive", readonly=True, copy=False, index="btree_not_null"
    )
    directive_state = fields.Selection(related="directive_id.state", string="State")

    def _issue(self):
        """Open a directive for each; the caller has checked who asks."""
        for resolution in self:
            if not resolution.executor_ids:
                raise UserError(
                    self.env._(
                        "“%(name)s” has nobody to carry it out. Choose the executors.",
                        name=resolution.name,
                    )
                )
            directive = self.env["ops.directive"]._open_from(
                resolution.meeting_id,
                resolution.name,
                resolution._executors(),
                resolution.due,
                resolution.name,
                kind="meeting",
            )
            resolution.sudo().directive_id = directive

    def _executors(self):
        """Return the employees; who has no personnel file cannot be given a directive."""
        company = self.meeting_id.company_id
        users = self.executor_ids.sudo()
        people = users.employee_ids.filtered(lambda one: one.company_id == company)
        for user in users - people.user_id:
            raise UserError(
                self.env._(
                    "%(name)s has no personnel file. Choose another executor.", name=user.name
                )
            )
        self._check_reach(people)
        return people

    def _check_reach(self, people):
        """A resolution binds those who were invited, and whom its keeper leads anyway."""
        invited = self.meeting_id.attendee_ids.user_id
        leads = self.env.user._ops_current_cards().role_id.subordinate_ids
        for person in people:
            inside = leads and self.env.user in person.department_id.ops_user_ids
            if person.user_id not in invited and not inside and not self.env.su:
                raise UserError(
                    self.env._(
                        "%(name)s was neither invited nor is in a department of yours. Invite"
                        " him, or ask the head of his department by a directive.",
                        name=person.name,
                    )
                )

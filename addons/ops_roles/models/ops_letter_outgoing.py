from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class OpsLetter(models.Model):
    """Outgoing letters: drafted, approved, numbered and sealed, distributed."""

    _inherit = "ops.letter"

    def action_submit(self):
        """Submit outgoing letters to review and approval."""
        for letter in self:
            if letter.direction != "outgoing":
                raise UserError(
                    self.env._("Only outgoing letters are approved. Register this one.")
                )
            if not (letter.correspondent or "").strip():
                raise UserError(
                    self.env._("%s: enter whom the letter goes to.", letter.display_name)
                )
        return super().action_submit()

    def action_issue(self):
        """Number and seal approved letters: registrars, or leaders of the department."""
        leads = self.env.user.has_group("ops_roles.group_letter_leader")
        if not self._is_registrar() and not leads:
            raise AccessError(
                self.env._("Letters are sealed by registrars and leaders of the department.")
            )
        self.check_access("read")
        self._check_state(("approved",), "outgoing")
        now = fields.Datetime.now()
        for letter in self:
            letter.sudo().write(
                {
                    **letter.series_id.sudo()._draw(),
                    "state": "issued",
                    "issued_by_id": self.env.uid,
                    "issued_at": now,
                    "letter_date": letter.letter_date or letter.company_id._ops_today(),
                }
            )

    def _approval_fields(self):
        return ("name", "correspondent", "copy_to", "body", "secrecy", "attachment_ids")

    def _approval_may_submit(self):
        return self.direction == "outgoing" and super()._approval_may_submit()

    def _on_approved(self):
        self.state = "approved"

    def _on_withdrawn(self):
        self.state = "draft"

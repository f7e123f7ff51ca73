from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.collection import Step, next_step
from ..core.contract_text import chinese_date, render


class OpsCollectionLine(models.Model):
    """Reminders of a part of the plan, one step after the other."""

    _inherit = "ops.collection.line"

    dunning_ids = fields.One2many("ops.dunning", "line_id", "Reminders")
    promise_ids = fields.One2many("ops.collection.promise", "line_id", "Promises")
    next_step_id = fields.Many2one(
        "ops.dunning.step", "Next step", compute="_compute_next_step_id", compute_sudo=True
    )

    @api.depends("dunned", "due_on", "state", "promise_ids.state")
    def _compute_next_step_id(self):
        steps = self._dunning_steps()
        for line in self:
            promised = line.promise_ids.filtered(lambda one: one.state == "open")
            step = next_step(steps, line.days_late, line.dunned) if not promised else None
            line.next_step_id = step and step.key

    def action_dun(self):
        """Take the next step: it is noted with its words, a letter is printed from there."""
        self.ensure_one()
        self.check_access("write")
        step = self.next_step_id
        if not step:
            raise UserError(
                self.env._(
                    "%s: no reminder is due. It is not late enough, or a promise is awaited.",
                    self.display_name,
                )
            )
        dunning = self.env["ops.dunning"].sudo().create(self._dunning_vals(step))
        self.sudo().dunned = step.sequence
        if step.hold:
            self.partner_id.sudo()._ops_put_on_hold(dunning.display_name)
        self.sudo()._remind()
        return dunning._get_records_action(name=dunning.display_name)

    def action_open_contract(self):
        """Open the contract."""
        self.ensure_one()
        self.check_access("read")
        return self.contract_id._get_records_action(name=self.contract_id.display_name)

    @api.model
    def _dunning_steps(self):
        steps = self.env["ops.dunning.step"].sudo().search([])
        return [Step(one, one.sequence, one.days) for one in steps]

    def _dunning_vals(self, step):
        return {
            "line_id": self.id,
            "step_id": step.id,
            "amount": self.residual,
            "date": self.company_id._ops_today(),
            "user_id": self.env.uid,
            "text": render(step.text, self._dunning_words()),
        }

    def _dunning_words(self):
        return {
            "customer": self.partner_id.name,
            "company": self.company_id.name,
            "contract": self.contract_id.display_name,
            "part": self.name,
            "due_on": chinese_date(self.due_on),
            "amount": f"{self.residual:,.2f}",
            "days": self.days_late,
            "salesperson": self.user_id.name,
        }

    @api.model
    def _cron_collection(self):
        """Every night: ageing, promises, and to-dos for reminders; harmless any time."""
        self._age()
        self.env["ops.collection.promise"]._judge()
        # Those with a to-do are looked at too, so that it goes when it is no longer due.
        late = self.search([("is_late", "=", True)])
        kind = self.env.ref("ops_sales.activity_dunning")
        (late | self.search([("activity_ids.activity_type_id", "=", kind.id)]))._remind()

    def _remind(self):
        """Give the salesperson a to-do for each part whose next reminder is due (sudo)."""
        rows = [
            (line, line.user_id, line.due_on, line.next_step_id.name)
            for line in self.filtered("next_step_id")
        ]
        self._match_todos("ops_sales.activity_dunning", rows)

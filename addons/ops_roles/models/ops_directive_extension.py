from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class OpsDirectiveExtension(models.Model):
    """An executor's request for a later day, decided by who issued the directive."""

    _name = "ops.directive.extension"
    _description = "Request for more time"
    _order = "id desc"

    line_id = fields.Many2one(
        "ops.directive.line", string="Line", required=True, index=True, ondelete="cascade"
    )
    old_due = fields.Date("Due before", required=True)
    due = fields.Date("Due asked for", required=True)
    reason = fields.Text(required=True)
    state = fields.Selection(
        [("asked", "Asked"), ("granted", "Granted"), ("refused", "Refused")],
        required=True,
        default="asked",
    )
    user_id = fields.Many2one("res.users", string="Asked by", required=True, ondelete="restrict")
    decided_by_id = fields.Many2one("res.users", string="Decided by", ondelete="restrict")
    decided_at = fields.Datetime("Decided")
    opinion = fields.Text()

    _one_open = models.UniqueIndex(
        "(line_id) WHERE state = 'asked'", "More time has been asked for already."
    )

    def action_grant(self):
        """Grant the later day; the issuer's button."""
        self._decide("granted", "")
        return True

    def action_refuse(self):
        """Ask for the reason and refuse; the issuer's button."""
        self._check_issuer()
        return self.env["ops.directive.step"]._open("refuse", extension=self)

    def _check_issuer(self):
        issuers = self.sudo().line_id.issuer_id
        if not self.env.su and issuers != self.env.user:
            raise AccessError(self.env._("Only who issued the directive decides on more time."))

    def _ask(self, line, due, reason):
        """Keep the request and tell the issuer; the executor's step."""
        line._check_executor()
        line._expect("issued", "doing")
        if not due or due <= line.due:
            raise UserError(self.env._("The new day has to be after the day due now."))
        if line.sudo().extension_ids.filtered(lambda one: one.state == "asked"):
            raise UserError(self.env._("More time has been asked for already."))
        asked = self.sudo().create(
            {
                "line_id": line.id,
                "old_due": line.due,
                "due": due,
                "reason": reason,
                "user_id": self.env.uid,
            }
        )
        line._log("ask", f"{due} {reason}")
        line._sync_todos()
        return asked

    def _decide(self, state, opinion):
        self._check_issuer()
        for request in self.sudo():
            if request.state != "asked":
                raise UserError(self.env._("This request has been decided already."))
            request.write(
                {
                    "state": state,
                    "opinion": opinion,
                    "decided_by_id": self.env.uid,
                    "decided_at": fields.Datetime.now(),
                }
            )
            line = request.line_id
            if state == "granted":
                line.write({"due": request.due, "escalation_step": 0})
            line.with_user(self.env.user).sudo()._log(
                "grant" if state == "granted" else "refuse", opinion
            )
            line._sync_todos()

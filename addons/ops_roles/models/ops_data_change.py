from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .ops_platform import KEEPERS


class OpsDataChange(models.Model):
    """Fields of a customer are changed on request, with evidence and approval, by the system.

    What stands there now is noted when the line is written. Should it differ when the last
    signature is given, the change is refused: somebody else has changed it since.
    """

    _name = "ops.data.change"
    _description = "Change of Customer Data"
    _inherit = ["ops.approval.mixin", "ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _guarded = ("name", "applied_at")

    name = fields.Char("Reference", readonly=True, copy=False, default="")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", tracking=True
    )
    reason = fields.Text("Why it is changed", required=True)
    line_ids = fields.One2many("ops.data.change.line", "change_id", "Changes", copy=True)
    evidence_ids = fields.Many2many("ir.attachment", string="Evidence", copy=False)
    applied_at = fields.Datetime("Applied at", readonly=True, copy=False)
    create_uid = fields.Many2one("res.users", string="Requester", readonly=True, index=True)

    @api.constrains("partner_id")
    def _check_partner(self):
        """People with a login and our own companies are not customers: a mail address is a key."""
        own = self.env["res.company"]._ops_partner_ids()
        for change in self.sudo():
            partner = change.partner_id
            if partner.id in own or partner.with_context(active_test=False).user_ids:
                raise ValidationError(
                    self.env._("%s is not a customer: choose a customer.", partner.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        sequence = self.env["ir.sequence"].sudo()
        for change in changes.sudo():
            change.name = sequence.next_by_code("ops.data.change")
        changes._own_evidence()
        return changes

    def write(self, vals):
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._own_evidence()
        return result

    def action_submit(self):
        """Submit for approval; evidence is needed, and the data must be as noted."""
        self._check_requester()
        for change in self:
            if not change.line_ids:
                raise UserError(self.env._("%s: enter what is to be changed.", change.name))
            if not change.evidence_ids:
                raise UserError(self.env._("%s: attach the evidence first.", change.name))
            change.sudo()._check_before()
        return super().action_submit()

    def action_read_again(self):
        """Note what stands there now, after somebody else has changed it."""
        self._check_requester()
        for change in self:
            if change.approval_state in ("pending", "approved"):
                raise UserError(self.env._("%s is in approval: withdraw it first.", change.name))
        self.sudo().line_ids._compute_before()

    def action_open_customer(self):
        """Open the customer."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [[False, "form"]],
        }

    def _approval_fields(self):
        lines = ("field", "before_hash", "after", "number")
        return (
            *("partner_id", "reason", "department_id", "evidence_ids.checksum"),
            *(f"line_ids.{name}" for name in lines),
        )

    def _on_approved(self):
        """Apply the change; all of it or nothing."""
        for change in self:
            records = [(line._record(), line) for line in change.line_ids]
            for record, _line in records:
                record.lock_for_update()
            change._check_before()
            for record in dict.fromkeys(record for record, _line in records):
                change._apply([line for other, line in records if other == record], record)
            change.applied_at = fields.Datetime.now()

    def _apply(self, lines, record):
        """Write the new values of one record and say so there (sudo)."""
        record.write({line._target(): line._value() for line in lines})
        record.message_post(
            body=self.env._(
                "Changed by %(change)s, asked by %(user)s.",
                change=self.name,
                user=self.create_uid.name,
            )
        )

    def _check_before(self):
        """:raise UserError: naming the fields that are no longer as noted"""
        changed = self.line_ids.filtered(lambda line: not line._holds())
        if changed:
            labels = dict(changed._fields["field"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s: %(fields)s of the customer was changed since it was noted. Send it "
                    "back; the requester presses “Read again” and submits anew.",
                    name=self.name,
                    fields=", ".join(labels[line.field] for line in changed),
                )
            )

    def _check_requester(self):
        """:raise AccessError: for roles whose duty it is not, or others' requests"""
        user = self.env.user
        if not any(user.has_group(f"ops_roles.group_{code}") for code in KEEPERS):
            self.env["ops.platform"]._check_keeper()
        self.check_access("write")

    def _own_evidence(self):
        """Files just uploaded belong to the request: who reads it reads them."""
        for change in self:
            files = change.sudo().evidence_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            files.write({"res_model": self._name, "res_id": change.id})

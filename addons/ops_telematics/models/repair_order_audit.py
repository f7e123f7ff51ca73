"""Repairs that are done come back to the data administrator: parts, photos, words."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class RepairOrder(models.Model):
    _inherit = "repair.order"
    _guarded = (
        *("ops_audit", "ops_audited_at", "ops_audited_by_id"),
        *("ops_return_reason", "ops_return_count"),
    )

    ops_audit = fields.Selection(
        [("waiting", "To audit"), ("returned", "Returned"), ("accepted", "Accepted")],
        "Audit",
        readonly=True,
        copy=False,
        tracking=True,
    )
    ops_missing = fields.Text("Still missing", compute="_compute_ops_missing")
    ops_audited_at = fields.Datetime("Audited at", readonly=True, copy=False)
    ops_audited_by_id = fields.Many2one("res.users", "Audited by", readonly=True, copy=False)
    ops_return_reason = fields.Text("Why it was returned", readonly=True, copy=False, tracking=True)
    ops_return_count = fields.Integer("Times returned", readonly=True, copy=False)

    _ops_to_audit = models.Index("(ops_audit, ops_done_at) WHERE ops_audit IS NOT NULL")

    @api.depends("ops_result", "ops_photo_ids.kind", "ops_swap_ids", "ops_audit")
    def _compute_ops_missing(self):
        for repair in self:
            done = not repair.ops_vehicle_id or repair.ops_audit == "accepted"
            repair.ops_missing = "" if done else "\n".join(repair._ops_gaps())

    def _ops_gaps(self):
        """Say what is missing before it can be accepted."""
        kinds = set(self.ops_photo_ids.mapped("kind"))
        if not (self.ops_result or "").strip():
            yield self.env._("What was done, in words")
        if "after" not in kinds:
            yield self.env._("A photo after the repair")
        if self.ops_swap_ids and "serial" not in kinds:
            yield self.env._("A photo with the serial of what was put in")
        if not (self.ops_swap_ids or self.ops_part_ids or "before" in kinds):
            yield self.env._("Parts used, or a photo before the repair that shows why none were")

    def _ops_finish(self):
        super()._ops_finish()
        self.ops_audit = "waiting"
        self._ops_tell_auditors()

    def action_ops_hand_in(self):
        """Hand in a returned repair again."""
        for repair in self:
            repair._ops_check_worker()
            repair.sudo()._ops_audit_taken("returned")
            repair.sudo().ops_audit = "waiting"
            repair.sudo()._ops_tell_auditors()
        return True

    def action_ops_accept(self):
        """Accept what is proved; its notices are handled with that (data administrator)."""
        for repair in self:
            repair._ops_check_auditor()
            repair.sudo()._ops_audit_taken("waiting")
            repair._ops_check_complete()
            repair.sudo()._ops_accept(self.env.user)
        return True

    def action_ops_return(self):
        """Ask why a repair goes back to its branch."""
        self.ensure_one()
        self._ops_check_auditor()
        return self.env["ops.repair.return"]._open(self)

    @api.private
    def ops_give_back(self, reason):
        """Give a repair back to its branch with the reason."""
        self._ops_check_auditor()
        repair = self.sudo()
        repair._ops_audit_taken("waiting")
        repair.write(
            {
                "ops_audit": "returned",
                "ops_return_reason": reason,
                "ops_return_count": repair.ops_return_count + 1,
            }
        )
        self.env["ops.home"]._notify(repair.ops_done_by_id | repair.user_id)

    def _ops_accept(self, user):
        """Close the audit, and the notices it came from (superuser mode)."""
        self.write(
            {
                "ops_audit": "accepted",
                "ops_audited_at": fields.Datetime.now(),
                "ops_audited_by_id": user.id,
            }
        )
        self.ops_notice_ids._close(f"{self.name}: {self.ops_result}", user)

    def _ops_audit_taken(self, *states):
        """Lock this repair and check how far its audit is (superuser mode)."""
        self.ensure_one()
        self._lock()
        if self.ops_audit not in states:
            labels = dict(self._fields["ops_audit"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The audit of %(name)s is: %(state)s. Load the page again.",
                    name=self.name,
                    state=labels.get(self.ops_audit, "–"),
                )
            )

    def _ops_check_complete(self):
        gaps = (self.ops_missing or "").splitlines()
        if gaps:
            raise UserError(
                self.env._(
                    "%(repair)s cannot be accepted yet. Missing:\n%(list)s\nReturn it to the"
                    " branch.",
                    repair=self.name,
                    list="\n".join(f"· {gap}" for gap in gaps),
                )
            )

    def _ops_check_auditor(self):
        """:raise AccessError: for who does not audit repairs, or did the work himself"""
        self.check_access("read")
        user = self.env.user
        if not user.has_group("ops_roles.group_da"):
            raise AccessError(self.env._("Repairs are audited by the data administrator."))
        if self.sudo().ops_done_by_id == user:
            raise AccessError(self.env._("%s: nobody audits work of his own.", self.name))

    def _ops_tell_auditors(self):
        auditors = self.env["res.users"]._ops_holders(self.env.ref("ops_roles.role_da"))
        self.env["ops.home"]._notify(auditors & self.ops_department_id.ops_user_ids)

    def write(self, vals):
        """What was audited stays as it is."""
        closed = vals.keys() & {"ops_fault", "ops_result"}
        if closed and not self.env.su and "accepted" in self.mapped("ops_audit"):
            raise UserError(self.env._("An audited repair stays as it is."))
        return super().write(vals)

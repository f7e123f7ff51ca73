from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.approval import digest


class OpsApprovalMixin(models.AbstractModel):
    """A document that is submitted and approved step by step, by templates of ``adm``.

    How a model uses it::

        class X(models.Model):
            _name = "ops.x"
            _inherit = ["ops.approval.mixin", "ops.scoped.mixin", "mail.thread",
                        "mail.activity.mixin"]
            _guarded = ("state",)                  # yours; those of the mixin are added
            def _approval_fields(self):            # what is approved: an edit voids the approval
                return ("name", "amount", "line_ids.product_id", "line_ids.quantity")
            def _approval_amount(self):            # company currency; default 0.0
            def _approval_department(self):        # default department_id
            def _approval_requester(self):         # user; default create_uid
            def _on_approved(self): / _on_refused / _on_withdrawn   # run by sudo, state is set

    - Form: ``<div name="approval"/>`` as the first child of ``<header>`` becomes all buttons and
      the state bar; ``<page name="approval"/>`` in the notebook becomes the page of the steps.
      List: ``<field name="approval_state" widget="badge"/>``. Make the material fields
      ``readonly="approval_state in ('pending', 'approved')"``. Filter "waiting for me":
      ``[("approval_waiting_user_ids", "in", [uid])]``.
    - Record rule: whoever was asked to sign must be able to read the document: add the participant
      ``("approval_flow_id.reader_ids", "in", [user.id])`` (the requester is among them).
    - Template: a record of ``ops.approval.template`` in ``data/approval_templates_<part>.xml``
      and one of ``ops.approval.template.line`` per step, each with its own id so that its name is
      translated (see data/approval_templates_note.xml), and a pending demo record:
      ``<function model="ops.x" name="action_submit" uid="ops_roles.demo_user_sv1">`` (the
      requester has to be the submitter; see demo/approval_notes.xml).
    - Lines (one2many) inherit ``ops.approval.part.mixin`` with ``_approval_parent = "x_id"``, so
      that their edits count as edits of the document.
    - Edits: while pending, a change of an approval field voids the approval: the document is a
      draft again, the signatures stay as history. Once approved it is refused; your own code may
      still write such a field by ``sudo()``. Submitted documents cannot be deleted.
    - Code: ``action_submit``, ``action_approve(opinion)``, ``action_refuse(opinion)``,
      ``action_send_back(stage, opinion)`` (no stage: to the requester), ``action_add_signer(user,
      opinion, position)``, ``action_withdraw()``. All check the real user (``env.user``), also
      under ``sudo()``: nobody approves for another, not the superuser either.

    ``approval_state`` is ``draft`` (also: sent back, withdrawn, voided), ``pending``,
    ``approved`` or ``refused`` (can be changed and submitted again).
    """

    _name = "ops.approval.mixin"
    _inherit = ["ops.guarded.mixin"]
    _description = "Approved step by step"
    _guarded = ("approval_state", "approval_flow_id", "approval_digest")

    approval_state = fields.Selection(
        [
            ("draft", "Draft"),
            ("pending", "In approval"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        string="Approval",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    approval_flow_id = fields.Many2one(
        "ops.approval.flow",
        string="Approval record",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    approval_digest = fields.Char(
        "Content digest",
        readonly=True,
        copy=False,
        help="SHA-256 of the content as it was submitted.",
    )
    approval_template_id = fields.Many2one(related="approval_flow_id.template_id")
    approval_step_ids = fields.One2many(related="approval_flow_id.step_ids")
    approval_stage_id = fields.Many2one(related="approval_flow_id.stage_id")
    approval_note = fields.Text(related="approval_flow_id.note")
    approval_waiting_user_ids = fields.Many2many(
        "res.users",
        string="May sign now",
        compute="_compute_approval_waiting_user_ids",
        compute_sudo=True,
        search="_search_approval_waiting_user_ids",
    )
    approval_timeline = fields.Html(
        "Timeline", compute="_compute_approval_timeline", compute_sudo=True, sanitize=False
    )
    can_submit = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_withdraw = fields.Boolean(compute="_compute_can")

    @api.depends("approval_flow_id.waiting_user_ids")
    def _compute_approval_waiting_user_ids(self):
        for record in self:
            record.approval_waiting_user_ids = record.approval_flow_id.waiting_user_ids

    @api.model
    def _search_approval_waiting_user_ids(self, operator, value):
        flows = self.env["ops.approval.flow"].sudo()
        mine = flows._search(
            Domain("waiting_user_ids", operator, value) & Domain("res_model", "=", self._name)
        )
        return Domain("approval_flow_id", "in", mine)

    @api.depends("approval_flow_id.step_ids", "approval_flow_id.stage_ids.state")
    def _compute_approval_timeline(self):
        for record in self:
            record.approval_timeline = record.approval_flow_id._timeline()

    @api.depends("approval_state", "approval_flow_id.waiting_user_ids")
    @api.depends_context("uid")
    def _compute_can(self):
        user = self.env.user
        for record in self:
            pending = record.approval_state == "pending"
            mine = record._approval_may_submit()
            record.can_submit = mine and record.approval_state in ("draft", "refused")
            record.can_withdraw = mine and pending
            record.can_approve = pending and user in record.approval_waiting_user_ids

    def write(self, vals):
        result = super().write(vals)
        if self._approval_touched(vals):
            self._approval_after_edit()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never_submitted(self):
        kept = self.filtered("approval_flow_id")
        if kept:
            raise UserError(
                self.env._(
                    "%(name)s has been submitted: its opinions are kept. Withdraw it or archive"
                    " it instead of deleting it.",
                    name=kept[0].display_name,
                )
            )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Put the shared buttons and page into the two places a form leaves for them."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            self.env["ops.approval.flow"]._fill_form(arch)
        return arch, view

    # ---------------------------------------------------------------- hooks of the document

    def _approval_fields(self) -> tuple:
        """Return the names of the fields that are approved; ``lines.field`` for those of lines."""
        return ()

    def _approval_amount(self) -> float:
        """Return the amount in the currency of the company that chooses the steps."""
        return 0.0

    def _approval_department(self):
        """Return the department whose line of superiors decides."""
        return self.department_id

    def _approval_requester(self):
        """Return the user who asks; he submits and never signs."""
        return self.create_uid or self.env.user

    def _on_approved(self):
        """Do what the last signature sets off (superuser rights)."""

    def _on_refused(self):
        """Do what a refusal sets off (superuser rights)."""

    def _on_withdrawn(self):
        """Do what follows when it is a draft again: withdrawn, sent back, voided (sudo)."""

    # ---------------------------------------------------------------- buttons

    def action_submit(self):
        """Submit for approval; only the requester can. The template is chosen now."""
        for record in self:
            record._approval_check_submit()
            record._approval_lock()
            if record.approval_state not in ("draft", "refused"):
                raise UserError(self.env._("%s has been submitted already.", record.display_name))
            self.env["ops.approval.flow"]._submit(record)

    def action_approve(self, opinion=None):
        """Sign the stage that is open now, as the user who presses.

        :raise UserError: nothing waits for this user, or somebody else was faster
        """
        self._approval_act("approved", opinion)

    def action_refuse(self, opinion=None):
        """Refuse with a reason; the whole approval ends."""
        self._approval_act("refused", opinion)

    def action_send_back(self, stage=None, opinion=None):
        """Send back to an earlier stage (record or id), or to the requester without one."""
        self.ensure_one()
        self._approval_act("returned", opinion, target=self._approval_id(stage))

    def action_add_signer(self, user, opinion=None, position="before"):
        """Ask one more person (record or id): ``before`` or ``after`` one's own signature."""
        self.ensure_one()
        extra = {"target": self._approval_id(user), "position": position}
        self._approval_act("added", opinion, **extra)

    def action_withdraw(self):
        """Take back what is in approval; only the requester can."""
        for record in self:
            record._approval_check_submit()
            record._approval_lock()
            if record.approval_state != "pending":
                raise UserError(self.env._("%s is not in approval.", record.display_name))
            record.approval_flow_id.sudo()._return_to_requester("withdrawn")

    def action_open_opinion(self):
        """Open the dialog in which the signer writes his opinion."""
        self.ensure_one()
        return self.sudo().approval_flow_id._opinion_dialog()

    def action_print_opinions(self):
        """Print the opinion sheet 审批单."""
        self.check_access("read")
        report = self.env.ref("ops_roles.report_opinion_sheet")
        return report.report_action(self.sudo().approval_flow_id.ids)

    # ---------------------------------------------------------------- inside

    @api.model
    def _approval_id(self, record):
        return record.id if isinstance(record, models.BaseModel) else record

    def _approval_act(self, verdict, opinion, **extra):
        for record in self:
            record._approval_lock()
            flow = record.sudo().approval_flow_id
            if record.sudo().approval_state != "pending":
                raise UserError(flow._why_not_pending(record))
            flow._act(verdict, opinion, **extra)

    def _approval_may_submit(self) -> bool:
        users = self.sudo()._approval_requester() | self.sudo().approval_flow_id.submitter_id
        return self.env.user in users or self.env.uid == api.SUPERUSER_ID

    def _approval_check_submit(self):
        self.check_access("write")
        if not self._approval_may_submit():
            raise UserError(
                self.env._(
                    "Only %(name)s submits or withdraws %(document)s.",
                    name=self.sudo()._approval_requester().name,
                    document=self.display_name,
                )
            )

    def _approval_lock(self):
        """Hold document and approval until the end of the transaction, or say who is faster."""
        self.ensure_one()
        self.env["ops.approval.flow"]._lock(self.sudo())

    def _approval_touched(self, vals) -> bool:
        names = {name.split(".")[0] for name in self._approval_fields()}
        return bool(names & vals.keys())

    def _approval_after_edit(self):
        """Void what is pending; refuse to change what is approved, but for superuser code."""
        for record in self.sudo():
            state = record.approval_state
            if state not in ("pending", "approved") or record._approval_unchanged():
                continue
            if state == "pending":
                record._approval_lock()
                record.approval_flow_id._return_to_requester("voided")
            elif not self.env.su:
                raise UserError(
                    self.env._(
                        "%(name)s is approved and stays as it is. Make a new one for the change.",
                        name=record.display_name,
                    )
                )

    def _approval_unchanged(self) -> bool:
        """Tell whether the content is still what was submitted."""
        return self.approval_digest == self._approval_digest()

    def _approval_digest(self) -> str:
        """Return the SHA-256 of the fields that are approved."""
        self.ensure_one()
        return digest(self.sudo()._approval_content())

    def _approval_content(self) -> dict:
        """Return ``{field: plain value}`` of the fields that are approved, lines by id."""
        content = {"model": self._name, "id": self.id}
        for path in self._approval_fields():
            name, _dot, sub = path.partition(".")
            value = self[name]
            if sub:
                value = {line.id: self._approval_plain(line, sub) for line in value}
                content[path] = value
            else:
                content[path] = self._approval_plain(self, name)
        return content

    @api.model
    def _approval_plain(self, record, name):
        """Return a value as JSON can hold it; lines named without their fields: all stored ones."""
        field, value = record._fields[name], record[name]
        if field.type == "one2many":
            names = [
                one.name
                for one in value._fields.values()
                if one.store and one.copy and one.type not in ("one2many", "many2many")
            ]
            return {line.id: [self._approval_plain(line, one) for one in names] for line in value}
        if field.relational:
            return sorted(value.ids)
        if field.type in ("integer", "boolean", "float", "monetary", "binary"):
            return value
        return str(value) if value else None

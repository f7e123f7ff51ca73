from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KEEPERS = ("ops_roles.group_sd", "ops_roles.group_dm")


class OpsInspectionForm(models.Model):
    """One version of what is looked at when a branch or a repair station is inspected.

    In use it stays as it is; a change is a new version of the same code. A score is a share of
    100 of the weights of the items that apply.
    """

    _name = "ops.inspection.form"
    _description = "Inspection form"
    _inherit = ["ops.guarded.mixin", "mail.thread"]
    _order = "code, number desc"
    _guarded = ("state", "number", "used_since")

    name = fields.Char("Form", required=True, translate=True, tracking=True)
    code = fields.Char("Form code", required=True, help="The same for all versions of a form.")
    number = fields.Integer("Version", readonly=True, copy=False)
    place_kind = fields.Selection(
        [("branch", "Branches"), ("station", "Repair stations")],
        "For",
        required=True,
        default="branch",
    )
    state = fields.Selection(
        [("draft", "In preparation"), ("in_use", "In use"), ("superseded", "Superseded")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    change_note = fields.Text("What changes and why", copy=False)
    pass_score = fields.Float("Passed from", required=True, default=80.0)
    mend_days = fields.Integer(
        "Days to mend", required=True, default=5, help="Working days for what was found wrong."
    )
    used_since = fields.Date("In use since", readonly=True, copy=False)
    item_ids = fields.One2many("ops.inspection.item", "form_id", "Items", copy=True)
    total_weight = fields.Float("Sum of weights", compute="_compute_total_weight")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _version_once = models.UniqueIndex(
        "(company_id, code, number) WHERE number > 0", "This version of the form exists already."
    )
    _in_use_once = models.UniqueIndex(
        "(company_id, code) WHERE state = 'in_use'", "Another version of the form is in use."
    )
    _draft_once = models.UniqueIndex(
        "(company_id, code) WHERE state = 'draft'",
        "A form of this code is being prepared already: finish that one.",
    )
    _pass_share = models.Constraint(
        "CHECK (pass_score BETWEEN 0 AND 100)", "A place passes from a score of 0 to 100."
    )
    _mend_positive = models.Constraint(
        "CHECK (mend_days BETWEEN 1 AND 90)", "Give 1 to 90 working days to mend."
    )

    @api.depends("item_ids.weight")
    def _compute_total_weight(self):
        for form in self:
            form.total_weight = sum(form.item_ids.mapped("weight"))

    @api.depends("name", "number")
    def _compute_display_name(self):
        for form in self:
            form.display_name = self.env._(
                "%(form)s, version %(number)s", form=form.name or "", number=form.number
            )

    @api.model_create_multi
    def create(self, vals_list):
        forms = super().create(vals_list)
        for form in forms.sudo():
            form.number = form._last_number() + 1
        return forms

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_draft()

    def action_use(self):
        """Put this version into use; the one before stays for the visits scored by it.

        :raise UserError: without items, or for a new version that does not say what changes
        """
        self._check_keeper()
        for form in self.sudo():
            form._check_complete()
            before = form._same_code([("state", "=", "in_use")])
            # One after the other, for only one version may be in use at any moment.
            for one, state in ((before, "superseded"), (form, "in_use")):
                one.state = state
                one.flush_recordset(["state"])
            form.used_since = form.company_id._ops_today()

    def action_new_version(self):
        """Open the draft of the next version; it begins with the items of this one."""
        self.ensure_one()
        self._check_keeper()
        draft = self._same_code([("state", "=", "draft")])[:1] or self.copy()
        return draft._get_records_action(name=draft.display_name)

    @api.model
    def _in_use_for(self, branch):
        """Return the form in use for the kind of place this branch is."""
        kind = "station" if branch.kind == "station" else "branch"
        return self.search(
            [
                ("state", "=", "in_use"),
                ("place_kind", "=", kind),
                ("company_id", "=", branch.company_id.id),
            ],
            limit=1,
        )

    def _check_complete(self):
        self.ensure_one()
        if self.state != "draft":
            raise UserError(self.env._("%s is no draft any more.", self.display_name))
        if not self.item_ids:
            raise UserError(self.env._("%s: enter what is looked at first.", self.display_name))
        if self.number > 1 and not (self.change_note or "").strip():
            raise UserError(self.env._("%s: write what changes and why first.", self.display_name))

    def _same_code(self, domain):
        self.ensure_one()
        return self.search(
            [("code", "=", self.code), ("company_id", "=", self.company_id.id), *domain],
            order="number desc",
        )

    def _last_number(self):
        """The highest number of this form's versions so far; its code is locked until the end."""
        self.env.cr.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{self._name},{self.code}"]
        )
        return max(self._same_code([]).mapped("number"), default=0)

    def _check_keeper(self):
        if not self.env.su and not any(map(self.env.user.has_group, KEEPERS)):
            raise AccessError(self.env._("Inspection forms are kept by the deputies."))
        self.check_access("write")

    def _check_draft(self):
        if not self.env.su and any(form.state != "draft" for form in self):
            raise UserError(
                self.env._("A form in use stays as it is. Make a new version for the change.")
            )

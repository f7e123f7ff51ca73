from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OpsQaForm(models.Model):
    """One version of the specification calls are scored by: drafted, approved, superseded.

    The approval freezes name, limits and items; a change is a new version of the same code. A
    score is a share of 100.
    """

    _name = "ops.qa.form"
    _description = "Scoring form"
    _inherit = ["ops.approval.mixin", "ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "code, number desc, id desc"
    _rec_names_search = ["name", "code"]
    _guarded = ("state", "number")

    name = fields.Char("Form", required=True, tracking=True)
    code = fields.Char("Form code", required=True, help="The same for all versions of a form.")
    number = fields.Integer("Version", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "In preparation"),
            ("in_use", "In use"),
            ("superseded", "Superseded"),
        ],
        "State of the form",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    change_note = fields.Text("What changes and why", copy=False)
    pass_score = fields.Float(
        "Passed from", required=True, default=80.0, help="Score of 0 to 100 a good call has."
    )
    appeal_days = fields.Integer(
        "Days to appeal",
        required=True,
        default=3,
        help="Working days after the score within which the agent may appeal.",
    )
    item_ids = fields.One2many("ops.qa.item", "form_id", "Items", copy=True)
    total_weight = fields.Integer("Sum of weights", compute="_compute_total_weight")
    may_keep = fields.Boolean("May keep the form", compute="_compute_may_keep")

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
        "CHECK(pass_score BETWEEN 0 AND 100)", "A call passes from a score of 0 to 100."
    )
    _appeal_positive = models.Constraint(
        "CHECK(appeal_days BETWEEN 1 AND 60)", "Give 1 to 60 working days to appeal."
    )

    @api.depends("item_ids.weight")
    def _compute_total_weight(self):
        for form in self:
            form.total_weight = sum(form.item_ids.mapped("weight"))

    @api.depends("department_id")
    @api.depends_context("uid")
    def _compute_may_keep(self):
        for form in self:
            form.may_keep = form.has_access("write")

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

    def action_submit(self):
        """Submit to approval; a form needs items, a new version a word on what changes."""
        for form in self:
            if not form.item_ids:
                raise UserError(self.env._("%s: enter what is judged first.", form.display_name))
            if form.number > 1 and not (form.change_note or "").strip():
                raise UserError(
                    self.env._("%s: write what changes and why first.", form.display_name)
                )
        return super().action_submit()

    def action_new_version(self):
        """Open the draft of the next version; it begins with the items of this one."""
        self.ensure_one()
        self._check_keeper()
        same = [("code", "=", self.code), ("company_id", "=", self.company_id.id)]
        draft = self.search([*same, ("state", "=", "draft")], limit=1) or self.copy()
        return draft._get_records_action(name=draft.display_name)

    def action_open_versions(self):
        """Open all versions of the form, the newest first."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_callcenter.action_ops_qa_form")
        return {**action, "domain": [("code", "=", self.code)], "context": {}}

    def _approval_fields(self):
        return (
            *("name", "code", "change_note", "pass_score", "appeal_days", "department_id"),
            "item_ids",
        )

    def _on_approved(self):
        """Put the version into use; the one before stays for the scores given by it."""
        for form in self:
            before = self.search(
                [
                    ("code", "=", form.code),
                    ("company_id", "=", form.company_id.id),
                    ("state", "=", "in_use"),
                ]
            )
            # One after the other, for only one version may be in use at any moment.
            for one, state in ((before, "superseded"), (form, "in_use")):
                one.state = state
                one.flush_recordset(["state"])

    def _last_number(self):
        """The highest number of this form's versions so far; its code is locked until the end."""
        self.env.cr.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{self._name},{self.code}"]
        )
        last = self.search(
            [("code", "=", self.code), ("company_id", "=", self.company_id.id)],
            order="number desc",
            limit=1,
        )
        return last.number

    def _check_keeper(self):
        """Refuse who does not keep scoring forms, or not those of this department."""
        if not self.env.su and not self.env.user.has_group("ops_roles.group_qa"):
            raise AccessError(self.env._("Scoring forms are kept by quality inspectors."))
        self.check_access("write")

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class OpsDocument(models.Model):
    """A policy, workflow, form or standard that is in force in one version at a time.

    Its readers hold role cards in departments; each of them signs every new version as read and
    understood. How they are found stands in ``ops_document_reader.py``.
    """

    _name = "ops.document"
    _description = "Controlled document"
    _inherit = ["ops.scoped.mixin", "ops.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "number desc, id desc"
    _rec_names_search = ["name", "number"]
    _guarded = ("state", "number", "current_version_id", "review_date")

    name = fields.Char("Title", required=True, tracking=True)
    number = fields.Char("Document number", readonly=True, copy=False, index="trigram")
    kind = fields.Selection(
        [
            ("policy", "Policy"),
            ("workflow", "Workflow"),
            ("standard", "Standard document"),
            ("template", "Form and template"),
        ],
        "Kind of document",
        required=True,
        default="policy",
        tracking=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Kept by",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        tracking=True,
        help="Who keeps it up to date and is reminded of its review.",
    )
    must_sign = fields.Boolean(
        "To be signed as read",
        default=True,
        tracking=True,
        help="Every reader signs every new version as read and understood.",
    )
    reader_role_ids = fields.Many2many(
        "ops.role",
        "ops_document_role_rel",
        string="Readers: role cards",
        help="Empty: every role card.",
    )
    reader_department_ids = fields.Many2many(
        "hr.department",
        "ops_document_department_rel",
        string="Readers: departments",
        help="Role cards held there or below. Empty: the department of the document and below.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("published", "In force"), ("withdrawn", "Out of force")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    version_ids = fields.One2many("ops.document.version", "document_id", "Versions")
    version_count = fields.Integer("Versions of it", compute="_compute_version_count")
    current_version_id = fields.Many2one(
        "ops.document.version",
        string="Version in force",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    body = fields.Html("Text in force", related="current_version_id.body")
    valid_from = fields.Date("In force from", related="current_version_id.valid_from")
    receipt_ids = fields.One2many("ops.document.receipt", "document_id", "Read receipts")
    reader_count = fields.Integer("Readers", compute="_compute_reader_count")
    unread_count = fields.Integer("Have not read", compute="_compute_reader_count")
    review_months = fields.Integer(
        "Review every (months)", default=12, help="0: it is never due for review."
    )
    review_date = fields.Date(
        "Review due", readonly=True, copy=False, help="A day in the time zone of the company."
    )
    withdraw_reason = fields.Text("Why it is withdrawn", copy=False)
    may_keep = fields.Boolean("May keep it", compute="_compute_may_keep")

    _number_once = models.UniqueIndex(
        "(company_id, number)", "Another document has this number already."
    )
    _review = models.Constraint(
        "CHECK(review_months >= 0)", "Enter after how many months it is reviewed, or 0."
    )
    _state_idx = models.Index("(state, number DESC, id DESC)")
    _review_idx = models.Index("(review_date) WHERE state = 'published'")

    @api.depends("version_ids")
    def _compute_version_count(self):
        counts = dict(
            self.env["ops.document.version"]._read_group(
                [("document_id", "in", self.ids)], ["document_id"], ["__count"]
            )
        )
        for document in self:
            document.version_count = counts.get(document, 0)

    @api.depends("current_version_id", "receipt_ids.read_at")
    def _compute_reader_count(self):
        current = self.sudo().current_version_id
        groups = (
            self.env["ops.document.receipt"]
            .sudo()
            ._read_group(
                [("version_id", "in", current.ids), ("must_sign", "=", True)],
                ["version_id"],
                ["__count", "read_at:count"],
            )
        )
        counts = {version.id: (total, read) for version, total, read in groups}
        for document in self:
            total, read = counts.get(document.sudo().current_version_id.id, (0, 0))
            document.reader_count, document.unread_count = total, total - read

    @api.depends_context("uid")
    @api.depends("owner_id", "department_id")
    def _compute_may_keep(self):
        for document in self:
            document.may_keep = document.has_access("write")

    @api.depends("name", "number")
    def _compute_display_name(self):
        for document in self:
            document.display_name = " ".join(filter(None, (document.number, document.name)))

    @api.model_create_multi
    def create(self, vals_list):
        """Number the documents by the series of their kind."""
        documents = super().create(vals_list)
        sequences = self.env["ir.sequence"].sudo()
        for document in documents.sudo().filtered(lambda one: not one.number):
            document.number = sequences.next_by_code(f"ops.document.{document.kind}")
        return documents

    def write(self, vals):
        if "kind" in vals and any(one.kind != vals["kind"] for one in self):
            raise UserError(
                self.env._("The number tells the kind of document. Make a new document instead.")
            )
        result = super().write(vals)
        if {"reader_role_ids", "reader_department_ids", "must_sign", "department_id"} & vals.keys():
            self._refresh_readers()
        if "review_months" in vals:
            self.sudo()._plan_review()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_without_versions(self):
        if kept := self.sudo().filtered("version_ids"):
            raise UserError(
                self.env._("%s has versions and is kept. Withdraw it.", kept[0].display_name)
            )

    def action_new_version(self):
        """Open the draft of the next version; it begins with the text in force."""
        self.ensure_one()
        self._check_keeper()
        versions = self.sudo().version_ids
        draft = versions.filtered(lambda one: one.state in ("draft", "approved"))[:1]
        if not draft:
            draft = self.env["ops.document.version"].create(
                {"document_id": self.id, "body": self.current_version_id.body or False}
            )
        return draft.sudo(False)._get_records_action(name=draft.display_name)

    def action_read(self):
        """Open the version in force."""
        self.ensure_one()
        self.check_access("read")
        if not self.current_version_id:
            raise UserError(self.env._("No version of %s is in force.", self.display_name))
        return self.current_version_id._get_records_action(name=self.display_name)

    def action_withdraw(self):
        """Take documents out of force, with the reason written down; versions stay as history."""
        self._check_keeper()
        for document in self:
            if document.state != "published":
                raise UserError(self.env._("%s is not in force.", document.display_name))
            if not (document.withdraw_reason or "").strip():
                raise UserError(
                    self.env._("Write down why %s is withdrawn.", document.display_name)
                )
        for document in self.sudo():
            document.current_version_id.state = "withdrawn"
            document.current_version_id._forget_unread()
            document.write({"state": "withdrawn", "review_date": False})
        self.sudo().activity_unlink(["ops_roles.activity_document_review"])

    def action_reviewed(self):
        """Confirm that the text still holds; the next review is counted from today."""
        self._check_keeper()
        self.sudo()._plan_review(reviewed=True)
        self.activity_feedback(
            ["ops_roles.activity_document_review"], feedback=self.env._("Reviewed, still valid.")
        )

    def action_open_receipts(self):
        """Open who has read the version in force and who has not, those first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_document_receipt")
        domain = Domain("version_id", "=", self.current_version_id.id)
        return {**action, "domain": domain & Domain("must_sign", "=", True), "context": {}}

    def action_open_versions(self):
        """Open all versions, the newest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_document_version")
        return {**action, "domain": [("document_id", "=", self.id)]}

    def action_chase(self):
        """Remind everybody who has not signed the version in force."""
        self._check_keeper()
        unread = (
            self.env["ops.document.receipt"]
            .sudo()
            .search(
                Domain("version_id", "in", self.current_version_id.ids)
                & Domain("must_sign", "=", True)
                & Domain("read_at", "=", False)
            )
        )
        if not unread:
            raise UserError(self.env._("Everybody has read it: nobody to remind."))
        unread._chase()

    def _check_keeper(self):
        """Only keepers of documents go on, for those of their departments.

        :raise AccessError: for everybody else
        """
        if self.env.su or self.has_access("write"):
            return
        raise AccessError(
            self.env._(
                "Documents are kept by managers, deputies, inspectors and trainers of the"
                " department. Ask %s.",
                ", ".join(self.sudo().owner_id.mapped("name")),
            )
        )

    def _plan_review(self, reviewed=False):
        """Set the day of the next review, counted from the version in force or from today."""
        for document in self.filtered(lambda one: one.state == "published"):
            start = document.company_id._ops_today() if reviewed else document.valid_from
            months = document.review_months
            document.review_date = months and start + relativedelta(months=months)

    @api.model
    def _remind_review(self, ahead_days=30):
        """Give the keepers a to-do for documents whose review is due within ``ahead_days``."""
        today = self.env.company._ops_today()
        kind = self.env.ref("ops_roles.activity_document_review")
        due = self.search(
            Domain("state", "=", "published")
            & Domain("review_date", "<=", today + relativedelta(days=ahead_days))
            & ~Domain("activity_ids.activity_type_id", "=", kind.id)
        )
        for document in due:
            document.activity_schedule(
                activity_type_id=kind.id,
                date_deadline=document.review_date,
                user_id=document.owner_id.id,
            )

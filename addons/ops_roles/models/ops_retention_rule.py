from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

#: A change of one of these makes a rule a draft again.
MATERIAL = {
    *("target", "model_id", "field_ids", "date_field_id", "months", "action", "company_id"),
}
_BATCH = 5000


class OpsRetentionRule(models.Model):
    """How long what is kept, and how it goes afterwards (个人信息保护法 art. 19 and 47).

    The law names no figure: it asks for the shortest time the purpose needs, so the months are
    data, with the reason beside them. A rule works once a second person has put it into force.
    """

    _name = "ops.retention.rule"
    _description = "Retention Rule"
    _inherit = ["ops.guarded.mixin", "mail.thread"]
    _order = "sequence, id"
    _guarded = ("state", "activated_by_id", "activated_at", "edited_by_id")

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    target = fields.Selection(
        selection="_select_target", string="What", required=True, default="fields", tracking=True
    )
    model_id = fields.Many2one(
        "ir.model", "Document", ondelete="cascade", domain="[('id', 'in', model_choice_ids)]"
    )
    model_choice_ids = fields.Many2many("ir.model", compute="_compute_model_choice_ids")
    field_ids = fields.Many2many(
        "ir.model.fields",
        string="Fields",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('store', '=', True), ('ttype', '=', 'char')]",
    )
    date_field_id = fields.Many2one(
        "ir.model.fields",
        "Age Counted from",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('store', '=', True), ('ttype', '=', 'datetime')]",
    )
    months = fields.Integer("Kept for (months)", required=True, default=36, tracking=True)
    action = fields.Selection(
        [
            ("erase", "Erase"),
            ("anonymise", "Make anonymous"),
            ("delete", "Delete the file"),
        ],
        required=True,
        default="erase",
        tracking=True,
    )
    basis = fields.Text(
        "Purpose and Source of the Figure",
        required=True,
        translate=True,
        help="Why it is kept, why that long, and where the figure comes from.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "In force")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    edited_by_id = fields.Many2one("res.users", "Last changed by", readonly=True, copy=False)
    activated_by_id = fields.Many2one("res.users", "Put into force by", readonly=True, copy=False)
    activated_at = fields.Datetime("In force since", readonly=True, copy=False)
    log_ids = fields.One2many("ops.retention.log", "rule_id", readonly=True)
    before = fields.Datetime("Older than", compute="_compute_before")
    due_count = fields.Integer("Due today", compute="_compute_due")
    due_oldest = fields.Datetime("Oldest", compute="_compute_due")

    _months_check = models.Constraint(
        "CHECK(months >= 1)", "Something is kept for a month at least. Enter a larger figure."
    )

    @api.model
    def _select_target(self):
        return list(self.env["ops.retention.handler"]._targets().items())

    def _compute_model_choice_ids(self):
        names = [
            name
            for name, model in self.env.registry.items()
            if model._auto and not model._abstract and model._holds_confidential()
        ]
        self.model_choice_ids = self.env["ir.model"].sudo().search([("model", "in", names)])

    @api.depends("months")
    def _compute_before(self):
        now = fields.Datetime.now()
        for rule in self:
            rule.before = now - relativedelta(months=max(rule.months, 1))

    @api.depends("target", "model_id", "field_ids", "date_field_id", "months", "action")
    def _compute_due(self):
        for rule in self:
            rule.due_count, rule.due_oldest = rule._count_due()

    @api.constrains("target", "model_id", "field_ids", "date_field_id", "action")
    def _check_fields(self):
        for rule in self.filtered(lambda rule: rule.target == "fields").sudo():
            rule._check_chosen_fields()

    def _check_chosen_fields(self):
        if not (self.model_id and self.field_ids and self.date_field_id):
            raise ValidationError(
                self.env._("Choose the document, its fields and the date to count from.")
            )
        model = self.env[self.model_id.model]
        wrong = (self.field_ids + self.date_field_id).filtered(
            lambda field: field.model_id != self.model_id
        )
        wrong += self.field_ids.filtered(lambda field: not model._is_confidential(field.name))
        if wrong:
            raise ValidationError(
                self.env._(
                    "%(fields)s: only confidential fields of the document can be erased.",
                    fields=", ".join(wrong.mapped("field_description")),
                )
            )
        if self.action == "delete":
            raise ValidationError(self.env._("Fields are erased or made anonymous."))
        kept = self.field_ids.filtered(lambda field: model._fields[field.name].required)
        if kept and self.action == "erase":
            raise ValidationError(
                self.env._(
                    "%(fields)s cannot be empty: make it anonymous instead.",
                    fields=", ".join(kept.mapped("field_description")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.sudo().edited_by_id = self.env.user
        return rules

    def write(self, vals):
        result = super().write(vals)
        if MATERIAL & vals.keys():
            super(OpsRetentionRule, self.sudo()).write(
                {"state": "draft", "edited_by_id": self.env.uid, "activated_by_id": False}
            )
        return result

    def action_activate(self):
        """Put the rule into force; who changed it last may not."""
        self._check_actor()
        for rule in self:
            if rule.edited_by_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You changed “%s” last: ask an operations manager or another "
                        "administrator to put it into force.",
                        rule.name,
                    )
                )
        self.sudo().write(
            {
                "state": "active",
                "activated_by_id": self.env.uid,
                "activated_at": fields.Datetime.now(),
            }
        )

    def action_suspend(self):
        """Take the rule out of force; nothing is erased by it any more."""
        self._check_actor()
        self.sudo().write({"state": "draft", "activated_by_id": False, "activated_at": False})

    def action_preview(self):
        """Open what the rule would erase today, the oldest first."""
        self.check_access("read")
        self.ensure_one()
        model, ids = self._preview()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Would be erased today: %s", self.name),
            "res_model": model,
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", ids)],
        }

    def action_open_log(self):
        """Open what this rule has erased."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.ops_retention_log_action")
        return {**action, "domain": [("rule_id", "in", self.ids)]}

    @api.model
    def _cron_run(self):
        """Erase what is due, in batches that are committed one by one."""
        cron, handler = self.env["ir.cron"], self.env["ops.retention.handler"].sudo()
        for rule in self.sudo().search([("state", "=", "active")]):
            before = rule.before
            while ids := rule._next_due(handler, before):
                done = rule._run_batch(handler, ids, before)
                if not cron._commit_progress(done, remaining=rule._count_due()[0]):
                    return

    def _run_batch(self, handler, ids, before):
        done = handler._apply(self, ids)
        labels = dict(self._fields["action"]._description_selection(self.env))
        self.env["ops.retention.log"].sudo().create(
            {
                "at": fields.Datetime.now(),
                "rule_id": self.id,
                "rule_name": self.name,
                "what": self._what(),
                "action": labels[self.action],
                "before": before,
                "records": done,
                "user_id": self.env.uid,
                "company_id": self.company_id.id,
            }
        )
        return done

    def _what(self):
        rule = self.sudo()
        if rule.target != "fields":
            return dict(self._select_target())[rule.target]
        names = ", ".join(rule.field_ids.mapped("field_description"))
        return f"{rule.model_id.name}: {names}"

    def _next_due(self, handler, before):
        due = handler._due(self, before)
        self.env.flush_all()
        self.env.cr.execute(SQL("SELECT id FROM (%s) due ORDER BY at, id LIMIT %s", due, _BATCH))
        return [row[0] for row in self.env.cr.fetchall()]

    def _count_due(self):
        """Return how many records are due and the age of the oldest."""
        if self.target == "fields" and not (
            self.model_id and self.field_ids and self.date_field_id
        ):
            return 0, False
        due = self.env["ops.retention.handler"].sudo()._due(self, self.before)
        self.env.flush_all()
        self.env.cr.execute(SQL("SELECT count(*), min(at) FROM (%s) due", due))
        count, oldest = self.env.cr.fetchone()
        return count, oldest or False

    def _preview(self):
        """Return the model and the ids of the oldest records due."""
        handler = self.env["ops.retention.handler"].sudo()
        return handler._model(self), self._next_due(handler, self.before)

    def _check_actor(self):
        """:raise AccessError: for others than the access administrator and operations managers"""
        user = self.env.user
        if not (user.has_group("ops_roles.group_adm") or user.has_group("ops_roles.group_om")):
            raise AccessError(
                self.env._("Retention rules are the operations manager's and administrator's.")
            )
        self.check_access("read")

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import date_utils

from ..core.inspection import passed, score

#: Role groups that inspect branches and repair stations.
INSPECTORS = ("ops_roles.group_mm", "ops_roles.group_dm", "ops_roles.group_sd")


class OpsInspection(models.Model):
    """A visit to a branch or a repair station, planned, carried out and scored by a form.

    The form is frozen with the visit. What failed becomes a directive to the manager of the
    place, due within the working days of the form. ``score`` is a share of 100.
    """

    _name = "ops.inspection"
    _description = "Inspection"
    _inherit = [
        *("ops.guarded.mixin", "ops.directive.source.mixin", "ops.attached.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "planned_on desc, id desc"
    _mail_post_access = "read"
    _directive_kind = "inspection"
    _rec_names_search = ["branch_id.name"]
    _guarded = ("state", "form_id", "visited_on", "score", "is_passed", "finished_at")

    branch_id = fields.Many2one(
        "ops.branch",
        "Place",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "!=", "closed")],
    )
    department_id = fields.Many2one(
        related="branch_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="branch_id.company_id", store=True, index=True, precompute=True
    )
    place_kind = fields.Selection(related="branch_id.kind", string="Kind of place")
    planned_on = fields.Date(
        required=True, index=True, default=lambda self: self.env.company._ops_today()
    )
    inspector_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("visiting", "On site"),
            ("done", "Scored"),
            ("cancelled", "Called off"),
        ],
        required=True,
        default="planned",
        index=True,
        copy=False,
        tracking=True,
    )
    form_id = fields.Many2one("ops.inspection.form", copy=False, ondelete="restrict")
    visited_on = fields.Date("Visited on", copy=False, index=True)
    people = fields.Char("Who was there")
    summary = fields.Text("Impression")
    mark_ids = fields.One2many("ops.inspection.mark", "inspection_id", "Findings")
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_inspection_attachment_rel", string="Photos", copy=False
    )
    open_count = fields.Integer("Not judged yet", compute="_compute_counts")
    failed_count = fields.Integer("Findings to mend", compute="_compute_counts")
    score = fields.Float("Score", digits=(5, 2), copy=False, aggregator="avg")
    is_passed = fields.Boolean("Passed", copy=False)
    finished_at = fields.Datetime("Scored at", copy=False)

    _ranked = models.Index("(company_id, visited_on, branch_id) WHERE state = 'done'")

    @api.depends("mark_ids.verdict")
    def _compute_counts(self):
        groups = self.env["ops.inspection.mark"]._read_group(
            [("inspection_id", "in", self.ids)], ["inspection_id", "verdict"], ["__count"]
        )
        found = {(one.id, verdict): count for one, verdict, count in groups}
        for visit in self:
            key = visit._origin.id
            visit.open_count = found.get((key, False), 0)
            visit.failed_count = found.get((key, "failed"), 0) + found.get((key, "partly"), 0)

    @api.depends("branch_id.name", "planned_on", "visited_on")
    def _compute_display_name(self):
        for visit in self:
            day = visit.visited_on or visit.planned_on
            visit.display_name = f"{visit.sudo().branch_id.name or ''} {day or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_inspector()
        visits = super().create(vals_list)
        visits._adopt_attachments()
        return visits

    def write(self, vals):
        self._check_guarded(vals)
        if not self.env.su:
            self._check_inspector()
            if any(visit.state in ("done", "cancelled") for visit in self):
                raise UserError(self.env._("A visit that is over stays as it is."))
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        if any(visit.state != "planned" for visit in self):
            raise UserError(self.env._("A visit that was begun is kept. Call it off instead."))

    @api.model
    def action_plan_quarter(self):
        """Plan a visit to every place in reach that has none this quarter, a working day each."""
        self._check_inspector()
        company = self.env.company
        today = company._ops_today()
        first, last = date_utils.get_quarter(today)
        places = self.env["ops.branch"].search([("state", "=", "open")])
        known = self.search(
            [
                ("planned_on", ">=", first),
                ("planned_on", "<=", last),
                ("state", "!=", "cancelled"),
            ]
        ).branch_id
        day = today
        for place in (places - known).sorted(lambda one: (one.region_code, one.code)):
            day = company._ops_workdays_after(day, 1)
            self.create({"branch_id": place.id, "planned_on": day})
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_branch.action_inspection")
        return {**action, "context": {"search_default_to_come": 1}}

    def action_begin(self):
        """Begin the visit: the form in use for this kind of place is taken, all items open."""
        self._check_inspector()
        for visit in self.sudo():
            visit._expect("planned")
            form = self.env["ops.inspection.form"].sudo()._in_use_for(visit.branch_id)
            if not form:
                raise UserError(
                    self.env._(
                        "No inspection form is in use for %s. Put one into use first.",
                        visit.branch_id.name,
                    )
                )
            visit.write(
                {
                    "state": "visiting",
                    "form_id": form.id,
                    "visited_on": visit.company_id._ops_today(),
                }
            )
            visit.mark_ids.create(
                [{"inspection_id": visit.id, "item_id": item.id} for item in form.item_ids]
            )

    def action_finish(self):
        """Score the visit; what failed becomes directives to the manager of the place.

        :raise UserError: while an item has no verdict, or a finding no words
        """
        self._check_inspector()
        for visit in self:
            visit._expect("visiting")
            visit.sudo()._check_judged()
            marks = [one._as_mark() for one in visit.sudo().mark_ids]
            visit.sudo().write(
                {
                    "state": "done",
                    "score": score(marks) or 0.0,
                    "is_passed": passed(marks, visit.form_id.pass_score),
                    "finished_at": fields.Datetime.now(),
                }
            )
            visit._order_mending()

    def action_call_off(self):
        """Call off a visit that is not scored."""
        self._check_inspector()
        for visit in self:
            visit._expect("planned", "visiting")
        self.sudo().state = "cancelled"

    def action_all_in_order(self):
        """Judge all items that are open as in order; exceptions are marked one by one."""
        self._check_inspector()
        for visit in self:
            visit._expect("visiting")
            visit.sudo().mark_ids.filtered(lambda one: not one.verdict).verdict = "ok"

    def _order_mending(self):
        """Issue one directive per finding, in the name of the inspector."""
        self.ensure_one()
        head = self.sudo().branch_id.manager_id or self.sudo().department_id._ops_head()
        if not head.user_id:
            self.message_post(
                body=self.env._(
                    "%s has no manager with a login: findings have no directive.",
                    self.branch_id.name,
                )
            )
            return
        company = self.company_id
        due = company._ops_workdays_after(company._ops_today(), self.form_id.mend_days)
        for mark in self.mark_ids.filtered(lambda one: one.verdict in ("partly", "failed")):
            mark.sudo().directive_id = self.env["ops.directive"]._open_from(
                self,
                self.env._(
                    "%(place)s: %(item)s", place=self.branch_id.name, item=mark.item_id.name
                ),
                head,
                due,
                mark.note,
                kind="inspection",
            )

    def _check_judged(self):
        self.ensure_one()
        silent = self.mark_ids.filtered(lambda one: not one.verdict)
        if silent:
            raise UserError(
                self.env._(
                    "Judge all items first; %(count)s are open, such as %(item)s.",
                    count=len(silent),
                    item=silent[0].item_id.name,
                )
            )
        wordless = self.mark_ids.filtered(
            lambda one: one.verdict in ("partly", "failed") and not (one.note or "").strip()
        )
        if wordless:
            raise UserError(self.env._("%s: write what was found.", wordless[0].item_id.name))

    def _check_inspector(self):
        """:raise AccessError: for who does not inspect, or not this place"""
        if self.env.su:
            return
        if not any(map(self.env.user.has_group, INSPECTORS)):
            raise AccessError(
                self.env._("Branches are inspected by the centre manager and the deputies.")
            )
        self.check_access("write")

    def _expect(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for visit in self:
            if visit.state not in states:
                raise UserError(
                    self.env._(
                        "%(visit)s is “%(state)s” by now. Load the page again.",
                        visit=visit.display_name,
                        state=labels[visit.state],
                    )
                )

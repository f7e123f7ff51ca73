from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.ops_roles.core.kanban_columns import in_order

#: States in which somebody still has to do something at the customer's.
OPEN = ("draft", "planned", "doing")
#: What the request says; the crew does not change it, nor anybody once the work is done.
REQUEST = {
    *("kind_id", "branch_id", "partner_id", "site", "contact", "subject", "note", "priority"),
    *("planned_start", "planned_stop", "crew_ids", "is_warranty"),
}
#: What the crew reports.
REPORT = {"result", "signature", "signed_by"}


class OpsWorkOrder(models.Model):
    """Work at a customer's place, from the request to its acceptance by the branch manager.

    The crew proves what it did by checklist, photos, serials and signature (``…_evidence``).
    Finishing moves goods by native transfers (``…_stock``), acceptance brings fees to a native
    sale order (``…_fee``). States change by buttons (``…_flow``).
    """

    _name = "ops.work.order"
    _description = "Work order"
    _inherit = ["ops.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "planned_start desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "subject", "partner_id.name"]
    _guarded = (
        *("name", "state", "started_at", "finished_at", "finished_by_id", "signed_at"),
        *("accepted_at", "accepted_by_id", "return_reason", "cancel_reason"),
        *("override_reason", "override_missing", "is_overridden", "sale_order_id"),
    )

    name = fields.Char("Number", readonly=True, copy=False, default="/")
    kind_id = fields.Many2one(
        "ops.work.kind", "Kind of work", required=True, index=True, ondelete="restrict"
    )
    branch_id = fields.Many2one(
        "ops.branch",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "!=", "closed")],
        default=lambda self: self.env.user._ops_branch(),
    )
    department_id = fields.Many2one(
        related="branch_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="branch_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    site = fields.Char(
        "Where", required=True, compute="_compute_site", store=True, readonly=False, precompute=True
    )
    contact = fields.Char("Person on site")
    subject = fields.Char("What is to be done", required=True, tracking=True)
    note = fields.Text("What to know")
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0", required=True)
    state = fields.Selection(
        [
            ("draft", "Requested"),
            ("planned", "Planned"),
            ("doing", "At work"),
            ("finished", "To be accepted"),
            ("accepted", "Accepted"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=in_order("state"),
    )
    planned_start = fields.Datetime("Planned start", tracking=True)
    planned_stop = fields.Datetime(
        "Planned end", compute="_compute_planned_stop", store=True, readonly=False, precompute=True
    )
    # The public card: the branch manager and his people have no right to personnel files.
    crew_ids = fields.Many2many(
        "hr.employee.public",
        "ops_work_order_crew_rel",
        "order_id",
        "employee_id",
        "Crew",
        domain="[('department_id', 'child_of', department_id)]",
        tracking=True,
    )
    is_mine = fields.Boolean("My orders", compute="_compute_is_mine", search="_search_is_mine")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    is_warranty = fields.Boolean("Warranty", help="No fee is charged.", tracking=True)
    started_at = fields.Datetime("Started at", readonly=True, copy=False)
    finished_at = fields.Datetime("Finished at", readonly=True, copy=False)
    finished_by_id = fields.Many2one("res.users", "Finished by", readonly=True, copy=False)
    accepted_at = fields.Datetime("Accepted at", readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", "Accepted by", readonly=True, copy=False)
    return_reason = fields.Text("Why it was returned", readonly=True, copy=False)
    cancel_reason = fields.Text("Why it was cancelled", readonly=True, copy=False)
    is_overridden = fields.Boolean("Accepted without proof", readonly=True, copy=False)
    override_reason = fields.Text("Why without proof", readonly=True, copy=False, tracking=True)
    override_missing = fields.Text("What was missing", readonly=True, copy=False)
    result = fields.Text("What was done", copy=False)
    signature = fields.Binary("Signature of the customer", attachment=True, copy=False)
    signed_by = fields.Char("Signed by", copy=False)
    signed_at = fields.Datetime("Signed at", readonly=True, copy=False)
    check_ids = fields.One2many("ops.work.check", "order_id", "Checklist")

    _state_idx = models.Index("(state, planned_start)")
    _plan_idx = models.Index("(department_id, planned_start DESC, id DESC)")
    _period = models.Constraint(
        "CHECK (planned_stop > planned_start)", "The planned end comes after the planned start."
    )
    _planned = models.Constraint(
        "CHECK (state IN ('draft', 'cancelled') OR planned_start IS NOT NULL)",
        "Enter the planned start.",
    )

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for order in self:
            order.display_name = " ".join(filter(None, (order.name, order.subject)))

    @api.depends("partner_id")
    def _compute_site(self):
        for order in self:
            address = order.partner_id.contact_address_inline or ""
            order.site = order.site or address.removeprefix(f"{order.partner_id.name}, ")

    @api.depends("planned_start", "kind_id")
    def _compute_planned_stop(self):
        for order in self:
            hours = order.kind_id.hours or 2
            start = order.planned_start
            stop = order.planned_stop
            if start and (not stop or stop <= start):
                order.planned_stop = start + timedelta(hours=hours)
            else:
                order.planned_stop = stop

    @api.depends_context("uid")
    @api.depends("crew_ids")
    def _compute_is_mine(self):
        mine = set(self.env.user.employee_ids.ids)
        for order in self:
            order.is_mine = not mine.isdisjoint(order.sudo().crew_ids.ids)

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = [("crew_ids", "in", self.env.user.employee_ids.ids)]
        return mine if True in value else ["!", *mine]

    @api.depends("planned_stop", "state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for order in self:
            stop = order.planned_stop
            order.is_late = order.state in OPEN and bool(stop) and stop < now

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        if True in value:
            return Domain("state", "in", OPEN) & Domain("planned_stop", "<", now)
        # Said the other way round, for orders without a plan are not late.
        in_time = Domain("planned_stop", "=", False) | Domain("planned_stop", ">=", now)
        return Domain("state", "not in", OPEN) | in_time

    @api.model_create_multi
    def create(self, vals_list):
        """Register requests: each gets a number, the checklist of its kind and its usual fee."""
        if not self.env.su and any(vals.get(name) for vals in vals_list for name in REPORT):
            raise AccessError(self.env._("Work is reported on by its crew once it has begun."))
        orders = super().create(vals_list)
        orders.sudo()._set_up()
        return orders

    def write(self, vals):
        """The request is changed by the branch until the work begins, the report by the crew."""
        if not self.env.su:
            self._check_may_write(vals)
        if "signature" in vals:
            signed = fields.Datetime.now() if vals["signature"] else False
            super(OpsWorkOrder, self.sudo()).write({"signed_at": signed})
        result = super().write(vals)
        if "kind_id" in vals:
            self.sudo()._copy_checklist()
        if "partner_id" in vals:
            self._make_partners_known()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A work order is cancelled, never deleted."))

    def _set_up(self):
        """Number new orders and give them what their kind asks for (sudo)."""
        sequence = self.env["ir.sequence"]
        for order in self:
            order.name = sequence.with_company(order.company_id).next_by_code("ops.work.order")
        self._copy_checklist()
        self._propose_fees()
        self._make_partners_known()

    def _copy_checklist(self):
        """Give each order the points of its kind; answers to those of another kind go (sudo)."""
        self.check_ids.unlink()
        self.env["ops.work.check"].create(
            [
                {
                    "order_id": order.id,
                    "sequence": point.sequence,
                    "name": point.name,
                    "is_required": point.is_required,
                }
                for order in self
                for point in order.kind_id.check_ids
            ]
        )

    def _make_partners_known(self):
        for place, orders in self.sudo().grouped("department_id").items():
            orders.partner_id._ops_known_by(place)

    @api.model
    def _request_fields(self) -> set:
        """Return the names of what the request says; other files add theirs."""
        return REQUEST

    def _check_may_write(self, vals):
        """:raise UserError: for what is fixed in the state of an order"""
        changed, request = vals.keys(), self._request_fields()
        for order in self:
            if order.state in ("accepted", "cancelled") and changed & (request | REPORT):
                raise UserError(self.env._("%s is closed and stays as it is.", order.display_name))
            if changed & request:
                order._check_dispatcher()
                order._check_not_begun()
            if changed & REPORT:
                order._check_working()

    def _check_not_begun(self):
        if self.state not in ("draft", "planned"):
            raise UserError(
                self.env._(
                    "%s has begun: the request stays as it is. Note the rest in the report.",
                    self.display_name,
                )
            )

    def _check_dispatcher(self):
        """:raise AccessError: for who neither runs the branch nor made the request"""
        user = self.env.user
        own = self.state == "draft" and self.create_uid == user
        if not (self.env.su or own or user.has_group("ops_roles.group_bm")):
            raise AccessError(
                self.env._(
                    "%s: the branch manager plans it. Ask him for the change.", self.display_name
                )
            )

    def _check_working(self):
        """:raise UserError: unless the user is of the crew and it is at work"""
        self.ensure_one()
        self.check_access("read")
        if self.env.su:
            return
        if not self.is_mine:
            raise AccessError(self.env._("%s: only its crew reports on it.", self.display_name))
        if self.state != "doing":
            raise UserError(self.env._("%s is not at work. Press Start first.", self.display_name))

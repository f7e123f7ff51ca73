"""What customers pay for their vehicles: platform and card fees, period by period."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..core import service_period

KINDS = [("platform", "Platform fee"), ("card", "Card fee")]
PRODUCTS = {kind: f"ops_telematics.product_fee_{kind}" for kind, _label in KINDS}
#: Parameters: days before a period to invoice it, days of grace after it.
LEAD, GRACE = "ops_telematics.service_lead_days", "ops_telematics.service_grace_days"
#: Roles that agree on fees, and that renew, remind and let lapse.
AGREE = ("dm", "sa", "da")


class OpsServiceCharge(models.Model):
    """A fee agreed with a customer for what is fitted in a vehicle.

    Each period is invoiced once (``ops.service.period``), before it begins. ``valid_until`` is the
    last day that is paid, so that an expiry list is one filter. It goes on when the card or the
    terminal is replaced; when the vehicle goes to another customer it stays with the old one.
    """

    _name = "ops.service.charge"
    _description = "Service fee"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "valid_until, id"
    _check_company_auto = True
    _guarded = ("state", "lapsed_on", "reminded_on")

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    installation_id = fields.Many2one(
        "ops.installation", "Installation", required=True, index=True, ondelete="restrict"
    )
    vehicle_id = fields.Many2one(
        related="installation_id.vehicle_id", string="Vehicle", store=True, index=True
    )
    sim_id = fields.Many2one(related="installation_id.sim_id", string="SIM card")
    department_id = fields.Many2one(
        string="Branch",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        default=None,
    )
    kind = fields.Selection(KINDS, required=True, default="platform", tracking=True)
    product_id = fields.Many2one(
        "product.product",
        "Product",
        required=True,
        ondelete="restrict",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    price = fields.Monetary("Price per period", required=True, tracking=True)
    months = fields.Integer("Months of a period", required=True, default=12, tracking=True)
    date_from = fields.Date("Since", required=True, tracking=True)
    ended_on = fields.Date(
        "Last day", tracking=True, help="No period that begins later is invoiced."
    )
    period_ids = fields.One2many("ops.service.period", "charge_id", "Periods", readonly=True)
    done_months = fields.Integer("Months invoiced", compute="_compute_days", store=True)
    next_on = fields.Date("Next period", compute="_compute_days", store=True, index=True)
    valid_until = fields.Date("Paid until", compute="_compute_days", store=True, index=True)
    owed = fields.Monetary("Not paid", compute="_compute_days", store=True)
    state = fields.Selection(
        [("running", "Running"), ("lapsed", "Lapsed"), ("ended", "Ended")],
        required=True,
        default="running",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    lapsed_on = fields.Date(readonly=True, copy=False)
    reminded_on = fields.Date("Reminded on", readonly=True, copy=False)
    expiry = fields.Selection(
        [("paid", "Paid"), ("due", "Due"), ("overdue", "Overdue")],
        compute="_compute_expiry",
        search="_search_expiry",
    )

    _once = models.UniqueIndex(
        "(installation_id, kind) WHERE state <> 'ended'",
        "A fee of this kind is agreed for what is fitted there already.",
    )
    _price_form = models.Constraint(
        "CHECK (price > 0 AND months > 0)", "A price and the months of a period are above zero."
    )
    _days_form = models.Constraint(
        "CHECK (ended_on IS NULL OR ended_on >= date_from)",
        "What ends cannot end before it begins.",
    )
    _due = models.Index("(next_on) WHERE state = 'running'")

    @api.depends("installation_id")
    def _compute_partner_id(self):
        for charge in self:
            charge.partner_id = charge.partner_id or charge.installation_id.partner_id

    @api.depends("installation_id.department_id")
    def _compute_department_id(self):
        for charge in self:
            charge.department_id = charge.installation_id.department_id

    @api.depends("kind")
    def _compute_product_id(self):
        for charge in self:
            charge.product_id = self.env.ref(PRODUCTS[charge.kind or "platform"])

    @api.depends("date_from", "period_ids.state", "period_ids.date_from", "period_ids.amount")
    def _compute_days(self):
        """As ``ops.service.period._follow`` reckons after a run, in one statement."""
        for charge in self:
            periods = charge.period_ids.filtered(lambda one: one.state != "void")
            unpaid = periods.filtered(lambda one: one.state == "open")
            done = max((one.done_before + one.months for one in periods), default=0)
            charge.done_months = done
            charge.owed = sum(unpaid.mapped("amount"))
            start = charge.date_from
            charge.next_on = start and service_period.after(start, done)
            days = (start, done, unpaid.mapped("date_from"))
            charge.valid_until = start and service_period.paid_until(*days)

    @api.depends("valid_until", "state")
    def _compute_expiry(self):
        today = self.env.company._ops_today()
        ahead = fields.Date.add(today, days=self._parameter(LEAD))
        for charge in self:
            until = charge.valid_until or today
            charge.expiry = "overdue" if until < today else "due" if until <= ahead else "paid"

    @api.model
    def _search_expiry(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        ahead = fields.Date.add(today, days=self._parameter(LEAD))
        domains = {
            "overdue": [("valid_until", "<", today)],
            "due": [("valid_until", ">=", today), ("valid_until", "<=", ahead)],
            "paid": [("valid_until", ">", ahead)],
        }
        return Domain.OR(domains[one] for one in value if one in domains)

    @api.depends("vehicle_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for charge in self:
            parts = (charge.vehicle_id.display_name, kinds.get(charge.kind))
            charge.display_name = " · ".join(part for part in parts if part)

    def write(self, vals):
        fixed = vals.keys() & {"date_from", "installation_id", "kind", "partner_id"}
        if fixed and not self.env.su and any(one.period_ids for one in self):
            raise UserError(
                self.env._(
                    "What was invoiced stays. End this fee and agree on another one instead."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_new(self):
        if self.period_ids:
            raise UserError(self.env._("What was invoiced stays. End the fee instead."))

    @api.model
    def _parameter(self, key) -> int:
        return int(self.env["ir.config_parameter"].sudo().get_param(key))

    def _check_agreeing(self):
        allowed = any(self.env.user.has_group(f"ops_roles.group_{code}") for code in AGREE)
        if not self.env.su and not allowed:
            raise AccessError(
                self.env._(
                    "Service fees are renewed by the deputy centre manager, the sales assistant"
                    " or the data administrator."
                )
            )
        self.check_access("write")

    # ---------------------------------------------------------------- what is done with many

    def action_renew(self):
        """Invoice the next period of these now, whatever the day; one invoice per customer.

        What is invoiced and not paid yet is left out: it is paid first.
        """
        self._check_agreeing()
        free = self.filtered(lambda one: not one.owed and one.state != "ended")
        if not free:
            raise UserError(
                self.env._(
                    "Nothing to renew: these are invoiced and wait for the payment, or have ended."
                )
            )
        run = self.env["ops.service.run"].sudo()._renew(free.sudo())
        return run.with_env(self.env)._get_records_action()

    def action_remind(self):
        """Note that the customers are reminded, and print the letter for each of them."""
        self._check_agreeing()
        wanted = self.filtered(lambda one: one.expiry != "paid" and one.state != "ended")
        if not wanted:
            raise UserError(self.env._("Nobody has to be reminded: all of these are paid."))
        wanted.sudo().reminded_on = self.env.company._ops_today()
        report = self.env.ref("ops_telematics.report_service_letter")
        return report.report_action(wanted.ids, config=False)

    def action_lapse(self):
        """Let overdue fees lapse, and propose to stop their cards.

        :return: the batches that were proposed, not sent yet
        """
        self._check_agreeing()
        overdue = self.filtered(lambda one: one.state == "running" and one.expiry == "overdue")
        if not overdue:
            raise UserError(self.env._("Only what is overdue can lapse."))
        batches = overdue.sudo()._lapse().with_env(self.env)
        if not batches or not batches.has_access("read"):
            return True
        return batches._get_records_action(name=self.env._("Cards to stop"))

    def action_end(self):
        """End the service; nothing more is invoiced, what is invoiced stays."""
        self._check_agreeing()
        today = self.env.company._ops_today()
        for charge in self.sudo():
            charge.write({"state": "ended", "ended_on": charge.ended_on or today})

    def action_open_invoices(self):
        """Show the invoices (finance)."""
        self.check_access("read")
        moves = self.period_ids.move_id
        moves.check_access("read")
        return moves._get_records_action()

    def _lapse(self):
        """Mark as lapsed; cards nobody else pays for are proposed to be stopped (sudo)."""
        self.write({"state": "lapsed", "lapsed_on": self.env.company._ops_today()})
        cards = self.sim_id.filtered(lambda one: one.state == "active")
        return self._propose("stop", cards, self.env._("Service fee not paid"))

    def _resume(self):
        """What was paid after it lapsed runs again; its stopped cards are proposed (sudo)."""
        self.write({"state": "running", "lapsed_on": False})
        cards = self.sim_id.filtered(lambda one: one.state == "stopped")
        return self._propose("resume", cards, self.env._("Service fee paid"))

    @api.model
    def _propose(self, kind, cards, reason):
        """Propose a batch for cards that are not asked for already (sudo)."""
        busy = self.env["ops.sim.batch.line"].search(
            [("sim_id", "in", cards.ids), ("state", "in", ("asked", "sent"))]
        )
        return self.env["ops.sim.batch"]._propose(kind, cards - busy.sim_id, reason)

    # ---------------------------------------------------------------- nightly

    @api.model
    def _daily(self):
        """Run again what was paid, invoice what is due, let lapse what is overdue, remind."""
        today = self.env.company._ops_today()
        charges = self.sudo()
        charges.search([("state", "=", "lapsed"), ("valid_until", ">=", today)])._resume()
        self.env["ops.service.run"].sudo()._run_due()
        late = fields.Date.subtract(today, days=self._parameter(GRACE))
        charges.search([("state", "=", "running"), ("valid_until", "<", late)])._lapse()
        charges._remind_branches()

    @api.model
    def _remind_branches(self):
        """Ask the manager of each branch to have the customers renew (sudo)."""
        kind, rows = "ops_telematics.activity_service", []
        due = fields.Date.add(self.env.company._ops_today(), days=7)
        groups = self._read_group(
            [("state", "!=", "ended"), ("expiry", "in", ("due", "overdue"))],
            ["department_id"],
            ["__count"],
        )
        branches = self.env["ops.branch"].search([])
        kept = {(one.res_id, one.summary): one.date_deadline for one in branches._todos_of(kind)}
        for place, count in groups:
            branch, user = place.ops_branch_id, place.ops_branch_id.manager_id.user_id
            text = self.env._("%s service fees are due or overdue", count)
            if user:
                rows.append((branch, user, kept.get((branch.id, text), due), text))
        branches._match_todos(kind, rows)


class OpsInstallation(models.Model):
    _inherit = "ops.installation"

    charge_ids = fields.One2many("ops.service.charge", "installation_id", "Service fees")

    def _succeed(self, day, reason=None, **changed):
        """Fees go on for the same customer with what was replaced."""
        news = super()._succeed(day, reason, **changed)
        charges = self.charge_ids.filtered(
            lambda one: one.state != "ended" and one.partner_id == news.partner_id
        )
        charges.installation_id = news
        return news

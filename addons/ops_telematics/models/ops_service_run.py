from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL, format_date

from .ops_service_charge import LEAD

#: Roles that invoice what is due.
RUNNERS = ("fin", "dm")
#: Vehicles that are named on a line of an invoice; of more only the number is said.
NAMED = 8
#: A fee that was forgotten for years is invoiced in so many steps at most.
STEPS = 120
LINES = """
    SELECT period.partner_id, charge.product_id, period.department_id, charge.kind,
           period.date_from, period.date_to, period.amount, count(*) AS number,
           (array_agg(vehicle.plate ORDER BY vehicle.plate))[1:%(named)s] AS plates
      FROM ops_service_period period
      JOIN ops_service_charge charge ON charge.id = period.charge_id
      JOIN ops_vehicle vehicle ON vehicle.id = charge.vehicle_id
     WHERE period.run_id = %(run)s
  GROUP BY 1, 2, 3, 4, 5, 6, 7
  ORDER BY 1, 4, 5, 3, 7
"""


class OpsServiceRun(models.Model):
    """A run that invoices service fees: one native invoice per customer, each period once."""

    _name = "ops.service.run"
    _description = "Run of service fees"
    _inherit = ["ops.guarded.mixin"]
    _order = "id desc"
    _guarded = ("day", "kind", "company_id", "user_id", "period_count", "amount")

    day = fields.Date(readonly=True, default=lambda self: self.env.company._ops_today())
    kind = fields.Selection(
        [("due", "What is due"), ("renewal", "Renewal")],
        default="due",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", "By", readonly=True, default=lambda self: self.env.user)
    period_ids = fields.One2many("ops.service.period", "run_id", "Periods", readonly=True)
    move_ids = fields.One2many("account.move", "ops_service_run_id", "Invoices", readonly=True)
    period_count = fields.Integer("Periods invoiced", readonly=True)
    move_count = fields.Integer("Number of invoices", compute="_compute_move_count")
    amount = fields.Monetary("Invoiced without tax", readonly=True)

    @api.depends("kind", "day")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for run in self:
            day = format_date(self.env, run.day) if run.day else ""
            run.display_name = f"{kinds.get(run.kind, '')} {day}".strip()

    def _compute_move_count(self):
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [("ops_service_run_id", "in", self.ids)], ["ops_service_run_id"], ["__count"]
            )
        )
        counts = {run.id: count for run, count in groups}
        for run in self:
            run.move_count = counts.get(run._origin.id, 0)

    def action_run_due(self):
        """Invoice what is due up to the days agreed ahead, and show what came of it.

        Whatever is marked in the list: it is no matter of earlier runs.
        """
        allowed = any(self.env.user.has_group(f"ops_roles.group_{code}") for code in RUNNERS)
        if not self.env.su and not allowed:
            raise AccessError(
                self.env._("What is due is invoiced by finance or the deputy centre manager.")
            )
        run = self.browse().sudo()._run_due()
        if not run:
            raise UserError(self.env._("Nothing is due: all periods are invoiced."))
        return run.with_env(self.env)._get_records_action()

    def action_open_invoices(self):
        """Show the invoices (finance)."""
        self.ensure_one()
        self.check_access("read")
        self.move_ids.check_access("read")
        return self.move_ids._get_records_action(name=self.display_name)

    @api.model
    def _run_due(self):
        """Invoice what is due in each company (sudo); return the runs that invoiced something."""
        runs = self
        for company in self.env["res.company"].search([]):
            env = self.with_company(company)
            days = self.env["ops.service.charge"]._parameter(LEAD)
            until = fields.Date.add(company._ops_today(), days=days)
            which = SQL("charge.state = 'running' AND charge.company_id = %s", company.id)
            runs |= env._make("due", which, until)
        return runs

    @api.model
    def _renew(self, charges):
        """Invoice one more period of these, whatever the day (sudo)."""
        runs = self
        for company, mine in charges.grouped("company_id").items():
            which = SQL("charge.id = ANY(%s) AND charge.owed = 0", mine.ids)
            runs |= self.with_company(company)._make("renewal", which, None)
        return runs

    @api.model
    def _make(self, kind, which, until):
        """Note the periods and invoice them; without any, the run is none either."""
        run = self.create({"kind": kind, "company_id": self.env.company.id})
        periods, total = self.env["ops.service.period"], 0
        for _step in range(STEPS if until else 1):
            taken = periods._take(run, which, until)
            total += taken
            if not taken:
                break
        if not total:
            run.unlink()
            return self.browse()
        run._invoice()
        run.write({"period_count": total, "amount": run._amount()})
        return run

    def _amount(self):
        self.env.cr.execute(
            "SELECT sum(amount) FROM ops_service_period WHERE run_id = %s", [self.id]
        )
        return self.env.cr.fetchone()[0]

    def _invoice(self):
        """Make and post one invoice per customer, and let its periods know it."""
        self.ensure_one()
        groups = {}
        for row in self.env.execute_query_dict(SQL(LINES, run=self.id, named=NAMED)):
            groups.setdefault(row["partner_id"], []).append(row)
        moves = self.env["account.move"].create(
            [self._move_vals(partner, rows) for partner, rows in groups.items()]
        )
        # Posted before the periods know them: so nothing of the fees is reckoned once more.
        moves.action_post()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ops_service_period period SET move_id = move.id FROM account_move move"
            " WHERE move.ops_service_run_id = %s AND period.run_id = %s"
            " AND period.partner_id = move.partner_id",
            [self.id, self.id],
        )
        self.env["ops.service.period"].invalidate_model(flush=False)
        moves.invalidate_recordset(["ops_service_period_ids"])

    def _move_vals(self, partner, rows) -> dict:
        branches = {row["department_id"] for row in rows}
        place = self.env["hr.department"].browse(branches) if len(branches) == 1 else None
        return {
            "move_type": "out_invoice",
            "partner_id": partner,
            "company_id": self.company_id.id,
            "invoice_date": self.day,
            "ops_service_run_id": self.id,
            "team_id": place.ops_branch_id.team_id.id if place else False,
            "invoice_line_ids": [Command.create(self._line_vals(row)) for row in rows],
        }

    def _line_vals(self, row) -> dict:
        branch = self.env["hr.department"].browse(row["department_id"]).ops_branch_id
        account = branch.analytic_account_id
        return {
            "product_id": row["product_id"],
            "name": self._line_name(row),
            "quantity": row["number"],
            "price_unit": row["amount"],
            "analytic_distribution": {str(account.id): 100} if account else {},
        }

    def _line_name(self, row) -> str:
        env = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang).env
        kinds = dict(env["ops.service.charge"]._fields["kind"]._description_selection(env))
        plates = env._(", ").join(row["plates"])
        if row["number"] > len(row["plates"]):
            plates = env._("%(plates)s and others", plates=plates)
        return env._(
            "%(kind)s %(first)s to %(last)s: %(plates)s (vehicles: %(number)s)",
            kind=kinds[row["kind"]],
            first=row["date_from"],
            last=row["date_to"],
            plates=plates,
            number=row["number"],
        )


class AccountMove(models.Model):
    _inherit = "account.move"

    ops_service_run_id = fields.Many2one(
        "ops.service.run",
        "Run of service fees",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    ops_service_period_ids = fields.One2many(
        "ops.service.period", "move_id", "Periods of service fees", readonly=True
    )

    _ops_one_invoice = models.UniqueIndex(
        "(ops_service_run_id, partner_id) WHERE ops_service_run_id IS NOT NULL"
        " AND move_type = 'out_invoice'",
        "This customer has an invoice of this run already.",
    )

    def action_open_ops_periods(self):
        """Show the vehicles and periods behind the invoice."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_telematics.action_service_period"
        )
        return {**action, "domain": [("move_id", "=", self.id)], "context": {}}

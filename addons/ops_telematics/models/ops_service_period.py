from odoo import api, fields, models
from odoo.tools import SQL


class OpsServicePeriod(models.Model):
    """A period of a service fee that was invoiced; each once. Made by runs only.

    It is paid when its invoice is, and void when the invoice is cancelled or reversed: then the
    last period is invoiced anew with the next run.
    """

    _name = "ops.service.period"
    _description = "Period of a service fee"
    _order = "date_from desc, id desc"
    _rec_name = "charge_id"

    charge_id = fields.Many2one(
        "ops.service.charge", "Service fee", required=True, readonly=True, ondelete="cascade"
    )
    run_id = fields.Many2one(
        "ops.service.run", "Run", required=True, readonly=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", "Branch", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(related="charge_id.kind")
    vehicle_id = fields.Many2one(related="charge_id.vehicle_id")
    done_before = fields.Integer("Months before", readonly=True)
    months = fields.Integer("Length in months", readonly=True)
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True, help="Its last day.")
    amount = fields.Monetary(required=True, readonly=True)
    move_id = fields.Many2one(
        "account.move", "Invoice", readonly=True, index="btree_not_null", ondelete="set null"
    )
    state = fields.Selection(
        [("open", "Invoiced"), ("paid", "Paid"), ("void", "Void")],
        compute="_compute_state",
        store=True,
        compute_sudo=True,
    )

    _once = models.UniqueIndex(
        "(charge_id, date_from) WHERE state <> 'void'", "This period is invoiced already."
    )
    _open = models.Index("(charge_id) WHERE state = 'open'")

    @api.depends("move_id.state", "move_id.payment_state")
    def _compute_state(self):
        for period in self:
            move = period.move_id
            if move.state == "cancel" or not move or move.payment_state == "reversed":
                period.state = "void"
            elif move.payment_state in ("paid", "in_payment"):
                period.state = "paid"
            else:
                period.state = "open"

    @api.model
    def _take(self, run, which, until):
        """Note one more period for each running fee that is due, set-based (sudo).

        :param which: SQL over the table ``charge``
        :param until: periods that begin up to this day; none: whatever the day
        :return: how many
        """
        self.env.flush_all()
        self.env.cr.execute(SQL(TAKE, run=run.id, which=which, until=until, uid=self.env.uid))
        taken = self.env.cr.rowcount
        if taken:
            self.env.cr.execute(SQL(FOLLOW, run=run.id))
        self.env.invalidate_all(flush=False)
        return taken


#: The lock on the fees makes two runs at once follow each other; whoever comes second sees that
#: they changed and is repeated. Behind it stands the unique index of periods.
TAKE = """
    WITH due AS (
        SELECT charge.* FROM ops_service_charge charge
         WHERE charge.state <> 'ended' AND %(which)s
           AND (%(until)s::date IS NULL OR charge.next_on <= %(until)s)
           AND (charge.ended_on IS NULL OR charge.next_on <= charge.ended_on)
           FOR UPDATE)
    INSERT INTO ops_service_period (charge_id, run_id, partner_id, department_id, company_id,
           done_before, months, date_from, date_to, amount, state, create_uid, create_date,
           write_uid, write_date)
    SELECT due.id, %(run)s, due.partner_id, due.department_id, due.company_id, due.done_months,
           due.months, due.next_on,
           (due.date_from + make_interval(months => due.done_months + due.months))::date - 1,
           due.price, 'open', %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
      FROM due
        ON CONFLICT DO NOTHING
"""
FOLLOW = """
    UPDATE ops_service_charge charge
       SET done_months = found.done, owed = found.owed,
           next_on = (charge.date_from + make_interval(months => found.done))::date,
           valid_until = LEAST(found.unpaid,
               (charge.date_from + make_interval(months => found.done))::date) - 1
      FROM (SELECT charge_id, max(done_before + months) AS done,
                   COALESCE(sum(amount) FILTER (WHERE state = 'open'), 0) AS owed,
                   min(date_from) FILTER (WHERE state = 'open') AS unpaid
              FROM ops_service_period
             WHERE state <> 'void' AND charge_id IN (
                   SELECT charge_id FROM ops_service_period WHERE run_id = %(run)s)
          GROUP BY charge_id) found
     WHERE found.charge_id = charge.id
"""

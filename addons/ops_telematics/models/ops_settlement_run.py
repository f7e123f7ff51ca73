"""How a settlement is run: one row per card out of SQL, the core in between, COPY back in."""

import io
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from hashlib import sha256

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_roles.core.feed import copy_row

from ..core.settlement import Card, Line, Totals, settle, survey
from ..core.settlement_charge import CENT

#: Cards between two looks at the database: memory stays that of so many.
CHUNK = 5000
#: One row per number that is ours or on the bill. History is cut to the month but for silent
#: states, whose beginning decides; so most cards share one text, which is read only once.
CARDS = """
CREATE TEMP TABLE ops_settlement_card ON COMMIT DROP AS
WITH bill AS (
    SELECT iccid,
           string_agg(concat_ws(E'\\x1f', line_no, charge_type, amount, COALESCE(plan, ''),
                                COALESCE(tax::text, ''), COALESCE(is_by_number, FALSE)::integer,
                                (accept_reason IS NOT NULL)::integer),
                      E'\\x1e' ORDER BY line_no, id) AS lines,
           bool_or(charge_type = 'plan' AND amount > 0) AS has_plan
      FROM ops_operator_invoice_line WHERE settlement_id = %(settlement)s GROUP BY iccid),
card AS (SELECT id, iccid, department_id FROM ops_sim WHERE account_id = %(account)s),
states AS (
    SELECT held.sim_id, count(*) AS number,
           string_agg(concat_ws(',', held.state,
               CASE held.state WHEN 'silent' THEN held.date_from
                    ELSE GREATEST(held.date_from, %(first)s) END,
               LEAST(held.date_to, %(until)s)), ';' ORDER BY held.date_from, held.id) AS text,
           bool_or(held.state IN ('stopped', 'pre_cancelled', 'cancelled')
                   AND held.date_from > %(first)s) AS has_ended
      FROM ops_sim_state held JOIN card ON card.id = held.sim_id
     WHERE held.date_from < %(until)s AND COALESCE(held.date_to, %(until)s) > %(first)s
       AND held.date_from IS DISTINCT FROM held.date_to
     GROUP BY held.sim_id),
plans AS (
    SELECT held.sim_id,
           string_agg(concat_ws(',', held.plan_id, GREATEST(held.date_from, %(first)s),
               LEAST(held.date_to, %(until)s)), ';' ORDER BY held.date_from, held.id) AS text,
           bool_or(plan.pool_id IS NOT NULL) AS is_pooled
      FROM ops_sim_subscription held JOIN card ON card.id = held.sim_id
      JOIN ops_sim_plan plan ON plan.id = held.plan_id
     WHERE held.date_from < %(until)s AND COALESCE(held.date_to, %(until)s) > %(first)s
       AND held.date_from IS DISTINCT FROM held.date_to
     GROUP BY held.sim_id),
fitted AS (
    SELECT DISTINCT ON (one.sim_id) one.sim_id, one.department_id, one.partner_id
      FROM ops_installation one JOIN card ON card.id = one.sim_id
     WHERE one.date_from < %(until)s AND COALESCE(one.date_to, %(until)s) > %(first)s
       AND one.date_from IS DISTINCT FROM one.date_to
     ORDER BY one.sim_id, one.date_from DESC),
swap AS (
    SELECT old.sim_id AS old_id, new.sim_id AS new_id
      FROM ops_installation old
      JOIN ops_installation new ON new.vehicle_id = old.vehicle_id AND new.slot = old.slot
       AND new.date_from = old.date_to AND new.sim_id <> old.sim_id
      JOIN states ON states.sim_id = old.sim_id AND states.has_ended
     WHERE old.date_to >= %(first)s AND old.date_to < %(until)s),
owing AS (
    SELECT DISTINCT line.partner_id
      FROM account_move_line line JOIN account_account account ON account.id = line.account_id
     WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
       AND NOT line.reconciled AND line.amount_residual > 0 AND line.company_id = %(company)s
       AND line.date_maturity < %(until)s),
unpaid AS (
    SELECT DISTINCT here.sim_id
      FROM ops_installation here
      JOIN card ON card.id = here.sim_id
      JOIN ops_service_charge charge ON charge.installation_id = here.id
       AND charge.state <> 'ended' AND charge.valid_until < %(until)s::date - 1
     WHERE here.date_from < %(until)s AND COALESCE(here.date_to, %(until)s) > %(first)s),
claim AS (
    SELECT line.iccid, sum(CASE line.charge_type WHEN 'credit' THEN line.billed
                           ELSE line.dispute END) AS amount
      FROM ops_settlement_line line JOIN ops_settlement past ON past.id = line.settlement_id
     WHERE past.operator_account_id = %(account)s AND past.step = 'posted'
       AND past.period < %(period)s AND (line.dispute > 0 OR line.charge_type = 'credit')
     GROUP BY line.iccid)
SELECT COALESCE(card.iccid, bill.iccid) COLLATE "C" AS iccid, card.id AS sim_id,
       COALESCE(fitted.department_id, card.department_id, %(department)s) AS department_id,
       states.text AS states, plans.text AS plans, usage.total_mb AS usage_mb, bill.lines,
       CASE WHEN states.number > 1 THEN usage.days END AS days,
       CASE WHEN states.number > 1 THEN usage.day_mb END AS day_mb,
       CASE WHEN replaced.old_id IS NOT NULL THEN 'old' WHEN successor.new_id IS NOT NULL
            THEN 'new' ELSE '' END AS swap,
       COALESCE(partner_bill.has_plan, FALSE) AS partner_billed,
       COALESCE(claim.amount, 0) AS open_dispute, COALESCE(plans.is_pooled, FALSE) AS is_pooled,
       CASE WHEN card.id IS NULL THEN '' WHEN fitted.sim_id IS NULL THEN 'uninstalled'
            WHEN owing.partner_id IS NOT NULL OR unpaid.sim_id IS NOT NULL
            THEN 'customer_unpaid' ELSE '' END AS own_flags
  FROM card
  FULL JOIN bill ON bill.iccid = card.iccid
  LEFT JOIN states ON states.sim_id = card.id
  LEFT JOIN plans ON plans.sim_id = card.id
  LEFT JOIN fitted ON fitted.sim_id = card.id
  LEFT JOIN ops_sim_usage usage ON usage.month = %(first)s AND usage.source_id = %(source)s
        AND usage.iccid = card.iccid
  LEFT JOIN (SELECT DISTINCT ON (old_id) * FROM swap ORDER BY old_id, new_id) replaced
         ON replaced.old_id = card.id
  LEFT JOIN (SELECT DISTINCT ON (new_id) * FROM swap ORDER BY new_id, old_id) successor
         ON successor.new_id = card.id
  LEFT JOIN ops_sim partner ON partner.id = COALESCE(replaced.new_id, successor.old_id)
  LEFT JOIN bill partner_bill ON partner_bill.iccid = partner.iccid
  LEFT JOIN owing ON owing.partner_id = fitted.partner_id
  LEFT JOIN unpaid ON unpaid.sim_id = card.id
  LEFT JOIN claim ON claim.iccid = COALESCE(card.iccid, bill.iccid)
"""
#: Amounts as text: Odoo's cursor makes floats of them, and the core reckons exactly.
READ = """
DECLARE ops_settlement_cards NO SCROLL CURSOR FOR
 SELECT iccid, sim_id, department_id, states, plans, usage_mb::text, lines, days, day_mb::text[],
        swap, partner_billed, open_dispute::text, own_flags
   FROM ops_settlement_card WHERE is_pooled OR sim_id IS NULL OR %s ORDER BY iccid
"""
WRITE = """
COPY ops_settlement_line (settlement_id, company_id, line_no, iccid, sim_id, department_id,
                          charge_type, plan, billed, expected, dispute, approved, usage_mb, status,
                          flags, own_flags) FROM STDIN
"""


class OpsSettlement(models.Model):
    _inherit = "ops.settlement"

    def _run(self):
        """Judge the bill (superuser mode, locked)."""
        self.ensure_one()
        if not self.invoice_line_count:
            raise UserError(self.env._("%s: send the file of the bill first.", self.display_name))
        self.env.flush_all()
        self._forget_result()
        self.env["ops.sim.usage"]._adopt(self.operator_account_id.source_id)
        self._gather_cards()
        rules = self.operator_account_id._settlement_rules(self._month())
        rules.pools.update(survey(self._cards(everyone=False), rules.book))
        totals, digest = self._judge(rules)
        if totals.beyond(rules):
            self._forget_result()
            totals, digest = self._judge(rules.strict())
        self.env.cr.execute("DROP TABLE ops_settlement_card")
        self._keep_totals(totals, digest)

    def _gather_cards(self):
        month, account = self._month(), self.operator_account_id
        self.env.cr.execute(
            CARDS,
            {
                "settlement": self.id,
                "account": account.id,
                "period": self.period,
                "first": month.first,
                "until": month.until,
                "company": self.company_id.id,
                "department": self.department_id.id,
                "source": account.source_id.id,
            },
        )
        self.env.cr.execute("ANALYZE ops_settlement_card")

    def _cards(self, everyone=True):
        """Generate the cards of the core in the order of their numbers.

        :param everyone: else only those of pools, and numbers that only the bill knows
        """
        cr, read = self.env.cr, _Reader(self._month().first, self._plan_codes())
        cr.execute(READ, [everyone])
        try:
            while True:
                cr.execute("FETCH %s FROM ops_settlement_cards", [CHUNK])
                rows = cr.fetchall()
                yield from map(read.card, rows)
                if len(rows) < CHUNK:
                    return
        finally:
            cr.execute("CLOSE ops_settlement_cards")

    def _plan_codes(self) -> dict:
        """Return ``{id as text, or name on a bill: code}`` of the plans of the account."""
        plans = self.operator_account_id.with_context(active_test=False).plan_ids
        return {plan.name: plan.code for plan in plans} | {
            str(plan.id): plan.code for plan in plans
        }

    def _judge(self, rules):
        """Write the results; return their totals and fingerprint."""
        totals, digest, rows = Totals(), sha256(), []
        for result in settle(self._cards(), rules):
            totals.add(result)
            rows.append(self._row(result))
            if len(rows) >= CHUNK:
                self._write_rows(rows, digest)
                rows = []
        self._write_rows(rows, digest)
        return totals, digest.hexdigest()

    def _row(self, result) -> str:
        sim_id, department_id, usage, own_flags, plans = result.ref
        return copy_row(
            (
                *(self.id, self.company_id.id, result.line_no or None, result.iccid, sim_id),
                *(department_id, result.charge, plans.get(result.line_no), result.billed),
                *(result.expected, result.dispute, result.approved, usage, result.status),
                *(",".join(result.flags) or None, own_flags or None),
            )
        )

    def _write_rows(self, rows, digest):
        text = "".join(rows).encode()
        digest.update(text)
        self.env.cr.copy_expert(WRITE, io.BytesIO(text))

    def _keep_totals(self, totals, digest):
        matched = totals.statuses.get("matched", 0)
        self.env["ops.settlement.line"].invalidate_model(flush=False)
        self.write(
            {
                "step": "checked",
                "run_at": fields.Datetime.now(),
                "run_by_id": self.env.uid,
                "result_digest": digest,
                "billed_total": _float(totals.billed),
                "approved_total": _float(totals.approved),
                "dispute_total": _float(totals.dispute),
                "unbilled_total": _float(totals.unbilled),
                "exception_count": sum(totals.statuses.values()) - matched,
            }
        )
        self._note_control()


class _Reader:
    """Rows of SQL to cards of the core; what many cards have alike is read once."""

    def __init__(self, first, codes):
        self._first, self._codes = first, codes
        self._states = lru_cache(10_000)(self._read_states)
        self._plans = lru_cache(10_000)(self._read_plans)

    def card(self, row):
        """The card of a row; its ``ref`` is what the line of the result needs besides."""
        iccid, sim_id, department, states, plans, usage, lines, days, mb, swap, *rest = row
        partner_billed, open_dispute, own_flags = rest
        billed = self._lines(lines) if lines else ()
        return Card(
            *(iccid, self._states(states), self._plans(plans)),
            *(Decimal(usage) if usage else None, billed),
            known=sim_id is not None,
            usage_days=self._usage_days(days, mb) if days else (),
            swap=swap,
            partner_billed=partner_billed,
            open_dispute=Decimal(open_dispute),
            ref=(sim_id, department, usage, own_flags, {one.line_no: one.plan for one in billed}),
        )

    def _lines(self, text):
        return tuple(self._line(*part.split("\x1f")) for part in text.split("\x1e"))

    def _line(self, number, charge, amount, plan, tax, *marks):
        code = self._codes.get(plan, plan) if plan else ""
        tax = Decimal(tax) if tax else None
        return Line(int(number), charge, Decimal(amount), code, tax, *(one == "1" for one in marks))

    def _read_states(self, text):
        return tuple(_span(*part.split(",")) for part in text.split(";")) if text else ()

    def _read_plans(self, text):
        return tuple(
            (self._codes[plan], first, until) for plan, first, until in self._read_states(text)
        )

    def _usage_days(self, days, megabytes):
        return tuple(
            (self._first.replace(day=day), Decimal(mb))
            for day, mb in zip(days, megabytes, strict=True)
        )


def _span(value, first, until):
    return value, date.fromisoformat(first), date.fromisoformat(until)


def _float(amount):
    return float(amount.quantize(CENT, ROUND_HALF_UP))

"""How a settlement is run: cases of cards alike out of SQL, the core in between, a join back.

A hundred thousand cards are a few hundred cases: the core judges each of them once, and SQL gives
every card the verdict of its case.
"""

import io
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_roles.core.feed import copy_row

from ..core.settlement import Card, Line, Totals, settle, survey
from ..core.settlement_charge import CENT

#: Cases between two looks at the database: memory stays that of so many.
CHUNK = 5000
#: One row per number that is ours or on the bill. History is cut to the month but for silent
#: states, whose beginning decides; so most cards share one text. ``is_within``: traffic that no
#: tariff of its plans charges for, so that it is all the same how much it was.
CARDS = """
CREATE TEMP TABLE ops_settlement_card ON COMMIT DROP AS
WITH bill AS (
    SELECT iccid,
           string_agg(concat_ws(E'\\x1f', charge_type, amount, COALESCE(plan, ''),
                                COALESCE(tax::text, ''), COALESCE(is_by_number, FALSE)::integer,
                                (accept_reason IS NOT NULL)::integer),
                      E'\\x1e' ORDER BY line_no, id) AS lines,
           array_agg(line_no ORDER BY line_no, id) AS numbers,
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
volume AS (
    SELECT plan_id, min(COALESCE(included_mb, 0)) AS mb FROM ops_sim_tariff GROUP BY plan_id),
plans AS (
    SELECT held.sim_id, min(volume.mb) AS volume_mb,
           string_agg(concat_ws(',', held.plan_id, GREATEST(held.date_from, %(first)s),
               LEAST(held.date_to, %(until)s)), ';' ORDER BY held.date_from, held.id) AS text,
           bool_or(plan.pool_id IS NOT NULL) AS is_pooled
      FROM ops_sim_subscription held JOIN card ON card.id = held.sim_id
      JOIN ops_sim_plan plan ON plan.id = held.plan_id
      LEFT JOIN volume ON volume.plan_id = held.plan_id
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
     GROUP BY line.iccid),
one AS (
    SELECT COALESCE(card.iccid, bill.iccid) COLLATE "C" AS iccid, card.id AS sim_id,
           COALESCE(fitted.department_id, card.department_id, %(department)s) AS department_id,
           states.text AS states, plans.text AS plans, usage.total_mb AS usage_mb,
           usage.total_mb > 0 AND usage.total_mb <= COALESCE(plans.volume_mb, usage.total_mb)
               AS is_within, bill.lines, bill.numbers,
           CASE WHEN states.number > 1 THEN usage.days END AS days,
           CASE WHEN states.number > 1 THEN usage.day_mb END AS day_mb,
           CASE WHEN replaced.old_id IS NOT NULL THEN 'old' WHEN successor.new_id IS NOT NULL
                THEN 'new' ELSE '' END AS swap,
           COALESCE(partner_bill.has_plan, FALSE) AS partner_billed,
           COALESCE(claim.amount, 0) AS open_dispute, COALESCE(plans.is_pooled, FALSE) AS is_pooled,
           CASE WHEN card.id IS NULL THEN NULL WHEN fitted.sim_id IS NULL THEN 'uninstalled'
                WHEN owing.partner_id IS NOT NULL OR unpaid.sim_id IS NOT NULL
                THEN 'customer_unpaid' END AS own_flags
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
      LEFT JOIN claim ON claim.iccid = COALESCE(card.iccid, bill.iccid))
SELECT one.*,
       md5(concat_ws(E'\\x1d', COALESCE(states, ''), COALESCE(plans, ''), COALESCE(lines, ''), swap,
                     partner_billed, open_dispute, COALESCE(is_within::text, ''),
                     COALESCE(CASE WHEN NOT is_within THEN usage_mb END::text, ''),
                     CASE WHEN sim_id IS NULL OR (is_pooled AND usage_mb > 0 AND NOT is_within)
                          THEN iccid END, days::text, day_mb::text))::uuid AS case_key
  FROM one
"""
#: Cards that differ in nothing the core looks at. Numbers only the bill knows may be names of
#: pools, and who goes beyond a pool has its share by turns: they are cases of their own.
#: ``members``: fingerprint of what is no matter of the core.
CASES = """
CREATE TEMP TABLE ops_settlement_case ON COMMIT DROP AS
SELECT case_key, min(iccid) AS iccid, count(*) AS alike, sum(usage_mb) AS alike_mb,
       md5(string_agg(concat_ws(',', iccid, sim_id, department_id, usage_mb, numbers::text,
                                own_flags), ';' ORDER BY iccid)) AS members
  FROM ops_settlement_card GROUP BY case_key;
CREATE TEMP TABLE ops_settlement_verdict (
    case_key uuid, turn integer, place smallint, charge_type text, plan text, billed numeric,
    expected numeric, dispute numeric, approved numeric, status text, flags text) ON COMMIT DROP
"""
#: Amounts as text: Odoo's cursor makes floats of them, and the core reckons exactly.
READ = """
DECLARE ops_settlement_cases NO SCROLL CURSOR FOR
 SELECT alike.case_key, members, alike, alike_mb::text, iccid, sim_id IS NOT NULL, states, plans,
        usage_mb::text, lines, days, day_mb::text[], swap, partner_billed, open_dispute::text
   FROM ops_settlement_case alike JOIN ops_settlement_card card USING (iccid)
  WHERE is_pooled OR sim_id IS NULL OR %s ORDER BY iccid
"""
#: ``place``: which of the lines of its card a verdict is about, from 1.
SPREAD = """
INSERT INTO ops_settlement_line (settlement_id, line_no, iccid, sim_id, department_id, charge_type,
       plan, billed, expected, dispute, approved, usage_mb, status, flags, own_flags)
SELECT %s, card.numbers[verdict.place], card.iccid, card.sim_id, card.department_id,
       verdict.charge_type, verdict.plan, verdict.billed, verdict.expected, verdict.dispute,
       verdict.approved, card.usage_mb, verdict.status, verdict.flags, card.own_flags
  FROM ops_settlement_card card
  JOIN ops_settlement_verdict verdict ON verdict.case_key = card.case_key
 ORDER BY card.iccid, verdict.turn;
DROP TABLE ops_settlement_card, ops_settlement_case, ops_settlement_verdict
"""


class Case(NamedTuple):
    """Cards alike: their key, the fingerprint of which they are, and the plans of their lines."""

    key: str
    members: str
    alike: int
    plans: dict


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
        self._gather_cases()
        rules = self.operator_account_id._settlement_rules(self._month())
        rules.pools.update(survey(self._cases(everyone=False), rules.book))
        totals, digest = self._judge(rules)
        if totals.beyond(rules):
            totals, digest = self._judge(rules.strict())
        self.env.cr.execute(SPREAD, [self.id])
        self._keep_totals(totals, digest)

    def _gather_cases(self):
        month, account, cr = self._month(), self.operator_account_id, self.env.cr
        values = {
            "settlement": self.id,
            "account": account.id,
            "period": self.period,
            "first": month.first,
            "until": month.until,
            "company": self.company_id.id,
            "department": self.department_id.id,
            "source": account.source_id.id,
        }
        cr.execute(CARDS, values)
        cr.execute("ANALYZE ops_settlement_card (iccid, case_key)")
        cr.execute(CASES)

    def _cases(self, everyone=True):
        """Generate a card of the core for each case, in the order of their first numbers.

        :param everyone: else only those of pools, and numbers that only the bill knows
        """
        cr, read = self.env.cr, _Reader(self._month().first, self._plan_codes())
        cr.execute(READ, [everyone])
        try:
            while True:
                cr.execute("FETCH %s FROM ops_settlement_cases", [CHUNK])
                rows = cr.fetchall()
                yield from map(read.card, rows)
                if len(rows) < CHUNK:
                    return
        finally:
            cr.execute("CLOSE ops_settlement_cases")

    def _plan_codes(self) -> dict:
        """Return ``{id as text, or name on a bill: code}`` of the plans of the account."""
        plans = self.operator_account_id.with_context(active_test=False).plan_ids
        return {plan.name: plan.code for plan in plans} | {
            str(plan.id): plan.code for plan in plans
        }

    def _judge(self, rules):
        """Write the verdicts of the cases; return the totals and fingerprint of all cards."""
        totals, digest, rows = Totals(), sha256(), []
        self.env.cr.execute("TRUNCATE ops_settlement_verdict")
        for turn, result in enumerate(settle(self._cases(), rules)):
            totals.add(result, result.ref.alike)
            rows.append(_verdict(turn, result))
            digest.update(f"{result.ref.members}{rows[-1]}".encode())
            if len(rows) >= CHUNK:
                self._write_verdicts(rows)
        self._write_verdicts(rows)
        return totals, digest.hexdigest()

    def _write_verdicts(self, rows):
        text = io.BytesIO("".join(rows).encode())
        self.env.cr.copy_expert("COPY ops_settlement_verdict FROM STDIN", text)
        rows.clear()

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


def _verdict(turn, result) -> str:
    """A result as a row of COPY text."""
    case, place = result.ref, result.line_no or None
    return copy_row(
        (
            *(case.key, turn, place, result.charge, case.plans.get(place), result.billed),
            *(result.expected, result.dispute, result.approved, result.status),
            ",".join(result.flags) or None,
        )
    )


class _Reader:
    """Rows of SQL to cards of the core; what many cards have alike is read once."""

    def __init__(self, first, codes):
        self._first, self._codes = first, codes
        self._states = lru_cache(10_000)(self._read_states)
        self._plans = lru_cache(10_000)(self._read_plans)

    def card(self, row):
        """The card that stands for a case; its ``ref`` is the :class:`Case`."""
        key, members, alike, alike_mb, iccid, known, states, plans, usage, *rest = row
        lines, days, mb, swap, partner_billed, open_dispute = rest
        billed = self._lines(lines) if lines else ()
        return Card(
            *(iccid, self._states(states), self._plans(plans)),
            *(Decimal(usage) if usage else None, billed),
            known=known,
            usage_days=self._usage_days(days, mb) if days else (),
            swap=swap,
            partner_billed=partner_billed,
            open_dispute=Decimal(open_dispute),
            ref=Case(key, members, alike, {one.line_no: one.plan for one in billed}),
            alike=alike,
            alike_mb=Decimal(alike_mb) if alike_mb else None,
        )

    def _lines(self, text):
        """Lines are numbered by their place among those of their card."""
        parts = enumerate(text.split("\x1e"), 1)
        return tuple(self._line(place, *part.split("\x1f")) for place, part in parts)

    def _line(self, place, charge, amount, plan, tax, *marks):
        code = self._codes.get(plan, plan) if plan else ""
        tax = Decimal(tax) if tax else None
        return Line(place, charge, Decimal(amount), code, tax, *(one == "1" for one in marks))

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

"""An operator account's list of cards: numbers, states with their days, plans, branches."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.ops_roles.core.feed import RejectLine

from ..core import identity, listing, sim_state
from .feed_register import MARKS, ListParser
from .ops_dated_mixin import DAWN
from .ops_sim import PRODUCT

COLUMNS = [
    ("iccid", "text"),
    ("msisdn", "text"),
    ("imsi", "text"),
    ("plan", "text"),
    ("state", "text"),
    ("state_reason", "text"),
    ("raw_code", "text"),
    ("state_on", "date"),
    ("activated_on", "date"),
    ("suspended_on", "date"),
    ("cancelled_on", "date"),
    ("plan_on", "date"),
    ("real_name", "boolean"),
    ("bound_imei", "text"),
    ("branch", "text"),
]
DAYS = ("state_on", "activated_on", "suspended_on", "cancelled_on", "plan_on")
#: Day of a state → the state, and the states of today that make it believable.
FACTS = (
    ("activated_on", "active", ("active", "stopped", "pre_cancelled", "cancelled")),
    ("suspended_on", "stopped", ("stopped", "pre_cancelled", "cancelled")),
    ("cancelled_on", "cancelled", ("cancelled",)),
)


def card_reader(platform):
    """A function that makes the stage values of a line of an account on this platform."""

    def read(values):
        iccid = identity.normal_iccid(values["iccid"])
        if "iccid_form" in identity.iccid_problems(iccid):
            raise RejectLine("iccid_form", values["iccid"])
        msisdn = identity.normal_msisdn(values.get("msisdn"))
        if msisdn and identity.msisdn_problems(msisdn):
            raise RejectLine("msisdn_form", values["msisdn"])
        state, raw = _state(platform, values.get("state") or "")
        days = _days(values)
        named = values.get("real_name")
        return (
            *(iccid, msisdn or None, identity.normal_digits(values.get("imsi")) or None),
            values.get("plan") or None,
            *(state and state.state, (state and state.reason) or None, raw),
            *(days[name] for name in DAYS),
            listing.yes(named) if named else None,
            identity.normal_digits(values.get("bound_imei")) or None,
            values.get("branch") or None,
        )

    return read


def _state(platform, raw):
    if not raw:
        return None, None
    state = sim_state.read(platform, raw)
    if state is None:
        raise RejectLine("state", raw)
    return state, raw


def _days(values):
    found = {}
    for name in DAYS:
        try:
            found[name] = listing.day(values.get(name) or "")
        except ValueError as error:
            raise RejectLine("date", values[name]) from error
    return found


class FeedSimInventory(models.AbstractModel):
    """Cards are made, or what changed of them is noted; histories get the days the list tells.

    A state without a day holds since nobody knows when for a new card, and since today for one
    whose history is known.
    """

    _name = "ops.feed.sim.inventory"
    _description = "Reader of an operator's list of cards"
    _inherit = ["ops.feed.register"]

    @api.model
    def _feed_reasons(self):
        return {
            **super()._feed_reasons(),
            "state": self.env._("The operator's platform has no such state."),
            "plan": self.env._("The operator account has no such plan. Enter it first."),
            "account": self.env._("This card is registered with another operator account."),
            "source": self.env._("This source is no operator account. Choose the account's."),
        }

    @api.model
    def _feed_stage_columns(self, profile, source):
        return [*COLUMNS, *MARKS, ("sim_id", "integer"), ("plan_id", "integer")]

    @api.model
    def _feed_parser(self, profile, source):
        read = card_reader(self._account(source).platform)
        return CardParser(profile, read)

    @api.model
    def _account(self, source):
        return self.env["ops.operator.account"].search([("source_id", "=", source.id)])

    @api.model
    def _feed_merge(self, feed, table):
        account = self._account(feed.source_id)
        self._check(feed, table, account)
        rejected = self._set_aside(feed, table)
        self.env["ops.sim"].flush_model()
        changed = {*self._make(table, account), *self._update(table)}
        changed |= {*self._take_states(feed, table), *self._take_plans(feed, table)}
        self.env["ops.sim"].invalidate_model()
        total = self._count(table)
        return {
            "accepted": len(changed),
            "duplicates": total - len(changed),
            "rejected": rejected,
        }

    @api.model
    def _count(self, table):
        self.env.cr.execute(SQL("SELECT count(*) FROM %s", SQL.identifier(table)))
        return self.env.cr.fetchone()[0]

    @api.model
    def _check(self, feed, table, account):
        stage = SQL.identifier(table)
        if not account:
            self._mark(table, "source", SQL("TRUE"))
        self._mark_twice(table, "iccid")
        self._find_branches(feed, table)
        self.env.cr.execute(
            SQL(
                "UPDATE %s stage SET plan_id = plan.id FROM ops_sim_plan plan"
                " WHERE plan.account_id = %s AND stage.plan IN (plan.code, plan.name)",
                stage,
                account.id or None,
            )
        )
        self._mark(table, "plan", SQL("plan IS NOT NULL AND plan_id IS NULL"), SQL("plan"))
        self.env.cr.execute(
            SQL(
                "UPDATE %s stage SET sim_id = sim.id FROM ops_sim sim"
                " WHERE sim.iccid = stage.iccid",
                stage,
            )
        )
        self._mark(
            table,
            "account",
            SQL(
                "EXISTS (SELECT FROM ops_sim sim WHERE sim.id = stage.sim_id"
                " AND sim.account_id <> %s)",
                account.id or 0,
            ),
        )

    @api.model
    def _make(self, table, account):
        """Make the cards that are new, with their serials; return their ids."""
        stage, product = SQL.identifier(table), self.env.ref(PRODUCT).id
        self._make_lots(
            SQL("SELECT %s::integer, iccid FROM %s WHERE sim_id IS NULL", product, stage)
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_sim (lot_id, iccid, msisdn, imsi, account_id, company_id,
                       department_id, state, is_real_name, is_bound, bound_imei, active,
                       create_uid, create_date, write_uid, write_date)
                SELECT DISTINCT ON (stage.iccid) lot.id, stage.iccid, stage.msisdn, stage.imsi,
                       %(account)s, %(company)s, COALESCE(stage.department_id, %(place)s),
                       COALESCE(stage.state, 'stock'), COALESCE(stage.real_name, FALSE),
                       stage.bound_imei IS NOT NULL, stage.bound_imei, TRUE,
                       %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM %(stage)s stage
                  JOIN stock_lot lot ON lot.product_id = %(product)s AND lot.name = stage.iccid
                 WHERE stage.sim_id IS NULL
              ORDER BY stage.iccid, lot.id
                """,
                account=account.id,
                company=account.company_id.id,
                place=account.department_id.id,
                uid=self.env.uid,
                stage=stage,
                product=product,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE %s stage SET sim_id = sim.id FROM ops_sim sim"
                " WHERE sim.iccid = stage.iccid AND stage.sim_id IS NULL RETURNING sim.id",
                stage,
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _update(self, table):
        """Note what changed of known cards; those in a vehicle stay with its branch."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE ops_sim sim
                   SET msisdn = news.msisdn, imsi = news.imsi, is_real_name = news.real_name,
                       is_bound = news.bound_imei IS NOT NULL OR sim.is_bound,
                       bound_imei = news.bound_imei, department_id = news.department_id,
                       write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                  FROM (SELECT old.id, COALESCE(stage.msisdn, old.msisdn) AS msisdn,
                               COALESCE(stage.imsi, old.imsi) AS imsi,
                               COALESCE(stage.real_name, old.is_real_name) AS real_name,
                               COALESCE(stage.bound_imei, old.bound_imei) AS bound_imei,
                               CASE WHEN fitted.id IS NULL
                                    THEN COALESCE(stage.department_id, old.department_id)
                                    ELSE old.department_id END AS department_id
                          FROM %(stage)s stage
                          JOIN ops_sim old ON old.id = stage.sim_id
                     LEFT JOIN ops_installation fitted
                               ON fitted.sim_id = old.id AND fitted.date_to IS NULL) news
                 WHERE news.id = sim.id
                   AND (sim.msisdn, sim.imsi, sim.is_real_name, sim.bound_imei, sim.department_id)
                       IS DISTINCT FROM
                       (news.msisdn, news.imsi, news.real_name, news.bound_imei, news.department_id)
             RETURNING sim.id
                """,
                uid=self.env.uid,
                stage=SQL.identifier(table),
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _take_states(self, feed, table):
        """Put the states and their days into the history; return ids of cards it changed for."""
        states, changed = self.env["ops.sim.state"], []
        for name, state, believable in FACTS:
            changed += states._put_from(
                SQL(
                    "SELECT sim_id, %(day)s, %(state)s, CASE WHEN state = %(state)s THEN"
                    " state_reason END, CASE WHEN state = %(state)s THEN raw_code END, %(origin)s"
                    " FROM %(stage)s WHERE %(day)s IS NOT NULL AND state = ANY(%(states)s)",
                    day=SQL.identifier(name),
                    state=state,
                    origin=feed.name,
                    stage=SQL.identifier(table),
                    states=list(believable),
                )
            )
        changed += states._put_from(self._states_now(feed, table))
        return changed

    @api.model
    def _states_now(self, feed, table):
        """SQL of the states of today that the history does not show yet."""
        return SQL(
            """
            SELECT stage.sim_id, COALESCE(stage.state_on, CASE WHEN EXISTS (
                   SELECT FROM ops_sim_state old WHERE old.sim_id = stage.sim_id)
                   THEN %(today)s::date ELSE %(dawn)s::date END),
                   stage.state, stage.state_reason, stage.raw_code, %(origin)s
              FROM %(stage)s stage
             WHERE stage.state IS NOT NULL AND NOT EXISTS (
                   SELECT FROM ops_sim_state old WHERE old.sim_id = stage.sim_id
                      AND old.date_to IS NULL AND old.state = stage.state)
            """,
            today=feed.source_id._local_today(),
            dawn=DAWN,
            origin=feed.name,
            stage=SQL.identifier(table),
        )

    @api.model
    def _take_plans(self, feed, table):
        """Put the plans into the history; return ids of cards it changed for."""
        return self.env["ops.sim.subscription"]._put_from(
            SQL(
                """
                SELECT stage.sim_id, COALESCE(stage.plan_on, CASE WHEN EXISTS (
                       SELECT FROM ops_sim_subscription old WHERE old.sim_id = stage.sim_id)
                       THEN %(today)s::date ELSE COALESCE(stage.activated_on, %(dawn)s::date) END),
                       stage.plan_id
                  FROM %(stage)s stage
                 WHERE stage.plan_id IS NOT NULL AND NOT EXISTS (
                       SELECT FROM ops_sim_subscription old WHERE old.sim_id = stage.sim_id
                          AND old.date_to IS NULL AND old.plan_id = stage.plan_id)
                """,
                today=feed.source_id._local_today(),
                dawn=DAWN,
                stage=SQL.identifier(table),
            )
        )


class CardParser(ListParser):
    """Lines of cards, with the two ids that are found while merging."""

    def convert(self, values):
        return (*super().convert(values), None, None)

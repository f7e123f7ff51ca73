from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet
from odoo.addons.ops_roles.core.report_period import period_of

from ..core.floor_report import TREND_MONTHS, Slot, distinct, short_hours, trend_start

COUNTS = ("offered", "answered", "abandoned", "abandoned_short")
RATIOS = ("service_level", "asa_s", "aht_s")
_AGGREGATES = (*(f"{n}:sum" for n in COUNTS), *(f"{n}:avg" for n in RATIOS), "max_wait_s:max")
#: What a call must be to stand behind a figure.
_BEHIND = {
    "offered": [],
    "answered": [("outcome", "=", "answered")],
    "abandoned": [("outcome", "=", "abandoned")],
    "abandoned_short": [("is_short", "=", True)],
    "asa_s": [("outcome", "=", "answered")],
    "aht_s": [("outcome", "=", "answered")],
}
SHORT_HOURS = 10


class OpsReportBuilder(models.AbstractModel):
    """The call floor by day, week and month: inbound queues of a department and those below.

    Every figure is that of ``ops.call.interval`` and ``ops.agent.day``; ratios are those of sums,
    blank where calls were measured by different contracts.
    """

    _inherit = "ops.report.builder"

    @api.model
    def _build_floor_day(self, department, date_from, date_to):
        """The floor's day, by half hour."""
        return self._floor_sheets(department, date_from, date_to, self._floor_half_hours)

    @api.model
    def _build_floor_week(self, department, date_from, date_to):
        """The floor's week, by day."""
        return self._floor_sheets(department, date_from, date_to, self._floor_days)

    @api.model
    def _build_floor_month(self, department, date_from, date_to):
        """The floor's month, by week, and the months before it."""
        sheets = self._floor_sheets(department, date_from, date_to, self._floor_weeks)
        domain = self._floor_domain(department, trend_start(date_from), date_to)
        return [*sheets, self._floor_trend(domain)]

    @api.model
    def _floor_sheets(self, department, first, last, by_time):
        domain = self._floor_domain(department, first, last)
        agreed = self._floor_agreed(domain)
        return [
            self._floor_projects(department, domain, agreed),
            self._floor_queues(domain, agreed),
            by_time(domain, first, last),
            self._floor_agents(department, first, last),
            self._floor_short_hours(domain),
        ]

    @api.model
    def _floor_domain(self, department, first, last):
        """Half hours, and calls too, of inbound queues; both have these columns."""
        return [
            ("department_id", "in", self._departments(department).ids),
            ("queue_id.direction", "=", "in"),
            ("day", ">=", first),
            ("day", "<=", last),
        ]

    @api.model
    def _floor_groups(self, domain, groupby, extra=()):
        """Return [(group values, {figure: value}, values of ``extra``)]."""
        names = [*COUNTS, *RATIOS, "max_wait_s"]
        groups = self.env["ops.call.interval"]._read_group(domain, groupby, [*_AGGREGATES, *extra])
        found = []
        for group in groups:
            keys, values = group[: len(groupby)], group[len(groupby) :]
            figures = {
                name: (value or 0) if name in COUNTS else _blank(value)
                for name, value in zip(names, values, strict=False)
            }
            found.append((keys, figures, values[len(names) :]))
        return found

    @api.model
    def _floor_agreed(self, domain):
        """Return {client project: (formula in words, target)} as the contracts of the time say.

        The target is None where there is none or more than one.
        """
        contracts = self.env["ops.kpi.contract"]
        words, targets = {}, {}
        for project, contract, *measure in self.env["ops.call.interval"]._read_group(
            domain, ["project_id", "kpi_contract_id", "formula", "threshold_s", "short_s"]
        ):
            words.setdefault(project, []).append(contracts._formula_sentence(*measure))
            targets.setdefault(project, set()).add(contract.target or None)
        return {
            project: (
                "; ".join(dict.fromkeys(sentences)),
                next(iter(targets[project])) if len(targets[project]) == 1 else None,
            )
            for project, sentences in words.items()
        }

    # -- who: client projects and queues

    @api.model
    def _floor_projects(self, department, domain, agreed):
        _ = self.env._
        occupancy, total_occupancy = self._floor_occupancy(department, domain)
        groups = self._floor_groups(domain, ["project_id"])
        names = distinct((self._floor_name(one), one.code) for (one,), *_rest in groups)
        rows = [
            {
                **self._floor_row(name, figures, [*domain, ("project_id", "=", one.id)]),
                **dict(zip(("formula", "target"), agreed[one], strict=True)),
                "occupancy": occupancy.get(one.id),
            }
            for name, ((one,), figures, _extra) in zip(names, groups, strict=True)
        ]
        total = self._floor_groups(domain, [])[0][1]
        rows.append({**self._floor_total(total, domain), "occupancy": total_occupancy})
        head = (Column("name", _("Client project")), Column("formula", _("Formula")))
        return Sheet(
            _("Client projects"),
            (*head, *self._floor_columns(occupancy=True)),
            tuple(rows),
            self._floor_charts("name"),
            (
                _("T is the threshold, s the limit of short abandons of the contract, in seconds."),
                _("The level of several contracts is not added up: such a total stays blank."),
            ),
        )

    @api.model
    def _floor_queues(self, domain, agreed):
        _ = self.env._
        groups = self._floor_groups(domain, ["project_id", "queue_id"])
        names = distinct(
            (f"{self._floor_name(project)} · {queue.label}", queue.source_id.name)
            for (project, queue), *_rest in groups
        )
        rows = [
            {
                **self._floor_row(name, figures, [*domain, ("queue_id", "=", queue.id)]),
                **dict(zip(("formula", "target"), agreed[project], strict=True)),
            }
            for name, ((project, queue), figures, _extra) in zip(names, groups, strict=True)
        ]
        head = (Column("name", _("Queue")), Column("formula", _("Formula")))
        return Sheet(
            _("Queues"),
            (*head, *self._floor_columns()),
            tuple(rows),
            self._floor_charts("name"),
        )

    @api.model
    def _floor_name(self, project):
        return project.name or self.env._("Without client project")

    @api.model
    def _floor_row(self, name, figures, domain):
        """A row whose figures open the calls behind them."""
        calls = [*domain, *self._floor_entered(domain)]
        longest = [("wait_s", "=", figures["max_wait_s"])]
        domains = {key: calls + part for key, part in {**_BEHIND, "max_wait_s": longest}.items()}
        return {"name": name, **figures, "_model": "ops.call", "_domains": domains}

    @api.model
    def _floor_total(self, figures, domain):
        return {**self._floor_row(self.env._("Total"), figures, domain), "_total": True}

    @api.model
    def _floor_entered(self, domain):
        """Bounds of entry, so that the index on it does the work: a day is 14 hours off UTC."""
        days = {operator: day for name, operator, day in domain if name == "day"}
        first, last = (fields.Datetime.to_datetime(days[sign]) for sign in (">=", "<="))
        return [
            ("enter_at", ">=", fields.Datetime.to_string(first - timedelta(hours=14))),
            ("enter_at", "<", fields.Datetime.to_string(last + timedelta(hours=38))),
        ]

    # -- when: half hours, days, weeks, months

    @api.model
    def _floor_half_hours(self, domain, _first, _last):
        rows = [
            self._floor_time_row(slot, figures, [*domain, ("time_of_day", "=", slot)])
            for (slot,), figures, _extra in self._floor_groups(domain, ["time_of_day"])
        ]
        return self._floor_times(self.env._("Half hours"), self.env._("Half hour"), rows, domain)

    @api.model
    def _floor_days(self, domain, _first, _last):
        rows = [
            self._floor_time_row(
                format_date(self.env, day, date_format="yyyy-MM-dd E"),
                figures,
                [*domain, ("day", "=", day)],
            )
            for (day,), figures, _extra in self._floor_groups(domain, ["day:day"])
        ]
        return self._floor_times(self.env._("Days"), self.env._("Day"), rows, domain)

    @api.model
    def _floor_weeks(self, domain, first, last):
        """Weeks from Monday; the outer ones end where the month does."""
        groups = self._floor_groups(domain, ["day:iso_week_number"], ["day:min"])
        rows = []
        for _week, figures, (day,) in sorted(groups, key=lambda group: group[2]):
            monday, sunday = period_of("week", day)
            begin, end = max(monday, first), min(sunday, last)
            part = [*domain, ("day", ">=", begin), ("day", "<=", end)]
            rows.append(self._floor_time_row(f"{begin:%m-%d}–{end:%m-%d}", figures, part))
        return self._floor_times(self.env._("Weeks"), self.env._("Week"), rows, domain)

    @api.model
    def _floor_trend(self, domain):
        rows = []
        for (day,), figures, _extra in self._floor_groups(domain, ["day:month"]):
            first, last = period_of("month", day)
            part = [*domain, ("day", ">=", first), ("day", "<=", last)]
            rows.append(self._floor_time_row(f"{day:%Y-%m}", figures, part))
        return Sheet(
            self.env._("Trend"),
            (Column("name", self.env._("Month")), *self._floor_columns(target=False)),
            tuple(rows),
            self._floor_charts("name", "line", target=False),
            (self.env._("The month and the %s before it, as they stand now.", TREND_MONTHS - 1),),
        )

    @api.model
    def _floor_times(self, title, label, rows, domain):
        total = self._floor_total(self._floor_groups(domain, [])[0][1], domain)
        return Sheet(
            title,
            (Column("name", label), *self._floor_columns(target=False)),
            (*rows, total),
            self._floor_charts("name", "line", target=False),
            (self.env._("A call belongs to the half hour in which it entered the queue."),),
        )

    @api.model
    def _floor_time_row(self, name, figures, domain):
        """A row whose figures open the half hours they add up."""
        domains = dict.fromkeys(figures, domain)
        return {"name": name, **figures, "_model": "ops.call.interval", "_domains": domains}

    @api.model
    def _floor_short_hours(self, domain):
        """The hours in which most calls were missing to the service level agreed."""
        _ = self.env._
        below = short_hours(self._floor_slots(domain), SHORT_HOURS)
        projects = self.env["ops.client.project"].browse(one.project for one in below)
        rows = [
            {
                **one._asdict(),
                "name": f"{one.day} {one.hour}:00 · {project.name}",
                "_model": "ops.call.interval",
                "_domains": {"missing": self._floor_hour_domain(domain, one)},
            }
            for one, project in zip(below, projects, strict=True)
        ]
        return Sheet(
            _("Hours short of contract"),
            (
                Column("name", _("Hour and client project")),
                Column("offered", _("Offered"), "integer"),
                Column("answered", _("Answered"), "integer"),
                Column("level", _("Service level"), "percent", _("the contract's own formula")),
                Column("target", _("Target"), "percent"),
                Column(
                    "missing",
                    _("Calls missing"),
                    "integer",
                    _("calls more within T that would have met the target"),
                ),
            ),
            tuple({key: row[key] for key in row if key != "project"} for row in rows),
            (Chart("bar", _("Calls missing to the target"), "name", ("missing",)),),
        )

    @api.model
    def _floor_slots(self, domain):
        groups = self.env["ops.call.interval"]._read_group(
            Domain(domain) & Domain("kpi_contract_id.target", ">", 0),
            ["project_id", "kpi_contract_id", "day:day", "time_of_day"],
            ["offered:sum", "answered:sum", "sl_num:sum", "sl_den:sum"],
        )
        return [
            Slot(project.id, day, time_of_day, *sums, contract.target)
            for project, contract, day, time_of_day, *sums in groups
        ]

    @api.model
    def _floor_hour_domain(self, domain, one):
        return [
            *domain,
            ("project_id", "=", one.project),
            ("day", "=", one.day),
            ("time_of_day", "=like", f"{one.hour}:%"),
        ]

    # -- columns and charts

    @api.model
    def _floor_columns(self, target=True, occupancy=False):
        _ = self.env._
        columns = [
            Column("offered", _("Offered"), "integer", _("visits to the queue")),
            Column("answered", _("Answered"), "integer", _("visits an agent took")),
            Column("abandoned", _("Abandoned"), "integer", _("callers who gave up waiting")),
            Column(
                "abandoned_short", _("Short abandons"), "integer", _("abandoned within s seconds")
            ),
            Column("service_level", _("Service level"), "percent", _("the contract's own formula")),
            Column("target", _("Target"), "percent", _("as agreed in the contract")),
            Column("asa_s", _("ASA"), "seconds", _("waits of answered / answered")),
            Column("aht_s", _("AHT"), "seconds", _("(talk + after-call work) / answered")),
            Column(
                "occupancy",
                _("Occupancy"),
                "percent",
                _("handling / (handling + available) of the agents of the client project"),
            ),
            Column("max_wait_s", _("Longest wait"), "seconds", _("of any caller, answered or not")),
        ]
        left_out = {
            name for name, kept in (("target", target), ("occupancy", occupancy)) if not kept
        }
        return tuple(column for column in columns if column.key not in left_out)

    @api.model
    def _floor_charts(self, category, kind="column", target=True):
        _ = self.env._
        levels = ("service_level", "target") if target else ("service_level",)
        return (
            Chart(kind, _("Offered, answered, abandoned"), category, COUNTS[:3]),
            Chart(kind, _("Service level"), category, levels),
        )


def _blank(value):
    """None for what could not be measured: 0 is a figure."""
    return None if value is False else value

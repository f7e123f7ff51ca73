from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

from ..core.floor_report import distinct
from ..core.service_level import ratio

SECONDS = ("login_s", "pause_s", "wrap_s", "talk_s")
COUNTS = ("calls", "rna")
RATIOS = ("aht_s", "occupancy", "utilisation")
_AGGREGATES = (*(f"{n}:sum" for n in (*SECONDS, *COUNTS)), *(f"{n}:avg" for n in RATIOS))


class OpsReportBuilder(models.AbstractModel):
    """The agents of a department in a report of the call floor, from ``ops.agent.day``."""

    _inherit = "ops.report.builder"

    @api.model
    def _floor_agents(self, department, first, last):
        """One row per employee; a name of the log nobody stands behind is one per PBX."""
        _ = self.env._
        domain = [
            ("department_id", "in", self._departments(department).ids),
            ("day", ">=", first),
            ("day", "<=", last),
        ]
        people, total = self._floor_people(domain), self._floor_agent_groups(domain, [])
        names = distinct((name, detail) for name, detail, *_rest in people)
        rows = [
            self._floor_agent_row(name, team, values, [*domain, *mine])
            for name, (_name, _detail, team, values, mine) in zip(names, people, strict=True)
        ]
        rows += [
            {**self._floor_agent_row(_("Total"), "", values, domain), "_total": True}
            for values in total
        ]
        return Sheet(
            _("Agents"),
            self._floor_agent_columns(),
            tuple(rows),
            (Chart("bar", _("Calls handled"), "name", ("calls",)),),
            (_("An agent's day is the day of the PBX; a login goes on until midnight at most."),),
        )

    @api.model
    def _floor_people(self, domain):
        """Return [(name, detail, team, values, domain of its days)], employees first."""
        known = self._floor_agent_groups(
            [*domain, ("employee_id", "!=", False)], ["employee_id"], ["agent_name:min"]
        )
        strange = self._floor_agent_groups(
            [*domain, ("employee_id", "=", False)], ["source_id", "agent_key"]
        )
        return [
            (
                person.name,
                extension,
                person.department_id.name or "",
                values,
                [("employee_id", "=", person.id)],
            )
            for person, *values, extension in known
        ] + [
            (
                key,
                source.name,
                "",
                values,
                [("source_id", "=", source.id), ("agent_key", "=", key)],
            )
            for source, key, *values in strange
        ]

    @api.model
    def _floor_agent_groups(self, domain, groupby, extra=()):
        return self.env["ops.agent.day"]._read_group(domain, groupby, [*_AGGREGATES, *extra])

    @api.model
    def _floor_agent_row(self, name, team, values, domain):
        sums = dict(zip((*SECONDS, *COUNTS, *RATIOS), values, strict=True))
        return {
            "name": name,
            "team": team,
            **{key: value or 0 for key, value in sums.items() if key not in RATIOS},
            **{key: None if sums[key] is False else sums[key] for key in RATIOS},
            "_model": "ops.agent.day",
            "_domains": dict.fromkeys(("login_s", "pause_s", "wrap_s", "calls", "rna"), domain),
        }

    @api.model
    def _floor_agent_columns(self):
        _ = self.env._
        return (
            Column("name", _("Agent")),
            Column("team", _("Team")),
            Column("login_s", _("Logged in"), "seconds"),
            Column("pause_s", _("Paused"), "seconds", _("pauses without wrap-up")),
            Column("wrap_s", _("Wrap-up"), "seconds", _("after-call work")),
            Column("calls", _("Handled"), "integer", _("conversations of the day")),
            Column("talk_s", _("Talk"), "seconds"),
            Column("aht_s", _("AHT"), "seconds", _("(talk + wrap-up) / handled")),
            Column("occupancy", _("Occupancy"), "percent", _("handling / (handling + available)")),
            Column("utilisation", _("Utilisation"), "percent", _("handling / logged in")),
            Column("rna", _("Rings not answered"), "integer"),
        )

    @api.model
    def _floor_occupancy(self, department, domain):
        """Return ({client project id: occupancy of its agents}, occupancy of all of them).

        Agents belong to the client project that owns their department or the nearest above it.
        """
        groups = self.env["ops.agent.day"]._read_group(
            Domain("department_id", "in", self._departments(department).ids)
            & Domain([term for term in domain if term[0] == "day"]),
            ["department_id"],
            ["handle_s:sum", "busy_or_free_s:sum"],
        )
        owners = self._floor_owners()
        parts, whole = defaultdict(lambda: [0, 0]), [0, 0]
        for place, handled, present in groups:
            above = [int(one) for one in (place.parent_path or "").split("/") if one]
            owner = next((owners[one] for one in reversed(above) if one in owners), None)
            for sums in (parts[owner], whole):
                sums[0] += handled or 0
                sums[1] += present or 0
        return {one: ratio(*sums) for one, sums in parts.items()}, ratio(*whole)

    @api.model
    def _floor_owners(self):
        """Return {department id: id of the client project that owns it}, ended ones too."""
        projects = self.env["ops.client.project"].with_context(active_test=False)
        return {one.department_id.id: one.id for one in projects.search([])}

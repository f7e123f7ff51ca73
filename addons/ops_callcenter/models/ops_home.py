from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.tools import format_date, format_datetime

from ..core.service_level import state_of

LIMIT = 8
CARD_GROUPS = {
    "yesterday": ("ops_roles.group_om", "ops_roles.group_gm"),
    "month": ("ops_roles.group_pm",),
    "floor": ("ops_roles.group_sv",),
    "own": ("ops_roles.group_cs",),
}
#: Per role, the actions done most; shown as buttons.
SHORTCUTS = {
    "ops_roles.group_om": ("action_ops_call_interval", "action_ops_project_day", "action_ops_call"),
    "ops_roles.group_pm": ("action_ops_project_day", "action_ops_kpi_contract", "action_ops_call"),
    "ops_roles.group_sv": ("action_ops_call_back", "action_ops_call", "action_ops_agent_day"),
    "ops_roles.group_cs": ("action_ops_call", "action_ops_agent_day"),
}


VIEWS = {
    "ops.call": ("list", "kanban", "pivot", "form"),
    "ops.call.interval": ("list", "kanban", "pivot", "graph", "form"),
    "ops.project.day": ("list", "kanban", "pivot", "graph"),
    "ops.agent.day": ("list", "kanban", "pivot", "form"),
    "ops.agent.session": ("list", "kanban", "pivot"),
    "ops.call.queue": ("list",),
}


class OpsHome(models.AbstractModel):
    """What the call floor puts on the home page: figures with their formula, calls to return."""

    _inherit = "ops.home"

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._is_any("yesterday"):
            cards.append(self._home_yesterday())
        if self.env.user.has_group("ops_roles.group_om"):
            cards.append(self._home_stray_queues())
        if self._is_any("month"):
            cards.append(self._home_month())
        if self._is_any("floor"):
            cards += [self._home_call_back(), self._home_waits(), self._home_people()]
        if self._is_any("own"):
            cards.append(self._home_own())
        return cards + self._home_floor_shortcuts()

    @api.model
    def _is_any(self, key):
        return any(map(self.env.user.has_group, CARD_GROUPS[key]))

    # -- operations manager

    def _home_yesterday(self):
        """Yesterday of every client project, against what the client agreed to."""
        day = fields.Date.context_today(self) - timedelta(days=1)
        shown = ["day", "project_id", "kpi_contract_id", "target", "formula", "threshold_s"]
        rows = self.env["ops.project.day"].search_fetch(
            [("day", "=", day)], [*shown, "service_level", "abandon_rate"]
        )
        return {
            "key": "floor_yesterday",
            "section": "indicators",
            "sequence": 10,
            "title": self.env._("Clients yesterday, %s", format_date(self.env, day)),
            "empty": self.env._("Each client's service level of yesterday, once its log came in."),
            "action": "ops_callcenter.action_ops_project_day",
            "items": [self._home_project_day(row) for row in rows],
        }

    def _home_project_day(self, row):
        context = {"search_default_below": 1} if row.sl_state in ("yellow", "red") else {}
        name = row.project_id.name or self.env._("Without client project")
        return {
            "label": name,
            "value": self._figure(
                row.service_level, row.target, row.abandon_rate, row.formula, row.threshold_s
            ),
            "state": row.sl_state,
            "action": self._rows("ops.call.interval", name, row._part_domain(), context),
        }

    def _figure(self, level, target, abandon_rate, formula, threshold_s):
        """A service level in words: value, target, formula with T, and the abandon rate."""
        return self.env._(
            "%(level)s of %(target)s (%(formula)s, T=%(threshold)s s) · abandoned %(abandon)s",
            level=self._percent(level),
            target=self._percent(target or None),
            formula=formula,
            threshold=threshold_s,
            abandon=self._percent(abandon_rate),
        )

    @api.model
    def _percent(self, value):
        return "–" if value is None or value is False else f"{value * 100:.1f}%"

    @api.model
    def _clock(self, seconds):
        minutes, rest = divmod(int(seconds or 0), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

    def _home_stray_queues(self):
        queues = self.env["ops.call.queue"].search_fetch(
            [("project_id", "=", False)], ["name", "label", "source_id"], limit=LIMIT
        )
        return {
            "key": "floor_stray_queues",
            "section": "waiting",
            "sequence": 40,
            "title": self.env._("Queues without client project"),
            "empty": self.env._("New queues of the PBX wait here for their client project."),
            "action": "ops_callcenter.action_ops_call_queue",
            "items": [
                {
                    "label": queue.label,
                    "value": queue.source_id.name,
                    "state": "yellow",
                    "action": self._rows(
                        "ops.call.queue", queue.label, [("project_id", "=", False)]
                    ),
                }
                for queue in queues
            ],
        }

    # -- project manager

    def _home_month(self):
        """The month so far of each KPI contract in the user's scope."""
        start = fields.Date.context_today(self).replace(day=1)
        groups = self.env["ops.project.day"]._read_group(
            [("day", ">=", start), ("kpi_contract_id", "!=", False)],
            ["kpi_contract_id"],
            ["service_level:avg", "abandon_rate:avg", "offered:sum"],
        )
        return {
            "key": "floor_month",
            "section": "indicators",
            "sequence": 10,
            "title": self.env._("My clients' month, from %s", format_date(self.env, start)),
            "empty": self.env._("The month so far of each of your clients appears here."),
            "action": "ops_callcenter.action_ops_project_day",
            "items": [self._home_contract_month(start, *group) for group in groups],
        }

    def _home_contract_month(self, start, contract, level, abandon_rate, offered):
        tolerance = self.env["ops.figure.mixin"]._tolerance()
        return {
            "label": self.env._(
                "%(project)s, %(offered)s calls", project=contract.project_id.name, offered=offered
            ),
            "value": self._figure(
                level, contract.target, abandon_rate, contract.formula, contract.threshold_s
            ),
            "state": state_of(level, contract.target, tolerance),
            "action": self._rows(
                "ops.project.day",
                contract.project_id.name,
                [("kpi_contract_id", "=", contract.id), ("day", ">=", str(start))],
            ),
        }

    # -- supervisor

    def _home_call_back(self):
        """Who gave up and was not spoken to since, newest first, to be marked in place."""
        calls = self.env["ops.call"].search_fetch(
            [
                ("to_call_back", "=", True),
                ("enter_at", ">=", fields.Datetime.now() - timedelta(days=7)),
            ],
            ["caller", "queue_id", "enter_at", "wait_s"],
            limit=LIMIT,
        )
        return {
            "key": "floor_call_back",
            "section": "waiting",
            "sequence": 5,
            "title": self.env._("To call back"),
            "empty": self.env._("Callers who gave up appear here until somebody spoke to them."),
            "action": "ops_callcenter.action_ops_call_back",
            "items": [self._home_lost_caller(call) for call in calls],
        }

    def _home_lost_caller(self, call):
        return {
            "label": self.env._(
                "%(caller)s · %(queue)s", caller=call.caller, queue=call.queue_id.label
            ),
            "value": self.env._(
                "%(time)s, waited %(wait)s",
                time=self._moment(call.enter_at),
                wait=self._clock(call.wait_s),
            ),
            "state": "red",
            "action": self._form(call),
            "button": {
                "label": self.env._("Called Back"),
                "model": "ops.call",
                "method": "action_mark_called_back",
                "args": [call.ids],
            },
        }

    def _home_waits(self):
        """The longest waits of today's calls."""
        calls = self.env["ops.call"].search_fetch(
            [("enter_at", ">=", "today")],
            ["queue_id", "enter_at", "wait_s", "to_call_back"],
            order="wait_s desc, id desc",
            limit=5,
        )
        title = self.env._("Longest waits today")
        return {
            "key": "floor_waits",
            "section": "today",
            "sequence": 10,
            "title": title,
            "empty": self.env._("The calls that waited longest today appear here."),
            "action": self._rows("ops.call", title, [("enter_at", ">=", "today")]),
            "items": [
                {
                    "label": self.env._(
                        "%(time)s · %(queue)s",
                        time=self._moment(call.enter_at),
                        queue=call.queue_id.label,
                    ),
                    "value": self._clock(call.wait_s),
                    "state": "red" if call.to_call_back else "none",
                    "action": self._form(call),
                }
                for call in calls
            ],
        }

    def _home_people(self):
        """Who of the user's people is logged in and who is paused, as the log last said."""
        sessions = self.env["ops.agent.session"]
        still = [("end_at", "=", False), ("day", ">=", "today -1d")]
        groups = sessions._read_group(still, ["kind"], ["agent_key:count_distinct", "until_at:max"])
        labels = dict(sessions._fields["kind"]._description_selection(self.env))
        seen = max((until for _kind, _count, until in groups), default=None)
        return {
            "key": "floor_people",
            "section": "today",
            "sequence": 20,
            "title": self.env._("My people, as of %s", self._moment(seen))
            if seen
            else self.env._("My people"),
            "empty": self.env._("Who is logged in at the PBX, and who is paused, appears here."),
            "action": "ops_callcenter.action_ops_agent_day",
            "items": [
                {
                    "label": labels[kind],
                    "value": count,
                    "state": "yellow" if kind == "pause" else "blue",
                    "action": self._rows(
                        "ops.agent.session", labels[kind], [*still, ("kind", "=", kind)]
                    ),
                }
                for kind, count, _until in groups
            ],
        }

    # -- agent

    def _home_own(self):
        """The agent's own figures of today, or of the last day worked."""
        day = self.env["ops.agent.day"].search(
            [("employee_id.user_id", "=", self.env.uid)], order="day desc", limit=1
        )
        today = day.day == fields.Date.context_today(self)
        return {
            "key": "floor_own",
            "section": "indicators",
            "sequence": 10,
            "title": self.env._("My figures today")
            if today or not day
            else self.env._("My figures of %s", format_date(self.env, day.day)),
            "empty": self.env._("Your calls, handling time and occupancy of the day appear here."),
            "items": self._home_own_items(day) if day else [],
        }

    def _home_own_items(self, day):
        opens = [("day", "=", day.day), ("employee_id", "=", day.employee_id.id)]
        calls = ("ops.call", [*opens, ("outcome", "=", "answered")])
        whole, pauses = ("ops.agent.day", opens), ("ops.agent.session", opens)
        figures = (
            (self.env._("Answered"), day.calls, calls),
            (
                self.env._("Average handling time"),
                self._clock(day.aht_s) if day.calls else "–",
                calls,
            ),
            (self.env._("Occupancy"), self._percent(day.occupancy), whole),
            (self.env._("Logged in"), self._clock(day.login_s), pauses),
            (self.env._("Paused"), self._clock(day.pause_s), pauses),
        )
        return [
            {"label": label, "value": value, "action": self._rows(model, label, domain)}
            for label, value, (model, domain) in figures
        ]

    # -- shared

    def _home_floor_shortcuts(self):
        """The buttons of the first role the user holds."""
        xmlids = next((x for group, x in SHORTCUTS.items() if self.env.user.has_group(group)), ())
        if not xmlids:
            return []
        xmlids = [f"ops_callcenter.{xmlid}" for xmlid in xmlids]
        names = self._home_action_names(tuple(xmlids), self.env.lang)
        return [
            {
                "key": "floor_shortcuts",
                "section": "shortcuts",
                "sequence": 5,
                "component": "buttons",
                "title": self.env._("Call floor"),
                "empty": "",
                "items": [
                    {"label": name, "action": xmlid}
                    for name, xmlid in zip(names, xmlids, strict=True)
                ],
            }
        ]

    @api.model
    @tools.ormcache("xmlids", "lang")
    def _home_action_names(self, xmlids, lang) -> list:
        """Return the names of actions in ``lang``; writing an action forgets them."""
        ids = [self.env["ir.model.data"]._xmlid_to_res_id(xmlid) for xmlid in xmlids]
        actions = self.env["ir.actions.act_window"].sudo().with_context(lang=lang)
        return actions.browse(ids).mapped("name")

    @api.model
    def _rows(self, model, name, domain, context=None):
        """An action on rows of ``model``; made here, for reading stored ones costs queries."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, view] for view in VIEWS[model]],
            "domain": domain,
            "context": context or {},
        }

    @api.model
    def _form(self, call):
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.call",
            "res_id": call.id,
            "views": [[False, "form"]],
        }

    def _moment(self, moment):
        return format_datetime(
            self.env, moment, tz=self.env.user.tz or "UTC", dt_format="MM-dd HH:mm"
        )

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, format_datetime

from ..core.period import midnight_utc

SECTIONS = ("waiting", "late", "indicators", "today", "shortcuts")
LIMIT = 8  # lines of a card; the rest is behind its title


class OpsHome(models.AbstractModel):
    """The one home page of all roles. Other add-ons extend ``_home_cards``.

    A card is a dict: ``key``, ``section`` (see SECTIONS), ``title``, ``empty`` (what would appear
    here), ``items`` and optionally ``sequence``, ``action`` (all of it), ``component`` (name in
    the client's registry ``ops_home_cards``; ``list`` when left out). An item is a dict:
    ``label``, ``value``, ``state`` (blue, yellow, red or none), ``action`` (xml id or action),
    ``trend`` and ``button`` (``label``, ``model``, ``method``, ``args``: done in place).
    """

    _name = "ops.home"
    _description = "Home page of every role"

    @api.model
    @api.readonly
    def get_home(self) -> dict:
        """Return all the home page shows, for the user who asks, in one call."""
        if not self.env.user.has_group("ops_roles.group_user"):
            raise AccessError(
                self.env._("Your home page comes with a role card. Ask the access administrator.")
            )
        cards = sorted(self._home_cards(), key=lambda card: card.get("sequence", 50))
        titles = self._section_titles()
        today = fields.Date.context_today(self)
        return {
            "name": self.env.user.name,
            "date": format_date(self.env, today, date_format="full"),
            "sections": [
                {
                    "key": key,
                    "title": titles[key],
                    "cards": self._filled_first(card for card in cards if card["section"] == key),
                }
                for key in SECTIONS
            ],
        }

    @api.model
    def _filled_first(self, cards) -> list:
        """What is to be done stands above cards that only say what would appear in them."""
        return sorted(cards, key=lambda card: not card["items"])

    @api.model
    def _section_titles(self) -> dict:
        return {
            "waiting": self.env._("Waiting for me"),
            "late": self.env._("Late"),
            "indicators": self.env._("My figures"),
            "today": self.env._("Today"),
            "shortcuts": self.env._("Shortcuts"),
        }

    @api.model
    def _home_cards(self) -> list:
        """Return the cards of the user; extend by adding to the list super returns."""
        cards = [*self._home_activities(), self._home_calendar(), self._home_roles()]
        if self.env.user.has_group("ops_roles.group_adm"):
            cards += [self._home_conflicts(), self._home_administration()]
        if self.env["ops.feed"].has_access("read"):
            cards.append(self._home_feeds())
        if self.env["ops.role.span"].has_access("read"):
            cards.append(self._home_span())
        return cards

    @api.model
    def _home_carded(self) -> list:
        """Return ids of activity types that have a card of their own with the duty's buttons."""
        return []

    @api.model
    def _notify(self, users, menus=False):
        """Tell the open home pages of ``users`` to load again.

        :param menus: their role cards changed, so their menus have to be loaded again too
        """
        for user in users:
            user._bus_send("ops_roles.home", {"menus": menus})

    def _home_activities(self):
        """Return the two cards of the user's activities: due later and overdue."""
        today = fields.Date.context_today(self)
        # Own activities are readable in any case; asking as the system saves a query.
        activities = (
            self.env["mail.activity"]
            .sudo()
            .search_fetch(
                [
                    ("user_id", "=", self.env.uid),
                    ("activity_type_id", "not in", self._home_carded()),
                ],
                ["summary", "activity_type_id", "res_model", "res_id", "res_name", "date_deadline"],
                order="date_deadline, id",
                limit=8 * LIMIT,
            )
        )
        kinds = self._home_activity_kinds()
        own = activities.filtered(lambda activity: activity.activity_type_id.id in kinds)
        late = activities.filtered(lambda activity: activity.date_deadline < today)
        return [
            *self._home_own_cards(kinds, own - late, today),
            {
                "key": "activities_waiting",
                "section": "waiting",
                "title": self.env._("To do"),
                "empty": self.env._("What others ask of you appears here, by due day."),
                "items": [
                    self._home_activity(one, today) for one in (activities - late - own)[:LIMIT]
                ],
            },
            {
                "key": "activities_late",
                "section": "late",
                "title": self.env._("Overdue"),
                "empty": self.env._("Nothing is late. Overdue work appears here in red."),
                "items": [self._home_activity(one, today) for one in late[:LIMIT]],
            },
        ]

    @api.model
    def _home_activity_kinds(self) -> dict:
        """Return ``{activity type id: (verb, card)}`` of to-dos shown on a card of their own.

        They are done by a button of their record, never ticked off. A card is given without its
        items; types that share one share its ``key``. It costs no query, and is left out while it
        is empty.
        """
        return {}

    def _home_own_cards(self, kinds, activities, today):
        cards = {}
        for activity in activities:
            verb, card = kinds[activity.activity_type_id.id]
            items = cards.setdefault(card["key"], {**card, "items": []})["items"]
            item = self._home_activity(activity, today)
            item.pop("button", None)
            items.append({**item, "label": f"{verb} · {activity.res_name}"})
        return [{**card, "items": card["items"][:LIMIT]} for card in cards.values()]

    def _home_activity_label(self, activity):
        """What is to be done and with which record, said once when one names the other."""
        task = activity.summary or activity.activity_type_id.name
        record = activity.res_name or ""
        if task in record or record in task:
            return max(task, record, key=len)
        return f"{task} · {record}"

    def _home_activity(self, activity, today):
        due = activity.date_deadline
        state = "red" if due < today else "yellow" if due == today else "blue"
        return {
            "label": self._home_activity_label(activity),
            "value": format_date(self.env, due),
            "state": state,
            "action": {
                "type": "ir.actions.act_window",
                "res_model": activity.res_model,
                "res_id": activity.res_id,
                "views": [[False, "form"]],
            },
            "button": {
                "label": self.env._("Done"),
                "model": "mail.activity",
                "method": "action_done",
                "args": [activity.ids],
            },
        }

    def _home_calendar(self):
        today = fields.Date.context_today(self)
        tz = self.env.user.tz or "UTC"
        start, stop = midnight_utc(today, tz), midnight_utc(today + timedelta(days=1), tz)
        events = self.env["calendar.event"].search_fetch(
            [
                ("partner_ids", "in", self.env.user.partner_id.ids),
                ("stop", ">", start),
                ("start", "<", stop),
            ],
            ["name", "start", "allday"],
            order="start, id",
            limit=LIMIT,
        )
        return {
            "key": "calendar",
            "section": "today",
            "title": self.env._("Calendar"),
            "empty": self.env._("Meetings you are invited to today appear here."),
            "action": "calendar.action_calendar_event",
            "items": [
                {
                    "label": event.name,
                    "value": self.env._("All day")
                    if event.allday
                    else format_datetime(self.env, event.start, tz=tz, dt_format="HH:mm"),
                    "state": "none",
                    "action": {
                        "type": "ir.actions.act_window",
                        "res_model": "calendar.event",
                        "res_id": event.id,
                        "views": [[False, "form"]],
                    },
                }
                for event in events
            ],
        }

    def _home_roles(self):
        """Return the card with the user's own role cards."""
        cards = self.env["ops.role.assignment"].search_fetch(
            [("employee_id.user_id", "=", self.env.uid), ("state", "=", "current")],
            ["role_id", "department_id", "kind", "acting_for_id"],
        )
        names = self.env["ops.role"]._names()
        return {
            "key": "my_roles",
            "section": "shortcuts",
            "sequence": 90,
            "title": self.env._("My role cards"),
            "empty": self.env._("The roles you hold or act for appear here."),
            "items": [
                {
                    "label": names[card.role_id.id],
                    "value": self._home_place(card),
                    "state": "yellow" if card.kind == "acting" else "none",
                    "action": {
                        "type": "ir.actions.act_window",
                        "name": names[card.role_id.id],
                        "res_model": "ops.role",
                        "res_id": card.role_id.id,
                        "views": [[False, "form"]],
                    },
                }
                for card in cards
            ],
        }

    def _home_place(self, card):
        if card.kind == "holder":
            return card.department_id.name
        return self.env._(
            "%(department)s, acting for %(name)s",
            department=card.department_id.name,
            name=card.acting_for_id.sudo().employee_id.name,
        )

    def _home_conflicts(self):
        kinds = self.env["ops.role.conflict"]._read_group([], ["kind"], ["__count"])
        labels = dict(
            self.env["ops.role.conflict"]._fields["kind"]._description_selection(self.env)
        )
        return {
            "key": "role_conflicts",
            "section": "waiting",
            "sequence": 10,
            "title": self.env._("Role card conflicts"),
            "empty": self.env._("Double holders, gaps and cards without a login appear here."),
            "action": "ops_roles.action_conflict",
            "items": [
                {
                    "label": labels[kind],
                    "value": count,
                    "state": "red" if kind in ("double", "login") else "yellow",
                    "action": "ops_roles.action_conflict",
                }
                for kind, count in kinds
            ],
        }

    def _home_feeds(self):
        failed = self.env["ops.feed"].search_fetch(
            [("state", "=", "failed")], ["name", "source_id"], order="id desc", limit=LIMIT
        )
        return {
            "key": "feeds_failed",
            "section": "waiting",
            "sequence": 20,
            "title": self.env._("Files that failed"),
            "empty": self.env._("Incoming files that could not be merged appear here."),
            "action": "ops_roles.action_ops_feed",
            "items": [
                {
                    "label": feed.name,
                    "value": feed.source_id.name,
                    "state": "red",
                    "action": {
                        "type": "ir.actions.act_window",
                        "res_model": "ops.feed",
                        "res_id": feed.id,
                        "views": [[False, "form"]],
                    },
                }
                for feed in failed
            ],
        }

    def _home_administration(self):
        return {
            "key": "administration",
            "section": "shortcuts",
            "sequence": 10,
            "component": "buttons",
            "title": self.env._("Role cards"),
            "empty": "",
            "items": [
                {"label": self.env._("Assign a role"), "action": "ops_roles.action_assign"},
                {
                    "label": self.env._("Let somebody act"),
                    "action": "ops_roles.action_assign_acting",
                },
                {"label": self.env._("What a person may do"), "action": "ops_roles.action_person"},
            ],
        }

    def _home_span(self):
        shown = ["employee_id", "leader_name", "people", "span_min", "span_max", "out_of_span"]
        spans = self.env["ops.role.span"].search_fetch([], shown, limit=LIMIT)
        # By id: reading the whole action would cost eight queries.
        team_list = self.env["ir.model.data"]._xmlid_to_res_id("ops_roles.view_team_list")
        return {
            "key": "span",
            "section": "indicators",
            "title": self.env._("People per leader"),
            "empty": self.env._("Leaders with the number of their people appear here."),
            "action": "ops_roles.action_span",
            "items": [
                {
                    "label": span.leader_name,
                    "value": self.env._(
                        "%(people)s of %(low)s–%(high)s",
                        people=span.people,
                        low=span.span_min,
                        high=span.span_max,
                    ),
                    "state": "red" if span.out_of_span else "blue",
                    "action": {
                        "type": "ir.actions.act_window",
                        "name": self.env._("People"),
                        "res_model": "hr.employee.public",
                        "views": [[team_list, "list"], [False, "form"]],
                        "domain": [("parent_id", "=", span.employee_id.id)],
                    },
                }
                for span in spans
            ],
        }

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from odoo.addons.ops_roles.core.period import midnight_utc
from odoo.addons.ops_roles.models.ops_home_find import Wanted

SHOWN = ["name", "subject", "state", "planned_start", "planned_stop"]


class OpsHome(models.AbstractModel):
    """Work orders: those of today for the crew, those to plan, accept and chase for the manager;
    tools that should be back for the storekeeper."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches, user = super()._home_searches(), self.env.user
        if user.has_group("ops_branch.group_technician"):
            searches["work_today"] = self._home_work_wanted(self._home_work_mine())
        if user.has_group("ops_roles.group_bm"):
            waiting = [("state", "in", ("draft", "finished")), ("is_late", "=", False)]
            searches["work_waiting"] = self._home_work_wanted(waiting)
            searches["work_late"] = self._home_work_wanted([("is_late", "=", True)])
        if user.has_group("ops_branch.group_storekeeper"):
            shown = ["tool", "employee_id", "due_on", "equipment_id"]
            held = self.env["ops.tool.custody"]
            searches["tools_late"] = Wanted(held, [("is_late", "=", True)], shown, "due_on, id")
        return searches

    @api.model
    def _home_cards(self):
        cards, user = super()._home_cards(), self.env.user
        if user.has_group("ops_branch.group_technician"):
            cards.append(self._home_work_today())
        if user.has_group("ops_roles.group_bm"):
            cards += [self._home_work_waiting(), self._home_work_late()]
            cards.append(self._home_branch_shortcuts())
        if user.has_group("ops_branch.group_storekeeper"):
            cards.append(self._home_tools_late())
        return cards

    @api.model
    def _home_work_wanted(self, domain):
        return Wanted(self.env["ops.work.order"], domain, SHOWN, "planned_start, id")

    @api.model
    def _home_work_mine(self):
        """The crew member's orders up to the end of today, late ones too."""
        company = self.env.company
        end = midnight_utc(fields.Date.add(company._ops_today(), days=1), company._ops_tz())
        return [
            ("is_mine", "=", True),
            ("state", "in", ("planned", "doing")),
            ("planned_start", "<", end),
        ]

    @api.model
    def _home_work_today(self):
        return {
            "key": "work_today",
            "section": "today",
            "sequence": 10,
            "title": self.env._("My work orders today"),
            "empty": self.env._("Orders planned for you up to the end of today appear here."),
            "action": "ops_branch.action_work_order_mine",
            "items": [self._home_work(order) for order in self._home_found("work_today")],
        }

    @api.model
    def _home_work_waiting(self):
        return {
            "key": "work_waiting",
            "section": "waiting",
            "sequence": 14,
            "title": self.env._("Work orders to plan and accept"),
            "empty": self.env._("Requests to plan and finished work to accept appear here."),
            "action": "ops_branch.action_work_order",
            "items": [self._home_work(order) for order in self._home_found("work_waiting")],
        }

    @api.model
    def _home_work_late(self):
        return {
            "key": "work_late",
            "section": "late",
            "sequence": 14,
            "title": self.env._("Late work orders"),
            "empty": self.env._("Orders that are not finished by their planned end appear here."),
            "action": "ops_branch.action_work_order",
            "items": [self._home_work(order) for order in self._home_found("work_late")],
        }

    @api.model
    def _home_branch_shortcuts(self):
        """Return what a branch manager does most: dispatch, look into the till, read the day."""
        return {
            "key": "branch_shortcuts",
            "section": "shortcuts",
            "sequence": 5,
            "component": "buttons",
            "title": self.env._("My branch"),
            "empty": "",
            "items": [
                {
                    "label": self.env._("Dispatch an order"),
                    "action": "ops_branch.action_work_order_new",
                },
                {"label": self.env._("Cash days"), "action": "ops_branch.action_cash_day"},
                {"label": self.env._("Day report"), "action": "ops_branch.action_day_report_last"},
            ],
        }

    @api.model
    def _home_tools_late(self):
        """Return the tools that should be back in the store by now."""
        return {
            "key": "tools_late",
            "section": "late",
            "sequence": 16,
            "title": self.env._("Tools overdue"),
            "empty": self.env._("Tools that should be back by now appear here."),
            "action": "ops_branch.action_tool_custody",
            "items": [
                {
                    "label": f"{one.tool} · {one.employee_id.name}",
                    "value": format_date(self.env, one.due_on),
                    "state": "red",
                    "action": self._home_tool(one.equipment_id),
                }
                for one in self._home_found("tools_late")
            ],
        }

    @api.model
    def _home_tool(self, tool):
        form = self.env["ir.model.data"]._xmlid_to_res_id("ops_branch.view_tool_form")
        return {
            "type": "ir.actions.act_window",
            "res_model": "maintenance.equipment",
            "res_id": tool.id,
            "views": [[form, "form"]],
        }

    @api.model
    def _home_work(self, order):
        labels = dict(order._fields["state"]._description_selection(self.env))
        start = order.planned_start
        return {
            "label": f"{labels[order.state]} · {order.subject}",
            "value": format_datetime(self.env, start, dt_format="short") if start else "",
            "state": "red" if order.is_late else "blue" if order.state == "planned" else "yellow",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.work.order",
                "res_id": order.id,
                "views": [[False, "form"]],
            },
        }

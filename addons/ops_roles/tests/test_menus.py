"""Every menu of every role leads to a screen that opens: the first thing a person would notice."""

from lxml import etree

from odoo import fields
from odoo.tests import tagged
from odoo.tools.safe_eval import datetime, safe_eval, time

from .common_roles import CODES, RolesCase

#: What the web client asks first for, by kind of view.
ROWS, GROUPS = {"list", "kanban", "calendar", "activity", "hierarchy"}, {"pivot", "graph"}


@tagged("post_install", "-at_install")
class TestMenus(RolesCase):
    def test_every_menu_opens_for_every_role_that_sees_it(self):
        for code in CODES:
            opened = 0
            for menu in self._leaves(self.users[code]):
                with self.subTest(role=code, menu=menu["xmlid"]):
                    self._open(self.users[code], menu)
                    opened += 1
            self.assertTrue(opened, code)

    def _leaves(self, user):
        """Menus of the suite without menus below them, as the web client loads them."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        pending = [menus[self.env.ref("ops_roles.menu_ops_root").id]]
        while pending:
            menu = pending.pop()
            pending += [menus[child] for child in menu["children"]]
            if not menu["children"]:
                yield menu

    def _open(self, user, menu):
        """Do what the web client does on a click; raises what it would show."""
        self.assertTrue(menu["action_id"], "The menu leads nowhere")
        actions = self.env[menu["action_model"]].with_user(user)
        action = actions.sudo().browse(menu["action_id"])._get_action_dict()
        if menu["action_model"] == "ir.actions.client":
            if action["tag"] == "ops_roles.home":
                self.assertTrue(self.env["ops.home"].with_user(user).get_home())
            return
        self.assertEqual(menu["action_model"], "ir.actions.act_window")
        self.assertTrue(action["help"] or action["view_mode"] == "form", "Empty page without help")
        values = {
            "uid": user.id,
            "context_today": lambda: fields.Date.context_today(user),
            "datetime": datetime,
            "time": time,
            "context": {},
        }
        context = safe_eval(action["context"] or "{}", values)
        model = actions.env[action["res_model"]].with_context(**context)
        views = model.get_views(
            [*action["views"], [(action["search_view_id"] or [False])[0], "search"]],
            {"action_id": action["id"], "load_filters": True, "toolbar": True},
        )["views"]
        domain = safe_eval(action["domain"] or "[]", values)
        domain += self._defaults(views["search"]["arch"], context, values)
        for _view_id, kind in action["views"]:
            self._request(model, kind, views[kind]["arch"], domain)

    def _defaults(self, arch, context, values):
        """The domain of the filters that are on when the screen opens."""
        found = []
        for name in context:
            if name.startswith("search_default_") and context[name]:
                wanted = name.removeprefix("search_default_")
                nodes = etree.fromstring(arch).xpath(f"//*[@name='{wanted}']")
                self.assertTrue(nodes, f"{name} names no filter")
                found += safe_eval(nodes[0].get("domain") or "[]", values)
        return found

    def _request(self, model, kind, arch, domain):
        nodes = etree.fromstring(arch).xpath("//field[not(ancestor::field)]")
        names = {node.get("name") for node in nodes}
        if kind in ROWS:
            model.web_search_read(domain, {name: {} for name in names}, limit=80)
        elif kind in GROUPS:
            rows = [
                ":".join(filter(None, (node.get("name"), node.get("interval"))))
                for node in nodes
                if node.get("type") != "measure" and self._groupable(model, node.get("name"))
            ]
            measures = [
                f"{node.get('name')}:{model._fields[node.get('name')].aggregator}"
                for node in nodes
                if node.get("type") == "measure"
            ]
            model.formatted_read_group(domain, rows[:1], ["__count", *measures])
        elif kind == "form" and model.has_access("create"):
            model.onchange({}, [], {name: {} for name in names})

    def _groupable(self, model, name):
        return model._fields[name].type in ("many2one", "char", "selection", "date", "datetime")

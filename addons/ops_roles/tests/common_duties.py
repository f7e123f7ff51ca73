"""One test per duty of the rule book: each role that has it finds its screen and may do it.

``DUTIES`` of an addon is ``{key: ((roles, menu, operation), …)}`` with the keys of the table of
duties, roles by their codes with blanks between, menus without the name of the addon when it is
the addon's own, and the operation on the records of the screen that the duty consists of. How it
is done, click by click, is in the tours.
"""


def proves(addon, duties):
    """Give a class derived from ``DutiesMixin`` a method ``test_R05`` for each key."""

    def decorate(cls):
        for key, ways in duties.items():
            setattr(cls, f"test_{key}", _test(addon, key, ways))
        return cls

    return decorate


def _test(addon, key, ways):
    def test(self):
        for roles, menu, operation in ways:
            for code in roles.split():
                with self.subTest(duty=key, role=code, menu=menu):
                    self._finds_and_may(code, menu if "." in menu else f"{addon}.{menu}", operation)

    test.__doc__ = f"Duty {key} of the rule book."
    return test


class DutiesMixin:
    """For a test case with ``self.users[code]``, each holding one role card only."""

    def _finds_and_may(self, code, xmlid, operation):
        """The person sees the menu, and may do the operation to what it opens."""
        user, menu = self.users[code], self.env.ref(xmlid)
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        self.assertIn(menu.id, menus, f"{code} does not see {xmlid}")
        action = menu.sudo().action
        self.assertTrue(action, f"{xmlid} leads nowhere")
        if action.type == "ir.actions.act_window":
            model = self.env[action.res_model].with_user(user)
            self.assertTrue(model.has_access(operation), f"{code}: no {operation} on {model._name}")

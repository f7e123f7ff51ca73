from odoo.tests import HttpCase, tagged

from .common_figures import FiguresCase


@tagged("post_install", "-at_install")
class TestFiguresTour(FiguresCase, HttpCase):
    """In the browser, as the role itself; logins are made by RolesCase with equal passwords."""

    def test_operations_manager_hands_a_target_down(self):
        target = self.env["ops.target"].create(
            {
                "indicator_id": self.spent.id,
                "department_id": self.centre.id,
                "date_from": self.env.company._ops_today(),
                "value": 100,
            }
        )
        self.start_tour("/odoo", "ops_target_cascade", login="t_om")
        self.assertEqual(target.child_ids.mapped("value"), [50, 50])

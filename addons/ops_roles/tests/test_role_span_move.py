from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_roles import RolesCase


@tagged("post_install", "-at_install")
class TestRoleSpanMove(RolesCase):
    """A leader with too many people, another of the same project with too few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles["sv"].write({"span_min": 2, "span_max": 3})
        cls.second = cls._person("t_sv_second")
        cls.second_card = cls._assign(cls.second, "sv", cls.project)
        cls.agents = [cls._person(f"t_agent{n}", parent_id=cls.people["sv"].id) for n in range(4)]
        for number, agent in enumerate(cls.agents):
            cls._assign(agent, "cs", cls.project, date_from=f"2026-02-0{number + 1}")
            agent.parent_id = cls.people["sv"]
        cls.people["cs"].parent_id = cls.second

    def _spans(self, user=None):
        return self.env["ops.role.span"].with_user(user or self.users["om"])

    def test_the_newest_is_suggested_and_moved(self):
        span = self._spans().search([("employee_id", "=", self.people["sv"].id)])
        self.assertEqual((span.people, span.out_of_span), (4, True))
        self.assertIn("t_agent3", span.suggestion)
        action = span.action_suggest()
        move = self.env["ops.role.span.move"].with_user(self.users["om"]).search(action["domain"])
        self.assertEqual(move.employee_id.name, "t_agent3")
        self.assertEqual(move.to_id.id, self.second.id)
        move.action_move()
        self.assertEqual(self.agents[3].parent_id, self.second)
        self.env.invalidate_all()
        self.assertEqual(span.people, 3)
        with self.assertRaises(UserError):
            move.action_move()

    def test_other_leaders_cannot_move(self):
        moves = self._spans().search([])._moves()
        move = self.env["ops.role.span.move"].sudo()._suggested(moves)
        for code in ("cs", "sv", "gm", "qa"):
            with self.subTest(role=code), self.assertRaises(AccessError):
                move.with_user(self.users[code]).action_move()

    def test_the_chart_shows_who_leads_whom(self):
        self.env.flush_all()
        line = self.env["ops.role.line"].with_user(self.users["cs"])
        box = line.browse(self.agents[0].id)
        self.assertEqual(box.parent_id.id, self.people["sv"].id)
        self.assertEqual(line.browse(self.people["sv"].id).people, 4)
        self.assertEqual(set(line.browse(self.second.id).child_ids.ids), {self.people["cs"].id})

"""Proposals 合理化建议: to the right desk, answered in time, carried out, thanked for."""

from ast import literal_eval

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common_work import WorkCase


class ProposalCase(WorkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["ops.proposal.category"].create(
            {"name": "Tour category", "role_id": cls.roles["om"].id, "sequence": -1}
        )

    def _draft(self, code="cs", **vals):
        proposals = self.env["ops.proposal"].with_user(self.users[code])
        vals = {"text": "Slow", "idea": "Be quick", "category_id": self.category.id, **vals}
        return proposals.create({"name": "Shorter greeting", **vals})

    def _sent(self, code="cs", **vals):
        proposal = self._draft(code, **vals)
        proposal.action_send()
        return proposal

    def _verdict(self, proposal, button="action_adopt", code="om", **vals):
        """Fill in the dialog as the user of ``code`` and press ``button``."""
        action = self._as(code, proposal).action_verdict()
        dialogs = self.env["ops.proposal.verdict"].with_user(self.users[code])
        dialog = dialogs.with_context(**action["context"]).create(vals)
        getattr(dialog, button)()

    def _told(self, code):
        """Return what stands in the inbox of a user."""
        partner = self.users[code].partner_id
        return self.env["mail.notification"].search([("res_partner_id", "=", partner.id)])


@tagged("post_install", "-at_install")
class TestProposal(ProposalCase):
    def test_columns_stand_in_the_order_of_the_states(self):
        self._draft()
        self._sent()
        self._sent().sudo().state = "received"
        found = self.env["ops.proposal"].with_context(read_group_expand=True)
        groups = found.web_read_group([], ["state"], ["__count"])["groups"]
        order = [key for key, _label in found._fields["state"].selection]
        shown = [group["state"] for group in groups]
        self.assertEqual(shown, [state for state in order if state in shown])
        self.assertLess(shown.index("sent"), shown.index("received"))

    def test_from_proposal_to_effect(self):
        proposal = self._sent()
        days = self.category.receive_days
        due = self.env.company._ops_workdays_after(self.today, days)
        self.assertEqual((proposal.state, proposal.due), ("sent", due))
        self.assertTrue(proposal.number)
        self.assertEqual(proposal.sudo().activity_ids.user_id, self.users["om"])
        self._as("om", proposal).action_receive()
        due = self.env.company._ops_workdays_after(self.today, self.category.verdict_days)
        self.assertEqual((proposal.due, proposal.sudo().activity_ids.date_deadline), (due, due))
        told = len(self._told("cs"))
        self._verdict(
            proposal, executor_ids=[(6, 0, self.people["sv"].ids)], due=self._day(5), reply="Good"
        )
        self.assertEqual((proposal.state, proposal.reply), ("adopted", "Good"))
        self.assertFalse(proposal.sudo().activity_ids)
        self.assertEqual(len(self._told("cs")), told + 1)
        line = self._as("sv", proposal).directive_ids.line_ids
        self.assertEqual(line.user_id, self.users["sv"])
        self.assertEqual(line.directive_id.action_open_source()["res_id"], proposal.id)
        action = self._as("om", proposal).action_effect()
        dialogs = self.env["ops.proposal.effect"].with_user(self.users["om"])
        dialog = dialogs.with_context(**action["context"])
        dialog.create({"measure": "Seconds", "value_before": 9, "value_after": 4}).action_record()
        self.assertEqual((proposal.state, proposal.value_after), ("closed", 4))
        self.assertEqual(len(self._told("cs")), told + 2)

    def test_the_nearest_holder_up_the_line_decides(self):
        near, far = self._person("t_near"), self._person("t_far")
        self._assign(near, "tr", self.centre)
        self._assign(far, "tr", self.other)
        self.cards["tr"].date_to = self._day(-1)
        self.category.role_id = self.roles["tr"]
        proposal = self._sent()
        self.assertEqual(proposal.sudo().desk_user_ids, near.user_id)

    def test_nobody_decides_on_his_own_proposal(self):
        proposal = self._sent("om")
        desk = proposal.sudo().desk_user_ids
        self.assertTrue(desk)
        self.assertNotIn(self.users["om"], desk)
        for step in ("action_receive", "action_verdict", "action_effect"):
            with self.subTest(step), self.assertRaises(AccessError):
                getattr(proposal, step)()

    def test_a_new_holder_of_the_role_card_takes_over(self):
        proposal = self._sent()
        successor = self._person("t_successor")
        self.cards["om"].date_to = self._day(-1)
        self._assign(successor, "om", self.project)
        self.assertEqual(proposal.sudo().desk_user_ids, successor.user_id)
        self.assertEqual(proposal.sudo().activity_ids.user_id, successor.user_id)

    def test_a_refusal_says_why(self):
        for button in ("action_decline", "action_partly"):
            proposal = self._sent()
            with self.subTest(button), self.assertRaises(UserError):
                self._verdict(proposal, button)
        self._verdict(proposal, "action_decline", reply="Tried last year")
        self.assertEqual(proposal.state, "declined")
        with self.assertRaises(UserError):
            self._verdict(proposal, reply="On second thoughts")
        with self.assertRaises(UserError):
            self._as("om", proposal).action_effect()

    def test_an_effect_is_a_figure_or_words(self):
        proposal = self._sent()
        self._verdict(proposal)
        mine = self._as("om", proposal)
        for wrong in ((" ",), ("Better", "", 0, 0, -1)):
            with self.subTest(wrong), self.assertRaises(UserError):
                mine._record_effect(*wrong)
        mine._record_effect("Fewer complaints", reward=200)
        self.assertEqual((proposal.state, proposal.reward), ("closed", 200))

    def test_executors_need_a_day(self):
        with self.assertRaises(UserError):
            self._verdict(self._sent(), executor_ids=[(6, 0, self.people["sv"].ids)])

    def test_what_follows_from_buttons_cannot_be_forged(self):
        proposal = self._draft()
        forged = {
            "state": "adopted",
            "number": "JY1",
            "verdict": "adopted",
            "proposer_id": self.users["sv"].id,
            "desk_user_ids": [(6, 0, self.users["cs"].ids)],
            "reply": "Good",
            "reward": 500,
            "effect": "Much",
        }
        for name, value in forged.items():
            with self.subTest(name), self.assertRaises(AccessError):
                proposal.write({name: value})
            with self.subTest(f"new {name}"), self.assertRaises(AccessError):
                self._draft(**{name: value})
        copied = self._sent().copy()
        self.assertEqual((copied.state, copied.number, copied.sent_at), ("draft", False, False))

    def test_what_was_sent_stays(self):
        proposal = self._sent()
        with self.assertRaises(UserError):
            proposal.idea = "Another"
        with self.assertRaises(UserError):
            proposal.unlink()
        with self.assertRaises(UserError):
            proposal.action_send()
        self._draft().unlink()

    def test_others_neither_send_nor_decide(self):
        draft = self._draft("sv")
        with self.assertRaises(AccessError):
            self._as("om", draft).action_send()
        draft.action_send()
        for code in ("pm", "qa"):
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(code, draft).action_receive()
        with self.assertRaises(AccessError):
            dialog = self.env["ops.proposal.verdict"].with_user(self.users["pm"])
            dialog.create({"proposal_id": draft.id}).action_adopt()

    def test_who_reads_it_when(self):
        proposal = self._draft()
        readers = {"draft": {"cs"}, "sent": {"cs", "om", "pm", "sv", "gm"}}
        self.assertEqual(self._readers(proposal), readers["draft"])
        proposal.action_send()
        self.assertEqual(self._readers(proposal), readers["sent"])
        self._verdict(proposal)
        self.assertEqual(self._readers(proposal), {*readers["sent"], "qa", "fin"})

    def _readers(self, proposal):
        among = ("cs", "om", "pm", "sv", "gm", "qa", "fin")
        return {code for code in among if self._as(code, proposal).has_access("read")}

    def test_alike_ones_are_named_while_writing(self):
        first = self._sent()
        with self.subTest("also to who may not read it"):
            mine = self._draft("qa", name="A shorter greeting")
            self.assertIn(first.number, mine.similar_hint)
        self.assertFalse(self._draft("qa", name="Night bus").similar_hint)

    def test_overdue_answers_are_found(self):
        proposal = self._sent()
        proposal.sudo().due = self._day(-1)
        view = etree.fromstring(self.env.ref("ops_roles.view_proposal_search").arch)
        late = literal_eval(view.find(".//filter[@name='late']").get("domain"))
        found = self._as("om", proposal).search(late)
        self.assertIn(proposal, found)
        self.assertNotIn(self._sent(), found)

    def test_the_home_page_opens_the_verdict(self):
        proposal = self._sent()
        home = self.env["ops.home"].with_user(self.users["om"]).get_home()
        cards = [card for section in home["sections"] for card in section["cards"]]
        items = next(card for card in cards if card["key"] == "activities_waiting")["items"]
        button = next(one["button"] for one in items if proposal.name in one["label"])
        self.assertEqual(button["args"], [proposal.ids])
        opened = getattr(self._as("om", proposal), button["method"])()
        self.assertEqual(opened["res_model"], "ops.proposal.verdict")
        with self.assertRaises(UserError):
            self._as("om", proposal).sudo().activity_ids.action_done()

    def test_nobody_at_the_desk_is_said_at_once(self):
        lonely = self._department("Lonely", None)
        with self.assertRaises(UserError):
            self._sent("gm", department_id=lonely.id)


@tagged("post_install", "-at_install")
class TestProposalTour(ProposalCase, HttpCase):
    def test_from_agent_to_verdict(self):
        self.start_tour("/odoo", "ops_proposal_make", login="t_cs")
        proposal = self.env["ops.proposal"].search([("proposer_id", "=", self.users["cs"].id)])
        self.assertEqual(proposal.state, "sent")
        self.start_tour("/odoo", "ops_proposal_verdict", login="t_om")
        self.assertEqual(proposal.state, "adopted")
        self.start_tour("/odoo/ops-proposals", "ops_proposal_read", login="t_cs")

"""To-dos of letters: readers, the leader asked, the officer; and circulating in three clicks."""

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common_letter import LetterCase


class LetterTodoCase(LetterCase):
    def _todos(self, letter):
        """Return ``{(login, name of the activity type)}`` of a letter."""
        kinds = {
            self.env.ref("ops_roles.activity_letter"): "step",
            self.env.ref("ops_roles.activity_letter_read"): "read",
        }
        found = letter.sudo().activity_ids
        return {(one.user_id.login, kinds[one.activity_type_id]) for one in found}


@tagged("post_install", "-at_install")
class TestLetterTodo(LetterTodoCase):
    def test_the_leader_then_the_officer_have_the_next_step(self):
        letter = self._registered(leader_id=self.users["dm"].id, proposal="Answer it")
        self.assertFalse(self._todos(letter))
        letter.action_propose()
        self.assertEqual(self._todos(letter), {("t_dm", "step")})
        self._as(letter, "dm")._instruct("Answer within the week")
        self.assertEqual(self._todos(letter), {("t_sa", "step")})
        letter._close("Answered")
        self.assertFalse(self._todos(letter))

    def test_each_reader_has_one_until_he_signs(self):
        letter = self._registered(deadline="2027-01-15")
        readers = self.users["bm"] | self.users["da"]
        letter._circulate(readers)
        letter._circulate(readers)
        self.assertEqual(self._todos(letter), {("t_bm", "read"), ("t_da", "read")})
        self.assertEqual(len(letter.sudo().activity_ids), 2)
        self.assertEqual(set(letter.sudo().activity_ids.mapped("date_deadline")), {letter.deadline})
        with self.assertRaises(UserError):
            letter.sudo().activity_ids[0].action_done()
        self._as(letter, "bm").action_read()
        self.assertEqual(self._todos(letter), {("t_da", "read")})

    def test_executors_read_and_void_letters_ask_nobody(self):
        letter = self._registered(leader_id=self.users["dm"].id, proposal="Answer it")
        letter.action_propose()
        day = self.env.company._ops_today()
        self._as(letter, "dm")._instruct("Answer", self.users["bm"], day)
        self.assertEqual(self._todos(letter), {("t_sa", "step"), ("t_bm", "read")})
        letter.sudo().state = "registered"
        letter._make_void("Entered twice")
        self.assertFalse(self._todos(letter))

    def test_sealing_ends_them(self):
        letter = self._registered()
        letter._circulate(self.users["bm"])
        letter._close("Filed")
        volumes = self.env["ops.letter.archive"].with_user(self.users["sa"])
        volumes.create({"name": "V", "letter_ids": letter.ids}).action_seal()
        self.assertFalse(self._todos(letter))

    def test_readers_have_their_card_and_no_second_line(self):
        letter = self._registered()
        letter._circulate(self.users["bm"])
        home = self.env["ops.home"].with_user(self.users["bm"]).get_home()
        cards = {card["key"]: card for section in home["sections"] for card in section["cards"]}
        named = [
            key
            for key in ("letters_to_read", "activities_waiting", "activities_late")
            if any(letter.number in item["label"] for item in cards[key]["items"])
        ]
        self.assertEqual(named, ["letters_to_read"])


@tagged("post_install", "-at_install")
class TestLetterTour(LetterTodoCase, HttpCase):
    def test_circulating_takes_three_clicks_from_home(self):
        letter = self._registered(name="Tour letter")
        self.start_tour("/odoo", "ops_letter_circulate", login="t_sa")
        self.assertEqual(letter.state, "circulating")
        self.assertIn(("t_bm", "read"), self._todos(letter))
        self.start_tour("/odoo", "ops_letter_read", login="t_bm")
        mine = letter.reader_ids.filtered(lambda one: one.user_id == self.users["bm"])
        self.assertTrue(mine.read_at)

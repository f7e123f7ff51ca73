"""Letters: numbers, the way from registration to the seal, and who may do what."""

import threading
from contextlib import ExitStack, closing, contextmanager

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from .common_letter import LetterCase

REGISTRARS = {"sa", "da", "dm"}
LEADERS = {"gm", "om", "pm", "mm", "dm", "sd", "bm"}
WRITERS = REGISTRARS | LEADERS


@tagged("post_install", "-at_install")
class TestLetterNumber(LetterCase):
    def test_numbers_have_no_gap_and_start_anew_each_year(self):
        letters = [self._registered() for _n in range(3)]
        year = self.env.company._ops_today().year
        self.assertEqual(
            [letter.number for letter in letters], [f"T收〔{year}〕{n}号" for n in (1, 2, 3)]
        )
        self.assertEqual(self.env["ops.letter.counter"]._next(self.series_in, year + 1), 1)
        self.assertEqual(self.env["ops.letter.counter"]._next(self.series_in, year), 4)

    def test_a_failed_registration_gives_the_number_back(self):
        self._registered()
        good, bad = self._letter(), self._letter(correspondent=False)
        with self.assertRaises(UserError), self.cr.savepoint():
            (good | bad).action_register()
        self.assertEqual(self._registered().running_number, 2)

    def test_a_void_letter_keeps_its_number(self):
        letter = self._registered()
        letter._make_void("Entered twice")
        self.assertRecordValues(letter, [{"state": "void", "running_number": 1}])
        self.assertEqual(self._registered().running_number, 2)
        with self.assertRaises(UserError):
            letter.unlink()
        with self.assertRaises(UserError):
            letter.name = "Other"

    def test_numbered_letters_stay_and_drafts_go(self):
        draft = self._letter()
        draft.unlink()
        with self.assertRaises(UserError):
            self._registered().unlink()
        other = self.series_in.copy({"pattern": "X{year}{number}"})
        with self.assertRaises(UserError):
            self._registered().series_id = other

    def test_patterns_name_what_is_wrong(self):
        for pattern, word in (("{number}", "year"), ("{year}{number}{day}", "day")):
            with self.subTest(pattern), self.assertRaises(ValidationError) as caught:
                self.series_in.pattern = pattern
            self.assertIn(word, str(caught.exception))

    def test_two_series_never_print_the_same_number(self):
        self._registered()
        twin = self.series_in.copy()
        draft = self._letter(series_id=twin.id)
        with self.assertRaises(UniqueViolation), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            draft.action_register()
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestLetterNumberConcurrency(BaseCase):
    """Two real connections draw from one series; what they commit is taken away afterwards."""

    def setUp(self):
        super().setUp()
        self.db = Registry(get_db_name())
        with self.db.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.series = (
                env["ops.letter.series"]
                .create({"name": "Race", "pattern": "R{year}-{number}", "sequence": 999})
                .id
            )
        self.addCleanup(self._clean)

    def _clean(self):
        with self.db.cursor() as cr:
            cr.execute("DELETE FROM ops_letter_counter WHERE series_id = %s", [self.series])
            cr.execute("DELETE FROM ops_letter_series WHERE id = %s", [self.series])

    @contextmanager
    def _connection(self):
        """An environment of a connection of its own, made here: a thread may not make one while
        the registry is locked for the tests."""
        with closing(self.db.cursor()) as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _draw(self, env):
        return env["ops.letter.series"].browse(self.series)._draw()["running_number"]

    def _draw_until_it_works(self, env, drawn):
        """As Odoo does with a request: again after a serialization failure."""
        while True:
            try:
                number = self._draw(env)
                env.cr.commit()
                drawn.append(number)
                return
            except SerializationFailure:
                env.cr.rollback()
                env.invalidate_all()

    def _race(self, end):
        """Draw in one connection, let another one try, end the first by ``end``."""
        drawn = []
        with self._connection() as first, self._connection() as other:
            self.assertEqual(self._draw(first), 1)
            second = threading.Thread(target=self._draw_until_it_works, args=[other, drawn])
            second.start()
            second.join(0.3)
            self.assertFalse(drawn)
            getattr(first.cr, end)()
            second.join(5)
        return drawn

    @mute_logger("odoo.sql_db")
    def test_the_second_waits_and_takes_the_next(self):
        self.assertEqual(self._race("commit"), [2])

    @mute_logger("odoo.sql_db")
    def test_a_rollback_gives_the_number_to_the_second(self):
        self.assertEqual(self._race("rollback"), [1])

    @mute_logger("odoo.sql_db")
    def test_six_at_once_have_no_gap_and_no_double(self):
        drawn = []
        with ExitStack() as stack:
            crowd = [
                threading.Thread(
                    target=self._draw_until_it_works,
                    args=[stack.enter_context(self._connection()), drawn],
                )
                for _n in range(6)
            ]
            for one in crowd:
                one.start()
            for one in crowd:
                one.join(5)
        self.assertEqual(sorted(drawn), list(range(1, 7)))


@tagged("post_install", "-at_install")
class TestLetterWay(LetterCase):
    def test_the_whole_way_of_an_incoming_letter(self):
        letter = self._registered()
        letter.write({"proposal": "Ask the branch", "leader_id": self.users["dm"].id})
        letter.action_propose()
        self.assertEqual(letter.state, "proposed")
        self._as(letter, "dm")._instruct("Do it by Friday")
        self.assertEqual(letter.instruction_ids.user_id, self.users["dm"])
        self._as(letter, "dm")._circulate(self.users["sd"] | self.users["cs"])
        self.assertRecordValues(
            letter, [{"state": "circulating", "reader_count": 2, "unread_count": 2}]
        )
        self._as(letter, "cs").action_read()
        self.assertEqual(letter.unread_count, 1)
        letter._close("Answered by phone")
        self.assertEqual((letter.state, letter.done_by_id), ("done", self.users["sa"]))

    def test_an_instruction_opens_a_directive_whose_executor_reads_the_letter(self):
        letter = self._registered(leader_id=self.users["dm"].id)
        due = self.env.company._ops_today()
        with self.assertRaises(UserError):
            self._as(letter, "dm")._instruct("Do it", self.users["cs"])
        self._as(letter, "dm")._instruct("Do it", self.users["cs"], due)
        directive = letter.sudo().directive_ids
        self.assertRecordValues(
            directive,
            [{"source_kind": "letter", "issuer_id": self.users["dm"].id, "due": due}],
        )
        self.assertEqual(directive.line_ids.executor_id.user_id, self.users["cs"])
        self.assertTrue(self._as(letter, "cs").has_access("read"))

    def test_an_outgoing_letter_gets_its_number_when_it_is_issued(self):
        letter = self._letter("sa", direction="outgoing")
        self.assertEqual(letter.series_id, self.series_out)
        with self.assertRaises(UserError):
            letter.action_register()
        with self.assertRaises(UserError):
            letter.action_issue()
        letter.action_submit()
        signer = letter.sudo().approval_waiting_user_ids[:1]
        self.assertFalse(letter.number)
        letter.with_user(signer).action_approve("Agreed")
        self.assertEqual((letter.state, letter.number), ("approved", False))
        letter.action_issue()
        self.assertEqual((letter.state, letter.running_number), ("issued", 1))
        letter._circulate(self.users["cs"])
        letter._close("Sent")
        self.assertEqual(letter.state, "done")

    def test_a_proposal_needs_a_leader_and_a_text(self):
        letter = self._registered()
        with self.assertRaises(UserError):
            letter.action_propose()

    def test_nobody_is_twice_on_the_list_and_the_unread_are_chased(self):
        letter = self._registered()
        letter._circulate(self.users["cs"] | self.users["sv"])
        letter._circulate(self.users["cs"] | self.users["qa"])
        self.assertEqual(letter.reader_count, 3)
        self._as(letter, "cs").action_read()
        letter.action_chase()
        counts = {one.user_id: one.chase_count for one in letter.sudo().reader_ids}
        self.assertEqual(counts, {self.users["cs"]: 0, self.users["sv"]: 1, self.users["qa"]: 1})

    def test_the_dialog_reaches_all_holders_of_a_role(self):
        letter = self._registered()
        dialog = (
            self.env["ops.letter.circulate"]
            .with_user(self.users["sa"])
            .create(
                {
                    "letter_ids": letter.ids,
                    "role_ids": self.roles["sv"].ids,
                    "department_ids": self.project.ids,
                }
            )
        )
        self.assertEqual(dialog.reader_count, 1)
        dialog.action_circulate()
        self.assertEqual(letter.reader_ids.user_id, self.users["sv"])

    def test_only_the_reader_signs(self):
        letter = self._registered()
        letter._circulate(self.users["cs"])
        reader = letter.sudo().reader_ids
        with self.assertRaises(AccessError):
            self._as(reader, "sa").action_read()
        self._as(letter, "sv").action_read()
        self.assertFalse(reader.read_at)

    def test_who_may_take_each_step(self):
        letter = self._registered()
        dummy = self.users["gm"]
        for code, user in self.users.items():
            mine = letter.with_user(user)
            for allowed, step in (
                (REGISTRARS, mine.action_propose),
                (LEADERS, lambda mine=mine: mine._instruct("Yes")),
                (WRITERS, lambda mine=mine: mine._circulate(dummy)),
                (REGISTRARS, lambda mine=mine: mine._make_void("No")),
            ):
                with self.subTest(code, step=step):
                    try:
                        with self.cr.savepoint():
                            step()
                            raise ZeroDivisionError  # undo
                    except AccessError:
                        done = False
                    except (UserError, ZeroDivisionError):
                        done = True
                    self.assertEqual(done, code in allowed)

    def test_steps_go_in_order(self):
        letter = self._letter()
        for step in (
            letter.action_propose,
            lambda: letter._circulate(self.users["cs"]),
            lambda: letter._close("x"),
        ):
            with self.assertRaises(UserError):
                step()
        letter.action_register()
        with self.assertRaises(UserError):
            letter.action_register()

    def test_nothing_is_forged(self):
        letter = self._registered()
        letters = self.env["ops.letter"].with_user(self.users["sa"])
        for vals in ({"state": "done"}, {"number": "X"}, {"running_number": 9}, {"year": 1}):
            with self.subTest(vals):
                with self.assertRaises(AccessError):
                    letter.write(vals)
                with self.assertRaises(AccessError):
                    letters.create({"name": "x", "correspondent": "y", **vals})
        made = letters.with_context(default_state="done", default_number="X").create(
            {"name": "x", "correspondent": "y"}
        )
        self.assertRecordValues(made, [{"state": "draft", "number": False}])
        for model in ("ops.letter.reader", "ops.letter.instruction", "ops.letter.counter"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.users["sa"]).create({})

    def test_a_file_of_somebody_else_is_not_taken(self):
        letter = self._letter()
        foreign = self.env["ir.attachment"].create({"name": "secret", "raw": b"x"})
        with self.assertRaises(AccessError):
            letter.write({"attachment_ids": [(4, foreign.id)]})
        own = foreign.with_user(self.users["sa"]).create({"name": "own", "raw": b"y"})
        letter.write({"attachment_ids": [(4, own.id)]})
        self.assertEqual((own.res_model, own.res_id), ("ops.letter", letter.id))

    def test_the_sheet_prints(self):
        letter = self._registered(summary="内容摘要")
        letter._circulate(self.users["cs"])
        html = self.env["ir.actions.report"]._render_qweb_html(
            "ops_roles.letter_sheet", letter.ids
        )[0]
        self.assertIn(letter.number, html.decode())
        self.assertIn("t_cs", html.decode())


@tagged("post_install", "-at_install")
class TestLetterAccess(LetterCase):
    def _readers_of(self, letter):
        return {
            code for code, user in self.users.items() if letter.with_user(user).has_access("read")
        }

    def test_writers_of_the_department_read_and_the_others_take_part(self):
        letter = self._registered()
        self.assertEqual(self._readers_of(letter), WRITERS)
        letter._circulate(self.users["cs"])
        self.assertEqual(self._readers_of(letter), WRITERS | {"cs"})

    def test_a_letter_of_another_department(self):
        letter = self.env["ops.letter"].create(
            {"name": "x", "correspondent": "y", "department_id": self.other.id}
        )
        self.assertEqual(self._readers_of(letter), {"gm"})
        letter.leader_id = self.users["mm"]
        self.assertEqual(self._readers_of(letter), {"gm", "mm"})

    def test_secret_letters_are_for_who_takes_part(self):
        letter = self._registered(secrecy="secret", leader_id=self.users["mm"].id)
        self.assertEqual(self._readers_of(letter), {"sa", "mm"})

    def test_who_writes(self):
        letter = self._registered()
        may = {
            code for code, user in self.users.items() if letter.with_user(user).has_access("write")
        }
        self.assertEqual(may, REGISTRARS)
        for code in self.users:
            with self.subTest(code):
                if code in REGISTRARS:
                    self.assertTrue(self._letter(code).id)
                else:
                    with self.assertRaises(AccessError):
                        self._letter(code)

    def test_list_in_few_queries(self):
        for _n in range(20):
            self._registered()
        letters = self.env["ops.letter"].with_user(self.users["sa"])
        spec = {
            "number": {},
            "name": {},
            "correspondent": {},
            "unread_count": {},
            "state": {},
            "handler_id": {"fields": {"display_name": {}}},
        }
        letters.web_search_read([("direction", "=", "incoming")], spec, limit=80)
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            letters.web_search_read([("direction", "=", "incoming")], spec, limit=80)

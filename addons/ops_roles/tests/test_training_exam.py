"""Exams on line and practical, certificates, feedback and cost of training sessions."""

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .common_training import TrainingCase


@tagged("post_install", "-at_install")
class TestTrainingExam(TrainingCase):
    def _examined(self, *codes, **vals):
        course = self._given(
            exam_kind="survey", exam_id=self._paper().id, validity_months=6, **vals
        )
        return self._held(*codes, course_id=course.id)

    def test_passing_gives_the_certificate(self):
        session = self._examined("cs", "sv")
        record = self._record(session, "cs")
        self.assertEqual((record.result, session.exam_kind), ("waiting", "survey"))
        url = record.action_take_exam()["url"]
        paper = record.sudo().exam_input_id
        self.assertIn(paper.access_token, url)
        self._hand_in(paper, "right", "right")
        today = self.env.company._ops_today()
        self.assertEqual((record.result, record.score, record.attempts), ("passed", 100.0, 1))
        self.assertEqual(record.valid_until, today + relativedelta(months=6))
        line = self.people["cs"].resume_line_ids.filtered("ops_attendee_id")
        self.assertEqual((line.name, line.date_end), (session.name, record.valid_until))
        self.assertEqual((line.date_start, line.color), (today, "#00a09d"))
        self.assertEqual((session.passed_count, session.pass_rate), (1, 0.5))

    def test_nobody_forges_a_certificate(self):
        record = self._record(self._examined("cs"), "cs")
        self._hand_in(record.sudo().exam_input_id, "right", "right")
        line = record.sudo().resume_line_ids.with_user(self.users["cs"]).sudo(False)
        for forge in (
            line.unlink,
            lambda: line.write({"date_end": False}),
            line.copy,
            lambda: line.create(
                {"employee_id": line.employee_id.id, "name": "x", "course_type": "ops"}
            ),
            lambda: record.write({"result": "passed"}),
        ):
            with self.assertRaises(AccessError):
                forge()
        own = line.create({"employee_id": line.employee_id.id, "name": "School"})
        own.unlink()

    def test_failing_and_taking_it_again(self):
        session = self._examined("cs")
        record = self._record(session, "cs")
        first = record.sudo().exam_input_id
        self._hand_in(first, "right", "wrong")
        self.assertEqual((record.result, record.score), ("failed", 50.0))
        self.assertFalse(record.sudo().resume_line_ids)
        with self.assertRaises(UserError):
            record.action_take_exam()
        with self.assertRaises(AccessError):
            record.action_retake()
        self._as(record, "tr").action_retake()
        second = record.sudo().exam_input_id
        self.assertNotEqual(first, second)
        self._hand_in(second, "right", "right")
        self.assertEqual((record.result, record.attempts), ("passed", 2))
        session.action_invite_exam()
        self.assertEqual(record.result, "passed")

    def test_an_exam_ends_with_its_last_day(self):
        record = self._record(self._examined("cs"), "cs")
        end = record.sudo().exam_input_id.deadline
        self.assertEqual(
            end, self._noon(hours=12) + (record.exam_due - self.env.company._ops_today())
        )

    def test_absent_people_have_no_exam(self):
        course = self._given(exam_kind="survey", exam_id=self._paper().id)
        session = self._session("tr", "cs", "sv", course_id=course.id)
        self._as(self._record(session, "sv"), "tr").action_absent()
        session.action_all_present()
        session.action_hold()
        self.assertEqual(self._record(session, "sv").result, "none")
        with self.assertRaises(UserError):
            self._record(session, "sv").action_take_exam()

    def test_a_practical_exam_is_judged_by_the_keeper(self):
        course = self._given(exam_kind="practical")
        session = self._held("cs", "sv", course_id=course.id)
        for code, method, result in (
            ("cs", "action_pass", "passed"),
            ("sv", "action_fail", "failed"),
        ):
            record = self._record(session, code)
            with self.assertRaises(AccessError):
                getattr(record, method)()
            getattr(self._as(record, "tr"), method)()
            self.assertEqual(record.result, result)
        with self.assertRaises(UserError):
            self._as(self._record(session, "cs"), "tr").action_fail()
        self.assertFalse(self._record(session, "cs").valid_until)
        left = session.action_open_not_passed()["domain"]
        found = self.env["ops.training.attendee"].with_user(self.users["tr"]).search(left)
        self.assertEqual(found.employee_id.id, self.people["sv"].id)

    def test_an_exam_on_line_is_not_judged_by_hand(self):
        record = self._record(self._examined("cs"), "cs")
        with self.assertRaises(UserError):
            self._as(record, "tr").action_pass()

    def test_a_person_without_a_login_is_judged_by_hand(self):
        loginless = self.env["hr.employee"].create({"name": "No login"})
        course = self._given(exam_kind="survey", exam_id=self._paper().id)
        session = self._session("tr", course_id=course.id)
        session.invited_ids = [(4, loginless.id)]
        session.action_all_present()
        session.action_hold()
        session.attendee_ids.action_pass()
        self.assertTrue(loginless.resume_line_ids.ops_attendee_id)

    def test_a_survey_without_scores_is_no_paper(self):
        plain = self._paper(scoring_type="no_scoring")
        with self.assertRaises(ValidationError):
            self._given(exam_kind="survey", exam_id=plain.id)
        with self.assertRaises(ValidationError):
            self._given(code="C9", exam_kind="survey")

    def test_exams_wait_on_the_home_page(self):
        session = self._examined("cs")
        record = self._record(session, "cs")
        item = self._item("cs", "my_exams", record)
        self.assertEqual((item["state"], item["button"]["method"]), ("yellow", "action_take_exam"))
        self.assertTrue(self._item("tr", "not_passed", record))
        with freeze_time(self._noon(days=20)):
            self.assertEqual(self._item("cs", "my_exams", record)["state"], "red")
        self._hand_in(record.sudo().exam_input_id, "right", "right")
        self.assertEqual(
            self._item("cs", "my_exams", record)["button"]["method"], "action_give_feedback"
        )
        self.assertFalse(self._item("tr", "not_passed", record))

    def _item(self, code, key, record):
        home = self.env["ops.home"].with_user(self.users[code]).get_home()
        cards = [card for section in home["sections"] for card in section["cards"]]
        items = next(card for card in cards if card["key"] == key)["items"]
        return next((one for one in items if one["action"]["res_id"] == record.id), None)

    def test_feedback_makes_an_average(self):
        session = self._held("cs", "sv")
        for code, scores in (("cs", (10, 8, "Fine")), ("sv", (5, 5, ""))):
            record = self._record(session, code)
            record.action_give_feedback()
            paper = record.sudo().feedback_input_id
            self._hand_in(paper, *scores)
            with self.assertRaises(UserError):
                record.action_give_feedback()
        self.assertEqual((session.feedback_count, session.feedback_average), (2, 7.0))

    def test_cost_in_all_and_per_head(self):
        session = self._held("cs", "sv")
        session.write({"trainer_fee": 300, "room_cost": 50, "material_cost": 50})
        self.assertEqual((session.total_cost, session.cost_per_head), (400, 200))
        context = session.action_new_expense()["context"]
        expense = (
            self.env["hr.expense"]
            .with_context(**context)
            .create({"employee_id": self.people["tr"].id, "total_amount_currency": 60})
        )
        self.assertEqual(session.total_cost, 400)
        expense.approval_state = "approved"
        self.assertEqual((session.expense_cost, session.cost_per_head), (60, 230))
        with self.assertRaises(AccessError):
            self._as(session, "cs").action_new_expense()

    def test_from_a_person_to_his_record(self):
        session = self._held("cs")
        public = self.env["hr.employee.public"].browse(self.people["cs"].id)
        for person in (public.with_user(self.users["tr"]), self.people["cs"]):
            domain = person.action_ops_trainings()["domain"]
            found = self.env["ops.training.attendee"].search(domain)
            self.assertEqual(found.session_id, session)


@tagged("post_install", "-at_install")
class TestTrainingExamPage(TrainingCase, HttpCase):
    def test_the_paper_is_taken_on_its_page(self):
        paper = self._paper(questions_layout="one_page")
        course = self._given(exam_kind="survey", exam_id=paper.id)
        record = self._record(self._held("cs", course_id=course.id), "cs")
        self.authenticate("t_cs", "t_cs")
        url = record.action_take_exam()["url"]
        self.assertEqual(self.url_open(url).status_code, 200)
        tokens = f"{paper.access_token}/{record.sudo().exam_input_id.access_token}"
        self.make_jsonrpc_request(f"/survey/begin/{tokens}", {})
        right = {
            str(question.id): str(question.suggested_answer_ids[0].id)
            for question in paper.question_ids
        }
        self.make_jsonrpc_request(f"/survey/submit/{tokens}", {**right, "csrf_token": "-"})
        self.assertEqual((record.result, record.score), ("passed", 100))

    def test_another_attempt_counts_for_the_same_record(self):
        paper = self._paper(is_attempts_limited=True, attempts_limit=2)
        course = self._given(exam_kind="survey", exam_id=paper.id)
        record = self._record(self._held("cs", course_id=course.id), "cs")
        first = record.sudo().exam_input_id
        self._hand_in(first, "wrong", "wrong")
        self.authenticate("t_cs", "t_cs")
        retry = f"/survey/retry/{paper.access_token}/{first.access_token}"
        self.assertEqual(self.url_open(retry).status_code, 200)
        second = paper.user_input_ids - first
        self.assertEqual(second.ops_attendee_id.id, record.id)
        self._hand_in(second, "right", "right")
        self.assertEqual((record.result, record.attempts), ("passed", 2))

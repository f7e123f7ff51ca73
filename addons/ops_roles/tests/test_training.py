"""Courses with their courseware, and training needs: states, proofs, and who may."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_training import TrainingCase


@tagged("post_install", "-at_install")
class TestCourse(TrainingCase):
    def test_publishing_puts_the_course_on_offer(self):
        course = self._course()
        self.assertFalse(self._as(course, "cs").has_access("read"))
        self._courseware(course).action_publish()
        self.assertEqual((course.state, course.current_courseware_id.number), ("published", 1))
        self.assertIn("one", self._as(course, "cs").body)

    def test_the_next_version_supersedes(self):
        course = self._given()
        first = course.current_courseware_id
        action = course.action_new_courseware()
        second = self.env["ops.courseware"].browse(action["res_id"])
        self.assertEqual((second.number, second.body), (2, first.body))
        self.assertEqual(course.action_new_courseware()["res_id"], second.id)
        second.with_env(course.env).action_publish()
        self.assertEqual((first.state, course.current_courseware_id), ("superseded", second))
        self.assertFalse(self._as(first, "cs").has_access("read"))
        self.assertTrue(self._as(first, "om").has_access("read"))

    def test_published_courseware_is_frozen(self):
        published = self._given().current_courseware_id
        for vals in ({"body": "<p>x</p>"}, {"attachment_ids": []}, {"change_note": "x"}):
            with self.subTest(vals), self.assertRaises(UserError):
                published.write(vals)
        with self.assertRaises(AccessError):
            published.write({"state": "draft"})
        with self.assertRaises(UserError):
            published.unlink()
        with self.assertRaises(UserError):
            published.action_publish()

    def test_files_of_published_courseware_are_frozen(self):
        course = self._course()
        draft = self._courseware(course, body=False)
        with self.assertRaises(UserError):
            draft.action_publish()
        files = self.env["ir.attachment"].with_env(course.env)
        file = files.create({"name": "a.txt", "raw": b"1"})
        draft.attachment_ids = file
        draft.action_publish()
        for change in (lambda: file.sudo().write({"raw": b"2"}), file.sudo().unlink):
            with self.assertRaises(UserError):
                change()
        self.assertEqual(draft.action_verify()["params"]["type"], "success")
        self.assertEqual(self._as(file, "cs").raw, b"1")

    def test_a_forged_text_is_found(self):
        courseware = self._given().current_courseware_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ops_courseware SET body = '<p>forged</p>' WHERE id = %s", [courseware.id]
        )
        courseware.invalidate_recordset()
        self.assertEqual(courseware.action_verify()["params"]["type"], "danger")

    def test_only_trainers_keep_courses(self):
        course = self._course()
        draft = self._courseware(course)
        with self.assertRaises(AccessError):
            self._course("pm", code="C2")
        with self.assertRaises(AccessError):
            self._as(draft, "sv").action_publish()
        with self.assertRaises(AccessError):
            self._as(course, "om").action_new_courseware()
        draft.action_publish()
        with self.assertRaises(AccessError):
            self._as(course, "om").action_retire()
        course.action_retire()
        self.assertEqual(course.state, "retired")
        with self.assertRaises(UserError):
            course.unlink()


@tagged("post_install", "-at_install")
class TestTrainingNeed(TrainingCase):
    def test_from_proposal_to_training(self):
        need = self._need(month="2026-11-17")
        self.assertEqual((need.state, need.month), ("open", fields.Date.to_date("2026-11-01")))
        mine = self._as(need, "tr")
        mine.action_plan()
        self.assertEqual((need.state, need.handled_by_id), ("planned", self.users["tr"]))
        with self.assertRaises(UserError):
            need.reason = "Another"
        with self.assertRaises(UserError):
            mine.action_plan()
        mine.action_done()
        self.assertEqual(need.state, "done")

    def test_a_refusal_says_why(self):
        need = self._need()
        mine = self._as(need, "tr")
        with self.assertRaises(UserError):
            mine.action_decline()
        with self.assertRaises(AccessError):
            need.answer = "No"
        mine.answer = "The course of May covers it"
        mine.action_decline()
        self.assertEqual(need.state, "declined")
        with self.assertRaises(UserError):
            mine.answer = "Other"

    def test_agents_ask_for_themselves(self):
        need = self._need("cs")
        self.assertEqual(need.employee_id.id, self.people["cs"].id)
        for other in (False, self.people["sv"].id):
            with self.subTest(other), self.assertRaises(AccessError):
                self._need("cs", employee_id=other)
        with self.assertRaises(AccessError):
            need.employee_id = self.people["sv"].id
        with self.assertRaises(AccessError):
            need.action_plan()
        with self.assertRaises(AccessError):
            self._need("cs", answer="Granted")
        with self.assertRaises(AccessError):
            self._need("cs", state="planned")

    def test_raised_from_another_record_once(self):
        course, people = self._given(), self.people["cs"] | self.people["sv"]
        people.department_id = self.project
        finding = self.project
        raise_from = self.env["ops.training.need"]._raise_from
        needs = raise_from(finding, people, course, "Errors of the week")
        self.assertEqual(set(needs.employee_id.ids), set(people.ids))
        self.assertFalse(raise_from(finding, people, course, "Again"))
        self.assertEqual(needs[0].with_env(self.env).action_open_source()["res_id"], finding.id)
        self.assertTrue(self._as(needs[0], "cs").has_access("read"))
        needs.action_plan()
        needs.action_done()
        self.assertEqual(len(raise_from(finding, people, course, "Next year")), 2)

    def test_the_home_page_of_the_trainer_decides(self):
        need = self._need()
        home = self.env["ops.home"].with_user(self.users["tr"]).get_home()
        cards = [card for section in home["sections"] for card in section["cards"]]
        items = next(card for card in cards if card["key"] == "training_needs")["items"]
        button = next(one["button"] for one in items if one["button"]["args"] == [need.ids])
        getattr(self._as(need, "tr"), button["method"])()
        self.assertEqual(need.state, "planned")

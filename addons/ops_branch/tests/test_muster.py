"""Who is mustered where, from native attendance and leave and from postings by date."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_branch import BranchCase

#: A Wednesday; half past five in the afternoon in Shanghai.
NOW, DAY = "2026-11-25 09:30:00", date(2026, 11, 25)


class MusterCase(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create({"name": "t", "tz": "Asia/Shanghai"})
        for person in cls.env["hr.employee"].union(
            *(one for group in cls.staff.values() for one in group.values())
        ):
            person.resource_calendar_id = cls.calendar
            person.tz = "Asia/Shanghai"
        cls.crew = cls.staff["near"]

    def _came(self, person, at="00:00", day="2026-11-25", out=None):
        vals = {"employee_id": person.id, "check_in": f"{day} {at}:00"}
        if out:
            vals["check_out"] = f"{day} {out}:00"
        return self.env["hr.attendance"].create(vals)

    def _leave(self, person, day=DAY):
        kind = self.env["hr.leave.type"].create(
            {"name": "t", "requires_allocation": False, "leave_validation_type": "no_validation"}
        )
        vals = {"holiday_status_id": kind.id, "employee_id": person.id}
        leave = self.env["hr.leave"].create(
            {**vals, "request_date_from": day, "request_date_to": day}
        )
        self.assertEqual(leave.state, "validate")

    def _post(self, person, branch, first=DAY, last=DAY, user=None):
        return (
            self.env["ops.posting"]
            .with_user(user or self.env.user)
            .create(
                {
                    "employee_id": person.id,
                    "branch_id": branch.id,
                    "date_from": first,
                    "date_to": last,
                }
            )
        )

    def _statuses(self, branch, day=DAY):
        self.env.invalidate_all()
        return {cell.employee_id: cell.status for cell in branch._muster_cells(day, day)}


@tagged("post_install", "-at_install")
class TestMuster(MusterCase):
    @freeze_time(NOW)
    def test_who_is_where(self):
        crew = self.crew
        self._came(crew["bm"])
        self._came(crew["cashier"], "02:00")
        self._leave(crew["storekeeper"])
        self._post(crew["technician"], self.far)
        found = self._statuses(self.near)
        self.assertEqual(
            {code: found[person.id] for code, person in crew.items()},
            {
                "bm": "present",
                "cashier": "late",
                "storekeeper": "leave",
                "technician": "away",
                "branch_sales": "missing",
            },
        )
        self.assertEqual(self._statuses(self.far)[crew["technician"].id], "missing")

    @freeze_time(NOW)
    def test_effective_posting_decides_whose_muster_it_is(self):
        person = self.crew["technician"]
        before, after = DAY - timedelta(days=1), DAY + timedelta(days=1)
        self._post(person, self.far)
        for day, here in ((before, True), (DAY, False), (after, True)):
            with self.subTest(day):
                self.assertEqual(self._statuses(self.near, day)[person.id] != "away", here)
                self.assertEqual(person.id in self._statuses(self.far, day), not here)

    @freeze_time(NOW)
    def test_attendance_goes_to_the_branch_worked_at(self):
        self._post(self.crew["technician"], self.far)
        self.assertEqual(
            self._came(self.crew["technician"]).ops_department_id, self.far.department_id
        )
        self.assertEqual(self._came(self.crew["bm"]).ops_department_id, self.near.department_id)

    @freeze_time("2026-11-24 16:10:00")
    def test_before_work_nobody_is_missing(self):
        self.assertEqual(set(self._statuses(self.near).values()), {"expected"})

    @freeze_time(NOW)
    def test_days_off_and_worked_weekends(self):
        saturday = date(2026, 11, 21)
        self.assertEqual(set(self._statuses(self.near, saturday).values()), {"rest"})
        self.env["resource.calendar.leaves"].create(
            {
                "name": "worked",
                "time_type": "other",
                "calendar_id": False,
                "date_from": "2026-11-20 16:00:00",
                "date_to": "2026-11-21 15:59:59",
            }
        )
        self.assertEqual(set(self._statuses(self.near, saturday).values()), {"missing"})

    @freeze_time(NOW)
    def test_one_query_per_source_for_500_staff(self):
        place = self.near.department_id.id
        self.env["hr.employee"].create(
            [{"name": f"n{number}", "department_id": place} for number in range(500)]
        )
        self.env.flush_all()
        self.near.fetch(["muster_grace", "company_id"])  # the branch itself is read before
        self.env.company._ops_tz()
        # Staff, attendance, leave, shifts, public holidays.
        with self.assertQueryCount(5):
            cells = self.near._muster_cells(DAY, DAY)
        self.assertGreaterEqual(len(cells), 505)

    @freeze_time(NOW)
    def test_manager_confirms_once_everybody_is_accounted_for(self):
        for code in ("bm", "cashier", "storekeeper", "technician"):
            self._came(self.crew[code])
        musters = self.env["ops.muster"].with_user(self.near_users["bm"])
        muster = musters.browse(musters.action_open_today()["res_id"])
        self.assertEqual((muster.people, muster.present, muster.missing), (5, 4, 1))
        with self.assertRaisesRegex(UserError, "t_near_branch_sales"):
            muster.action_confirm()
        muster.line_ids.filtered(lambda line: line.status == "missing").note = "At a customer's"
        muster.action_confirm()
        self.assertEqual(muster.confirmed_by_id, self.near_users["bm"])
        with self.assertRaises(UserError):
            muster.line_ids[0].note = "Later"
        with self.assertRaises(UserError):
            muster.action_refresh()

    @freeze_time(NOW)
    def test_reading_again_keeps_remarks_and_follows(self):
        muster = self.near._muster_day(DAY)
        line = muster.line_ids.filtered(lambda one: one.employee_id == self.crew["cashier"])
        line.note = "Rang"
        self._came(self.crew["cashier"])
        self._post(self.crew["technician"], self.far)
        muster._refresh()
        self.assertEqual((line.status, line.note), ("present", "Rang"))
        self.crew["storekeeper"].department_id = self.far.department_id
        muster._refresh()
        self.assertNotIn(self.crew["storekeeper"], muster.line_ids.employee_id)

    @freeze_time(NOW)
    def test_forged_lines_are_refused(self):
        line = self.near._muster_day(DAY).line_ids[0].with_user(self.near_users["bm"])
        with self.assertRaises(AccessError):
            line.write({"status": "present"})
        with self.assertRaises(AccessError):
            self.env["ops.muster"].with_user(self.far_users["cashier"]).action_open_today()

    @freeze_time(NOW)
    def test_every_branch_has_yesterdays_muster(self):
        self.env["ops.muster"]._cron_draw()
        yesterday = DAY - timedelta(days=1)
        drawn = self.env["ops.muster"].search([("date", "=", yesterday)]).branch_id
        self.assertFalse((self.near | self.far) - drawn)

    @freeze_time(NOW)
    def test_month_sheet(self):
        self._came(self.crew["cashier"], "02:00")
        definition = self.env.ref("ops_branch.report_muster")
        self.assertIn(self.near.department_id, definition._scopes())
        builder = self.env["ops.report.builder"].sudo()
        first, last = DAY.replace(day=1), DAY
        (sheet,) = builder._build("muster", self.near.department_id, first, last)
        row = next(one for one in sheet.rows if one["name"] == self.crew["cashier"].name)
        self.assertEqual((row["late"], row["minutes"], row["d25"]), (1, 120, "△"))
        self.assertEqual(row["missing"], 17)  # working days before, from the 2nd to the 24th


@tagged("post_install", "-at_install")
class TestPosting(MusterCase):
    @freeze_time(NOW)
    def test_no_overlap(self):
        self._post(self.crew["technician"], self.far, DAY, False)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._post(self.crew["technician"], self.far, DAY + timedelta(days=9))
            self.env.flush_all()

    @freeze_time(NOW)
    def test_made_by_who_is_in_charge_of_both(self):
        with self.assertRaises(AccessError):
            self._post(self.crew["technician"], self.far, user=self.near_users["bm"])
        with self.assertRaises(AccessError):
            self._post(self.crew["technician"], self.far, user=self.near_users["cashier"])
        self._assign(self.people["dm"], "dm", self.centre)
        posting = self._post(self.crew["technician"], self.far, user=self.users["dm"])
        self.assertEqual(posting.home_department_id, self.near.department_id)
        for users in (self.near_users, self.far_users):
            self.assertTrue(posting.with_user(users["bm"]).has_access("read"))
            self.assertFalse(posting.with_user(users["bm"]).has_access("write"))

    @freeze_time(NOW)
    def test_days_gone_by_stay(self):
        posting = self._post(self.crew["technician"], self.far, DAY - timedelta(days=5), False)
        self._assign(self.people["dm"], "dm", self.centre)
        posting = posting.with_user(self.users["dm"])
        with self.assertRaises(UserError):
            posting.date_from = DAY
        with self.assertRaises(UserError):
            posting.date_to = DAY - timedelta(days=3)
        with self.assertRaises(UserError):
            posting.unlink()
        posting.action_end()
        self.assertEqual(posting.date_to, DAY)


@tagged("post_install", "-at_install")
class TestCorrection(MusterCase):
    def _correction(self, user, person=None, **vals):
        return (
            self.env["ops.attendance.correction"]
            .with_user(user)
            .create(
                {
                    "employee_id": (person or user.employee_id).id,
                    "date": DAY,
                    "check_in": datetime(2026, 11, 25, 0, 5),
                    "reason": "Forgot",
                    **vals,
                }
            )
        )

    @freeze_time(NOW)
    def test_approved_by_the_superior_it_becomes_attendance(self):
        muster = self.near._muster_day(DAY)
        correction = self._correction(self.near_users["cashier"])
        correction.action_submit()
        with self.assertRaises(UserError):
            correction.action_approve()
        self.assertFalse(correction.attendance_id)
        correction.with_user(self.near_users["bm"]).action_approve()
        attendance = correction.sudo().attendance_id
        self.assertEqual(attendance.check_in, datetime(2026, 11, 25, 0, 5))
        line = muster.line_ids.filtered(lambda one: one.employee_id == self.crew["cashier"])
        self.assertEqual(line.status, "present")

    @freeze_time(NOW)
    def test_a_missing_check_out_is_completed(self):
        attendance = self._came(self.crew["cashier"])
        correction = self._correction(
            self.near_users["cashier"], check_in=False, check_out=datetime(2026, 11, 25, 9)
        )
        correction.action_submit()
        correction.with_user(self.near_users["bm"]).action_approve()
        self.assertEqual(attendance.check_out, datetime(2026, 11, 25, 9))

    @freeze_time(NOW)
    def test_for_oneself_or_by_the_manager(self):
        with self.assertRaises(AccessError):
            self._correction(self.near_users["cashier"], self.crew["technician"])
        with self.assertRaises(AccessError):
            self._correction(self.near_users["bm"], self.staff["far"]["cashier"])
        made = self._correction(self.near_users["bm"], self.crew["cashier"])
        self.assertEqual(made.department_id, self.near.department_id)
        self.assertTrue(made.with_user(self.near_users["cashier"]).has_access("read"))
        for other in (self.near_users["technician"], self.far_users["bm"]):
            self.assertFalse(made.with_user(other).has_access("read"))

    @freeze_time(NOW)
    def test_times_lie_on_the_day(self):
        for moment in (datetime(2026, 11, 24, 15, 59), datetime(2026, 11, 25, 10)):
            with self.subTest(moment), self.assertRaises(ValidationError):
                self._correction(self.near_users["cashier"], check_in=moment)

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tests import Form, tagged

from . import common_confidential
from .common_confidential import HIDDEN_DIGITS, NUMBER, OTHER_NUMBER

MASKED = "138****4087"


@tagged("post_install", "-at_install")
class TestConfidentialPartner(common_confidential.ConfidentialTable):
    """Every role by every way out of the server, for the phone of a native contact."""

    confidential_model = "res.partner"
    confidential_field = "phone"
    confidential_links = (
        "parent_id",
        "child_ids",
        ("res.partner", "phone_sanitized"),
        ("calendar.attendee", "phone"),
        ("res.users", "phone"),
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.cn")
        cls.cs = cls.role_users["cs"]

    @classmethod
    def _make_confidential(cls, number):
        country = cls.env.ref("base.cn").id
        return cls.env["res.partner"].create(
            {"name": "王女士", "phone": number, "country_id": country}
        )

    def test_form_without_phone(self):
        """Editing a contact leaves its number alone, also where Odoo formats phone numbers."""
        editor = self._editor()
        with Form(self.secret.with_user(editor)) as form:
            form.country_id = self.env.ref("base.jp")
            form.street = "长安街 1 号"
        self.assertEqual(self.secret.phone, NUMBER)
        self.assertEqual(self.secret.street, "长安街 1 号")

    def test_form_with_phone(self):
        editor = self._editor()
        with Form(self.secret.with_user(editor)) as form:
            form.phone = "137 0000 1111"
        self.assertEqual(self.secret.phone.replace(" ", ""), "13700001111")
        with Form(self.env["res.partner"].with_user(editor)) as form:
            form.name = "李先生"
            form.phone = OTHER_NUMBER
        created = form.record
        self.assertEqual(created.sudo().phone, OTHER_NUMBER)
        self.assertIn("139****5432", created.phone_sanitized)
        self.assertIn(OTHER_NUMBER, created.sudo().phone_sanitized)

    def test_form_with_proposed_phone(self):
        """What the form's own context proposes arrives in full, on the screen and in the record."""
        partners = self.env["res.partner"].with_user(self._editor())
        with Form(partners.with_context(default_phone=OTHER_NUMBER)) as form:
            form.name = "李先生"
        self.assertEqual(form.record.sudo().phone, OTHER_NUMBER)
        direct = partners.with_context(default_phone=OTHER_NUMBER).create({"name": "李先生"})
        self.assertEqual(direct.sudo().phone, OTHER_NUMBER)

    def test_masked_refused(self):
        with self.assertRaises(ValidationError):
            self.secret.with_user(self._editor()).write({"phone": MASKED})
        self.assertEqual(self.secret.phone, NUMBER)

    def test_whose_numbers_are_open(self):
        """The company's own number and one's own are no secret; a colleague's is."""
        company = self.env.company.partner_id
        company.phone = "010-55501234"
        (self.cs + self.role_users["qa"]).phone = NUMBER
        self.env.flush_all()
        self.assertEqual(company.with_user(self.cs).phone, "010-55501234")
        self.assertEqual(self.env.company.with_user(self.cs).phone, "010-55501234")
        self.assertEqual(self.cs.with_user(self.cs).phone, NUMBER)
        self.assertEqual(self.cs.with_user(self.cs).partner_id.phone, NUMBER)
        colleague = self.role_users["qa"].with_user(self.cs)
        self.assertEqual((colleague.phone, colleague.partner_id.phone), (MASKED, MASKED))

    def test_number_however_written(self):
        """The search box of contacts takes a full number in any writing, and parts of none."""
        self.secret.phone = "+86 138 1234 4087"
        self.env.flush_all()
        partners = self.env["res.partner"].with_user(self.cs)
        ids = Domain("id", "in", self.secrets.ids)
        for number in (NUMBER, "138 1234 4087", "+8613812344087", "008613812344087"):
            with self.subTest(number=number):
                found = partners.search(ids & Domain("phone_mobile_search", "=", number))
                self.assertEqual(found.ids, self.secret.ids)
        self.assertFalse(partners.search(ids & Domain("phone_mobile_search", "=", "1381234")))
        others = partners.search(ids & Domain("phone_mobile_search", "!=", NUMBER))
        self.assertEqual(others.ids, self.other_secret.ids)
        self.assertIn((self.secret.id, "王女士"), partners.name_search(NUMBER))
        self.assertNotIn((self.secret.id, "王女士"), partners.name_search("1381234"))
        with self.assertRaises(AccessError):
            partners.search([("phone_mobile_search", "ilike", "1381234")])
        self.assertTrue(self._log(user_id=self.cs.id, kind="search"))

    def test_view(self):
        """Native views show the eye and search exactly, in lists inside a form as well."""
        partners = self.env["res.partner"].with_user(self.cs)
        form = partners.get_view(view_type="form")["arch"]
        self.assertNotIn('widget="phone"', form)
        self.assertGreater(form.count('widget="ops_confidential"'), 1)
        self.assertRegex(
            partners.get_view(view_type="search")["arch"],
            '"phone_mobile_search"[^>]*operator="="',
        )

    def test_merge_of_contacts(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        self.secret.phone = False
        wizard.with_user(self._editor(system=True))._merge(self.secrets.ids, self.secret)
        self.assertEqual(self.secret.phone, OTHER_NUMBER)

    def test_rendered(self):
        """A document drawn by a user shows the mask; the company's number stays readable."""
        view = self.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "arch": """<div t-name="x">
                    <span t-field="o.phone"/>
                    <address t-field="o.self"
                        t-options="{'widget': 'contact', 'fields': ['phone']}"/>
                </div>""",
            }
        )
        qweb = self.env["ir.qweb"].with_user(self.cs)
        html = str(qweb._render(view.id, {"o": self.secret.with_user(self.cs)}))
        self.assertEqual(html.count(MASKED), 2, html)
        self.assertNotIn(NUMBER, html)

    def test_tracked(self):
        """The history of a contact shows masks, and keeps nothing else."""
        partner = self.secret.with_user(self._editor())
        self.cr.flush()  # what is created in a transaction is not tracked in it
        partner.write({"phone": "13700001111"})
        self.cr.flush()
        tracked = self.secret.message_ids.sudo().tracking_value_ids
        self.assertEqual(
            tracked.mapped(lambda value: (value.old_value_char, value.new_value_char)),
            [(MASKED, "137****1111")],
        )
        # what was tracked before the suite came
        tracked.old_value_char = NUMBER
        self.assertEqual(tracked._tracking_value_format()[0]["oldValue"], MASKED)

    def test_message(self):
        """People see the numbers of a message masked; the message keeps them."""
        message = self.secret.message_post(body=f"请回电 {NUMBER}", subject=f"来电 {NUMBER}")
        self.env.flush_all()
        for user in self.role_users.values():
            mine = message.with_user(user)
            shown = mine.read(["body", "preview", "subject", "display_name"])
            with self.subTest(user=user.login):
                self.assertIn(MASKED, str(shown))
                for digits in HIDDEN_DIGITS:
                    self.assertNotIn(digits, str(shown))
        self.assertIn(NUMBER, message.body)
        messages = self.env["mail.message"].with_user(self.cs)
        here = Domain("id", "=", message.id)
        self.assertTrue(messages.search(here & Domain("body", "ilike", "回电")))
        self.assertTrue(messages.search(here & Domain("body", "ilike", NUMBER)))
        self.assertFalse(messages.search(here & Domain("body", "ilike", "3812")))
        self.assertTrue(messages.search(here & Domain("body", "not ilike", "3812")))
        with self.assertRaises(AccessError):
            messages.search([("body", "=like", "%138%")])

    def test_message_edited(self):
        """Whoever edits his message sends back what he saw: the number stays."""
        partner = self.secret.with_user(self._editor())
        message = partner.message_post(body=f"请回电 {NUMBER}", message_type="comment")
        self.assertIn(MASKED, message.body)
        partner._message_update_content(message.sudo(), body=message.body + "，急")
        self.assertIn(f"请回电 {NUMBER}", message.sudo().body)
        self.assertIn("，急", message.sudo().body)

    def _editor(self, system=False):
        """The agent with the native right to edit contacts (and the system's)."""
        groups = ["base.group_partner_manager"] + ["base.group_system"] * system
        self.cs.group_ids = [Command.link(self.env.ref(xmlid).id) for xmlid in groups]
        return self.cs


@tagged("post_install", "-at_install")
class TestConfidentialStaff(common_confidential.ConfidentialCase):
    """Identity numbers and private phones of staff."""

    private = ("identification_id", "ssnid", "passport_id", "private_phone", "emergency_phone")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.role_users["da"]
        cls.officer.group_ids = [Command.link(cls.env.ref("hr.group_hr_user").id)]
        cls.employee = cls.env["hr.employee"].create(
            {
                "name": "张三",
                "work_phone": "010-55501234",
                **dict.fromkeys(cls.private, NUMBER),
            }
        )
        cls.env.flush_all()

    def test_personnel_officer(self):
        """He sees masks, edits without losing a number, and dated versions keep them."""
        employee = self.employee.with_user(self.officer)
        self.assertEqual({employee[name] for name in self.private}, {MASKED})
        self.assertEqual(employee.work_phone, "010-55501234")
        employee.write({"job_title": "班长", "private_phone": "13700001111"})
        self.assertEqual(self.employee.private_phone, "13700001111")
        version = employee.create_version({"date_version": "2030-01-01"})
        self.assertEqual(version.sudo().identification_id, NUMBER)
        self.assertEqual(version.identification_id, MASKED)

    def test_own(self):
        """People see their own numbers in full."""
        self.employee.user_id = self.officer
        self.assertEqual(self.officer.with_user(self.officer).private_phone, NUMBER)
        self.assertEqual(self.employee.with_user(self.officer).identification_id, NUMBER)

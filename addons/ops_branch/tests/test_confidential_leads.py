from odoo.tests import Form, tagged

from odoo.addons.ops_roles.tests import common_confidential
from odoo.addons.ops_roles.tests.common_confidential import NUMBER, OTHER_NUMBER

from .common_branch import BranchCase


@tagged("post_install", "-at_install")
class TestConfidentialLeads(common_confidential.ConfidentialTable):
    """Every role by every way out of the server, for the phone of a lead."""

    confidential_model = "crm.lead"
    confidential_field = "phone"
    confidential_links = (
        ("crm.lead", "phone_sanitized"),
        ("crm.team.member", "phone"),
        ("project.task", "partner_phone"),
    )

    @classmethod
    def _make_user(cls, role):
        user = super()._make_user(role)
        user.sudo().group_ids += cls.env.ref("sales_team.group_sale_salesman_all_leads")
        return user

    @classmethod
    def _make_confidential(cls, number):
        return cls.env["crm.lead"].create({"name": "车队装机", "phone": number, "team_id": False})


@tagged("post_install", "-at_install")
class TestLeadOfBranch(BranchCase):
    """A salesperson works with numbers whose mask they see; no step stores the mask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.near_users["branch_sales"]
        cls.lead = cls._lead(NUMBER)

    @classmethod
    def _lead(cls, number, **vals):
        vals = {"name": "车队装机", "contact_name": "王女士", "phone": number, **vals}
        team = cls.near.team_id
        return cls.env["crm.lead"].create({**vals, "team_id": team.id, "user_id": cls.seller.id})

    def test_edited_without_phone(self):
        with Form(self.lead.with_user(self.seller)) as form:
            form.name = "车队装机 20 台"
        self.assertEqual(self.lead.phone, NUMBER)

    def test_number_typed_reaches_the_customer(self):
        self.lead.partner_id = self.env["res.partner"].create({"name": "王女士", "phone": NUMBER})
        self.lead.with_user(self.seller).phone = OTHER_NUMBER
        self.assertEqual(self.lead.partner_id.phone, OTHER_NUMBER)

    def test_becomes_a_customer(self):
        self.lead.with_user(self.seller)._handle_partner_assignment(create_missing=True)
        self.assertEqual(self.lead.partner_id.phone, NUMBER)

    def test_merged(self):
        other = self._lead(NUMBER, probability=1)
        (self.lead + other).with_user(self.seller).merge_opportunity()
        self.assertEqual((self.lead + other).exists().phone, NUMBER)

    def test_task_tells_its_contact(self):
        contact = self.env["res.partner"].create({"name": "王女士", "phone": NUMBER})
        task = self.env["project.task"].create({"name": "回访", "partner_id": contact.id})
        task.partner_phone = OTHER_NUMBER
        self.assertEqual(contact.phone, OTHER_NUMBER)

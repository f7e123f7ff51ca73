from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from . import common_confidential, common_secret
from .common_confidential import NUMBER, OTHER_NUMBER
from .common_secret import MODEL


@tagged("post_install", "-at_install")
class TestConfidentialTable(common_secret.SecretMixin, common_confidential.ConfidentialTable):
    confidential_model = MODEL
    confidential_field = "phone"
    confidential_links = (
        "parent_id",
        "child_ids",
        "child_ids.parent_id",
        (MODEL, "parent_phone"),
        (MODEL, "kept_phone"),
        (MODEL, "child_ids.parent_phone"),
    )

    def setUp(self):
        super().setUp()
        self.cs = self.role_users["cs"]

    def test_cache_order(self):
        """The server's look at a record before the user's, in one transaction, changes nothing."""
        self.secret.invalidate_recordset()
        for name in ("phone", "parent_phone", "kept_phone", "display_name"):
            full = self.secret[name]
            self.assertEqual(self.secret.with_user(self.cs)[name], "138****4087", name)
            self.assertEqual(full, "138****4087" if name == "display_name" else NUMBER)

    def test_sources_are_found(self):
        """The search for plain copies would find one: it finds the confidential ones."""
        kept = self.secret._fields["kept_phone"]
        self.assertEqual(self._confidential_sources(kept), [["parent_id", "phone"]])

    def test_user_first(self):
        """The user's look first does not spoil the value the server works with."""
        for name in ("phone", "parent_phone", "kept_phone"):
            self.env.invalidate_all()
            self.assertEqual(self.secret.with_user(self.cs)[name], "138****4087")
            self.assertEqual(self.secret[name], NUMBER)

    def test_form_keeps_value(self):
        """A form's working copy neither shows nor loses the number."""
        form = self.env[MODEL].with_user(self.cs).new(origin=self.secret.with_user(self.cs))
        self.assertEqual(form.phone, "138****4087")
        self.assertEqual(form.sudo().phone, NUMBER)

    def test_write(self):
        secret = self.secret.with_user(self.cs)
        secret.write({"phone": "13700001111"})
        self.assertEqual(secret.phone, "137****1111")
        secret.parent_phone = "13600002222"
        self.assertEqual(self.secret.parent_id.phone, "13600002222")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.secret.phone, "13700001111")
        self.assertEqual(self.secret.kept_phone, "13600002222")

    def test_masked_refused(self):
        secret = self.secret.with_user(self.cs)
        with self.assertRaises(ValidationError):
            secret.write({"phone": "138****4087"})
        with self.assertRaises(ValidationError):
            secret.create({"phone": "138****4087"})
        result = secret.load(["note", "phone"], [["imported", "138****4087"]])
        self.assertFalse(result["ids"])
        self.assertIn("138****4087", result["messages"][0]["message"])

    def test_copy_leaves_number_out(self):
        self.assertFalse(self.secret.with_user(self.cs).copy().sudo().phone)

    def test_record_rule(self):
        """A record rule may use the field: it is the server's."""
        self.env["ir.rule"].create(
            {
                "name": "rule",
                "model_id": self.env["ir.model"]._get_id(MODEL),
                "domain_force": "[('phone', 'like', '138')]",
            }
        )
        self.env.registry.clear_cache()
        found = self.env[MODEL].with_user(self.cs).search([("id", "in", self.secrets.ids)])
        self.assertEqual(found.ids, self.secret.ids)
        self.assertEqual(found.phone, "138****4087")

    def test_by_way_of_the_name(self):
        """The number is the record's name as well: neither it nor a path leads to the digits."""
        model = self.env[MODEL].with_user(self.cs)
        for ask in (
            lambda: model.name_search("138"),
            lambda: model.search([("display_name", "ilike", "138")]),
            lambda: model.search([("parent_id", "ilike", "138")]),
            lambda: model.search([("parent_id", "child_of", "138")]),
            lambda: model.search([("parent_id", "any", [("phone", ">", "138")])]),
            lambda: model.search([], order="parent_phone"),
            lambda: model.formatted_read_group([], ["parent_id.phone"], ["__count"]),
        ):
            with self.assertRaises(AccessError):
                ask()

    def test_many_numbers_refused(self):
        self.env["ir.config_parameter"].set_param("ops_roles.confidential_search_max", 2)
        model = self.env[MODEL].with_user(self.cs)
        domain = [("phone", "in", [NUMBER, OTHER_NUMBER])]
        self.assertTrue(model.search(domain))
        # The test's rollback takes the refusal's row along: catch it on its way to the table.
        log = self.registry["ops.reveal.log"]
        with patch.object(log, "_insert") as insert, self.assertRaises(AccessError):
            model.search([("phone", "in", [NUMBER, OTHER_NUMBER, "13700001111"])])
        row = insert.call_args.args[1]
        self.assertEqual((row["kind"], row["numbers"]), ("refused", 3))

    def test_searches_per_hour(self):
        self.env["ir.config_parameter"].set_param("ops_roles.confidential_searches_per_hour", 2)
        model = self.env[MODEL].with_user(self.cs)
        for number in (NUMBER, OTHER_NUMBER, NUMBER):
            model.search([("phone", "=", number)])
        with self.assertRaises(AccessError):
            model.search([("phone", "=", "13700001111")])

    def test_search_logged_once_per_request(self):
        model = self.env[MODEL].with_user(self.cs)
        domain = [("phone", "=", NUMBER)]
        model.search(domain)
        model.search_count(domain)
        row = self._log(user_id=self.cs.id, kind="search")
        self.assertEqual(row.mapped("masked_value"), ["138****4087"])

    def test_reveal(self):
        log = self.env["ops.reveal.log"].with_user(self.cs)
        value = log.action_reveal(MODEL, self.secret.id, "phone", "call_back", "")
        self.assertEqual(value, NUMBER)
        row = self._log(kind="reveal", user_id=self.cs.id)
        self.assertRecordValues(
            row,
            [{"model": MODEL, "res_id": self.secret.id, "field": "phone", "reason": "call_back"}],
        )
        self.assertEqual(row.masked_value, "138****4087")
        self.assertEqual(self.secret.with_user(self.cs).phone, "138****4087")

    def test_reveal_refused(self):
        """No reason, no right to the record, no right to reveal, no confidential field."""
        reveal = self.env["ops.reveal.log"].with_user(self.cs).action_reveal
        for arguments in (
            (MODEL, self.secret.id, "phone", ""),
            (MODEL, self.secret.id, "phone", "other", " "),
            (MODEL, self.secret.id, "note", "call_back"),
            (MODEL, 0, "phone", "call_back"),
            (MODEL, [self.secret.id], "phone", "call_back"),
            (MODEL, True, "phone", "call_back"),
            ([MODEL], self.secret.id, "phone", "call_back"),
            (MODEL, self.secret.id, "phone", ["call_back"]),
            ("no.model", self.secret.id, "phone", "call_back"),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                reveal(*arguments)
        for role in ("gm", "tr", "fin", "adm"):
            log = self.env["ops.reveal.log"].with_user(self.role_users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                log.action_reveal(MODEL, self.secret.id, "phone", "call_back")
        self.env["ir.model.access"].search([("model_id.model", "=", MODEL)]).unlink()
        with self.assertRaises(AccessError):
            reveal(MODEL, self.secret.id, "phone", "call_back")
        self.assertFalse(self._log(kind="reveal", user_id=self.cs.id))

    def test_reveals_per_hour(self):
        self.env["ir.config_parameter"].set_param("ops_roles.confidential_reveals_per_hour", 1)
        log = self.env["ops.reveal.log"].with_user(self.cs)
        log.action_reveal(MODEL, self.secret.id, "phone", "call_back")
        with self.assertRaises(AccessError):
            log.action_reveal(MODEL, self.other_secret.id, "phone", "call_back")

    def test_export_logged(self):
        """Each export of records with numbers leaves a row, whatever its columns."""
        self.secrets.with_user(self.cs).export_data(["note", "parent_id/phone"])
        row = self._log(kind="export", user_id=self.cs.id)
        self.assertEqual((row.numbers, row.field, row.note), (2, "phone", "note, parent_id/phone"))
        self.secrets.with_user(self.cs).export_data(["note"])
        self.assertEqual(self._log(kind="export", user_id=self.cs.id)[1].field, "-")
        self.env["res.lang"].with_user(self.cs).search([]).export_data(["name"])
        self.assertEqual(len(self._log(kind="export", user_id=self.cs.id)), 2)

    def test_export_limited(self):
        """Many rows, at once or bit by bit within the hour, leave with om and adm only."""
        self.env["ir.config_parameter"].set_param("ops_roles.confidential_export_max", 3)
        for role, user in self.role_users.items():
            secrets = self.secrets.with_user(user)
            with self.subTest(role=role):
                secrets.export_data(["note"])
                if role in ("om", "adm"):
                    secrets.export_data(["note"])
                    continue
                with self.assertRaisesRegex(AccessError, "3 rows"):
                    secrets.export_data(["note"])

    def test_views(self):
        """A view that says nothing of it searches exactly and shows the eye button."""
        for view_type, arch, wanted in (
            ("search", '<search><field name="phone"/></search>', '"phone" operator="="'),
            ("form", '<form><field name="phone"/></form>', 'widget="ops_confidential"'),
            ("list", '<list><field name="phone"/></list>', 'widget="ops_confidential"'),
        ):
            self.env["ir.ui.view"].create({"name": view_type, "model": MODEL, "arch": arch})
            with self.subTest(view_type=view_type):
                self.assertIn(wanted, self.secret.get_view(view_type=view_type)["arch"])

    def test_log_is_append_only(self):
        self.env["ops.reveal.log"].with_user(self.cs).action_reveal(
            MODEL, self.secret.id, "phone", "identify"
        )
        row = self._log(kind="reveal", user_id=self.cs.id)
        admin = self.env.ref("base.user_admin")
        self.assertTrue(admin.has_group("base.group_system"))
        for user in (*self.role_users.values(), admin):
            mine = row.with_user(user)
            with self.subTest(user=user.login):
                for change in (
                    lambda r: r.write({"note": "x"}),
                    lambda r: r.unlink(),
                    lambda r: r.create({"kind": "reveal"}),
                ):
                    with self.assertRaises(UserError):
                        change(mine)
                readers = self.role_users["adm"] + self.role_users["om"]
                self.assertEqual(mine.browse().has_access("read"), user in readers)
        with self.assertRaises(UserError):
            row.write({"note": "x"})
        with self.assertRaises(UserError):
            row.unlink()

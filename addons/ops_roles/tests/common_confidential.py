"""Fixtures for the masking of confidential numbers.

``ConfidentialCase``: registry in test mode (the log of uses has transactions of its own) and
``ConfidentialTable``: every role × every way out of the server, for a model and field of choice.
A subclass sets ``confidential_model``, ``confidential_field`` and optionally
``confidential_links``, and says in ``_make_confidential`` what else a record needs; see
``test_confidential_table``.
"""

import json
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.ops_roles.fields import ConfidentialChar

ROLES = [
    *("gm", "om", "pm", "sv", "cs", "qa", "tr", "mm", "dm"),
    *("sd", "bm", "sa", "da", "fin", "adm"),
]
NUMBER = "13812344087"
OTHER_NUMBER = "13998765432"
# Made of a contact's phone: the numbers of our own companies and the directory of staff.
OFFICE_FIELDS = (
    *("res.company.phone", "base.document.layout.phone"),
    *("hr.employee.work_phone", "hr.employee.work_email", "resource.resource.work_phone"),
)
HIDDEN_DIGITS = ("1234", "9876")


class ConfidentialCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "no_reset_password": True})
        cls.role_users = {role: cls._make_user(role) for role in ROLES}
        cls.registry_enter_test_mode_cls()

    @classmethod
    def _make_user(cls, role):
        """Return a user who holds exactly the access group of ``role``."""
        groups = f"base.group_user,base.group_allow_export,ops_roles.group_{role}"
        return new_test_user(cls.env, f"confidential_{role}", groups)

    def _log(self, **values):
        """Return the rows of the log with these values, oldest first."""
        domain = [(name, "=", value) for name, value in values.items()]
        return self.env["ops.reveal.log"].search(domain, order="id")


class ConfidentialTable(ConfidentialCase):
    """The table: in each row a way out of the server; no role may learn a hidden digit by it."""

    allow_inherited_tests_method = True
    confidential_model = None
    confidential_field = None
    # relational paths of the model to itself, or (model, path to a confidential field) pairs
    confidential_links = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.confidential_model:
            cls.secret = cls._make_confidential(NUMBER)
            cls.other_secret = cls._make_confidential(OTHER_NUMBER)
            cls.secrets = cls.secret + cls.other_secret
            cls.env.flush_all()

    @classmethod
    def _make_confidential(cls, number):
        """Return a record that everyone may read, with ``number`` in the confidential field."""
        return cls.env[cls.confidential_model].create({cls.confidential_field: number})

    def test_shown_masked(self):
        """Whatever shows the field shows it masked, or refuses."""
        for role, user in self.role_users.items():
            for name, show in self._ways_to_show().items():
                with self.subTest(role=role, way=name):
                    self.env.invalidate_all()
                    self.secrets.sudo().mapped(self.confidential_field)
                    self._assert_hidden(show, self.secrets.with_user(user))

    def test_shown_in_full_to_the_server(self):
        """The same ways do show the number where it may be seen: the table can fail."""
        ways = self._ways_to_show()
        for name in ("attribute", "read", "search_read", "web_read", "export_data", "template"):
            with self.subTest(way=name):
                self.assertIn(NUMBER, json.dumps(ways[name](self.secrets), default=str))

    def test_refused(self):
        """Whatever could be asked digit by digit is refused to everyone but the server."""
        for role, user in self.role_users.items():
            for name, ask in self._ways_refused().items():
                with self.subTest(role=role, way=name), self.assertRaises(AccessError):
                    ask(self.secrets.with_user(user))
        for name, ask in self._ways_refused().items():
            with self.subTest(role="server", way=name):
                ask(self.secrets)

    def test_searched_exactly(self):
        """A full number finds its record, a part of it or a masked one finds nothing."""
        field, ids = self.confidential_field, [("id", "in", self.secrets.ids)]
        readers = 0
        for role, user in self.role_users.items():
            model = self.env[self.confidential_model].with_user(user)
            if not model.has_access("read") or len(model.search(ids)) != 2:
                continue
            readers += 1
            with self.subTest(role=role):
                self.assertEqual(model.search([*ids, (field, "=", NUMBER)]).ids, self.secret.ids)
                self.assertEqual(model.search([*ids, (field, "!=", NUMBER)]), self.other_secret)
                self.assertFalse(model.search([*ids, (field, "=", "1234")]))
                self.assertFalse(model.search([*ids, (field, "=", "138****4087")]))
                self.assertEqual(model.search_count([*ids, (field, "!=", False)]), 2)
                self.assertTrue(self._log(user_id=user.id, kind="search"))
        self.assertTrue(readers, "nobody reads the records: the table shows nothing")

    def test_no_plain_copies(self):
        """No text field that is not confidential itself is made of a confidential one."""
        for model in self.env.registry.values():
            for field in model._fields.values():
                if field.type in ("char", "text", "html") and not isinstance(
                    field, ConfidentialChar
                ):
                    with self.subTest(field=str(field)):
                        self.assertFalse(self._confidential_sources(field))

    def _assert_hidden(self, show, records):
        """Run ``show``: it may refuse, but neither answer nor error may hold a hidden digit."""
        try:
            answer = show(records)
        except (AccessError, UserError) as error:
            answer = str(error)
        text = json.dumps(answer, default=lambda v: "" if isinstance(v, date) else repr(v))
        for digits in HIDDEN_DIGITS:
            self.assertNotIn(digits, text)

    def _confidential_sources(self, field):
        """Return the confidential fields whose full value ``field`` is computed from."""
        if str(field) in OFFICE_FIELDS:
            return []
        if field.name == "display_name" or not (field.store or field.compute_sudo):
            return []  # masked by the field type, or computed with the user's eyes
        paths = (path.split(".") for path in self.env.registry.field_depends[field])
        return [path for path in paths if self._is_confidential(field.model_name, path)]

    def _is_confidential(self, model_name, path):
        for name in path:
            field = self.env[model_name]._fields.get(name)
            if field is None:
                return False
            model_name = field.comodel_name
        return isinstance(field, ConfidentialChar)

    def _ways_to_show(self):
        """Return the ways out that answer with masked values: ``{name: recordset -> answer}``."""
        field = self.confidential_field
        ids = [("id", "in", self.secrets.ids)]
        spec = {field: {}, "display_name": {}}
        ways = {
            "attribute": lambda r: r.mapped(field),
            "read": lambda r: r.read([field]),
            "read all": lambda r: r.read(),
            "read raw": lambda r: r.read([field], load=None),
            "search_read": lambda r: r.search_read(ids, [field]),
            "web_read": lambda r: r.web_read(spec),
            "web_search_read": lambda r: r.web_search_read(ids, spec),
            "export_data": lambda r: r.export_data([field, "id", "display_name"]),
            "display_name": lambda r: r.mapped("display_name"),
            "name_search": lambda r: r.name_search("", ids),
            "onchange": lambda r: r[0].onchange({field: OTHER_NUMBER}, [field], spec),
            "onchange of a new record": lambda r: r.browse().onchange(
                {field: NUMBER}, [field], spec
            ),
            "copy_data": lambda r: r.copy_data(),
            "fields_get": lambda r: r.fields_get([field]),
            "groups by id": lambda r: r.web_read_group(
                ids, ["create_date:day" if "create_date" in r._fields else "id"], ["__count"]
            ),
            "opened groups": lambda r: r.web_read_group(
                ids,
                [next(n for n, f in r._fields.items() if f.type == "many2one" and f.store)],
                ["__count"],
                auto_unfold=True,
                unfold_read_specification=spec,
            ),
            "template": lambda r: r.env["mail.render.mixin"]._render_template(
                f"{{{{ object.{field} }}}}", r._name, r.ids
            ),
        }
        for model, path in self._links():
            export = path.replace(".", "/")
            ways[f"export {export}"] = lambda r, m=model, p=export: (
                r.env[m].search([], limit=50).export_data([p])
            )
        return ways

    def _ways_refused(self):
        """Return the ways that would tell hidden digits one by one: ``{name: callable}``."""
        field = self.confidential_field
        ways = {
            f"search {operator}": lambda r, o=operator: r.search([(field, o, "138")], limit=1)
            for operator in (
                *("like", "ilike", "not like", "not ilike", "=like", "=ilike"),
                *(">", ">=", "<", "<="),
            )
        }
        for model, path in self._links():
            for operator in ("like", "=ilike", ">"):
                ways[f"search {model}.{path} {operator}"] = lambda r, m=model, p=path, o=operator: (
                    r.env[m].search([(p, o, "138")], limit=1)
                )
        return ways | {
            "count": lambda r: r.search_count([(field, "=like", "1381%")]),
            "not": lambda r: r.search(["!", (field, "like", "138")], limit=1),
            "order": lambda r: r.search([], order=f"{field} desc", limit=1),
            "search_read order": lambda r: r.search_read([], ["id"], order=f"id, {field}", limit=1),
            "group": lambda r: r.formatted_read_group([], [field], ["__count"]),
            "web group": lambda r: r.web_read_group([], [field], ["__count"]),
            "progress bar": lambda r: r.read_progress_bar(
                [], field, {"field": field, "colors": {"a": "success"}}
            ),
            "having": lambda r: r._read_group(
                [], ["id"], ["__count"], having=[(f"{field}:max", ">", "138")], limit=1
            ),
            **{
                f"total {total}": lambda r, t=total: r.formatted_read_group(
                    [], [], [f"{field}:{t}"]
                )
                for total in ("min", "max", "array_agg", "array_agg_distinct", "count_distinct")
            },
            "group order": lambda r: r.formatted_read_group(
                [], ["id"], ["__count"], order=f"{field}:max", limit=1
            ),
            "condition on records": lambda r: r.filtered_domain([(field, "like", "138")]),
        }

    def _links(self):
        """Return ``(model, path)`` of the relational paths to the field."""
        field = self.confidential_field
        return [
            link if isinstance(link, tuple) else (self.confidential_model, f"{link}.{field}")
            for link in self.confidential_links
        ]

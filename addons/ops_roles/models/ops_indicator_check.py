"""What a definition may be made of: stored, readable, not confidential."""

from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import safe_eval

from ..fields import ConfidentialChar

NUMBERS = ("integer", "float", "monetary")
ENDS = {
    "department_path": ("hr.department",),
    "employee_path": ("hr.employee", "hr.employee.public", "res.users"),
}


class OpsIndicator(models.Model):
    """Definitions come from people: each is checked before it reaches a statement."""

    _inherit = "ops.indicator"

    def _check_parts(self):
        """Refuse a definition that cannot or must not be measured.

        :raise ValidationError: naming the field and what to enter instead
        """
        self.ensure_one()
        if self.kind == "method":
            if not self.method:
                self._refuse(self.env._("Choose the computation, or another way to make it."))
            return
        self._check_part("")
        if self.kind != "plain":
            self._check_part("den_")

    def _check_part(self, prefix):
        name = self[f"{prefix}model"] or (self.model if prefix else False)
        if not name:
            self._refuse(self.env._("Choose the records that are measured."))
        self._check_model(name)
        own = bool(self[f"{prefix}model"])
        self._check_domain(name, self[f"{prefix}domain"])
        if own or not prefix:
            self._check_date(name, self[f"{prefix}date_field"])
            for path in ("department_path", "employee_path"):
                if self[prefix + path]:
                    self._check_path(name, self[prefix + path], ENDS[path])
        if self[f"{prefix}measure"] != "count":
            self._check_number(name, self[f"{prefix}field_name"])

    def _check_model(self, name):
        model = self.env.get(name)
        if model is None or not self._is_measurable(model) or not model.has_access("read"):
            self._refuse(self.env._("“%s” are not records you may read. Choose others.", name))

    def _check_date(self, name, column):
        field = self._readable_field(name, column)
        if field.type not in ("date", "datetime"):
            self._refuse(
                self.env._(
                    "“%s” is no day. Choose a date field of the records.",
                    field._description_string(self.env),
                )
            )

    def _check_number(self, name, column):
        field = self._readable_field(name, column)
        if field.type not in NUMBERS:
            self._refuse(
                self.env._(
                    "“%s” is no number. Choose a number field, or count the records.",
                    field._description_string(self.env),
                )
            )

    def _check_path(self, name, path, ends):
        """A chain of stored many2one fields that ends where the scope is."""
        for step in path.split("."):
            field = self._readable_field(name, step)
            if field.type != "many2one":
                self._refuse(
                    self.env._(
                        "“%s” does not lead to one record. Follow many2one fields only.", path
                    )
                )
            name = field.comodel_name
        if name not in ends:
            self._refuse(self.env._("“%s” does not end at a department or a person.", path))

    def _check_domain(self, name, text):
        """The domain parses, and every field in it is one the definer may read."""
        try:
            conditions = list(self._domain(text).iter_conditions())
        except Exception as error:
            self._refuse(self.env._("The filter cannot be read: %s Use the filter editor.", error))
        for condition in conditions:
            if condition.operator in ("any", "not any", "any!", "not any!"):
                self._refuse(
                    self.env._("The filter may not look into other records: use a dotted path.")
                )
            self._check_leaf(name, condition.field_expr)
        self._try_domain(name, text)

    def _check_leaf(self, name, path):
        """Walk a filter's dotted path; each field on the way has to be readable and stored."""
        for step in path.split("."):
            if step == "id":
                return
            field = self._readable_field(name, step)
            if field.comodel_name:
                name = field.comodel_name
                self._check_comodel(name)

    def _check_comodel(self, name):
        # Everyone may see colleagues: Odoo answers for employees by their public card.
        if name != "hr.employee" and not self.env[name].has_access("read"):
            self._refuse(self.env._("The filter asks for %s, which you may not read.", name))

    def _try_domain(self, name, text):
        try:
            self.env[name].sudo()._search(self._domain(text))
        except Exception as error:
            self._refuse(self.env._("The filter does not fit these records: %s Correct it.", error))

    def _readable_field(self, name, column):
        """Return the field, or refuse: unknown, private, confidential or not stored."""
        model = self.env[name]
        field = model._fields.get(column or "")
        if field is None:
            self._refuse(
                self.env._(
                    "“%(model)s” have no field “%(field)s”. Choose one from the list.",
                    model=model._description,
                    field=column or "",
                )
            )
        label = field._description_string(self.env)
        if isinstance(field, ConfidentialChar):
            self._refuse(
                self.env._("“%s” is confidential and is not measured or filtered by.", label)
            )
        if not model._has_field_access(field, "read"):
            self._refuse(self.env._("“%s” is private: you may not read it.", label))
        if not (field.store or (field.related and field.inherited)):
            self._refuse(
                self.env._("“%s” is not stored, so it cannot be measured. Choose another.", label)
            )
        return field

    def _domain(self, text) -> Domain:
        """Return the domain of a filter's text; days relative to today are allowed in it."""
        names = {
            "uid": 0,
            "datetime": safe_datetime,
            "context_today": lambda: fields.Date.context_today(self),
        }
        value = safe_eval(text or "[]", names)
        if not isinstance(value, list | tuple):
            raise ValueError(self.env._("it is not a list of conditions."))
        return Domain(list(value))

    def _refuse(self, reason):
        raise ValidationError(
            self.env._("%(indicator)s: %(reason)s", indicator=self.name or "", reason=reason)
        )

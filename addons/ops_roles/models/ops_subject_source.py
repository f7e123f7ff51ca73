from odoo import api, models
from odoo.tools import SQL

from ..core.masking import national_number, written_forms
from ..fields import ConfidentialChar, MaskedProse

#: Never searched: the requests themselves, and the list of who must not be called.
_LEFT_OUT = {"ops.subject.request", "ops.subject.request.line", "phone.blacklist"}


class OpsSubjectSource(models.AbstractModel):
    """Where a number can be held, how it is found there and how it goes.

    Every stored field of a confidential type is found by itself. An add-on that keeps a number
    elsewhere (the name of a file) extends ``_search`` and ``_erase``; why it is kept, it says in
    ``_purposes``.
    """

    _name = "ops.subject.source"
    _description = "Where numbers are held"

    @api.model
    def _purposes(self):
        """Return ``{model: purpose of keeping the number}`` for the answer to the person."""
        return {
            "res.partner": self.env._("To reach the customer about contracts and services."),
            "hr.employee": self.env._("To carry out the employment contract."),
            "hr.version": self.env._("To carry out the employment contract."),
            "mail.message": self.env._("To know what was agreed with the customer."),
            "ops.feed.reject": self.env._("To correct a file that could not be read."),
        }

    @api.model
    def _columns(self):
        """Return ``{model: ([columns of one number], [columns of text])}``, by the field type."""
        found = {}
        for name, model in self.env.registry.items():
            if name in _LEFT_OUT or not model._auto or model._abstract or model._transient:
                continue
            fields = [
                field for field in model._fields.values() if field.store and field.column_type
            ]
            exact = [field.name for field in fields if self._is_number(field)]
            texts = [field.name for field in fields if self._is_text(field)]
            if exact or texts:
                found[name] = exact, texts
        return {**found, "ops.feed.reject": ([], ["raw"])}

    @api.model
    def _is_number(self, field):
        return isinstance(field, ConfidentialChar) and not field.is_prose

    @api.model
    def _is_text(self, field):
        return isinstance(field, MaskedProse) or (
            isinstance(field, ConfidentialChar) and field.is_prose
        )

    @api.model
    def _search(self, number):
        """Find a number in all of them: one statement per model.

        :return: list of ``(model, field, id)``
        """
        self.env.flush_all()
        rows = []
        for name, (exact, texts) in sorted(self._columns().items()):
            conditions = {
                **{column: self._equals(column, number) for column in exact},
                **{column: self._holds(column, number) for column in texts},
            }
            self.env.cr.execute(
                SQL(
                    "SELECT id, ARRAY[%s] FROM %s WHERE %s ORDER BY id",
                    SQL(", ").join(conditions.values()),
                    SQL.identifier(self.env[name]._table),
                    SQL(" OR ").join(conditions.values()),
                )
            )
            for res_id, hits in self.env.cr.fetchall():
                rows += [
                    (name, column, res_id)
                    for column, hit in zip(conditions, hits, strict=True)
                    if hit
                ]
        return rows

    @api.model
    def _equals(self, column, number):
        return SQL(
            r"COALESCE(regexp_replace(%s::text, '[\s\\./\(\)\-]', '', 'g') = ANY(%s), FALSE)",
            SQL.identifier(column),
            sorted(written_forms(number)),
        )

    @api.model
    def _holds(self, column, number):
        return SQL(
            "COALESCE(strpos(%s, %s) > 0, FALSE)", SQL.identifier(column), self._core(number)
        )

    @api.model
    def _core(self, number):
        """The digits all written forms share: without country code and leading zero."""
        return national_number(number).lstrip("0")

    @api.model
    def _erase(self, number, found):
        """Empty the found columns of a number, and put stars for it in the found texts.

        :param found: list of ``(model, field, [ids])``
        """
        columns = self._columns()
        for name, field, ids in found:
            model = self.env[name]
            text = field in columns[name][1]
            column = SQL.identifier(field)
            stars = SQL("replace(%s, %s, '****')", column, self._core(number))
            gone = SQL("''") if model._fields[field].required else SQL("NULL")
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = ANY(%s)",
                    SQL.identifier(model._table),
                    column,
                    stars if text else gone,
                    ids,
                )
            )
            model.invalidate_model([field], flush=False)

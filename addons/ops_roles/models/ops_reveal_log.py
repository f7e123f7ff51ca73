from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.tools import SQL

from ..core.masking import mask_text
from ..fields import ConfidentialChar

SEARCH_MAX = "ops_roles.confidential_search_max"
EXPORT_MAX = "ops_roles.confidential_export_max"
SEARCHES_PER_HOUR = "ops_roles.confidential_searches_per_hour"
REVEALS_PER_HOUR = "ops_roles.confidential_reveals_per_hour"
#: Roles whose exports are logged, not limited.
EXPORTERS = ("ops_roles.group_om", "ops_roles.group_adm")


class OpsRevealLog(models.Model):
    """Who saw, searched or exported which confidential number, when, from where and why.

    Append-only: nobody may write it by RPC, and not even server code may change or delete a row.
    Rows are committed by a transaction of their own before the caller gets his answer, so they
    survive a failing request and a read-only one.
    """

    _name = "ops.reveal.log"
    _description = "Use of Confidential Numbers"
    _order = "at desc, id desc"
    _rec_name = "masked_value"
    _log_access = False

    at = fields.Datetime("Time", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("reveal", "Revealed"),
            ("search", "Searched"),
            ("export", "Exported"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", "User", required=True, readonly=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", "Department", readonly=True, index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    model = fields.Char(required=True, readonly=True)
    document = fields.Char(compute="_compute_document")
    res_id = fields.Many2oneReference("Record ID", model_field="model", readonly=True)
    record_name = fields.Char("Record", readonly=True)
    field = fields.Char(required=True, readonly=True)
    masked_value = fields.Char("Masked number", readonly=True)
    numbers = fields.Integer(
        "Count", readonly=True, help="Numbers searched for, or records exported."
    )
    reason = fields.Selection(
        [
            ("call_back", "Call the customer back"),
            ("identify", "Check who is calling"),
            ("complaint", "Handle a complaint"),
            ("correct", "Correct the record"),
            ("authority", "Request of an authority"),
            ("other", "Other"),
        ],
        readonly=True,
    )
    note = fields.Char(readonly=True)
    ip = fields.Char("IP Address", readonly=True)

    _user_at = models.Index("(user_id, at)")
    _at = models.Index("(at)")

    @api.depends("model")
    def _compute_document(self):
        for row in self:
            row.document = self.env["ir.model"]._get(row.model).sudo().name or row.model

    def write(self, vals):
        raise UserError(self.env._("The log of confidential numbers cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log of confidential numbers cannot be deleted."))

    @api.model
    def action_reveal(self, model, res_id, field, reason, note=""):
        """Log the reveal of one number and return the number in full.

        :param str model: model of the record, which the user must be able to read
        :param int res_id: id of the record
        :param str field: name of a ConfidentialChar of the model
        :param str reason: one of the values of ``reason``; ``other`` needs a ``note``
        :raise AccessError: without the right to reveal or to read the record
        :raise UserError: without a valid reason, or beyond the hourly limit
        """
        record, definition = self._revealable(model, res_id, field)
        note = str(note or "").strip()
        self._check_reason(reason, note)
        value = record.sudo()[definition.name]
        masked = definition.mask(value) or ""
        row = self._row("reveal", record, definition.name, masked, 1, reason, note)
        self._append(row, self._limit(REVEALS_PER_HOUR))
        return value or ""

    def _revealable(self, model, res_id, field):
        """Return the record and field a user asks to reveal, once he has the right to."""
        if not self.env.user.has_group("ops_roles.group_reveal"):
            raise AccessError(self.env._("Your role may not reveal confidential numbers."))
        known = isinstance(model, str) and isinstance(field, str) and model in self.env
        definition = known and self.env[model]._fields.get(field)
        if not isinstance(definition, ConfidentialChar) or type(res_id) is not int:
            raise UserError(self.env._("There is nothing to reveal here. Reload the page."))
        record = self.env[model].browse(res_id)
        record.check_access("read")
        record._check_field_access(definition, "read")
        if not record.exists():
            raise UserError(self.env._("The record is gone. Reload the page."))
        return record, definition

    def _check_reason(self, reason, note):
        if reason not in [key for key, _label in self._fields["reason"].selection]:
            raise UserError(self.env._("Choose a reason for seeing the number."))
        if reason == "other" and not note:
            raise UserError(self.env._("Say in a few words why you need the number."))

    def _log_search(self, model, field, numbers):
        """Log and limit a user's exact search of ``numbers`` in ``field`` of ``model``.

        The same search within one request (list, count, groups) counts once.

        :raise AccessError: more numbers at once, or within the hour, than the parameters allow
        """
        key = (model._name, field.name, *sorted(map(str, numbers)))
        seen = self.env.cr.cache.setdefault(("ops.reveal.log", self.env.uid), set())
        if key in seen:
            return
        masked = ", ".join(map(field.mask, key[2:]))
        row = self._row("search", model.browse(), field.name, masked, len(numbers))
        if len(numbers) > self._limit(SEARCH_MAX):
            self._refuse(row)
        self._append(row, self._limit(SEARCHES_PER_HOUR))
        seen.add(key)

    def _log_export(self, records, definitions, paths):
        """Log that the user exports the columns ``paths`` of ``records``.

        :param definitions: the confidential fields among them, whose values leave masked
        :raise AccessError: more rows within an hour than his role may take away
        """
        field = ", ".join(sorted(definition.name for definition in definitions)) or "-"
        row = self._row("export", records.browse(), field, "", len(records), note=", ".join(paths))
        leads = any(map(self.env.user.has_group, EXPORTERS))
        self._append(row, None if leads else self._limit(EXPORT_MAX), self._export_message())

    def _export_message(self):
        return self.env._(
            "Your role may export %(limit)s rows with confidential data within an hour, and this "
            "would be more. Choose fewer rows, or ask an operations manager or the access "
            "administrator to export them.",
            limit=self._limit(EXPORT_MAX),
        )

    def _limit(self, parameter):
        """Return the limit a system parameter sets; nothing is allowed when it is missing."""
        return int(self.env["ir.config_parameter"].sudo().get_param(parameter) or 0)

    def _row(self, kind, record, field, masked, numbers, reason=None, note=None):
        """Return the row to log: what the caller does, and who he is."""
        user = self.env.user.sudo()
        return {
            "at": fields.Datetime.now(),
            "kind": kind,
            "user_id": user.id,
            "department_id": user.employee_id.department_id.id or None,
            "company_id": self.env.company.id,
            "model": record._name,
            "res_id": record.id or None,
            "record_name": mask_text(record.sudo().display_name) if record else None,
            "field": field,
            "masked_value": masked[:200] or None,
            "numbers": numbers,
            "reason": reason,
            "note": (note or "")[:500] or None,
            "ip": request.httprequest.remote_addr if request else None,
        }

    def _append(self, row, limit=None, message=None):
        """Commit ``row`` in a transaction of its own.

        :param limit: most numbers of this kind that the user may use within an hour
        :param message: what a refusal says, unless the usual
        :raise AccessError: when the row would exceed the limit; the refusal is logged instead
        """
        self._refuse_readonly()
        with self.env.registry.cursor() as cr:
            if limit is None or self._used(cr, row) + row["numbers"] <= limit:
                return self._insert(cr, row)
        return self._refuse(row, message)

    def _refuse(self, row, message=None):
        self._refuse_readonly()
        with self.env.registry.cursor() as cr:
            self._insert(cr, {**row, "kind": "refused"})
        raise AccessError(
            message
            or self.env._(
                "You have looked up more numbers than allowed. Search fewer at a time, wait an "
                "hour, or ask the access administrator."
            )
        )

    def _refuse_readonly(self):
        """Make Odoo serve the request again from the primary database when it reads a replica."""
        if self.env.cr.readonly:
            raise ReadOnlySqlTransaction("a use of a confidential number must be logged")

    def _used(self, cr, row):
        cr.execute(
            SQL(
                """SELECT COALESCE(SUM(numbers), 0) FROM ops_reveal_log
                   WHERE user_id = %s AND kind = %s AND at > %s::timestamp - interval '1 hour'""",
                row["user_id"],
                row["kind"],
                row["at"],
            )
        )
        return cr.fetchone()[0]

    def _insert(self, cr, row):
        cr.execute(
            SQL(
                "INSERT INTO ops_reveal_log (%s) VALUES %s",
                SQL(", ").join(map(SQL.identifier, row)),
                tuple(row.values()),
            )
        )

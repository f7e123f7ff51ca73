from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class OpsRetentionHandler(models.AbstractModel):
    """Knows what can be due for deletion, and how it goes: the hook for add-ons.

    An add-on extends ``_targets`` by ``code: label`` and gives two methods per code:
    ``_due_<code>(rule, before)`` → SQL selecting ``(id, at)`` of the records older than
    ``before`` (UTC) that still hold what is to go, and ``_apply_<code>(rule, ids)``, which makes
    it go in one statement (or one per table) and returns how many records it changed.
    """

    _name = "ops.retention.handler"
    _description = "What is kept for a time only"

    @api.model
    def _targets(self):
        """Return ``{code: label}`` of what a rule may be about."""
        return {
            "fields": self.env._("Fields of a document"),
            "rejects": self.env._("Rejected lines of incoming files"),
        }

    @api.model
    def _model(self, rule):
        """Return the model whose records a rule is about."""
        return {"rejects": "ops.feed.reject"}.get(rule.target) or rule.sudo().model_id.model

    @api.model
    def _due(self, rule, before):
        return getattr(self, f"_due_{rule.target}")(rule, before)

    @api.model
    def _apply(self, rule, ids):
        return getattr(self, f"_apply_{rule.target}")(rule, ids)

    @api.model
    def _due_fields(self, rule, before):
        model, names = self._fields_of(rule)
        return SQL(
            "SELECT id, %(date)s AS at FROM %(table)s"
            " WHERE %(date)s < %(before)s AND (%(held)s) AND %(ours)s",
            ours=self._of_company(rule, model),
            date=SQL.identifier(rule.sudo().date_field_id.name),
            table=SQL.identifier(model._table),
            before=before,
            held=SQL(" OR ").join(self._held(rule, name) for name in names),
        )

    @api.model
    def _apply_fields(self, rule, ids):
        """Empty the fields, or leave of them what tells nothing of a person."""
        model, names = self._fields_of(rule)
        value = SQL("NULL") if rule.action == "erase" else None
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = ANY(%s)",
                SQL.identifier(model._table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value or self._anonymous(name))
                    for name in names
                ),
                list(ids),
            )
        )
        model.invalidate_model(names, flush=False)
        return self.env.cr.rowcount

    @api.model
    def _due_rejects(self, rule, before):
        return SQL(
            "SELECT r.id, f.create_date AS at FROM ops_feed_reject r"
            " JOIN ops_feed f ON f.id = r.feed_id"
            " WHERE f.create_date < %s AND f.company_id = %s AND r.raw IS NOT NULL",
            before,
            rule.company_id.id,
        )

    @api.model
    def _apply_rejects(self, rule, ids):
        """Line number and reason stay; the line itself goes."""
        self.env.cr.execute("UPDATE ops_feed_reject SET raw = NULL WHERE id = ANY(%s)", [list(ids)])
        self.env["ops.feed.reject"].invalidate_model(["raw"], flush=False)
        return self.env.cr.rowcount

    @api.model
    def _of_company(self, rule, model):
        """Condition: the record is of the rule's company or of none."""
        field = model._fields.get("company_id")
        if not field or not field.store:
            return SQL("TRUE")
        return SQL("COALESCE(company_id, %(company)s) = %(company)s", company=rule.company_id.id)

    @api.model
    def _held(self, rule, name):
        """Condition: the column holds a value the rule has not dealt with yet."""
        column = SQL.identifier(name)
        if rule.action == "erase":
            return SQL("%s IS NOT NULL", column)
        return SQL("%s IS DISTINCT FROM %s", column, self._anonymous(name))

    @api.model
    def _anonymous(self, name):
        """The first three characters: operator or area of a number, province of a card."""
        return SQL("left(%s, 3) || '********'", SQL.identifier(name))

    @api.model
    def _fields_of(self, rule):
        """Return the model of a rule and its columns, with those computed from them."""
        rule = rule.sudo()
        model = self.env[rule.model_id.model]
        names = set(rule.field_ids.mapped("name"))
        for name, field in model._fields.items():
            sources = {path.split(".")[0] for path in self.env.registry.field_depends[field]}
            if field.store and field.column_type and field.compute and sources & names:
                if field.type == "char":
                    names.add(name)
        if not names:
            raise UserError(self.env._("Choose the fields that “%s” is about.", rule.name))
        return model, sorted(names)

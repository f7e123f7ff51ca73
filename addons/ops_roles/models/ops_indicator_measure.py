"""The one statement that measures an indicator for many periods, departments or people."""

from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..core.figures import bucket_of, combine, period_end, period_start, shift_period
from ..core.period import midnight_utc

JOINED = {"sum": "SUM", "count": "SUM", "avg": "SUM", "max": "MAX"}


class OpsIndicator(models.Model):
    _inherit = "ops.indicator"

    @api.model
    def _scopes(self):
        return ("company", "department", "employee")

    def _values(self, period_from, period_to, scope, ids) -> dict:
        """Return ``{id: value or None}`` of the days from ``period_from`` to ``period_to``.

        Departments include those below them. One grouped query, whatever the number of ids.
        The figure does not depend on who asks: the caller answers for who may see it.

        :param scope: company, department or employee
        """
        self.ensure_one()
        rows = self._measured(None, [(period_from, period_to)], scope, list(ids))
        return {key: self._combined(rows.get((key, period_from))) for key in ids}

    def _series(self, kind, start, count, scope, ids) -> dict:
        """Return ``{id: [value or None] * count}``: ``count`` periods, the last begins ``start``.

        One grouped query for all of them, except for indicators with code: one per period.
        """
        self.ensure_one()
        buckets = bucket_of(kind, start, count)
        spans = [(day, period_end(kind, day)) for day in buckets]
        rows = self._measured(kind, spans, scope, list(ids))
        return {key: [self._combined(rows.get((key, day))) for day in buckets] for key in ids}

    def _combined(self, parts):
        """The value of (upper, lower); where nothing was recorded a count is zero."""
        upper, lower = parts or (None, None)
        if self.kind == "method":
            return combine("ratio" if lower is not None else "plain", upper, lower)
        if upper is None and self.kind == "plain" and self.measure in ("count", "sum"):
            upper = 0.0
        return combine(self.kind, upper, lower)

    def _measured(self, kind, spans, scope, ids) -> dict:
        """Return ``{(id, first day): (upper, lower)}``."""
        if not ids:
            return {}
        if self.kind == "method":
            provider = self.env["ops.indicator.provider"]
            if kind:
                return provider._compute_method(
                    self.method, kind, [day for day, _end in spans], scope, ids
                )
            ((start, end),) = spans
            values = getattr(provider.sudo(), f"_value_{self.method}")(start, end, scope, ids)
            return {(key, start): parts for key, parts in values.items()}
        self.env.flush_all()
        self.env.cr.execute(self._statement(kind, spans, scope, ids))
        return {(key, start): (upper, lower) for key, start, upper, lower in self.env.cr.fetchall()}

    def _statement(self, kind, spans, scope, ids) -> SQL:
        """Both measures by scope and period; departments are added up along the tree."""
        parts = [self._part_query("", kind, spans, scope)]
        if self.kind != "plain":
            parts.append(self._part_query("den_", kind, spans, scope))
        columns = [
            SQL("%s(value) FILTER (WHERE part = %s)", SQL(JOINED[measure]), number)
            for number, measure in enumerate(self._measures()[: len(parts)])
        ]
        averages = [
            SQL("NULLIF(SUM(number) FILTER (WHERE part = %s), 0)", number)
            for number in range(len(parts))
        ]
        upper, lower = [
            SQL("%s / %s", column, average) if measure == "avg" else column
            for column, average, measure in zip(columns, averages, self._measures(), strict=False)
        ] + ([SQL("NULL::float8")] if len(parts) == 1 else [])
        tree, key = SQL(), SQL("rows.scope_id")
        if scope == "department":
            key = SQL("top.id")
            tree = SQL(
                "JOIN hr_department leaf ON leaf.id = rows.scope_id"
                " JOIN hr_department top ON leaf.parent_path LIKE top.parent_path || '%%'"
            )
        return SQL(
            "SELECT %(key)s, rows.period, (%(upper)s)::float8, (%(lower)s)::float8"
            " FROM (%(parts)s) rows %(tree)s WHERE %(key)s = ANY(%(ids)s) GROUP BY 1, 2",
            key=key,
            upper=upper,
            lower=lower,
            parts=SQL(" UNION ALL ").join(
                SQL("SELECT %s AS part, q.* FROM (%s) q", number, part)
                for number, part in enumerate(parts)
            ),
            tree=tree,
            ids=ids,
        )

    def _measures(self):
        return (self.measure, self.den_measure)

    def _source(self, prefix):
        """Return model, domain text, date field, department path and person path of a measure."""
        own = self[f"{prefix}model"]
        keys = ("date_field", "department_path", "employee_path")
        places = [self[f"{prefix if own else ''}{key}"] for key in keys]
        text = self[f"{prefix}domain"]
        if prefix and not own and (text or "[]") == "[]":
            text = self.domain
        return (own or self.model, text, *places)

    def _part_query(self, prefix, kind, spans, scope) -> SQL:
        """SELECT scope_id, period, value, number of one measure, grouped."""
        name, text, date_field, department_path, employee_path = self._source(prefix)
        model = self.env[name].sudo()
        query = model._search(self._domain(text))
        table = model._table
        day = model._field_to_sql(table, date_field, query)
        is_moment = model._fields[date_field].type == "datetime"
        query.add_where(self._within(day, spans, is_moment))
        key = self._scope_sql(model, query, scope, department_path, employee_path)
        value = SQL("1")
        measure = self[f"{prefix}measure"]
        if measure != "count":
            value = model._field_to_sql(table, self[f"{prefix}field_name"], query)
        period = self._period_sql(day, kind, spans, is_moment)
        query.groupby = SQL("1, 2")
        aggregate = SQL("MAX" if measure == "max" else "SUM")
        return query.select(
            SQL("%s AS scope_id", key),
            SQL("%s AS period", period),
            SQL("%s(%s)::float8 AS value", aggregate, value),
            SQL("COUNT(%s) AS number", value),
        )

    def _within(self, day, spans, is_moment) -> SQL:
        start, end = spans[0][0], spans[-1][1] + timedelta(days=1)
        if is_moment:
            tz = self.env.company._ops_tz()
            start, end = midnight_utc(start, tz), midnight_utc(end, tz)
        return SQL("%(day)s >= %(start)s AND %(day)s < %(end)s", day=day, start=start, end=end)

    def _period_sql(self, day, kind, spans, is_moment) -> SQL:
        if kind is None or len(spans) == 1:
            return SQL("%s::date", spans[0][0])
        if is_moment:
            day = SQL("timezone(%s, timezone('UTC', %s))", self.env.company._ops_tz(), day)
        return SQL("date_trunc(%s, %s)::date", kind, day)

    def _scope_sql(self, model, query, scope, department_path, employee_path) -> SQL:
        """The id of the scope of a record, with the joins that lead there."""
        if scope == "employee":
            return self._employee_sql(model, query, employee_path)
        if scope == "company" and "company_id" in model._fields:
            return model._field_to_sql(model._table, "company_id", query)
        if department_path:
            model, alias, field = self._walk(model, query, department_path)
            place = model._field_to_sql(alias, field, query)
        else:
            place = self._employee_column(model, query, employee_path, "department_id")
        if scope == "company":
            alias = query.make_alias(model._table, "ops_place")
            query.add_join(
                "LEFT JOIN",
                alias,
                "hr_department",
                SQL("%s = %s", place, SQL.identifier(alias, "id")),
            )
            return SQL.identifier(alias, "company_id")
        return place

    def _walk(self, model, query, path):
        """Join along all but the last many2one; return model, alias and last field's name."""
        alias = model._table
        *steps, last = path.split(".")
        for step in steps:
            model, alias = model._fields[step].join(model, alias, query)
        return model.sudo(), alias, last

    def _employee_sql(self, model, query, path) -> SQL:
        return self._employee_column(model, query, path, None)

    def _employee_column(self, model, query, path, column) -> SQL:
        """The person's id, or the department he belongs to now, at the end of ``path``."""
        if not path:
            return SQL("NULL::integer")
        model, alias, last = self._walk(model, query, path)
        person = model._field_to_sql(alias, last, query)
        by_user = model._fields[last].comodel_name == "res.users"
        if not (by_user or column):
            return person
        people = self.env["hr.employee"].sudo()
        joined = query.make_alias(alias, "ops_person")
        on = SQL.identifier(joined, "user_id" if by_user else "id")
        query.add_join("LEFT JOIN", joined, "hr_employee", SQL("%s = %s", person, on))
        return people._field_to_sql(joined, column or "id", query)

    def _records_domain(self, date_from, date_to, scope=None, scope_id=None) -> list:
        """The records of the first measure: its filter, the period and the scope."""
        name, text, date_field, department_path, employee_path = self._source("")
        start, end = date_from, date_to + timedelta(days=1)
        if self.env[name]._fields[date_field].type == "datetime":
            tz = self.env.company._ops_tz()
            start, end = midnight_utc(start, tz), midnight_utc(end, tz)
        domain = [
            *self._domain(text),
            (date_field, ">=", str(start)),
            (date_field, "<", str(end)),
        ]
        if scope == "department":
            path = department_path or f"{employee_path}.department_id"
            domain.append((path, "child_of", scope_id))
        elif scope == "employee" and employee_path:
            if self._path_end(name, employee_path) == "res.users":
                scope_id = self.env["hr.employee"].sudo().browse(scope_id).user_id.id
            domain.append((employee_path, "=", scope_id))
        return domain

    def _path_end(self, name, path):
        for step in path.split("."):
            name = self.env[name]._fields[step].comodel_name
        return name

    def _records_action(self, kind, start, scope=None, scope_id=None):
        """An action on the records behind the figure; the user's own access rules apply."""
        if self.kind == "method":
            return False
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.model,
            "views": [[False, "list"], [False, "form"]],
            "domain": self._records_domain(start, period_end(kind, start), scope, scope_id),
            "context": {},
        }

    @api.model
    def _last_periods(self, kind, count):
        """First days of the last ``count`` periods up to the current one."""
        start = period_start(kind, self._today())
        return [shift_period(kind, start, back + 1 - count) for back in range(count)]

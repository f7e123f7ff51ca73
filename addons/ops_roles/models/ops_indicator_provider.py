from odoo import api, models
from odoo.tools import SQL

from ..core.figures import period_end


class OpsIndicatorProvider(models.AbstractModel):
    """Indicators with code. An add-on extends ``_methods`` by a name and its label, and adds::

        def _value_<name>(self, date_from, date_to, scope, ids) -> {id: (upper, lower or None)}

    which answers for all ``ids`` of ``scope`` (company, department, employee) in one grouped query.
    Without a lower part the upper one is the value.
    """

    _name = "ops.indicator.provider"
    _description = "Indicators computed by add-ons"

    @api.model
    def _methods(self) -> dict:
        """Return ``{name: label}`` of the computations that indicators may use."""
        return {"role_holders": self.env._("People with a role card on the last day")}

    @api.model
    def _additive(self) -> set:
        """Return the names whose parts add up to the whole."""
        return {"role_holders"}

    @api.model
    def _compute_method(self, name, kind, starts, scope, ids) -> dict:
        """Return ``{(id, first day): (upper, lower)}``; one call per period."""
        function = getattr(self.sudo(), f"_value_{name}")
        return {
            (key, start): parts
            for start in starts
            for key, parts in function(start, period_end(kind, start), scope, ids).items()
        }

    @api.model
    def _value_role_holders(self, date_from, date_to, scope, ids):
        """People whose role card holds on ``date_to``; each counts once where he is counted."""
        self.env.flush_all()
        key = {
            "company": SQL("a.company_id"),
            "department": SQL("top.id"),
            "employee": SQL("a.employee_id"),
        }[scope]
        self.env.cr.execute(
            SQL(
                """
                SELECT %(key)s, count(DISTINCT a.employee_id)::float8
                  FROM ops_role_assignment a
                  JOIN hr_department place ON place.id = a.department_id
                  JOIN hr_department top ON %(department)s
                 WHERE a.kind = 'holder' AND a.date_from <= %(day)s
                   AND (a.date_to IS NULL OR a.date_to >= %(day)s)
                   AND %(key)s = ANY(%(ids)s)
              GROUP BY 1
                """,
                key=key,
                department=SQL("place.parent_path LIKE top.parent_path || '%%'")
                if scope == "department"
                else SQL("place.id = top.id"),
                day=date_to,
                ids=list(ids),
            )
        )
        return {row_id: (people, None) for row_id, people in self.env.cr.fetchall()}

"""Parts of a target: who gets one, and how much."""

from odoo import api, models

from ..core.figures import shift_period, split


class OpsTarget(models.Model):
    _inherit = "ops.target"

    def _parts(self) -> list:
        """Return ``[(scope, id)]`` of the next level: departments below, or the people here."""
        self.ensure_one()
        if self.scope == "employee":
            return []
        departments = self.env["hr.department"].sudo()
        if self.scope == "company":
            tops = departments.search(
                [("company_id", "in", [self.company_id.id, False]), ("parent_id", "=", False)]
            )
            return [("department", place.id) for place in tops]
        below = departments.search([("parent_id", "=", self.department_id.id)])
        measured = below.filtered(lambda place: place.id in self._staffed(below))
        if measured:
            return [("department", place.id) for place in measured]
        people = (
            self.env["hr.employee"].sudo().search([("department_id", "=", self.department_id.id)])
        )
        held = (
            people
            & self.env["ops.role.assignment"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", people.ids),
                    ("state", "=", "current"),
                    ("kind", "=", "holder"),
                ]
            )
            .filtered(lambda card: not card.role_id.subordinate_ids)
            .employee_id
        )
        return [("employee", person.id) for person in held]

    def _staffed(self, places) -> dict:
        """``{department id: people}`` with a role card, those below included; one query."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT top.id, count(DISTINCT employee.id)
              FROM hr_department top
              JOIN hr_department leaf ON leaf.parent_path LIKE top.parent_path || '%%'
              JOIN hr_version version ON version.department_id = leaf.id
              JOIN hr_employee employee ON employee.current_version_id = version.id
                                       AND employee.active
              JOIN ops_role_assignment card ON card.employee_id = employee.id
                                           AND card.state = 'current'
             WHERE top.id = ANY(%s) GROUP BY 1
            """,
            [places.ids],
        )
        return dict(self.env.cr.fetchall())

    def _proposal(self, method) -> list:
        """Return ``[(scope, id, value)]`` by ``method``: headcount, share, equal or hand.

        A figure that does not add up (a ratio) is the same for all parts.
        """
        parts = self._parts()
        if method == "hand":
            return [(*part, 0.0) for part in parts]
        if not self.is_additive:
            return [(*part, self.value) for part in parts]
        weights = self._weights(method, parts)
        values = split(self.value, weights, self.decimals)
        return [(*part, value) for part, value in zip(parts, values, strict=True)]

    def _weights(self, method, parts) -> list:
        if method == "equal" or not parts:
            return [1] * len(parts)
        scope, ids = parts[0][0], [part[1] for part in parts]
        if method == "headcount":
            if scope == "employee":
                return [1] * len(parts)
            counts = self._staffed(self.env["hr.department"].browse(ids))
            return [counts.get(place, 0) for place in ids]
        last = shift_period(self.kind, self.date_from, -1)
        series = self.indicator_id._series(self.kind, last, 1, scope, ids)
        return [max(series[key][0] or 0, 0) for key in ids]

    def _hand_down(self, shares):
        """Create or correct the parts ``[(scope, id, value)]`` of this target.

        Rights are those of the user: every part has to be one he is above.
        """
        self.ensure_one()
        have = {(part.scope, part._scope_id()): part for part in self.sudo().child_ids}
        missing = []
        for scope, key, value in shares:
            if part := have.get((scope, key)):
                part.with_env(self.env).value = value
            else:
                missing.append(self._part_vals(scope, key, value))
        return self.create(missing)

    def _part_vals(self, scope, key, value) -> dict:
        vals = {
            "indicator_id": self.indicator_id.id,
            "kind": self.kind,
            "date_from": self.date_from,
            "scope": scope,
            "value": value,
            "parent_id": self.id,
        }
        if scope == "employee":
            return {**vals, "employee_id": key}
        return {**vals, "department_id": key}

    @api.model
    def _cascade_all(self, targets, method):
        """Hand ``targets`` (ids) down to the last person, level by level."""
        level = self.browse(targets)
        while level:
            below = self.browse()
            for target in level:
                below |= target._hand_down(target._proposal(method))
            level = below.filtered(lambda part: part.scope != "employee")

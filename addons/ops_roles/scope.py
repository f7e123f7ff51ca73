"""Makes the path every record rule of the suite follows, `….ops_user_ids`, quick on long tables.

Odoo turns that path into a join and a look-up per row, which no index of the table itself can
serve. The departments of one user are few, so a search names them instead: they are read once
per transaction and never kept beyond it, so that a changed role card counts at the next click,
as it does with the path. Rules are cached as the path; only the search at hand is rewritten.
"""

from odoo.fields import Domain
from odoo.orm.domains import DomainCondition, OptimizationLevel, operator_optimization


@operator_optimization(["any", "any!"], OptimizationLevel.FULL)
def _departments_by_name(condition, model):
    users = _in_charge(condition.value)
    field = condition._field(model)
    if not users or field.comodel_name != "hr.department":
        return condition
    if condition.operator == "any" and not model.env.su:
        return condition  # a search of the user's own: departments have rules too
    places, everywhere = model.env["hr.department"]._ops_places_of(users)
    if everywhere:
        return Domain(condition.field_expr, "!=", False)
    return Domain(condition.field_expr, "in", places) if places else Domain.FALSE


def _in_charge(value):
    """The ids of the users somebody of whom must be in charge, or None."""
    if not isinstance(value, DomainCondition) or value.field_expr != "ops_user_ids":
        return None
    named = value.operator == "in" and all(isinstance(one, int) and one for one in value.value)
    return tuple(sorted(value.value)) if named else None

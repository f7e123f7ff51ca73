"""Makes the paths the record rules of the suite follow quick on long tables.

These are `….ops_user_ids`, who is in charge, and `approval_flow_id.reader_ids`, who takes part in
an approval. Odoo turns such a path into a join and a look-up per row, which no index of the table
itself can serve. The departments of one user are few, so a search names them instead: they are
read once per transaction and never kept beyond it, so that a changed role card counts at the next
click, as it does with the path. The flows of one user are many: a search looks them up once,
beside the table. Rules are cached as the path; only the search at hand is rewritten.
"""

from odoo.fields import Domain
from odoo.orm.domains import DomainCondition, OptimizationLevel, operator_optimization
from odoo.tools import SQL


@operator_optimization(["any", "any!"], OptimizationLevel.FULL)
def _departments_by_name(condition, model):
    users = _one_of(condition, model, "hr.department", "ops_user_ids")
    if not users:
        return condition
    places, everywhere = model.env["hr.department"]._ops_places_of(users)
    if everywhere:
        return Domain(condition.field_expr, "!=", False)
    return Domain(condition.field_expr, "in", places) if places else Domain.FALSE


@operator_optimization(["any", "any!"], OptimizationLevel.FULL)
def _flows_beside(condition, model):
    users = _one_of(condition, model, "ops.approval.flow", "reader_ids")
    if not users or condition._field(model).type != "many2one":
        return condition
    flows = SQL("SELECT flow_id FROM ops_approval_flow_reader_rel WHERE user_id IN %s", users)
    return Domain(condition.field_expr, "any!", flows)


def _one_of(condition, model, comodel, name):
    """The ids of the users one of whom must be in field `name` of `comodel`, or None.

    None as well for a search of the user's own, as rules of the comodel then count too.
    """
    value = condition.value
    if not isinstance(value, DomainCondition) or (value.field_expr, value.operator) != (name, "in"):
        return None
    if condition._field(model).comodel_name != comodel:
        return None
    if condition.operator == "any" and not model.env.su:
        return None
    named = all(isinstance(one, int) and one for one in value.value)
    return tuple(sorted(value.value)) if named else None

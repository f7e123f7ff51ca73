from odoo import api, fields, models
from odoo.fields import Domain


class OpsDueMixin(models.AbstractModel):
    """A document to be finished by a day: late when that is over and its state is unfinished."""

    _name = "ops.due.mixin"
    _description = "To be finished by a day"

    #: States in which it can be late.
    _due_states = ()

    due_on = fields.Date("To be finished by", required=True, copy=False)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")

    @api.depends("state", "due_on")
    def _compute_is_late(self):
        today = self.env.company._ops_today()
        for record in self:
            unfinished = record.state in self._due_states and record.due_on
            record.is_late = bool(unfinished) and record.due_on < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        late = Domain("state", "in", self._due_states) & Domain("due_on", "<", today)
        return late if True in value else ~late

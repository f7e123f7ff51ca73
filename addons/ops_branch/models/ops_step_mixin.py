from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class OpsStepMixin(models.AbstractModel):
    """A document of a branch that goes from state to state, one person at a time."""

    _name = "ops.step.mixin"
    _description = "Goes from state to state"

    def _lock(self):
        """Hold these records until the end of the transaction and read them afresh."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
                SQL.identifier(self._table),
                self.ids,
            )
        )
        self.invalidate_recordset()

    def _check_state(self, *states):
        """:raise UserError: naming the state of the first record that is in none of ``states``"""
        for record in self.sudo():
            if record.state not in states:
                names = dict(record._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(name)s is: %(state)s. Load the page again to see what can be done now.",
                        name=record.display_name,
                        state=names[record.state],
                    )
                )

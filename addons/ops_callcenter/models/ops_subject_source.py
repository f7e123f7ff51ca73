from odoo import api, models
from odoo.tools import SQL

_CALLS = ("ops.call", "ops.outbound.call")


class OpsSubjectSource(models.AbstractModel):
    """Calls of a number bring their recordings along."""

    _inherit = "ops.subject.source"

    @api.model
    def _purposes(self):
        service = self.env._("To serve the caller and to show how the service was.")
        return {
            **super()._purposes(),
            "ops.call": service,
            "ops.outbound.call": service,
            "ops.queue.event": service,
        }

    @api.model
    def _search(self, number):
        rows = super()._search(number)
        for name in _CALLS:
            ids = sorted({res_id for model, _field, res_id in rows if model == name})
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM %s WHERE id = ANY(%s) AND recording IS NOT NULL ORDER BY id",
                    SQL.identifier(self.env[name]._table),
                    ids,
                )
            )
            rows += [(name, "recording", res_id) for (res_id,) in self.env.cr.fetchall()]
        return rows

    @api.model
    def _erase(self, number, found):
        handler = self.env["ops.retention.handler"]
        files = [row for row in found if row[1] == "recording"]
        for model, _field, ids in files:
            handler._delete_recordings(model, ids)
        return super()._erase(number, [row for row in found if row not in files])

from odoo import api, fields, models
from odoo.tools import SQL


def _keep(_rows):
    """The log outlives the add-on that wrote it: its rows can be neither changed nor deleted."""


class OpsRevealLog(models.Model):
    """Listening to a recording is a use of what customers confided."""

    _inherit = "ops.reveal.log"

    kind = fields.Selection(selection_add=[("listen", "Listened")], ondelete={"listen": _keep})
    without_call = fields.Boolean(
        "Without Follow-up Call",
        compute="_compute_without_call",
        search="_search_without_call",
        help="Revealed to call the customer back, but not dialled in the time after.",
    )

    def _compute_without_call(self):
        found = self.browse(self._ids_without_call(SQL("log.id = ANY(%s)", self.ids)))
        for row in self:
            row.without_call = row in found

    @api.model
    def _search_without_call(self, operator, value):
        if operator != "in":
            return NotImplemented
        ids = self._ids_without_call(SQL("TRUE"))
        return [("id", "in" if True in value else "not in", ids)]

    @api.model
    def _ids_without_call(self, only):
        self.env.cr.execute(
            SQL(
                "SELECT log.id FROM ops_reveal_log log WHERE %s AND %s",
                only,
                self._without_call_condition(SQL.identifier("log")),
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _without_call_condition(self, row):
        """Condition: row of the log revealed a number to call back that nobody dialled then.

        A number that was erased since counts as dialled: nobody can tell any more.
        """
        param = self.env["ir.config_parameter"].sudo().get_param
        minutes = int(param("ops_callcenter.follow_up_minutes"))
        return SQL(
            """
            (%(row)s.kind = 'reveal' AND %(row)s.reason = 'call_back' AND EXISTS (
                SELECT FROM (
                    SELECT caller_key AS key FROM ops_call
                     WHERE %(row)s.model = 'ops.call' AND id = %(row)s.res_id
                     UNION ALL
                    SELECT number_key FROM ops_outbound_call
                     WHERE %(row)s.model = 'ops.outbound.call' AND id = %(row)s.res_id
                     UNION ALL
                    SELECT regexp_replace(regexp_replace(phone, '[^0-9+]', '', 'g'),
                                          '^([+]86|0086|86(?=1[3-9][0-9]{9}$))', '')
                      FROM res_partner
                     WHERE %(row)s.model = 'res.partner' AND id = %(row)s.res_id
                ) revealed
                 WHERE revealed.key IS NOT NULL AND NOT EXISTS (
                    SELECT FROM ops_outbound_call dialled
                     WHERE dialled.number_key = revealed.key
                       AND dialled.start_at BETWEEN %(row)s.at
                           AND %(row)s.at + %(minutes)s * interval '1 minute')))
            """,
            row=row,
            minutes=minutes,
        )

    def _log_listen(self, call):
        """Log that the user plays the recording of ``call``."""
        self._append(self._row("listen", call, "recording", "", 1))

from odoo import api, models


class OpsOutboundCall(models.Model):
    """What the queue log adds to outbound calls."""

    _inherit = "ops.outbound.call"

    @api.model
    def _dispose(self, source):
        """Give outbound calls in ``ops_touched`` the last disposition the queue log has."""
        self.env.cr.execute(
            """
            UPDATE ops_outbound_call o SET disposition = d.code
              FROM (SELECT DISTINCT ON (e.callid) e.callid, split_part(e.data, '|', 2) AS code
                      FROM ops_touched t
                      JOIN ops_outbound_call c ON c.source_id = %(source)s AND c.callid = t.callid
                      JOIN ops_queue_event e ON e.source_id = %(source)s AND e.callid = t.callid
                     WHERE e.event = 'INFO' AND e.data LIKE 'DISPO|%%'
                     ORDER BY e.callid, e.at DESC, e.data DESC) d
             WHERE o.source_id = %(source)s AND o.callid = d.callid
               AND o.disposition IS DISTINCT FROM d.code
            """,
            {"source": source.id},
        )

from odoo import api, fields, models
from odoo.tools import SQL

from ..fields import BulkMany2one


class OpsCallLink(models.Model):
    """Which conversation a channel belonged to, as the call detail records tell.

    Only channels that are not the first of their conversation have a row. A record that does
    not name its conversation, because its layout leaves that out, is completed from here. Rows
    are written by the merge of a feed only.
    """

    _name = "ops.call.link"
    _description = "Conversation of a Channel"
    _order = "callid"
    _rec_name = "callid"
    _log_access = False

    source_id = BulkMany2one("ops.feed.source", "PBX", required=True, readonly=True)
    callid = fields.Char("Call Id", required=True, readonly=True)
    linkedid = fields.Char("Linked Id", required=True, readonly=True)

    _call_unique = models.UniqueIndex("(source_id, callid)")
    _linked = models.Index("(source_id, linkedid)")

    @api.model
    def _take_in(self, source, table):
        """Note the links in staged records, and complete the records that name none.

        Of several links of a channel the oldest conversation counts, whatever came first.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_call_link AS k (source_id, callid, linkedid)
                SELECT %(source)s, record, min(record_linked) FROM %(table)s
                 WHERE record_linked <> record GROUP BY record
                    ON CONFLICT (source_id, callid) DO UPDATE SET linkedid = EXCLUDED.linkedid
                 WHERE k.linkedid > EXCLUDED.linkedid;
                UPDATE %(table)s r SET linkedid = k.linkedid
                  FROM ops_call_link k
                 WHERE r.callid IS NOT NULL AND r.linkedid IS NULL
                   AND k.source_id = %(source)s AND k.callid = r.callid;
                UPDATE %(table)s r SET linkedid = r.callid
                 WHERE r.callid IS NOT NULL AND r.linkedid IS NULL AND EXISTS (
                       SELECT FROM ops_call_link k
                        WHERE k.source_id = %(source)s AND k.linkedid = r.callid)
                """,
                table=SQL.identifier(table),
                source=source.id,
            )
        )

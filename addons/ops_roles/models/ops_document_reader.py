from odoo import api, fields, models
from odoo.tools import SQL

READERS = """
    SELECT DISTINCT d.id AS document_id, d.current_version_id AS version_id,
           person.user_id, d.must_sign
      FROM ops_document d
      JOIN hr_department top
        ON CASE WHEN EXISTS (SELECT 1 FROM ops_document_department_rel r
                              WHERE r.ops_document_id = d.id)
                THEN EXISTS (SELECT 1 FROM ops_document_department_rel r
                              WHERE r.ops_document_id = d.id AND r.hr_department_id = top.id)
                ELSE top.id = d.department_id END
      JOIN hr_department place ON place.parent_path LIKE top.parent_path || '%%'
      JOIN ops_role_assignment a ON a.department_id = place.id AND a.state = 'current'
       AND a.company_id = d.company_id
       AND (a.role_id IN (SELECT r.ops_role_id FROM ops_document_role_rel r
                           WHERE r.ops_document_id = d.id)
            OR NOT EXISTS (SELECT 1 FROM ops_document_role_rel r
                            WHERE r.ops_document_id = d.id))
      JOIN hr_employee employee ON employee.id = a.employee_id
      JOIN resource_resource person ON person.id = employee.resource_id
      JOIN res_users login ON login.id = person.user_id AND login.active
     WHERE d.state = 'published' AND {only}
"""


class OpsDocument(models.Model):
    """Who reads a document: holders of its role cards in its departments, kept up to date."""

    _inherit = "ops.document"

    @api.model
    def _cron_documents(self):
        """Put into force what is due, ask new readers, remind of reviews; harmless any time."""
        self.env["ops.document.version"]._publish_due()
        self._refresh_readers(everything=True)
        self._remind_review()

    def _refresh_readers(self, everything=False):
        """Give receipts to readers who have none, take unread ones from who reads no more.

        Three statements however many readers there are, and one batch of to-dos.
        """
        self.env.flush_all()
        only = SQL("TRUE") if everything else SQL("d.id = ANY(%s)", self.ids)
        readers = SQL(READERS.replace("{only}", "%(only)s"), only=only)
        receipts = self.env["ops.document.receipt"].sudo()
        gone = self._ids_of(
            """
            SELECT receipt.id FROM ops_document_receipt receipt
              JOIN ops_document d ON d.id = receipt.document_id
             WHERE receipt.read_at IS NULL AND %(only)s
               AND NOT EXISTS (SELECT 1 FROM (%(readers)s) wanted
                                WHERE wanted.version_id = receipt.version_id
                                  AND wanted.user_id = receipt.user_id
                                  AND wanted.must_sign = receipt.must_sign)
            """,
            only,
            readers,
        )
        receipts.browse(gone)._forget()
        new = self._ids_of(
            """
            INSERT INTO ops_document_receipt
                   (document_id, version_id, user_id, must_sign, asked_at, chase_count)
            SELECT document_id, version_id, user_id, must_sign, %(now)s::timestamp, 0
              FROM (%(readers)s) wanted
            ON CONFLICT DO NOTHING
         RETURNING id
            """,
            only,
            readers,
        )
        receipts.invalidate_model()
        self.invalidate_model(["receipt_ids", "reader_count", "unread_count"])
        receipts.browse(new)._ask()

    def _ids_of(self, statement, only, readers):
        self.env.cr.execute(SQL(statement, only=only, readers=readers, now=fields.Datetime.now()))
        return [row[0] for row in self.env.cr.fetchall()]

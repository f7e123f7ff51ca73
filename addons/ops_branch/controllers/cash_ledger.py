from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CashLedgerController(http.Controller):
    @http.route(
        "/ops/branch/<int:branch_id>/ledger/<string:day>.xlsx",
        type="http",
        auth="user",
        readonly=True,
    )
    def ledger(self, branch_id, day):
        """Workbook of the month of ``day`` (ISO date) of the till of a branch.

        :raise AccessError: (403) for a branch out of reach
        """
        try:
            month = fields.Date.to_date(day)
        except ValueError as error:
            raise NotFound from error
        branch = request.env["ops.branch"].browse(branch_id).exists()
        if not branch:
            raise NotFound
        branch.check_access("read")
        name = f"{branch.code}-{month:%Y-%m}.xlsx"
        return request.make_response(
            branch._cash_ledger(month),
            [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))],
        )

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from .cash_ledger import XLSX


class StockCountController(http.Controller):
    @http.route("/ops/branch/count/<int:count_id>.xlsx", type="http", auth="user", readonly=True)
    def count_sheet(self, count_id):
        """Workbook of a stock count: blind for who counts, the result for who judges.

        :raise AccessError: (403) for a count out of reach
        """
        count = request.env["ops.stock.count"].browse(count_id).exists()
        if not count:
            raise NotFound
        count.check_access("read")
        name = f"{count.name.replace('/', '-')}.xlsx"
        return request.make_response(
            count._sheet_book(),
            [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))],
        )

from odoo import http
from odoo.http import content_disposition, request


class LiaisonController(http.Controller):
    @http.route("/ops/branch/contacts.xlsx", type="http", auth="user", readonly=True)
    def contacts(self):
        """Workbook of the contacts of all places in reach of the user.

        :raise AccessError: (403) for who may not read branches
        """
        branches = request.env["ops.branch"]
        branches.check_access("read")
        name = f"{request.env._('Contacts of Regions')}.xlsx"
        return request.make_response(
            branches._liaison_workbook(),
            [
                (
                    "Content-Type",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                ),
                ("Content-Disposition", content_disposition(name)),
            ],
        )

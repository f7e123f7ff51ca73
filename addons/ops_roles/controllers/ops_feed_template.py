from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FeedTemplateController(http.Controller):
    @http.route("/ops/feed/template/<string:code>.xlsx", type="http", auth="user", readonly=True)
    def template(self, code):
        """Empty workbook with the columns of a kind of file; it tells nothing but their names."""
        profile = request.env["ops.feed.profile"].sudo().search([("code", "=", code)])
        if not profile or not request.env.user._is_internal():
            raise NotFound
        return request.make_response(
            profile._template_book(),
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(f"{profile.name}.xlsx")),
            ],
        )

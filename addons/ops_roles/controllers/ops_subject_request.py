from odoo.http import Controller, content_disposition, request, route

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SubjectRequestController(Controller):
    @route(
        "/ops/subject-request/<int:request_id>/answer.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def answer(self, request_id):
        """The answer to a request about personal data; for who may answer requests."""
        record = request.env["ops.subject.request"].browse(request_id)
        if not record.has_access("read") or not record.exists():
            raise request.not_found()
        headers = [
            ("Content-Type", _XLSX),
            ("Content-Disposition", content_disposition(f"{record.name.replace('/', '-')}.xlsx")),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(record._answer(), headers)

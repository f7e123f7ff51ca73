from odoo import http
from odoo.http import request


class CertificateController(http.Controller):
    @http.route(
        "/ops/certificate/<string:token>", type="http", auth="public", readonly=True, sitemap=False
    )
    def check(self, token):
        """Page for whoever scans a certificate: what it says and whether it holds.

        The code in the address is random, so nobody can go through all of them; names of customers
        are not shown. 404 with the same page for a code that was never given.
        """
        certificate = request.env["ops.certificate"].sudo().search([("token", "=", token)])
        company = certificate.company_id or request.env["res.company"].sudo().search([], limit=1)
        lang = company.partner_id.lang or request.env.lang
        values = {"one": certificate.with_context(lang=lang), "company": company}
        response = request.env["ir.qweb"].with_context(lang=lang).sudo()
        html = response._render("ops_telematics.certificate_check", values)
        headers = [("Content-Type", "text/html; charset=utf-8"), ("X-Robots-Tag", "noindex")]
        return request.make_response(html, headers, status=200 if certificate else 404)

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..core.masking import mask_text


class OpsFeedReject(models.Model):
    """A line that could not be taken; written by COPY, never changed."""

    _name = "ops.feed.reject"
    _description = "Rejected Line"
    _order = "feed_id desc, line_no, id"
    _rec_name = "line_no"
    _log_access = False

    feed_id = fields.Many2one("ops.feed", required=True, readonly=True, ondelete="cascade")
    line_no = fields.Integer("Line", required=True, readonly=True)
    # Lines hold telephone numbers: the text itself leaves only by the logged download.
    raw = fields.Text(readonly=True, groups=NO_ACCESS)
    raw_masked = fields.Text("Content", compute="_compute_raw_masked")
    reason_code = fields.Char(required=True, readonly=True)
    detail = fields.Char(readonly=True)
    reason = fields.Char("Reason and Remedy", compute="_compute_reason")

    _feed_line = models.Index("(feed_id, line_no)")

    @api.depends("raw")
    def _compute_raw_masked(self):
        for reject in self:
            reject.raw_masked = mask_text(reject.sudo().raw)

    @api.depends("reason_code", "detail", "feed_id")
    @api.depends_context("lang")
    def _compute_reason(self):
        for feed, rejects in self.grouped("feed_id").items():
            reasons = self.env["ops.feed.engine"]._reasons(feed.profile_id)
            for reject in rejects:
                reject.reason = self._reason_text(reasons, reject.reason_code, reject.detail)

    @api.model
    def _reason_text(self, reasons, code, detail):
        text = reasons.get(code, code)
        return f"{text} ({mask_text(detail)})" if detail else text

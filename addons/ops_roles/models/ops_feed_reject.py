import csv
import io

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..core.feed import formula_safe
from ..core.masking import mask_text

#: Rejects fetched at once for a download.
_BATCH = 10000


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

    _feed_line = models.Index("(feed_id, line_no, id)")

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

    @api.model
    def _write_csv(self, feed, target):
        """Write a feed's rejects as CSV for spreadsheets into a binary file.

        Numbers are in full, and the download logged, for who may reveal them; masked for others.
        Cells a spreadsheet would calculate get an apostrophe.
        """
        feed.check_access("read")
        mask = mask_text
        if self.env.user.has_group("ops_roles.group_reveal"):
            feed._check_reveal(feed.reject_count)
            mask = str
        reasons = self.env["ops.feed.engine"]._reasons(feed.profile_id)
        text = io.TextIOWrapper(target, "utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow(
            [self.env._("Line"), self.env._("Reason and Remedy"), self.env._("Content")]
        )
        for line_no, raw, code, detail in self._iterate(feed):
            reason = self._reason_text(reasons, code, detail)
            writer.writerow([line_no, formula_safe(reason), formula_safe(mask(raw))])
        text.detach()

    @api.model
    def _write_text(self, feed, target):
        """Write a feed's rejected lines as they came, to be corrected and fed again."""
        feed._check_reveal(feed.reject_count)
        for _line_no, raw, _code, _detail in self._iterate(feed):
            target.write(raw.encode() + b"\n")

    @api.model
    def _iterate(self, feed):
        """``(line_no, raw, reason_code, detail)`` in file order, fetched in batches."""
        last = (-1, 0)
        while True:
            self.env.cr.execute(
                """
                SELECT line_no, COALESCE(raw, ''), reason_code, detail, id
                  FROM ops_feed_reject
                 WHERE feed_id = %s AND (line_no, id) > %s
                 ORDER BY line_no, id LIMIT %s
                """,
                [feed.id, last, _BATCH],
            )
            rows = self.env.cr.fetchall()
            yield from (row[:4] for row in rows)
            if len(rows) < _BATCH:
                return
            last = (rows[-1][0], rows[-1][4])

"""Opening balances of a branch: when they were taken, and where their files come from."""

from odoo import fields, models


class OpsBranch(models.Model):
    _inherit = "ops.branch"
    _guarded = ("opening_cash_on", "opening_stock_on")

    opening_cash_on = fields.Date("Opening cash taken on", copy=False)
    opening_stock_on = fields.Date("Opening stock taken on", copy=False)

    def _lock_for_opening(self):
        """Let two files for one branch follow each other (sudo)."""
        self.env.flush_all()
        self.env.cr.execute("SELECT id FROM ops_branch WHERE id = ANY(%s) FOR UPDATE", [self.ids])
        self.invalidate_recordset()

    def _opening_source(self):
        """Return the source of the files of this branch, made when it is needed first (sudo)."""
        self.ensure_one()
        sources = self.env["ops.feed.source"].sudo()
        code = f"opening-{self.code}-{self.id}"
        return sources.search([("code", "=", code)]) or sources.create(
            {
                "name": self.env._("Opening balances of %s", self.name),
                "code": code,
                "company_id": self.company_id.id,
                "department_id": self.department_id.id,
            }
        )


class OpsFeed(models.Model):
    _inherit = "ops.feed"

    def _has_rejects(self) -> bool:
        """Whether lines of this content were rejected while it was read (sudo)."""
        return bool(self.env["ops.feed.reject"].search_count([("feed_id", "=", self.id)], limit=1))

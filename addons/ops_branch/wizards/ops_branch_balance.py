import base64

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ops_roles.core.feed import ZIP, Unreadable, as_csv

PROFILES = {"cash": "branch_opening_cash", "stock": "branch_opening_stock"}
#: Who takes in which: cash is finance's, goods are the deputy centre manager's.
ACTORS = {"cash": "ops_roles.group_fin", "stock": "ops_roles.group_dm"}
SHOWN = 50


class OpsBranchBalance(models.TransientModel):
    """The dialog that takes in an opening balance: empty workbook, filled one, what is wrong."""

    _name = "ops.branch.balance"
    _description = "Opening balances"

    branch_id = fields.Many2one("ops.branch", required=True, domain=[("state", "=", "open")])
    kind = fields.Selection(
        [("cash", "Cash in the till"), ("stock", "Goods and serials")],
        required=True,
        default=lambda self: "cash" if self.env.user.has_group(ACTORS["cash"]) else "stock",
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    cash_on = fields.Date(related="branch_id.opening_cash_on")
    stock_on = fields.Date(related="branch_id.opening_stock_on")
    result = fields.Text(readonly=True)

    def action_template(self):
        """Download the empty workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ops/feed/template/{PROFILES[self.kind]}.xlsx",
        }

    def action_import(self):
        """Take the file in whole, or show what is wrong with which line.

        :raise UserError: no file, not readable, or this balance was taken before
        """
        self.ensure_one()
        self._check_actor()
        feed = (
            self.env["ops.feed"]
            .sudo()
            .ingest(
                PROFILES[self.kind],
                self.filename or "",
                self._content(),
                self.branch_id._opening_source().code,
            )
        )
        self.result = "\n".join([feed.message or "", *self._wrong_lines(feed)])
        if feed.state == "done":
            self.result = self.env._("%s lines were taken.", feed.accepted_count)
        return self._again()

    def _check_actor(self):
        if not self.env.user.has_group(ACTORS[self.kind]):
            raise AccessError(
                self.env._(
                    "The opening cash is taken in by finance, the opening stock by the deputy"
                    " centre manager."
                )
            )
        self.branch_id.check_access("read")

    def _content(self) -> bytes:
        """Return the file as the text feeds read.

        :raise UserError: no file, or one that is damaged
        """
        content = base64.b64decode(self.file or b"")
        if not content or not self.filename:
            raise UserError(self.env._("Choose the filled workbook first."))
        if not content.startswith(ZIP):
            return content
        try:
            return as_csv(content).encode()
        except Unreadable as error:
            raise UserError(
                self.env._(
                    "%s is no workbook Excel can read. Save it again as XLSX.", self.filename
                )
            ) from error

    def _wrong_lines(self, feed) -> list:
        rejects = (
            self.env["ops.feed.reject"].sudo().search([("feed_id", "=", feed.id)], limit=SHOWN)
        )
        return [
            self.env._("Line %(number)s: %(reason)s", number=one.line_no, reason=one.reason)
            for one in rejects
        ]

    def _again(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Opening balances"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }

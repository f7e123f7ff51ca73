import io

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ..core.settlement_posting import RETURN

#: Days after which a dispute is old: the columns of the ageing.
AGES = (30, 60, 90)
COLUMNS = ("line_no", "iccid", "charge_type", "plan", "billed", "expected", "dispute", "status")


class OpsSettlementDispute(models.Model):
    """What was billed wrongly and is claimed back; the books say how much of it is still open.

    It closes itself when its claim is reconciled: by a credit note entered here or in the
    accounting app, or by credits on a later bill.
    """

    _name = "ops.settlement.dispute"
    _description = "Dispute with an operator"
    _inherit = ["ops.guarded.mixin", "mail.thread"]
    _order = "opened_on, id"
    _check_company_auto = True
    _guarded = (
        *("settlement_id", "claim_line_id", "opened_on", "evidence_id"),
        *("amount", "open_amount", "state"),
    )

    settlement_id = fields.Many2one(
        "ops.settlement", required=True, readonly=True, index=True, ondelete="restrict"
    )
    operator_account_id = fields.Many2one(
        related="settlement_id.operator_account_id", store=True, index=True
    )
    department_id = fields.Many2one(related="settlement_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="settlement_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="settlement_id.partner_id", string="Operator")
    claim_line_id = fields.Many2one(
        "account.move.line", "Claim", required=True, readonly=True, ondelete="restrict"
    )
    amount = fields.Float(
        "Disputed (¥)", digits=(16, 2), compute="_compute_amounts", store=True, compute_sudo=True
    )
    open_amount = fields.Float(
        "Still open (¥)", digits=(16, 2), compute="_compute_amounts", store=True, compute_sudo=True
    )
    state = fields.Selection(
        [("open", "Open"), ("partial", "Returned in part"), ("closed", "Closed")],
        compute="_compute_amounts",
        store=True,
        index=True,
        compute_sudo=True,
    )
    opened_on = fields.Date("Since", required=True, readonly=True)
    age = fields.Integer("Days open", compute="_compute_age")
    age_group = fields.Selection(
        [("30", "Up to 30 days"), ("60", "31–60 days"), ("90", "61–90 days"), ("old", "Older")],
        "Age",
        compute="_compute_age",
        search="_search_age_group",
    )
    evidence_id = fields.Many2one(
        "ir.attachment", "Kept evidence", readonly=True, ondelete="set null"
    )
    evidence = fields.Binary("Evidence", compute="_compute_evidence", compute_sudo=True)
    evidence_name = fields.Char(compute="_compute_evidence", compute_sudo=True)
    contact_id = fields.Many2one("res.partner", "Person at the operator")
    answer = fields.Text("What the operator says", tracking=True)

    _once = models.UniqueIndex("(settlement_id)", "This bill has its dispute already.")

    @api.depends("claim_line_id.balance", "claim_line_id.amount_residual")
    def _compute_amounts(self):
        for dispute in self:
            line = dispute.claim_line_id
            dispute.amount, dispute.open_amount = line.balance, line.amount_residual
            untouched = line.amount_residual == line.balance
            closed = line.company_currency_id.is_zero(line.amount_residual)
            dispute.state = "closed" if closed else "open" if untouched else "partial"

    @api.depends("opened_on", "state")
    def _compute_age(self):
        for dispute in self:
            today = (dispute.company_id or self.env.company)._ops_today()
            days = (today - dispute.opened_on).days if dispute.opened_on else 0
            dispute.age = days if dispute.state != "closed" else 0
            dispute.age_group = next((str(end) for end in AGES if days <= end), "old")

    @api.depends("evidence_id")
    def _compute_evidence(self):
        for dispute in self:
            dispute.evidence = dispute.evidence_id.datas
            dispute.evidence_name = dispute.evidence_id.name

    @api.model
    def _search_age_group(self, operator, value):
        if operator != "in":
            return NotImplemented
        today, starts = self.env.company._ops_today(), dict(zip(AGES, (0, 31, 61), strict=True))
        found = []
        for one in value:
            newest = 91 if one == "old" else starts[int(one)]
            domain = Domain("opened_on", "<=", fields.Date.subtract(today, days=newest))
            if one != "old":
                domain &= Domain("opened_on", ">=", fields.Date.subtract(today, days=int(one)))
            found.append(domain)
        return Domain.OR(found)

    @api.depends("settlement_id.display_name")
    def _compute_display_name(self):
        for dispute in self:
            dispute.display_name = dispute.sudo().settlement_id.display_name

    def action_download_evidence(self):
        """Download the disputed lines with what is due and why, to be sent to the operator."""
        self.ensure_one()
        self.check_access("read")
        if not self.sudo().evidence_id:
            self.sudo()._make_evidence()
        url = f"/web/content/{self._name}/{self.id}/evidence?download=1"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_open_lines(self):
        """Show the lines that are disputed."""
        self.ensure_one()
        return self.settlement_id._open_lines([("dispute", ">", 0)])

    def action_credit(self):
        """Open the dialog in which finance enters a credit note of the operator."""
        self.ensure_one()
        self._check_finance()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Credit note of the operator"),
            "res_model": "ops.settlement.credit",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_dispute_id": self.id, "default_amount": self.open_amount},
        }

    def _check_finance(self):
        if not self.env.su and not self.env.user.has_group("ops_roles.group_fin"):
            raise AccessError(self.env._("Credit notes are booked by finance."))
        self.check_access("read")

    def _credit(self, amount, day, number):
        """Post a credit note of the operator and let it close the claim (superuser mode)."""
        self.ensure_one()
        settlement = self.settlement_id.with_company(self.company_id)
        self._check_credit(amount)
        bill = settlement.bill_id
        move = self.env["account.move"].create(
            {
                "move_type": "in_refund",
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "journal_id": bill.journal_id.id,
                "invoice_date": day,
                "date": day,
                "ref": number,
                "ops_settlement_id": settlement.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": self.env._("Returned by the operator: %s", self.display_name),
                            "account_id": self.claim_line_id.account_id.id,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                            "ops_settlement_id": settlement.id,
                            "ops_settlement_kind": RETURN,
                        }
                    )
                ],
            }
        )
        move.action_post()
        returned = move.line_ids.filtered(lambda line: line.ops_settlement_kind == RETURN)
        (returned | self.claim_line_id).reconcile()
        return move

    def _check_credit(self, amount):
        if amount <= 0 or round(amount - self.open_amount, 2) > 0:
            raise UserError(
                self.env._(
                    "¥%(open).2f of %(name)s are still open: a credit note is above zero and at"
                    " most that.",
                    open=self.open_amount,
                    name=self.display_name,
                )
            )

    @api.model
    def _settle_with(self, account, returns):
        """Let credits on a bill close the claims of an account, the oldest first (sudo)."""
        domain = [("operator_account_id", "=", account.id), ("state", "!=", "closed")]
        claims = self.search(domain).claim_line_id
        if claims:
            (claims | returns).reconcile()

    def _make_evidence(self):
        """Keep the disputed lines as a workbook (superuser mode)."""
        for dispute in self:
            name = f"{dispute.display_name}.xlsx"
            dispute.evidence_id = self.env["ir.attachment"].create(
                {
                    "name": name,
                    "res_model": self._name,
                    "res_id": dispute.id,
                    "raw": dispute._evidence_book(),
                }
            )

    def _evidence_book(self) -> bytes:
        lines = self.env["ops.settlement.line"].search(
            [("settlement_id", "=", self.settlement_id.id), ("dispute", ">", 0)]
        )
        labels = lines.fields_get(COLUMNS, ["string", "selection"])
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, [labels[name]["string"] for name in COLUMNS])
            page.set_column(1, 1, 24)
            for row, line in enumerate(lines.read(COLUMNS, load=None), 1):
                page.write_row(row, 0, [_cell(line[name], labels[name]) for name in COLUMNS])
            page.freeze_panes(1, 0)
        return buffer.getvalue()


def _cell(value, label):
    """A value as people read it."""
    return dict(label.get("selection", ())).get(value, value) or ""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

BATCH = 500  # arrivals told before the scheduled action commits


class OpsRequest(models.Model):
    """How granted requests become native records, and what those say of the progress."""

    _inherit = "ops.request"

    def action_fulfil(self):
        """Open the dialog in which finance orders or pays what was granted."""
        self.ensure_one()
        self._check_finance()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_request_fulfil")
        return {**action, "context": {"default_request_id": self.id}}

    def action_open_purchases(self):
        """Open the purchase orders of this request."""
        return self._open(self.sudo().purchase_ids)

    def action_open_expenses(self):
        """Open the expenses of this request."""
        return self._open(self.sudo().expense_ids)

    def action_open_bills(self):
        """Open the vendor bills of this request."""
        return self._open(self.sudo().bill_ids)

    def action_open_jobs(self):
        """Open the jobs whose recruitment target this request has raised."""
        return self._open(self.sudo().line_ids.job_id)

    def _open(self, records):
        self.ensure_one()
        self.check_access("read")
        records.with_env(self.env).check_access("read")
        return records._get_records_action(name=self.display_name)

    def _on_approved(self):
        """Raise recruitment targets at once, ask finance for the rest, tell the requester."""
        for request in self:
            request.granted_at = fields.Datetime.now()
            if request.kind == "people":
                request.line_ids._raise_target()
            request._tell(self.env._("Granted: %s", request.name))
            request._ask()

    def _ask(self):
        """Give a to-do to whoever has the next step: finance, or the requester (sudo)."""
        if self.kind == "people":
            return
        users = self.create_uid if self.kind == "other" else self._finance()
        words = self.env._("Fulfil a request") if self.kind != "other" else self._words_of_end()
        self._give_todos(
            "ops_roles.activity_request", [(self, user, self.needed_by, words) for user in users]
        )

    def _finance(self):
        """Return who holds the finance card for this request's company."""
        holders = self.env["res.users"]._ops_holders(self.env.ref("ops_roles.role_fin"))
        return holders.filtered(lambda user: self.company_id in user.company_ids)

    def _words_of_end(self):
        return self.env._("Confirm that it is in hand")

    def _check_finance(self):
        """:raise AccessError: for who is not finance; :raise UserError: when nothing is owed"""
        self.check_access("read")
        if not self.env.user.has_group("ops_roles.group_fin"):
            raise AccessError(self.env._("Finance orders and pays what was granted."))
        for request in self:
            if request.kind not in ("facilities", "money") or request.progress == "none":
                raise UserError(
                    self.env._("%s: there is nothing to order or to pay.", request.display_name)
                )
            if request.confirmed_at:
                raise UserError(self.env._("%s is in hand already.", request.display_name))

    def _draft_order(self, vendor):
        """Open a request for quotation with the items, in the name of the user who acts."""
        self._check_finance()
        lines = [Command.create(line._order_vals()) for line in self.sudo().line_ids]
        order = self.env["purchase.order"].sudo()
        order = order.with_company(self.company_id).create(
            {
                "partner_id": vendor.id,
                "origin": self.number,
                "ops_request_id": self.id,
                "company_id": self.company_id.id,
                "user_id": self.env.uid,
                "order_line": lines,
            }
        )
        return self._started(order)

    def _draft_bill(self, vendor):
        """Draft a vendor bill with the items."""
        self._check_finance()
        lines = [Command.create(line._bill_vals()) for line in self.sudo().line_ids]
        bill = self.env["account.move"].sudo().with_company(self.company_id)
        bill = bill.with_context(default_move_type="in_invoice").create(
            {
                "partner_id": vendor.id,
                "move_type": "in_invoice",
                "ref": self.number,
                "ops_request_id": self.id,
                "invoice_line_ids": lines,
            }
        )
        return self._started(bill)

    def _draft_expenses(self):
        """Draft an expense of the requester per item, to be submitted by himself."""
        self._check_finance()
        employee = self.sudo().create_uid.employee_ids.filtered(
            lambda one: one.company_id == self.company_id
        )[:1]
        if not employee:
            raise UserError(
                self.env._("%s has no personnel file: pay by a vendor bill.", self.create_uid.name)
            )
        # Who drafts it is not the one asked to approve it: nothing is submitted here.
        expenses = self.env["hr.expense"].sudo().with_company(self.company_id)
        rows = [line._expense_vals(employee) for line in self.sudo().line_ids]
        return self._started(expenses.create(rows))

    def _started(self, records):
        """Say which native records were opened and open them; the to-do is done."""
        self._todos().unlink()
        names = ", ".join(records.mapped("display_name"))
        self._tell(self.env._("Being fulfilled: %s", names))
        return records.with_env(self.env)._get_records_action(name=self.display_name)

    def _progress(self):
        """Return the key of the progress (sudo); a new record that was cancelled does not count."""
        if self.confirmed_at:
            return "done"
        if self.approval_state != "approved":
            return "none"
        parts = self._parts()
        if not parts:
            return "waiting"
        return "arrived" if all(parts) else "progress"

    def _parts(self) -> list:
        """Return for each native record of the request whether it is complete."""
        if self.kind == "people":
            return [line.filled >= line.quantity for line in self.line_ids]
        orders = self.purchase_ids.filtered(lambda one: one.state != "cancel")
        expenses = self.expense_ids.filtered(lambda one: one.state != "refused")
        bills = self.bill_ids.filtered(lambda one: one.state != "cancel")
        return [
            *(order._ops_received() for order in orders),
            *(expense.state == "paid" for expense in expenses),
            *(bill.payment_state in ("paid", "in_payment") for bill in bills),
        ]

    def _todos(self):
        return self._todos_of("ops_roles.activity_request")

    @api.model
    def _cron_tell_arrivals(self):
        """Scheduled action: ask requesters to confirm what has arrived since, batch by batch."""
        done, left = self._ask_to_confirm()
        self.env["ir.cron"]._commit_progress(done, remaining=left)

    @api.model
    def _ask_to_confirm(self):
        """Give the to-do to confirm to the requesters of one batch.

        :return: how many were asked, and how many are left for the next batch
        """
        arrived = [("progress", "=", "arrived"), ("arrival_told", "=", False)]
        requests = self.sudo().search(arrived, limit=BATCH)
        rows = [
            (
                one,
                user,
                one.company_id._ops_today(),
                one.with_context(lang=user.lang)._words_of_end(),
            )
            for one in requests
            for user in one.create_uid
        ]
        requests._give_todos("ops_roles.activity_request", rows)
        requests.arrival_told = True
        return len(requests), self.sudo().search_count(arrived)

    def _tell(self, text):
        """Write into the requester's inbox and refresh his home page."""
        request = self.sudo()
        request.message_notify(
            partner_ids=request.create_uid.partner_id.ids,
            subject=request.display_name,
            body=text,
            author_id=self.env.user.partner_id.id,
        )
        self.env["ops.home"]._notify(request.create_uid)

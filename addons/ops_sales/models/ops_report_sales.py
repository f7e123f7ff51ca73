from datetime import timedelta

from odoo import api, models

from odoo.addons.ops_roles.core.period import local_day, midnight_utc
from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

#: Columns of the company's ledger that add up.
SUMS = ("quantity", "ordered", "delivered", "invoiced", "collected", "residual")
BRANCH = ("ordered", "invoiced", "collected", "residual")
#: A report is for reading; longer periods are looked at on the screen.
MOST_ROWS = 50000


class OpsReportBuilder(models.AbstractModel):
    """The sales ledger in the layout of the company, and its sums by branch."""

    _inherit = "ops.report.builder"

    @api.model
    def _build_sales_ledger(self, department, date_from, date_to):
        """Orders of the period, line by line, with what was delivered, invoiced and collected."""
        lines = self._sales_lines(department, date_from, date_to)
        rows = [self._sales_row(number, line) for number, line in enumerate(lines, 1)]
        rows.append({**self._sales_sums(rows, SUMS), "number": None, "_total": True})
        return [
            self._sales_summary(lines),
            Sheet(
                self.env._("Sales ledger"),
                self._sales_columns(),
                tuple(rows),
                notes=(self.env._("Amounts in company currency, taxes included, as of now."),),
            ),
        ]

    def _sales_lines(self, department, date_from, date_to):
        """Return the rows of the ledger of orders of these days, days of the company."""
        zone = (department.company_id or self.env.company)._ops_tz()
        # Orders of no branch stand in the ledger of the whole company.
        nowhere = () if department.parent_id else (False,)
        domain = [
            ("department_id", "in", [*self._departments(department).ids, *nowhere]),
            ("date_order", ">=", midnight_utc(date_from, zone)),
            ("date_order", "<", midnight_utc(date_to + timedelta(days=1), zone)),
        ]
        return self.env["ops.sales.ledger"].search(domain, order="order_id, id", limit=MOST_ROWS)

    def _sales_row(self, number, line):
        zone = line.company_id._ops_tz()
        return {
            "number": number,
            "contract": line.contract_number or "",
            "customer": line.partner_id.name,
            "branch": line.department_id.name or "",
            "seller": line.user_id.name or "",
            "order": line.order_id.name,
            "ordered_on": local_day(line.date_order, zone),
            "product": line.product_id.display_name or "",
            "price": line.price_unit,
            "discount": line.discount / 100,
            "delivered_on": line.delivered_on or None,
            "invoiced_on": line.invoiced_on or None,
            **{name: line[name] for name in SUMS},
            "_model": "ops.sales.ledger",
            "_domains": {name: [("id", "=", line.id)] for name in SUMS},
        }

    def _sales_columns(self):
        _ = self.env._
        return (
            Column("number", _("No."), "integer"),
            Column("contract", _("Contract number")),
            Column("customer", _("Customer")),
            Column("branch", _("Branch")),
            Column("seller", _("Salesperson")),
            Column("order", _("Order")),
            Column("ordered_on", _("Ordered on"), "date"),
            Column("product", _("Product")),
            Column("quantity", _("Quantity"), "number"),
            Column("price", _("Unit price"), "number", _("in the currency of the order")),
            Column("discount", _("Discount"), "percent"),
            Column("ordered", _("Amount (¥)"), "money", _("taxes included")),
            Column("delivered", _("Delivered quantity"), "number"),
            Column("delivered_on", _("Last delivery"), "date"),
            Column("invoiced", _("Invoiced (¥)"), "money", _("credit notes taken off")),
            Column("invoiced_on", _("Last invoice"), "date"),
            Column("collected", _("Collected (¥)"), "money", _("by reconciliation")),
            Column("residual", _("Receivable (¥)"), "money", _("invoiced − collected")),
        )

    def _sales_summary(self, lines):
        """The sums of each branch; a click opens its lines."""
        rows = []
        for place, own in lines.grouped("department_id").items():
            opened = [("id", "in", own.ids)]
            rows.append(
                {
                    "branch": place.name or self.env._("Headquarters"),
                    "orders": len(own.order_id),
                    **{name: sum(own.mapped(name)) for name in BRANCH},
                    "_model": "ops.sales.ledger",
                    "_domains": dict.fromkeys(BRANCH, opened),
                }
            )
        total = {"branch": self.env._("Total"), **self._sales_sums(rows, ("orders", *BRANCH))}
        title = self.env._("Invoiced and collected")
        return Sheet(
            self.env._("Sales by branch"),
            self._summary_columns(),
            (*rows, {**total, "_total": True}),
            (Chart("column", title, "branch", ("invoiced", "collected")),),
        )

    def _summary_columns(self):
        _ = self.env._
        return (
            Column("branch", _("Branch")),
            Column("orders", _("Orders"), "integer", _("confirmed within the period")),
            Column("ordered", _("Amount (¥)"), "money", _("taxes included")),
            Column("invoiced", _("Invoiced (¥)"), "money", _("credit notes taken off")),
            Column("collected", _("Collected (¥)"), "money", _("by reconciliation")),
            Column("residual", _("Receivable (¥)"), "money", _("invoiced − collected")),
        )

    def _sales_sums(self, rows, names):
        return {name: sum(row[name] for row in rows) for name in names}

"""The list of contacts by region: who answers for each place, on screen, paper and in Excel."""

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.ops_roles.core.report_book import Column, Sheet, write_book


class OpsBranch(models.Model):
    _inherit = "ops.branch"

    def action_liaison_book(self):
        """Download the list of contacts of all places in reach as XLSX."""
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": "/ops/branch/contacts.xlsx"}

    def action_liaison_print(self):
        """Print the list of contacts of all places in reach."""
        report = self.env.ref("ops_branch.report_liaison")
        return report.report_action(self._liaison_branches().ids)

    @api.model
    def _liaison_workbook(self) -> bytes:
        """Return the bytes of the workbook of all places in reach."""
        title = self.env._("Contacts of Regions")
        rows = self._liaison_branches()._liaison_rows()
        today = format_date(self.env, fields.Date.context_today(self))
        heading = [("", self.env.company.name), (self.env._("As of"), today)]
        return write_book(heading, [Sheet(title, self._liaison_columns(), rows)])

    @api.model
    def _liaison_branches(self):
        return self.search([("state", "!=", "closed")])

    @api.model
    def _liaison_columns(self) -> tuple:
        names = (
            "region_code",
            "code",
            "name",
            "kind",
            "manager_id",
            "liaison_id",
            "phone",
            "address",
        )
        labels = self.fields_get(names, ["string"])
        return tuple(Column(name, labels[name]["string"]) for name in names)

    def _liaison_rows(self) -> tuple:
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return tuple(
            {
                "region_code": branch.region_code,
                "code": branch.code,
                "name": branch.name,
                "kind": kinds[branch.kind],
                "manager_id": branch.sudo().manager_id.name,
                "liaison_id": branch.sudo().liaison_id.name,
                "phone": branch.phone,
                "address": branch.address,
            }
            for branch in self
        )

"""Installation certificates: a numbered paper anybody can check by its QR code."""

import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.qr import data_uri

#: Months a certificate holds when no fee says until when.
MONTHS = "ops_telematics.certificate_months"
#: Roles that print certificates.
PRINTERS = (
    *("ops_roles.group_da", "ops_roles.group_sa", "ops_roles.group_bm", "ops_roles.group_dm"),
    *("ops_branch.group_technician", "ops_branch.group_branch_sales"),
)


class OpsCertificate(models.Model):
    """Says that a terminal is fitted in a vehicle; what it says stays as it was printed.

    It holds to the last day that is paid, or for some months where no fee is agreed. Who scans its
    code is told whether it holds: not once it is withdrawn, or the terminal was taken out.
    """

    _name = "ops.certificate"
    _description = "Installation certificate"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin"]
    _order = "id desc"
    _guarded = (
        *("name", "token", "installation_id", "department_id", "date_from", "valid_until"),
        *("plate", "plate_color", "vin", "terminal", "model", "imei", "fitted_on", "state"),
        *("partner_id", "withdrawn_on"),
    )

    name = fields.Char("Number", readonly=True, index=True)
    token = fields.Char(readonly=True, groups="base.group_system", copy=False)
    installation_id = fields.Many2one(
        "ops.installation", readonly=True, required=True, index=True, ondelete="restrict"
    )
    vehicle_id = fields.Many2one(related="installation_id.vehicle_id", store=True, index=True)
    department_id = fields.Many2one(string="Branch", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, ondelete="restrict")
    plate = fields.Char(readonly=True)
    plate_color = fields.Selection(
        selection=lambda self: self.env["ops.vehicle"]._fields["plate_color"].selection,
        string="Plate colour",
        readonly=True,
    )
    vin = fields.Char("VIN", readonly=True)
    terminal = fields.Char("Terminal serial", readonly=True)
    model = fields.Char("Terminal model", readonly=True)
    imei = fields.Char("IMEI", readonly=True)
    fitted_on = fields.Date("Fitted on", readonly=True)
    date_from = fields.Date("Issued on", readonly=True)
    valid_until = fields.Date("Valid until", readonly=True)
    withdrawn_on = fields.Date("Withdrawn on", readonly=True)
    state = fields.Selection(
        [
            ("valid", "Valid"),
            ("expired", "Expired"),
            ("removed", "Terminal taken out"),
            ("withdrawn", "Withdrawn"),
        ],
        compute="_compute_state",
        compute_sudo=True,
    )

    _name_once = models.UniqueIndex("(name)", "This number is given already.")
    _token_once = models.UniqueIndex("(token)", "This code is given already.")

    @api.depends("valid_until", "withdrawn_on", "installation_id.date_to")
    def _compute_state(self):
        today = self.env.company._ops_today()
        for one in self:
            if one.withdrawn_on:
                one.state = "withdrawn"
            elif not one._is_fitted(today):
                one.state = "removed"
            else:
                one.state = "valid" if one.valid_until >= today else "expired"

    def _is_fitted(self, day) -> bool:
        """Whether the terminal is in the vehicle still; another card in it changes nothing."""
        return bool(
            self.env["ops.installation"].search_count(
                [
                    ("vehicle_id", "=", self.installation_id.vehicle_id.id),
                    ("terminal_id", "=", self.installation_id.terminal_id.id),
                    *self.env["ops.installation"]._domain_on(day),
                ],
                limit=1,
            )
        )

    @api.model
    def _issue(self, installations):
        """Return the certificates that hold for these, making those that do not exist (sudo)."""
        found = self.browse()
        for fitted in installations:
            until = fitted._certified_until()
            known = self.search([("installation_id", "=", fitted.id)], limit=1)
            same = known.state == "valid" and known.valid_until == until
            found |= known if same else self.create(self._issue_vals(fitted, until))
        return found

    @api.model
    def _issue_vals(self, fitted, until) -> dict:
        sequence = self.env["ir.sequence"].with_company(fitted.company_id)
        terminal = fitted.terminal_id
        return {
            "name": sequence.next_by_code(self._name),
            "token": secrets.token_urlsafe(16),
            "installation_id": fitted.id,
            "department_id": fitted.department_id.id,
            "partner_id": fitted.partner_id.id,
            **{key: fitted.vehicle_id[key] for key in ("plate", "plate_color", "vin")},
            "terminal": terminal.serial,
            "model": terminal.product_id.name,
            "imei": terminal.imei,
            "fitted_on": fitted._fitted_since(),
            "date_from": self.env.company._ops_today(),
            "valid_until": until,
        }

    def action_print(self):
        """Print it."""
        self._check_printer()
        self.check_access("read")
        report = self.env.ref("ops_telematics.report_certificate")
        return report.report_action(self.ids, config=False)

    def action_withdraw(self):
        """Withdraw it: whoever scans it is told so (data administrator, deputy manager)."""
        keepers = ("ops_roles.group_da", "ops_roles.group_dm")
        if not self.env.su and not any(map(self.env.user.has_group, keepers)):
            raise AccessError(self.env._("Certificates are withdrawn by the data administrator."))
        self.check_access("read")
        self.sudo().withdrawn_on = self.env.company._ops_today()

    @api.model
    def _check_printer(self):
        if not self.env.su and not any(map(self.env.user.has_group, PRINTERS)):
            raise AccessError(
                self.env._(
                    "Certificates are printed by the branch, the sales assistant or the"
                    " data administrator."
                )
            )

    def _check_url(self) -> str:
        """Return the address behind the QR code (sudo)."""
        return f"{self.get_base_url()}/ops/certificate/{self.token}"

    def _qr_source(self) -> str:
        """Return its QR code as the source of an image (sudo)."""
        return data_uri(self._check_url())


class OpsInstallation(models.Model):
    _inherit = "ops.installation"

    certificate_ids = fields.One2many("ops.certificate", "installation_id", "Certificates")

    def action_print_certificate(self):
        """Print the certificate; the one that holds is printed again, else a new one is made."""
        self.env["ops.certificate"]._check_printer()
        self.check_access("read")
        fitted = self.filtered(lambda one: not one.date_to)
        if not fitted:
            raise UserError(self.env._("Nothing is fitted any more: there is nothing to certify."))
        made = self.env["ops.certificate"].sudo()._issue(fitted.sudo())
        return made.with_env(self.env).action_print()

    def _certified_until(self):
        """The last day that is paid for, else some months from today (sudo)."""
        today = self.env.company._ops_today()
        charges = self.charge_ids.filtered(lambda one: one.state != "ended")
        if charges:
            until = min(charges.mapped("valid_until"))
            if until < today:
                raise UserError(
                    self.env._(
                        "%(vehicle)s is paid until %(day)s only: the fee is renewed before a"
                        " certificate is printed.",
                        vehicle=self.vehicle_id.display_name,
                        day=until,
                    )
                )
            return until
        months = int(self.env["ir.config_parameter"].sudo().get_param(MONTHS))
        return fields.Date.add(today, months=months)

    def _fitted_since(self):
        """Since when the terminal is in the vehicle, whatever card was in it (sudo)."""
        same = [("vehicle_id", "=", self.vehicle_id.id), ("terminal_id", "=", self.terminal_id.id)]
        return self.search(same, order="date_from", limit=1).date_from


class OpsVehicle(models.Model):
    _inherit = "ops.vehicle"

    def action_print_certificate(self):
        """Print the certificates of what is fitted in these vehicles."""
        self.env["ops.certificate"]._check_printer()
        self.check_access("read")
        fitted = self.current_ids
        if not fitted:
            raise UserError(self.env._("Nothing is fitted: there is nothing to certify."))
        return fitted.action_print_certificate()

    def action_open_charges(self):
        """Show the service fees of the vehicle."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_telematics.action_service_charge"
        )
        context = {"default_installation_id": self.current_ids[:1].id}
        return {**action, "domain": [("vehicle_id", "=", self.id)], "context": context}

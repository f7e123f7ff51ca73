from odoo import api, fields, models

from ..core.settlement import CHARGES, OTHER

#: Names of the charges, in the order of the core.
LABELS = dict(
    zip(
        CHARGES,
        ("Plan fee", "Overage", "Number reservation", "Pool overage", "Credit", "Other charge"),
        strict=True,
    )
)
CHARGE_TYPES = [(charge, LABELS[charge]) for charge in CHARGES]


class OpsOperatorCharge(models.Model):
    """A kind of charge: how operators name it on their bills, and the account it is booked on."""

    _name = "ops.operator.charge"
    _description = "Kind of charge of operators"
    _order = "sequence, id"
    _rec_name = "charge_type"

    sequence = fields.Integer(default=10)
    charge_type = fields.Selection(CHARGE_TYPES, "Charge", required=True)
    names = fields.Char(
        "Names on bills", help="How operators call it, separated by |. Other names are “other”."
    )
    account_id = fields.Many2one(
        "account.account",
        "Expense account",
        company_dependent=True,
        ondelete="restrict",
        domain="[('account_type', '=like', 'expense%')]",
        help="Empty: the expense account of the operator account, else that of the company.",
    )

    _once = models.UniqueIndex("(charge_type)", "This charge is there already.")

    @api.model
    def _by_name(self) -> dict:
        """Return ``{name in small letters: charge}``."""
        found = {}
        for one in self.sudo().search([]):
            names = (name.strip().casefold() for name in (one.names or "").split("|"))
            found.update({name: one.charge_type for name in names if name})
            found[one.charge_type] = one.charge_type
        return found or {OTHER: OTHER}

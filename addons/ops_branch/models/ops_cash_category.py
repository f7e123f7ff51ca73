from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OpsCashCategory(models.Model):
    """What money of a till is for. Finance decides once to which account each kind goes.

    A collection goes to the receivable account of the customer on the entry and settles his
    oldest open invoices; every other kind has one account.
    """

    _name = "ops.cash.category"
    _description = "Kind of cash entry"
    _order = "direction, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    direction = fields.Selection(
        [("in", "Money in"), ("out", "Money out")], required=True, default="in"
    )
    is_collection = fields.Boolean("Collection from a customer")
    account_id = fields.Many2one(
        "account.account", "Goes to account", groups="ops_roles.group_fin", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    note = fields.Char("When to use it", translate=True)

    @api.constrains("is_collection", "direction")
    def _check_collection(self):
        for category in self:
            if category.is_collection and category.direction == "out":
                raise ValidationError(
                    self.env._("%s: a collection is money that comes in.", category.name)
                )

    def _counterpart(self, partner):
        """Return the account the money goes to (sudo); none when finance has not said yet."""
        self.ensure_one()
        return partner.property_account_receivable_id if self.is_collection else self.account_id

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import hmac

from ..core.masking import is_full_number, mask_number
from ..fields import ConfidentialChar


class OpsDataChangeLine(models.Model):
    """One field of a customer: what stands there and what shall stand there.

    Of what stands there a keyed hash is kept to tell whether it still holds; a phone number is
    shown masked and its new value is confidential as well.
    """

    _name = "ops.data.change.line"
    _description = "Changed Field of a Customer"
    _inherit = ["ops.approval.part.mixin", "ops.guarded.mixin"]
    _order = "id"
    _approval_parent = "change_id"
    _guarded = ("before", "before_hash")

    change_id = fields.Many2one("ops.data.change", required=True, index=True, ondelete="cascade")
    field = fields.Selection(
        [
            ("name", "Name"),
            ("phone", "Phone"),
            ("email", "E-mail"),
            ("street", "Street"),
            ("street2", "Building"),
            ("city", "City"),
            ("zip", "Postcode"),
            ("vat", "Tax number"),
            ("ref", "Customer number"),
        ],
        required=True,
    )
    before = fields.Char(
        "Now", compute="_compute_before", compute_sudo=True, store=True, precompute=True
    )
    before_hash = fields.Char(
        compute="_compute_before", compute_sudo=True, store=True, precompute=True
    )
    after = fields.Char("New")
    number = ConfidentialChar("New number")

    _once = models.UniqueIndex("(change_id, field)", "Each field is changed once.")

    @api.depends("field", "change_id.partner_id")
    def _compute_before(self):
        for line in self:
            value = line._current()
            line.before = mask_number(value) if line.field == "phone" and value else value
            line.before_hash = line._hash(value)

    @api.constrains("field", "after", "number")
    def _check_after(self):
        for line in self.sudo():
            is_phone = line.field == "phone"
            if (line.after if is_phone else line.number) or (
                is_phone and line.number and not is_full_number(line.number)
            ):
                raise ValidationError(
                    self.env._("A phone goes into “New number”, in full; the rest into “New”.")
                )
            if line.field == "name" and not (line.after or "").strip():
                raise ValidationError(self.env._("A customer has a name: enter the new one."))

    def _record(self):
        """Return the record that is changed (sudo); add-ons add fields of other records."""
        return self.sudo().change_id.partner_id

    def _target(self):
        """Return the name of the field of that record."""
        return self.field

    def _current(self):
        """Return what stands in the field now, in full."""
        return (self.field and self._record()[self._target()]) or ""

    def _hash(self, value):
        return hmac(self.env(su=True), "ops.data.change", [self.field or "", value])

    def _holds(self):
        """Tell whether the customer still is as noted."""
        return self.before_hash == self._hash(self._current())

    def _value(self):
        """Return the new value; superuser rights only, it may be a number."""
        return (self.number if self.field == "phone" else self.after) or False

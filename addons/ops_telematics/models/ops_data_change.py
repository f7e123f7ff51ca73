"""Plate, VIN, customer and branch of a vehicle change as customer data do: asked and approved."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import identity, listing

PREFIX = "vehicle_"
#: Fields of a vehicle that name another record, and the field of the line that holds the new one.
LINKS = {"partner_id": "new_partner_id", "department_id": "new_department_id"}


class OpsDataChange(models.Model):
    _inherit = "ops.data.change"

    vehicle_id = fields.Many2one("ops.vehicle", "Vehicle", index="btree_not_null", tracking=True)

    @api.onchange("vehicle_id")
    def _onchange_vehicle_id(self):
        if self.vehicle_id:
            self.partner_id = self.vehicle_id.partner_id

    @api.constrains("vehicle_id", "partner_id")
    def _check_vehicle(self):
        for change in self.filtered("vehicle_id"):
            # Once applied the vehicle may be another customer's.
            if not change.applied_at and change.vehicle_id.sudo().partner_id != change.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(vehicle)s is not a vehicle of %(customer)s.",
                        vehicle=change.vehicle_id.display_name,
                        customer=change.partner_id.name,
                    )
                )

    def _approval_fields(self):
        links = (f"line_ids.{name}" for name in LINKS.values())
        return (*super()._approval_fields(), "vehicle_id", *links)

    def _apply(self, lines, record):
        if record._name == "ops.vehicle":
            # Whoever approved the change has accepted what does not fit, with its reason.
            record.override_reason = self.reason
        return super()._apply(lines, record)


class OpsDataChangeLine(models.Model):
    _inherit = "ops.data.change.line"

    field = fields.Selection(
        selection_add=[
            ("vehicle_plate", "Plate of the vehicle"),
            ("vehicle_plate_color", "Plate colour of the vehicle"),
            ("vehicle_vin", "VIN of the vehicle"),
            ("vehicle_partner_id", "Customer of the vehicle"),
            ("vehicle_department_id", "Branch of the vehicle"),
        ],
        ondelete={
            "vehicle_plate": "cascade",
            "vehicle_plate_color": "cascade",
            "vehicle_vin": "cascade",
            "vehicle_partner_id": "cascade",
            "vehicle_department_id": "cascade",
        },
    )
    new_partner_id = fields.Many2one("res.partner", "New customer", ondelete="restrict")
    new_department_id = fields.Many2one(
        "hr.department",
        "New branch",
        ondelete="restrict",
        domain="[('ops_branch_ids', '!=', False)]",
    )

    @api.depends("change_id.vehicle_id")
    def _compute_before(self):
        return super()._compute_before()

    @api.constrains("field", "after", "number", "new_partner_id", "new_department_id")
    def _check_after(self):
        lines = self.filtered(lambda line: (line.field or "").startswith(PREFIX))
        super(OpsDataChangeLine, self - lines)._check_after()
        for line in lines.sudo():
            line._check_vehicle_value()

    def _check_vehicle_value(self):
        if not self.change_id.vehicle_id:
            raise ValidationError(self.env._("Choose the vehicle first."))
        link = LINKS.get(self._target())
        if link and not self[link]:
            raise ValidationError(self.env._("Choose the new customer or branch."))
        shown = self.after or "–"
        wrong = {
            "vehicle_plate_color": self.env._(
                "%s is no colour of a plate: write 黄色, or its code.", shown
            ),
            "vehicle_plate": self.env._("%s is no plate.", shown),
            "vehicle_vin": self.env._("%s is no VIN.", shown),
        }
        if self.field in wrong and not self._reads_as_new_value():
            raise ValidationError(wrong[self.field])

    def _reads_as_new_value(self):
        """Whether the new text is a colour, plate or VIN."""
        if self.field == "vehicle_plate_color":
            return listing.colour(self.after or "") is not None
        if self.field == "vehicle_plate":
            return identity.plate_kind(identity.normal_plate(self.after)) is not None
        return "vin_form" not in identity.vin_problems(identity.normal_vin(self.after))

    def _is_of_vehicle(self):
        return (self.field or "").startswith(PREFIX)

    def _record(self):
        if self._is_of_vehicle():
            return self.sudo().change_id.vehicle_id
        return super()._record()

    def _target(self):
        return self.field.removeprefix(PREFIX) if self._is_of_vehicle() else super()._target()

    def _current(self):
        value = super()._current()
        if not self._is_of_vehicle() or not value:
            return value
        if isinstance(value, models.BaseModel):
            return value.display_name
        if self._target() == "plate_color":
            record = self._record()
            return dict(record._fields["plate_color"]._description_selection(self.env))[value]
        return value

    def _value(self):
        target = self._target()
        if not self._is_of_vehicle():
            return super()._value()
        if target in LINKS:
            return self[LINKS[target]].id
        return listing.colour(self.after) if target == "plate_color" else self.after

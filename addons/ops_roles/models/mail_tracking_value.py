from odoo import api, models

from ..fields import ConfidentialChar


class MailTrackingValue(models.Model):
    """The history of a confidential number keeps and shows its masks only."""

    _inherit = "mail.tracking.value"

    @api.model
    def _create_tracking_values(self, initial_value, new_value, col_name, col_info, record):
        field = record._fields[col_name]
        if isinstance(field, ConfidentialChar):
            initial_value, new_value = field.mask(initial_value), field.mask(new_value)
        return super()._create_tracking_values(initial_value, new_value, col_name, col_info, record)

    def _tracking_value_format(self):
        """Mask what was tracked before the field became confidential, too."""
        formatted = super()._tracking_value_format()
        for tracking, shown in zip(
            self.browse(row["id"] for row in formatted), formatted, strict=True
        ):
            name = tracking.field_id.name
            field = name and self.env[tracking.field_id.model]._fields.get(name)
            if isinstance(field, ConfidentialChar):
                for value in ("oldValue", "newValue"):
                    shown[value] = field.mask(shown[value])
        return formatted

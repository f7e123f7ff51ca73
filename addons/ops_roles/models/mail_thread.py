from odoo import models

from ..core.masking import mask_prose


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_by_web_push_prepare_payload(self, message, msg_vals=False, force_record_name=False):
        """A notification on a screen shows numbers masked, like the message itself."""
        payload = super()._notify_by_web_push_prepare_payload(
            message, msg_vals=msg_vals, force_record_name=force_record_name
        )
        payload["options"]["body"] = mask_prose(payload["options"].get("body"))
        return payload

from odoo import models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """The contact that stays gets the numbers themselves, not their masks.

        The wizard has checked by now that its user may merge these contacts.
        """
        return super()._update_values(src_partners.sudo(), dst_partner.sudo())

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _ops_by_code(self, codes, domain):
        """Return ``{code: serial}`` for scanned codes; what is unknown is left out.

        :param domain: which goods come into question
        :raise UserError: for a code that two goods have
        """
        lots = self.search(Domain("name", "in", list(codes)) & Domain(domain))
        found = {lot.name: lot for lot in lots}
        if len(found) < len(lots):
            twice = next(lot for lot in lots if found[lot.name] != lot)
            raise UserError(
                self.env._("%s is a serial of several goods. Enter these by goods.", twice.name)
            )
        return found

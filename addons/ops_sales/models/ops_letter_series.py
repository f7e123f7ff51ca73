from odoo import fields, models


class OpsLetterSeries(models.Model):
    """Contracts are numbered by a series too: gap-free, anew every year."""

    _inherit = "ops.letter.series"

    direction = fields.Selection(
        selection_add=[("contract", "Contracts")],
        ondelete={"contract": lambda series: series._keep_without_contracts()},
    )

    def _keep_without_contracts(self):
        """Numbers given stay known when contracts are uninstalled."""
        self.write({"direction": "outgoing", "active": False})

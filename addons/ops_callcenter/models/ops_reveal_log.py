from odoo import fields, models


def _keep(_rows):
    """The log outlives the add-on that wrote it: its rows can be neither changed nor deleted."""


class OpsRevealLog(models.Model):
    """Listening to a recording is a use of what customers confided."""

    _inherit = "ops.reveal.log"

    kind = fields.Selection(selection_add=[("listen", "Listened")], ondelete={"listen": _keep})

    def _log_listen(self, call):
        """Log that the user plays the recording of ``call``."""
        self._append(self._row("listen", call, "recording", "", 1))

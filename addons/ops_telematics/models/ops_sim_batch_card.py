"""What a card needs for batches: what was asked for it, and whether its binding fits."""

from odoo import api, fields, models
from odoo.tools import SQL

#: Cards bound to another IMEI than that of the terminal they are in.
OTHER = """
    SELECT sim.id FROM ops_sim sim
      JOIN ops_installation here ON here.sim_id = sim.id AND here.date_to IS NULL
      JOIN ops_terminal terminal ON terminal.id = here.terminal_id
     WHERE sim.is_bound AND sim.bound_imei <> terminal.imei
"""


class OpsSim(models.Model):
    _inherit = "ops.sim"

    batch_line_ids = fields.One2many("ops.sim.batch.line", "sim_id", "Asked", readonly=True)
    is_other_device = fields.Boolean(
        "Bound to another device",
        compute="_compute_is_other_device",
        search="_search_is_other_device",
        help="Bound to another IMEI than that of the terminal it is in: the operator stops it.",
    )

    def action_ask_operator(self):
        """Open the dialog that asks the operators for something for these cards."""
        self.check_access("read")
        actions = self.env["ir.actions.act_window"]
        action = actions._for_xml_id("ops_telematics.action_sim_batch_ask")
        return {**action, "context": {"active_model": self._name, "active_ids": self.ids}}

    @api.depends("is_bound", "bound_imei", "current_id.terminal_id.imei")
    def _compute_is_other_device(self):
        for sim in self:
            imei = sim.current_id.terminal_id.imei
            sim.is_other_device = bool(
                sim.is_bound and sim.bound_imei and imei and sim.bound_imei != imei
            )

    @api.model
    def _search_is_other_device(self, operator, value):
        if operator != "in":
            return NotImplemented
        for name in (self._name, "ops.installation", "ops.terminal"):
            self.env[name].flush_model()
        return [("id", "in" if True in value else "not in", SQL("(%s)", SQL(OTHER)))]

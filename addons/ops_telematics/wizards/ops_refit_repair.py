from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class OpsRefit(models.TransientModel):
    """Replacements within a repair: also by the technician of its branch, out of its stock."""

    _inherit = "ops.refit"

    repair_id = fields.Many2one("repair.order", "Repair", readonly=True)

    def action_confirm(self):
        """Do it; within a repair, note there what was swapped."""
        if not self.repair_id:
            return super().action_confirm()
        self.ensure_one()
        self._check_of_repair()
        old = self.installation_id.sudo()
        news = self._swap_for_repair(old)
        self.env["ops.repair.swap"].sudo().create(self._swap_vals(old, news))
        return {"type": "ir.actions.act_window_close"}

    def _check_of_repair(self):
        """:raise UserError: unless the repair is going on and what is fitted belongs to it"""
        repair = self.repair_id
        repair._ops_check_worker()
        repair.sudo()._ops_taken("under_repair")
        if self.operation == "remove":
            raise UserError(self.env._("A repair puts something in the place of what it takes."))
        if self.installation_id.vehicle_id != repair.ops_vehicle_id:
            raise AccessError(self.env._("This is not in the vehicle of %s.", repair.name))

    def _swap_for_repair(self, old):
        """Swap out of the stock of the branch; new serials are received there first."""
        name, new = next(iter(self._found_in_stock(old.vehicle_id).items()))
        if new.lot_id == old[name].lot_id:
            raise UserError(self.env._("%s is in the vehicle already.", new.lot_id.name))
        return old._swap(self.day, self.reason, **{name: new})

    def _found_in_stock(self, vehicle) -> dict:
        forms = self.env["ops.register"].sudo()
        form = forms.new({"serial": self.new_serial, "iccid": self.new_iccid})
        if self.operation == "card":
            return {"sim_id": self._known_card(form, vehicle)}
        return {"terminal_id": self._known_terminal(form, vehicle)}

    def _known_card(self, form, vehicle):
        if not (self.new_iccid and form._card()):
            raise UserError(
                self.env._(
                    "%s is no card of the register. Scan it once more, or have the data"
                    " administrator register it.",
                    self.new_iccid or "–",
                )
            )
        return form._take_card(vehicle.sudo())

    def _known_terminal(self, form, vehicle):
        if not (self.new_serial and (form._terminal() or form._free_lot())):
            raise UserError(
                self.env._(
                    "%s is not in stock. Scan it once more, or have the storekeeper receive it"
                    " first.",
                    self.new_serial or "–",
                )
            )
        return form._take_terminal(vehicle.sudo())

    def _swap_vals(self, old, news) -> dict:
        name = "sim_id" if self.operation == "card" else "terminal_id"
        return {
            "repair_id": self.repair_id.id,
            "kind": self.operation,
            "old_lot_id": old[name].lot_id.id,
            "new_lot_id": news[name].lot_id.id,
            "installation_id": news.id,
            "day": self.day,
            "user_id": self.env.uid,
        }

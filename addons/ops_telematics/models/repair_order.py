from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: What who has no stock rights may write: what is wrong, what was done, proof.
REPORT = {"ops_fault", "ops_result", "ops_part_ids", "ops_photo_ids", "ops_crew_id"}
#: What only the buttons of the repair of a registered vehicle decide: else it could be ended in the
#: native app, past its audit and past the chain of installations.
FACTS = {
    *("state", "product_id", "lot_id", "partner_id", "company_id", "move_ids"),
    *("picking_type_id", "location_id", "location_dest_id", "parts_location_id"),
    *("product_location_src_id", "product_location_dest_id"),
}
#: Who works on repairs of a branch, and who audits them.
WORKERS = ("ops_branch.group_technician", "ops_roles.group_bm", "ops_branch.group_storekeeper")


class RepairOrder(models.Model):
    """A native repair of the terminal in a vehicle, from the notice to its audit.

    Serials are swapped by the dialog of replacements (``ops.refit``), so that stock and the chain
    of installations move together; parts without serials leave the branch's stock as native parts
    of the repair. A repair that is done is audited by the data administrator (``…_audit``).
    """

    _name = "repair.order"
    _inherit = ["repair.order", "ops.step.mixin"]
    _guarded = ("ops_vehicle_id", "ops_terminal_id", "ops_done_at", "ops_done_by_id")

    ops_vehicle_id = fields.Many2one(
        "ops.vehicle", "Vehicle", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    ops_terminal_id = fields.Many2one(
        "ops.terminal", "Terminal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    ops_fitted_id = fields.Many2one(
        "ops.installation", "Fitted now", compute="_compute_ops_fitted_id"
    )
    ops_sim_id = fields.Many2one("ops.sim", "Card in it", compute="_compute_ops_fitted_id")
    ops_notice_ids = fields.One2many("ops.platform.notice", "repair_id", "Notices", readonly=True)
    ops_crew_id = fields.Many2one(
        "hr.employee.public",
        "Technician",
        domain="[('department_id', 'child_of', ops_department_id)]",
    )
    ops_fault = fields.Text("What is wrong")
    ops_result = fields.Text("What was done", copy=False)
    ops_part_ids = fields.One2many("ops.repair.part", "repair_id", "Parts used")
    ops_photo_ids = fields.One2many("ops.repair.photo", "repair_id", "Photos")
    ops_swap_ids = fields.One2many("ops.repair.swap", "repair_id", "Swapped", readonly=True)
    ops_done_at = fields.Datetime("Done at", readonly=True, copy=False)
    ops_done_by_id = fields.Many2one("res.users", "Done by", readonly=True, copy=False)

    _ops_of_branch = models.Index("(ops_department_id, state) WHERE ops_vehicle_id IS NOT NULL")

    @api.depends("ops_vehicle_id", "ops_swap_ids")
    def _compute_ops_fitted_id(self):
        for repair in self:
            fitted = repair.ops_vehicle_id.current_ids.sorted(lambda one: one.slot != "main")
            swapped = repair.ops_swap_ids.new_lot_id
            lots = repair.ops_terminal_id.lot_id | swapped
            mine = fitted.filtered(lambda one, lots=lots: one.terminal_id.lot_id in lots)
            repair.ops_fitted_id = (mine or fitted)[:1]
            repair.ops_sim_id = repair.ops_fitted_id.sim_id

    def write(self, vals):
        """Who has no stock rights reports on a repair and changes nothing else."""
        if not self.env.su and not self.env.user.has_group("stock.group_stock_user"):
            others = vals.keys() - REPORT
            if others:
                raise AccessError(
                    self.env._("Of a repair you write what is wrong, what was done, and its proof.")
                )
        if not self.env.su and vals.keys() & FACTS:
            self._ops_check_native()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_native(self):
        if not self.env.su:
            self._ops_check_native()

    def _ops_check_native(self):
        """:raise AccessError: for a repair of a registered vehicle"""
        for repair in self.sudo().filtered("ops_vehicle_id"):
            raise AccessError(
                self.env._(
                    "%s is the repair of a registered vehicle. Open it under Repairs of Terminals"
                    " and use its buttons there.",
                    repair.name,
                )
            )

    @api.model
    def _ops_make(self, vehicle, fault, fitted=None):
        """Make the repair of what is fitted in a vehicle, in its branch (superuser mode).

        :param fitted: the installation in question; the main one of the vehicle when left out
        :raise UserError: when there is nothing to repair, or a repair is open already
        """
        fitted = fitted or vehicle.current_ids.sorted(lambda one: one.slot != "main")[:1]
        terminal = fitted.terminal_id
        if not terminal:
            raise UserError(
                self.env._("%s has no terminal: there is nothing to repair.", vehicle.display_name)
            )
        self._ops_check_no_other(terminal)
        branch = vehicle.department_id.ops_branch_id
        place = terminal.lot_id.location_id or vehicle.partner_id.property_stock_customer
        return self.create(
            {
                "picking_type_id": branch.warehouse_id.repair_type_id.id,
                "company_id": branch.company_id.id,
                "partner_id": vehicle.partner_id.id,
                "product_id": terminal.product_id.id,
                "lot_id": terminal.lot_id.id,
                "product_location_src_id": place.id,
                "product_location_dest_id": place.id,
                "under_warranty": terminal.is_under_warranty,
                "ops_vehicle_id": vehicle.id,
                "ops_terminal_id": terminal.id,
                "ops_fault": fault,
                "user_id": branch.manager_id.user_id.id,
            }
        )

    @api.model
    def _ops_check_no_other(self, terminal):
        undone = [("ops_terminal_id", "=", terminal.id), ("state", "not in", ("done", "cancel"))]
        other = self.search(undone, limit=1)
        if other:
            raise UserError(
                self.env._(
                    "%(terminal)s is in repair already: %(repair)s.",
                    terminal=terminal.serial,
                    repair=other.name,
                )
            )

    # ---------------------------------------------------------------- buttons

    def action_ops_start(self):
        """Begin the repair (its branch)."""
        for repair in self:
            repair._ops_check_worker()
            repair.sudo()._ops_taken("draft", "confirmed").action_repair_start()
        return True

    def action_ops_swap(self):
        """Open the dialog that swaps the terminal or the card by serial."""
        self.ensure_one()
        self._ops_check_worker()
        self.sudo()._check_state("under_repair")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_telematics.action_refit")
        fitted = self.ops_fitted_id
        context = {"default_installation_id": fitted.id, "default_repair_id": self.id}
        return {**action, "context": {**context, "default_reason": self.name}}

    def action_ops_done(self):
        """Report the repair as done: parts leave the stock, the data administrator audits it."""
        for repair in self:
            repair._ops_check_worker()
            if not (repair.ops_result or "").strip():
                raise UserError(self.env._("%s: write down what was done.", repair.name))
            repair.sudo()._ops_taken("under_repair")._ops_finish()
        return True

    def action_ops_give_up(self):
        """Cancel a repair that is not done; its notices are open again (branch manager)."""
        for repair in self:
            repair._ops_check_worker("ops_roles.group_bm")
            repair.sudo()._ops_taken("draft", "confirmed", "under_repair")._ops_give_up()
        return True

    def _ops_give_up(self):
        if self.ops_swap_ids:
            raise UserError(
                self.env._("%s: serials were swapped. Report it as done instead.", self.name)
            )
        self.action_repair_cancel()
        self.ops_notice_ids._reopen()

    def _ops_finish(self):
        """Book the parts, end the repair where the terminal is now (superuser mode, locked)."""
        self._ops_check_stock()
        self._ops_book_parts()
        place = self.lot_id.location_id or self.product_location_dest_id
        self.write({"product_location_src_id": place.id, "product_location_dest_id": place.id})
        self.action_repair_end()
        self.write({"ops_done_at": fields.Datetime.now(), "ops_done_by_id": self.env.uid})

    def _ops_book_parts(self):
        """Make a native part of the repair for each product that is not booked yet."""
        for product, parts in self._ops_unbooked().grouped("product_id").items():
            quantity = sum(parts.mapped("quantity"))
            move = self.env["stock.move"].create(self._ops_move_vals(product, quantity))
            parts.move_id = move
            move._action_confirm()
            move._action_assign()
            move.write({"quantity": quantity, "picked": True})

    def _ops_unbooked(self):
        return self.ops_part_ids.filtered(lambda one: not one.move_id)

    def _ops_move_vals(self, product, quantity) -> dict:
        return {
            "repair_id": self.id,
            "repair_line_type": "add",
            "product_id": product.id,
            "product_uom_qty": quantity,
            "location_id": self.location_id.id,
            "location_dest_id": self.location_dest_id.id,
            "company_id": self.company_id.id,
        }

    def _ops_check_stock(self):
        """:raise UserError: naming a part of which the branch does not hold enough"""
        quants, shelf = self.env["stock.quant"], self.location_id
        for product, parts in self._ops_unbooked().grouped("product_id").items():
            quantity = sum(parts.mapped("quantity"))
            held = (
                quants._get_available_quantity(product, shelf) if product.is_storable else quantity
            )
            if product.uom_id.compare(held, quantity) < 0:
                raise UserError(
                    self.env._(
                        "%(branch)s holds only %(held)s of %(product)s, %(used)s are used. Correct"
                        " the quantity or have the storekeeper book the receipt first.",
                        branch=self.ops_department_id.name,
                        held=f"{held:g}",
                        product=product.display_name,
                        used=f"{quantity:g}",
                    )
                )

    def _ops_taken(self, *states):
        """Lock this repair and check that it is so far (superuser mode)."""
        self.ensure_one()
        self._lock()
        self._check_state(*states)
        return self

    def _ops_check_worker(self, *groups):
        """:raise AccessError: for who is not of its branch, or does no repairs"""
        self.check_access("read")
        user = self.env.user
        if not (self.env.su or any(map(user.has_group, groups or WORKERS))):
            raise AccessError(
                self.env._("%s: repairs are done by the technicians of the branch.", self.name)
            )

    def _ops_open(self):
        """Return the action that shows these repairs in the form of the branches."""
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_telematics.action_repair")
        if len(self) != 1:
            return {**action, "domain": [("id", "in", self.ids)], "context": {}}
        forms = [view for view in action["views"] if view[1] == "form"]
        return {**action, "views": forms, "res_id": self.id}

    def action_ops_open_vehicle(self):
        """Show the vehicle."""
        self.ensure_one()
        self.check_access("read")
        return self.ops_vehicle_id._get_records_action()

    def action_ops_open_chain(self):
        """Show what became of the terminal and of those in its place."""
        self.ensure_one()
        self.check_access("read")
        return self.ops_terminal_id.action_open_chain()

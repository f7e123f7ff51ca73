"""The way of a work order: requested, planned, at work, to be accepted, accepted or returned."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class OpsWorkOrder(models.Model):
    _inherit = "ops.work.order"

    def action_plan(self):
        """Hand planned orders to their crews (branch manager)."""
        for order in self._taken("draft"):
            order._check_manager()
            if not (order.crew_ids and order.planned_start):
                raise UserError(
                    self.env._("%s: choose the crew and the planned start.", order.display_name)
                )
            order.sudo().state = "planned"
            order._tell_crew()

    def action_start(self):
        """Begin at the customer's (one of the crew)."""
        for order in self._taken("planned"):
            order._check_crew()
            order.sudo().write(
                {"state": "doing", "started_at": order.started_at or fields.Datetime.now()}
            )

    def action_finish(self):
        """Report the work as done: goods are moved, the branch manager is asked to accept.

        Pressed twice it happens once: the order is locked, and is not at work the second time.

        :raise UserError: naming a serial or material the branch does not hold any more
        """
        for order in self._taken("doing"):
            order._check_crew()
            order.sudo()._move_goods()
            order.sudo().write(
                {
                    "state": "finished",
                    "finished_at": fields.Datetime.now(),
                    "finished_by_id": self.env.uid,
                    "return_reason": False,
                }
            )
            order._tell_managers()

    def action_accept(self):
        """Accept what is proved (branch manager, not for work of his own).

        :raise UserError: naming each thing that is missing
        """
        for order in self._taken("finished"):
            order._check_acceptor()
            order._check_complete()
            order._accept()

    def action_return(self):
        """Ask why finished work goes back to the crew."""
        return self.env["ops.work.step"]._open("return", self)

    def action_override(self):
        """Ask why work is accepted without all of its proof."""
        return self.env["ops.work.step"]._open("override", self)

    def action_cancel(self):
        """Ask why an order is given up."""
        return self.env["ops.work.step"]._open("cancel", self)

    @api.private
    def give_back(self, reason):
        """Give finished work back to its crew with the reason."""
        order = self._taken("finished")
        order._check_acceptor()
        order.sudo().write({"state": "doing", "return_reason": reason})
        order._tell_crew()

    @api.private
    def accept_without_proof(self, reason):
        """Accept although something is missing; reason and what was missing are reported."""
        order = self._taken("finished")
        order._check_acceptor()
        gaps = order._missing_texts()
        if not gaps:
            raise UserError(self.env._("%s: nothing is missing. Accept it.", order.display_name))
        order._accept(is_overridden=True, override_reason=reason, override_missing="\n".join(gaps))

    @api.private
    def give_up(self, reason):
        """Cancel an order; goods that were moved already forbid it."""
        order = self._taken("draft", "planned", "doing")
        order._check_dispatcher()
        order.sudo()._forget_goods()
        order.sudo().write({"state": "cancelled", "cancel_reason": reason})

    def _accept(self, **vals):
        self.sudo()._charge()
        self.sudo().write(
            {
                **vals,
                "state": "accepted",
                "accepted_at": fields.Datetime.now(),
                "accepted_by_id": self.env.uid,
            }
        )

    def _taken(self, *states):
        """Lock these orders until the end of the transaction and check that they are so far.

        :raise UserError: naming an order that somebody moved on meanwhile
        """
        self.check_access("read")
        self.env.flush_all()
        self.env.cr.execute(
            SQL("SELECT id FROM ops_work_order WHERE id = ANY(%s) ORDER BY id FOR UPDATE", self.ids)
        )
        self.invalidate_recordset()
        labels = dict(self._fields["state"]._description_selection(self.env))
        for order in self:
            if order.state not in states:
                raise UserError(
                    self.env._(
                        "%(order)s is %(state)s by now. Reload the page.",
                        order=order.display_name,
                        state=labels[order.state],
                    )
                )
        return self

    def _check_manager(self):
        """:raise AccessError: for who does not run the branch"""
        if not (self.env.su or self.env.user.has_group("ops_roles.group_bm")):
            raise AccessError(
                self.env._("%s: the branch manager decides on it.", self.display_name)
            )
        self.check_access("write")

    def _check_acceptor(self):
        """:raise AccessError: for who does not run the branch, or did the work himself"""
        self._check_manager()
        if not self.env.su and (self.is_mine or self.finished_by_id == self.env.user):
            raise AccessError(
                self.env._(
                    "%s: nobody accepts work of his own. Ask your superior.", self.display_name
                )
            )

    def _check_crew(self):
        """:raise AccessError: for who is not of the crew"""
        if not (self.env.su or self.is_mine):
            raise AccessError(
                self.env._(
                    "%(order)s: only its crew does this: %(crew)s.",
                    order=self.display_name,
                    crew=", ".join(self.sudo().crew_ids.mapped("name")) or "–",
                )
            )
        self.check_access("write")

    def _tell_crew(self):
        self.env["ops.home"]._notify(self.sudo().crew_ids.user_id)

    def _tell_managers(self):
        self.env["ops.home"]._notify(self.sudo().branch_id.manager_id.user_id)

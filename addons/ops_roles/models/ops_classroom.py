from odoo import fields, models


class OpsClassroom(models.Model):
    """A room for training; sessions book it, and it is never booked twice at a time."""

    _name = "ops.classroom"
    _description = "Classroom"
    _inherit = ["ops.scoped.mixin"]
    _order = "name, id"

    name = fields.Char("Room", required=True)
    place = fields.Char("Building and floor")
    seats = fields.Integer("Seats", required=True, default=20)
    equipment = fields.Char("Equipment", help="Projector, headsets, training computers…")
    active = fields.Boolean(default=True)
    session_ids = fields.One2many("ops.training.session", "room_id", string="Sessions")

    _name_once = models.UniqueIndex(
        "(company_id, name)", "Another room has this name already. Choose another one."
    )
    _seats_positive = models.Constraint("CHECK(seats > 0)", "Enter how many seats the room has.")

    def action_open_sessions(self):
        """Open what the room is booked for, as a calendar."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_training_session")
        views = [(False, "calendar"), (False, "list"), (False, "form")]
        return {
            **action,
            "views": views,
            "domain": [("room_id", "=", self.id)],
            "context": {"default_room_id": self.id},
        }

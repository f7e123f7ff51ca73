from odoo import fields, models

from ..fields import Ratio


class OpsAgentDay(models.Model):
    """A day of one agent at one PBX. Durations are seconds within that local day.

    ``pause_s`` is all pauses but the wrap-up ones, which are ``wrap_s``. Occupancy is handling /
    (handling + available), utilisation handling / logged-in; handling is talk and wrap-up.
    """

    _name = "ops.agent.day"
    _description = "Day of an Agent"
    _inherit = ["ops.pbx.row.mixin", "ops.ratio.mixin"]
    _order = "day desc, agent_key"
    _rec_name = "agent_name"
    _log_access = False

    agent_key = fields.Char(readonly=True, help="The extension, or the name without one.")
    day = fields.Date(required=True, readonly=True)
    first_login_at = fields.Datetime("First Login", readonly=True)
    last_logout_at = fields.Datetime("Last Logout", readonly=True)
    login_s = fields.Integer("Logged in (s)", readonly=True)
    pause_s = fields.Integer("Paused (s)", readonly=True)
    productive_pause_s = fields.Integer(
        "Paused for Work (s)", readonly=True, help="Training and coaching pauses."
    )
    wrap_s = fields.Integer("Wrap-up (s)", readonly=True)
    ring_s = fields.Integer("Ring (s)", readonly=True)
    talk_s = fields.Integer("Talk (s)", readonly=True)
    handle_s = fields.Integer("Handling (s)", readonly=True, help="Talk and wrap-up.")
    busy_or_free_s = fields.Integer("Handling or Available (s)", readonly=True)
    calls = fields.Integer("Answered", readonly=True)
    rna = fields.Integer("Rings Not Answered", readonly=True)
    aht_s = Ratio("AHT (s)", readonly=True, parts=("handle_s", "calls"))
    occupancy = Ratio(readonly=True, parts=("handle_s", "busy_or_free_s"))
    utilisation = Ratio(readonly=True, parts=("handle_s", "login_s"))

    _agent_unique = models.UniqueIndex("(source_id, agent_key, day)")
    _day = models.Index("(day DESC, agent_key)")
    _employee_day = models.Index("(employee_id, day) WHERE employee_id IS NOT NULL")

from odoo import fields, models

from odoo.addons.ops_roles.fields import ConfidentialChar

from ..fields import BulkMany2one

OUTCOMES = [
    ("answered", "Answered"),
    ("abandoned", "Abandoned"),
    ("timeout", "Waited too long"),
    ("key", "Left by a key"),
    ("empty", "No agent in the queue"),
    ("withdrawn", "Withdrawn"),
    ("open", "Still open"),
    ("cut", "Cut by a restart"),
]
ENDED_BY = [
    ("agent", "Agent"),
    ("caller", "The caller"),
    ("blind_transfer", "Blind transfer"),
    ("attended_transfer", "Attended transfer"),
    ("pbx", "PBX"),
]


class OpsCall(models.Model):
    """One visit of one call to one queue, assembled from the PBX's log by the merge of a feed.

    Times are UTC, durations whole seconds as the PBX logged them. ``talk_s`` is empty (0 with
    no ``answered_at``) when nobody answered. Rows are written by the merge only.
    """

    _name = "ops.call"
    _description = "Call"
    _inherit = ["ops.pbx.row.mixin"]
    _order = "enter_at desc, id desc"
    _rec_name = "callid"
    _log_access = False

    callid = fields.Char("Call Id", required=True, readonly=True)
    visit = fields.Integer(
        required=True, readonly=True, aggregator=None, help="n-th visit of the call to the queue"
    )
    direction = fields.Selection([("in", "Inbound"), ("out", "Outbound")], readonly=True)
    queue = fields.Char("Queue in the Log", readonly=True)
    queue_id = BulkMany2one("ops.call.queue", "Queue", readonly=True)
    project_id = BulkMany2one("ops.client.project", "Client Project", readonly=True)
    caller = ConfidentialChar(readonly=True)
    caller_key = ConfidentialChar(
        "Caller's Number", readonly=True, help="The number without prefixes, to find repeats."
    )
    enter_at = fields.Datetime("Entered", required=True, readonly=True)
    answered_at = fields.Datetime("Answered at", readonly=True)
    end_at = fields.Datetime("Ended", readonly=True)
    day = fields.Date(readonly=True, help="Day of the PBX's time zone.")
    interval_at = fields.Datetime("Half Hour", readonly=True)
    position = fields.Integer("Position on Entry", readonly=True, aggregator="max")
    ring_s = fields.Integer("Ring (s)", readonly=True, aggregator="avg")
    wait_s = fields.Integer("Wait (s)", readonly=True, aggregator="avg")
    talk_s = fields.Integer("Talk (s)", readonly=True, aggregator="avg")
    ring_count = fields.Integer("Rings Not Answered", readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    ended_by = fields.Selection(ENDED_BY, readonly=True)
    transfer_target = fields.Char("Transferred to", readonly=True)
    parent_call_id = BulkMany2one(
        "ops.call", "Consulted for", readonly=True, help="The call an agent asked a colleague for."
    )
    disposition = fields.Selection(selection="_selection_disposition", readonly=True)
    rating = fields.Integer(readonly=True, aggregator="avg")
    is_short = fields.Boolean(
        "Short", readonly=True, help="Gave up within the contract's short limit."
    )
    is_repeat = fields.Boolean("Repeat", readonly=True)
    called_back_at = fields.Datetime(
        "Reached Again", readonly=True, help="When the caller was next spoken to, in or out."
    )
    to_call_back = fields.Boolean(
        "To Call Back", readonly=True, help="Gave up and has not been spoken to since."
    )
    recording = fields.Char("Recording File", readonly=True, groups=fields.NO_ACCESS)
    has_recording = fields.Boolean("Recording", readonly=True)

    _visit_unique = models.UniqueIndex("(source_id, callid, queue, visit)")
    _newest = models.Index("(enter_at, id)")
    _queue_interval = models.Index("(queue_id, interval_at)")
    _employee_newest = models.Index("(employee_id, enter_at) WHERE employee_id IS NOT NULL")
    _caller = models.Index("(caller_key, enter_at) WHERE caller_key IS NOT NULL")
    _callback = models.Index("(enter_at) WHERE to_call_back")
    _unfinished = models.Index("(source_id, enter_at) WHERE end_at IS NULL")
    _internal = models.Index("(source_id, enter_at) WHERE caller_key IS NULL")
    _attended = models.Index("(source_id, enter_at) WHERE ended_by = 'attended_transfer'")

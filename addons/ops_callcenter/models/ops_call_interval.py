from odoo import fields, models

from ..fields import BulkMany2one


class OpsCallInterval(models.Model):
    """Half an hour of one queue. A call belongs to the half hour in which it entered the queue,
    with all its talk, however long it went on.

    Counts are queue visits, durations seconds. T and s are those of the KPI contract in force on
    that day at the PBX; the formula is the contract's, kept in ``formula``.
    """

    _name = "ops.call.interval"
    _description = "Half Hour of a Queue"
    _inherit = ["ops.queue.figures.mixin"]
    _order = "interval_at desc, queue_id"
    _rec_name = "interval_at"
    _log_access = False

    source_id = BulkMany2one("ops.feed.source", "PBX", required=True, readonly=True)
    queue_id = BulkMany2one("ops.call.queue", "Queue", required=True, readonly=True)
    interval_at = fields.Datetime("Half Hour", required=True, readonly=True)
    time_of_day = fields.Char(readonly=True, help="Start of the half hour at the PBX, as 09:30.")
    answered_in_t = fields.Integer("Answered in T", readonly=True)
    abandoned_in_t = fields.Integer("Abandoned in T", readonly=True)
    withdrawn_count = fields.Integer("Withdrawn", readonly=True)
    cut_count = fields.Integer("Cut by a Restart", readonly=True)
    open_count = fields.Integer("Still Open", readonly=True)

    _queue_unique = models.UniqueIndex("(queue_id, interval_at)")
    _newest = models.Index("(interval_at DESC)")
    _day = models.Index("(day, queue_id)")

from odoo import api, fields, models
from odoo.tools import SQL

#: Columns that only SQL reads: the days of a month beside what each of them took.
DAYS = """
ALTER TABLE ops_sim_usage ADD COLUMN IF NOT EXISTS days smallint[],
                          ADD COLUMN IF NOT EXISTS day_mb numeric[]
"""
DAY_VIEW = """
SELECT usage.id * 32 + day.day AS id, usage.sim_id, usage.iccid, usage.source_id, usage.feed_id,
       (usage.month + day.day - 1)::date AS day, day.mb
  FROM ops_sim_usage usage, unnest(usage.days, usage.day_mb) AS day(day, mb)
"""


class OpsSimUsage(models.Model):
    """What a card took in a month, and on each of its days.

    Operators forget days after a week and months after half a year: here they stay. A month of a
    card is one row with its days as an array, so that three million days are a hundred thousand
    rows. What the operator told of the month as a whole goes before the sum of the days.
    """

    _name = "ops.sim.usage"
    _description = "Traffic of a card in a month"
    _order = "month desc, iccid"
    _rec_name = "iccid"
    _log_access = False

    source_id = fields.Many2one(
        "ops.feed.source", "Told by", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="source_id.company_id")
    iccid = fields.Char("ICCID", required=True, readonly=True)
    sim_id = fields.Many2one("ops.sim", "SIM card", readonly=True, ondelete="cascade")
    department_id = fields.Many2one(related="sim_id.department_id", string="Branch")
    month = fields.Date(required=True, readonly=True)
    month_mb = fields.Float("Told for the month (MB)", digits=(16, 6), readonly=True)
    total_mb = fields.Float("Traffic (MB)", digits=(16, 6), readonly=True)
    feed_id = fields.Many2one("ops.feed", "File", readonly=True, ondelete="set null")

    _once = models.UniqueIndex("(month, source_id, iccid)")
    _of_card = models.Index("(sim_id, month)")
    _unknown = models.Index("(source_id) WHERE sim_id IS NULL")

    def init(self):
        """Add the arrays, which are no fields."""
        self.env.cr.execute(DAYS)

    @api.model
    def _adopt(self, source):
        """Tie traffic that came before its card was registered to the card."""
        self.env.cr.execute(
            """
            UPDATE ops_sim_usage usage SET sim_id = sim.id FROM ops_sim sim
             WHERE usage.sim_id IS NULL AND usage.source_id = %s AND sim.iccid = usage.iccid
            """,
            [source.id],
        )


class OpsSimUsageDay(models.Model):
    """The days of ``ops.sim.usage`` as rows, to look at and to hand out."""

    _name = "ops.sim.usage.day"
    _description = "Traffic of a card on a day"
    _auto = False
    _order = "day desc, iccid"
    _rec_name = "iccid"

    sim_id = fields.Many2one("ops.sim", "SIM card", readonly=True)
    department_id = fields.Many2one(related="sim_id.department_id", string="Branch")
    iccid = fields.Char("ICCID", readonly=True)
    source_id = fields.Many2one("ops.feed.source", "Told by", readonly=True)
    feed_id = fields.Many2one("ops.feed", "File", readonly=True)
    company_id = fields.Many2one(related="source_id.company_id")
    day = fields.Date(readonly=True)
    mb = fields.Float("Traffic (MB)", digits=(16, 6), readonly=True)

    @property
    def _table_query(self):
        return SQL(DAY_VIEW)

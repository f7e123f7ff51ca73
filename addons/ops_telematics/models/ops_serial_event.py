from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [
    ("purchase", "Purchased"),
    ("fit", "Fitted"),
    ("out", "Taken out"),
    ("repair", "In repair"),
    ("swap_out", "Taken out by a repair"),
    ("swap_in", "Put in by a repair"),
    ("rma", "Sent to the maker"),
    ("answer", "Answered by the maker"),
    ("new", "Came in place of another"),
    ("work", "On a work order"),
]

VIEW = """
SELECT terminal.id::bigint * 16 AS id, terminal.purchased_on AS day, terminal.lot_id,
       'purchase' AS kind, NULL::varchar AS reference, NULL::integer AS vehicle_id,
       terminal.department_id, terminal.company_id
  FROM ops_terminal terminal WHERE terminal.purchased_on IS NOT NULL
UNION ALL
SELECT one.id::bigint * 16 + 1, one.date_from, terminal.lot_id, 'fit', NULL, one.vehicle_id,
       one.department_id, one.company_id
  FROM ops_installation one JOIN ops_terminal terminal ON terminal.id = one.terminal_id
UNION ALL
SELECT one.id::bigint * 16 + 2, one.date_to, terminal.lot_id, 'out', one.end_reason, one.vehicle_id,
       one.department_id, one.company_id
  FROM ops_installation one JOIN ops_terminal terminal ON terminal.id = one.terminal_id
 WHERE one.date_to IS NOT NULL
UNION ALL
SELECT one.id::bigint * 16 + 3, one.date_from, sim.lot_id, 'fit', NULL, one.vehicle_id,
       one.department_id, one.company_id
  FROM ops_installation one JOIN ops_sim sim ON sim.id = one.sim_id
UNION ALL
SELECT one.id::bigint * 16 + 4, one.date_to, sim.lot_id, 'out', one.end_reason, one.vehicle_id,
       one.department_id, one.company_id
  FROM ops_installation one JOIN ops_sim sim ON sim.id = one.sim_id
 WHERE one.date_to IS NOT NULL
UNION ALL
SELECT repair.id::bigint * 16 + 5, repair.create_date::date, repair.lot_id, 'repair', repair.name,
       repair.ops_vehicle_id, repair.ops_department_id, repair.company_id
  FROM repair_order repair WHERE repair.lot_id IS NOT NULL AND repair.state <> 'cancel'
UNION ALL
SELECT swap.id::bigint * 16 + 6, swap.day, swap.old_lot_id, 'swap_out', repair.name,
       repair.ops_vehicle_id, swap.department_id, swap.company_id
  FROM ops_repair_swap swap JOIN repair_order repair ON repair.id = swap.repair_id
 WHERE swap.old_lot_id IS NOT NULL
UNION ALL
SELECT swap.id::bigint * 16 + 7, swap.day, swap.new_lot_id, 'swap_in', repair.name,
       repair.ops_vehicle_id, swap.department_id, swap.company_id
  FROM ops_repair_swap swap JOIN repair_order repair ON repair.id = swap.repair_id
UNION ALL
SELECT line.id::bigint * 16 + 8, line.sent_on, terminal.lot_id, 'rma', rma.name, NULL,
       line.department_id, line.company_id
  FROM ops_rma_line line JOIN ops_rma rma ON rma.id = line.rma_id
  JOIN ops_terminal terminal ON terminal.id = line.terminal_id WHERE line.sent_on IS NOT NULL
UNION ALL
SELECT line.id::bigint * 16 + 9, line.answered_on, terminal.lot_id, 'answer',
       concat_ws(' ', rma.name, line.answer_note), NULL, line.department_id, line.company_id
  FROM ops_rma_line line JOIN ops_rma rma ON rma.id = line.rma_id
  JOIN ops_terminal terminal ON terminal.id = line.terminal_id WHERE line.answered_on IS NOT NULL
UNION ALL
SELECT line.id::bigint * 16 + 10, line.answered_on, news.lot_id, 'new', old.serial, NULL,
       line.department_id, line.company_id
  FROM ops_rma_line line JOIN ops_terminal news ON news.id = line.new_terminal_id
  JOIN ops_terminal old ON old.id = line.terminal_id
UNION ALL
SELECT serial.id::bigint * 16 + 11, serial.moved_at::date, serial.lot_id, 'work', job.name,
       job.ops_vehicle_id, serial.department_id, serial.company_id
  FROM ops_work_serial serial JOIN ops_work_order job ON job.id = serial.order_id
 WHERE serial.moved_at IS NOT NULL
"""


class OpsSerialEvent(models.Model):
    """What happened to a serial, day by day, wherever it is kept; read only.

    A row's id is that of its source times sixteen plus the kind, so that one serial is read by the
    indexes of the sources.
    """

    _name = "ops.serial.event"
    _description = "What happened to a serial"
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "kind"
    _depends = {
        "ops.terminal": ["purchased_on", "lot_id", "department_id", "serial"],
        "ops.sim": ["lot_id"],
        "ops.installation": ["date_from", "date_to", "vehicle_id", "terminal_id", "sim_id"],
        "repair.order": ["lot_id", "state", "ops_vehicle_id", "ops_department_id"],
        "ops.repair.swap": ["day", "old_lot_id", "new_lot_id"],
        "ops.rma.line": ["sent_on", "answered_on", "answer_note", "new_terminal_id"],
        "ops.work.serial": ["moved_at", "lot_id"],
    }

    day = fields.Date(readonly=True)
    lot_id = fields.Many2one("stock.lot", "Serial", readonly=True)
    kind = fields.Selection(KINDS, "What", readonly=True)
    reference = fields.Char(readonly=True)
    vehicle_id = fields.Many2one("ops.vehicle", "Vehicle", readonly=True)
    department_id = fields.Many2one("hr.department", "Branch", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(VIEW)

    @api.model
    def _open(self, lots, name):
        """Return the action that shows the events of serials."""
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_telematics.action_serial_event")
        domain = [("lot_id", "in", lots.ids)]
        return {**action, "domain": domain, "name": name, "context": {}}

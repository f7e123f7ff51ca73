from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: Days after registration by which the archive is complete, unless the parameter says otherwise.
DAYS = "ops_telematics.archive_days"
#: Days until a reminded branch should have handed in what is missing.
ANSWER_DAYS = 7


class OpsArchive(models.Model):
    """The engineering archive of a vehicle: what has to be there, what is, what is missing.

    There is one per vehicle from its registration on. The figures are kept by ``_refresh`` in one
    statement, whether one paper came in or the rules changed for all vehicles.
    """

    _name = "ops.archive"
    _description = "Engineering archive"
    _inherit = ["ops.scoped.mixin", "ops.guarded.mixin"]
    _order = "is_complete, due_on, id"
    _rec_name = "vehicle_id"
    _guarded = ("vehicle_id", "department_id", "wanted_count", "held_count", "is_complete")

    vehicle_id = fields.Many2one(
        "ops.vehicle", "Vehicle", required=True, readonly=True, ondelete="cascade"
    )
    department_id = fields.Many2one(string="Branch", readonly=True)
    partner_id = fields.Many2one(related="vehicle_id.partner_id")
    kind = fields.Selection(related="vehicle_id.kind")
    item_ids = fields.One2many("ops.archive.item", "archive_id", "Papers")
    due_on = fields.Date("Complete by", required=True, readonly=True, index=True)
    wanted_count = fields.Integer("Needed", readonly=True)
    held_count = fields.Integer("There", readonly=True)
    completeness = fields.Float("Completeness (%)", aggregator="avg", readonly=True, digits=(5, 1))
    is_complete = fields.Boolean("Complete", readonly=True)
    missing_ids = fields.Many2many("ops.archive.kind", string="Missing", compute="_compute_missing")
    missing = fields.Char("What is missing", compute="_compute_missing")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")

    _vehicle_once = models.UniqueIndex("(vehicle_id)", "A vehicle has one archive.")
    _incomplete = models.Index("(department_id, due_on) WHERE NOT is_complete")

    def _compute_missing(self):
        wanted = self.env["ops.archive.kind"].sudo().search([("required", "=", True)])
        for archive in self.sudo():
            fitting = wanted.filtered(
                lambda kind, archive=archive: (
                    kind.vehicle_kind in (False, archive.kind)
                    and kind.company_id == archive.company_id
                )
            )
            missing = fitting - archive.item_ids.kind_id
            archive.missing_ids = missing
            archive.missing = "、".join(missing.mapped("name"))

    @api.depends("is_complete", "due_on")
    def _compute_is_late(self):
        today = self.env.company._ops_today()
        for archive in self:
            archive.is_late = not archive.is_complete and archive.due_on < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = [("is_complete", "=", False), ("due_on", "<", self.env.company._ops_today())]
        return late if True in value else ["!", "&", *late]

    def action_open_vehicle(self):
        """Show the vehicle."""
        self.ensure_one()
        self.check_access("read")
        return self.vehicle_id._get_records_action()

    def _refresh_of(self):
        """Count again for these archives (sudo)."""
        self._refresh(self.vehicle_id.ids)

    @api.model
    def _refresh(self, vehicle_ids=None):
        """Make archives that do not exist, and count what is wanted and there (sudo).

        :param vehicle_ids: of which vehicles; all when left out
        """
        self.env.flush_all()
        which = SQL("vehicle.id = ANY(%s)", vehicle_ids) if vehicle_ids is not None else SQL("TRUE")
        days = int(self.env["ir.config_parameter"].sudo().get_param(DAYS) or 15)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_archive (vehicle_id, department_id, company_id, due_on, is_complete,
                       create_uid, create_date, write_uid, write_date)
                SELECT vehicle.id, vehicle.department_id, vehicle.company_id,
                       vehicle.registered_on + %(days)s, FALSE, %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM ops_vehicle vehicle WHERE %(which)s
                    ON CONFLICT DO NOTHING
                """,
                days=days,
                uid=self.env.uid,
                which=which,
            )
        )
        self.env.cr.execute(SQL(COUNT, which=which))
        self.invalidate_model()

    @api.model
    def _remind_branches(self):
        """Ask the manager of each branch for what is missing beyond the day; nightly."""
        late = self.search([("is_late", "=", True)])
        rows, due = [], self.env.company._ops_today() + timedelta(days=ANSWER_DAYS)
        for place, archives in late.grouped("department_id").items():
            branch = place.ops_branch_id
            user = branch.manager_id.user_id
            if user:
                summary = self.env._("%s vehicles lack papers in their archive", len(archives))
                rows.append((branch, user, due, summary))
        branches = self.env["ops.branch"].search([])
        kept = branches._todos_of("ops_telematics.activity_archive")
        known = {(one.res_id, one.user_id, one.summary): one.date_deadline for one in kept}
        rows = [
            (branch, user, known.get((branch.id, user, summary), day), summary)
            for branch, user, day, summary in rows
        ]
        branches._match_todos("ops_telematics.activity_archive", rows)


COUNT = """
    UPDATE ops_archive archive
       SET wanted_count = found.wanted, held_count = found.held,
           is_complete = found.wanted = found.held, department_id = found.department_id,
           completeness = CASE WHEN found.wanted = 0 THEN 100
                               ELSE round(100.0 * found.held / found.wanted, 1) END
      FROM (SELECT vehicle.id, vehicle.department_id, count(kind.id) AS wanted,
                   count(kind.id) FILTER (WHERE EXISTS (
                         SELECT FROM ops_archive_item item
                           JOIN ops_archive own ON own.id = item.archive_id
                          WHERE own.vehicle_id = vehicle.id AND item.kind_id = kind.id)) AS held
              FROM ops_vehicle vehicle
         LEFT JOIN ops_archive_kind kind ON kind.required AND kind.active
               AND kind.company_id = vehicle.company_id
               AND (kind.vehicle_kind IS NULL OR kind.vehicle_kind = vehicle.kind)
             WHERE %(which)s
          GROUP BY vehicle.id, vehicle.department_id) found
     WHERE archive.vehicle_id = found.id
"""

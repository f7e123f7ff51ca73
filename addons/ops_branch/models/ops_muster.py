from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .ops_branch_muster import yesterday

COUNTED = ("present", "late", "leave", "missing", "away")
DAYS_BACK = 7  # days a muster can be made for afterwards


class OpsMuster(models.Model):
    """The muster 点名 of a branch on a day, drawn from attendance, leave and postings.

    It is drawn anew whenever it is looked at until the manager confirms it; then it stays, but
    for attendance that is put right by an approved correction.
    """

    _name = "ops.muster"
    _description = "Muster"
    _inherit = ["ops.guarded.mixin", "mail.thread"]
    _order = "date desc, branch_id"
    _guarded = ("state", "branch_id", "date", "confirmed_by_id", "confirmed_at", "drawn_at")

    branch_id = fields.Many2one("ops.branch", required=True, index=True, ondelete="restrict")
    department_id = fields.Many2one(
        related="branch_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="branch_id.company_id", store=True, index=True, precompute=True
    )
    date = fields.Date("Day", required=True, index=True)
    state = fields.Selection(
        [("open", "To confirm"), ("confirmed", "Confirmed")],
        required=True,
        default="open",
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("ops.muster.line", "muster_id", "People")
    people = fields.Integer("People in all", compute="_compute_counts")
    present = fields.Integer("Present", compute="_compute_counts")
    late = fields.Integer("Late", compute="_compute_counts")
    leave = fields.Integer("On leave", compute="_compute_counts")
    missing = fields.Integer("No check-in", compute="_compute_counts")
    away = fields.Integer("Posted elsewhere", compute="_compute_counts")
    drawn_at = fields.Datetime("As of", readonly=True)
    confirmed_by_id = fields.Many2one("res.users", "Confirmed by", readonly=True)
    confirmed_at = fields.Datetime("Confirmed at", readonly=True)

    _day_unique = models.UniqueIndex("(branch_id, date)", "The muster of this day is there.")

    @api.depends("branch_id.name", "date")
    def _compute_display_name(self):
        for muster in self:
            muster.display_name = f"{muster.sudo().branch_id.name} {muster.date}"

    @api.depends("line_ids.status")
    def _compute_counts(self):
        groups = self.env["ops.muster.line"]._read_group(
            [("muster_id", "in", self.ids)], ["muster_id", "status"], ["__count"]
        )
        found = {(muster.id, status): count for muster, status, count in groups}
        for muster in self:
            mine = {status: n for (key, status), n in found.items() if key == muster._origin.id}
            muster.people = sum(mine.values())
            for name in COUNTED:
                muster[name] = mine.get(name, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Musters are an archive: they are never deleted."))

    @api.model
    def action_open_today(self):
        """Open today's muster of the branch of the user's role card."""
        branch = self.env.user._ops_branch()
        if not branch:
            raise UserError(
                self.env._(
                    "Your role card belongs to no branch. Choose one in the list of musters."
                )
            )
        return self._open_day(branch.with_env(self.env), self.env.company._ops_today())

    @api.model
    def _open_day(self, branch, day):
        """Draw and open the muster of a branch; for who keeps it."""
        self._check_keeper(branch)
        muster = branch.sudo()._muster_day(day)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Muster"),
            "res_model": self._name,
            "res_id": muster.id,
            "views": [[False, "form"]],
        }

    def action_refresh(self):
        """Read attendance, leave and postings again."""
        self._check_keeper(self.branch_id)
        self._check_open()
        self.sudo()._refresh()

    def action_confirm(self):
        """Confirm what the muster shows; it then stays.

        :raise UserError: when the day's work has not begun, or somebody is not accounted for
        """
        self._check_keeper(self.branch_id)
        self._check_open()
        self.sudo()._refresh()
        for muster in self.sudo():
            if muster.line_ids.filtered(lambda line: line.status == "expected"):
                raise UserError(
                    self.env._(
                        "%s: not everybody's work has begun. Confirm it afterwards.",
                        muster.display_name,
                    )
                )
            silent = muster.line_ids.filtered(lambda line: line._is_unexplained())
            if silent:
                raise UserError(
                    self.env._(
                        "Say what is known of those without a check-in first: %s",
                        ", ".join(silent.employee_id.mapped("name")),
                    )
                )
        self.sudo().write(
            {
                "state": "confirmed",
                "confirmed_by_id": self.env.uid,
                "confirmed_at": fields.Datetime.now(),
            }
        )

    @api.model
    def _cron_draw(self):
        """Draw the musters of yesterday for all branches at work, so that none is missing."""
        for company in self.env["res.company"].search([]):
            working = [("state", "!=", "closed"), ("company_id", "=", company.id)]
            branches = self.env["ops.branch"].sudo().search(working)
            if branches:
                branches._muster_day(yesterday(company))

    @api.model
    def _check_keeper(self, branches):
        """:raise AccessError: for who does not keep the muster of these branches"""
        if self.env.su:
            return
        if not self.env.user.has_group("ops_roles.group_bm"):
            raise AccessError(self.env._("The muster is kept by the manager of the branch."))
        branches.check_access("read")

    def _check_open(self):
        for muster in self:
            if muster.state != "open":
                raise UserError(
                    self.env._(
                        "%s is confirmed. Put attendance right by a correction.",
                        muster.display_name,
                    )
                )

    def _refresh(self):
        """Write who is where, in one statement; what was remarked on somebody stays (sudo)."""
        for day, musters in self.grouped("date").items():
            cells = musters.branch_id._muster_cells(day, day)
            by_branch = {muster.branch_id.id: muster for muster in musters}
            musters._write_lines([(by_branch[cell.branch_id], cell) for cell in cells])
        self.drawn_at = fields.Datetime.now()

    def _write_lines(self, rows):
        self.env.flush_all()
        values = [
            (
                *(muster.id, muster.branch_id.id, muster.department_id.id, muster.company_id.id),
                *(cell.employee_id, cell.day, cell.status, cell.late_minutes),
                *(cell.check_in, cell.check_out, cell.lacks_out, cell.other_branch_id),
                self.env.uid,
            )
            for muster, cell in rows
        ]
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM ops_muster_line
                 WHERE muster_id = ANY(%s) AND NOT (muster_id, employee_id) IN (
                       SELECT * FROM unnest(%s::int[], %s::int[]))
                """,
                self.ids,
                [row[0] for row in values],
                [row[4] for row in values],
            )
        )
        if values:
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO ops_muster_line (
                        muster_id, branch_id, department_id, company_id, employee_id, date, status,
                        late_minutes, check_in, check_out, lacks_out, other_branch_id, create_uid)
                    VALUES %s
                    ON CONFLICT (muster_id, employee_id) DO UPDATE SET
                        status = excluded.status, late_minutes = excluded.late_minutes,
                        check_in = excluded.check_in, check_out = excluded.check_out,
                        lacks_out = excluded.lacks_out, other_branch_id = excluded.other_branch_id
                    """,
                    SQL(", ").join(SQL("%s", row) for row in values),
                )
            )
        self.env["ops.muster.line"].invalidate_model()
        self.invalidate_recordset()

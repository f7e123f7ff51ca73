from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: Role groups that send people to other branches.
SENDERS = ("ops_roles.group_mm", "ops_roles.group_dm", "ops_roles.group_bm")


class OpsPosting(models.Model):
    """A person is posted to another branch from a day to a day, and mustered there meanwhile.

    Days are calendar days of the company, the last one included; without one it goes on. Two
    postings of a person never overlap. Once it has begun only its end can change, and never into
    the past: the musters of days gone by stay true.
    """

    _name = "ops.posting"
    _description = "Posting to a branch"
    _inherit = ["ops.guarded.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["employee_id.name", "branch_id.name"]
    _guarded = ("home_department_id",)

    employee_id = fields.Many2one(
        "hr.employee", "Person", required=True, index=True, ondelete="restrict", tracking=True
    )
    branch_id = fields.Many2one(
        "ops.branch",
        "Posted to",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain=[("state", "!=", "closed")],
    )
    department_id = fields.Many2one(
        related="branch_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="branch_id.company_id", store=True, index=True, precompute=True
    )
    home_department_id = fields.Many2one(
        "hr.department",
        "Comes from",
        compute="_compute_home_department_id",
        store=True,
        precompute=True,
        index=True,
        copy=False,
        ondelete="restrict",
    )
    date_from = fields.Date(
        "From",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env.company._ops_today(),
    )
    date_to = fields.Date("To", tracking=True, help="The last day; empty while nobody knows.")
    task = fields.Text("What for")
    state = fields.Selection(
        [("planned", "To come"), ("current", "Now"), ("over", "Over")],
        compute="_compute_state",
        search="_search_state",
    )

    _days_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A posting ends after it begins."
    )
    # Ranges of ids instead of equality: btree_gist is not on every server.
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "This person is posted somewhere on these days already. End that posting first.",
    )

    @api.depends("employee_id")
    def _compute_home_department_id(self):
        """Where the person belonged when he was posted; a later move leaves it there."""
        for posting in self:
            posting.home_department_id = posting.sudo().employee_id.department_id

    @api.depends("date_from", "date_to")
    def _compute_state(self):
        for posting in self:
            today = (posting.company_id or self.env.company)._ops_today()
            begun = posting.date_from and posting.date_from <= today
            over = posting.date_to and posting.date_to < today
            posting.state = "over" if over else "current" if begun else "planned"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        begun = Domain("date_from", "<=", today)
        over = Domain("date_to", "<", today)
        known = {"planned": ~begun, "over": over, "current": begun & ~over}
        return Domain.OR(known[one] for one in value if one in known)

    @api.depends("employee_id", "branch_id")
    def _compute_display_name(self):
        for posting in self:
            names = (posting.sudo().employee_id.name, posting.sudo().branch_id.name)
            posting.display_name = " → ".join(filter(None, names))

    @api.model_create_multi
    def create(self, vals_list):
        """Post people; the record rules ask for the charge of both branches."""
        self._check_sender()
        postings = super().create(vals_list)
        postings._check_places()
        return postings

    def write(self, vals):
        if not self.env.su:
            self._check_sender()
            self._check_begun(vals)
        result = super().write(vals)
        if vals.keys() & {"employee_id", "branch_id"}:
            self._check_places()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        if any(posting.state != "planned" for posting in self):
            raise UserError(
                self.env._("A posting that has begun stays in the history. End it instead.")
            )

    def action_end(self):
        """Let the posting end today; from tomorrow on the person is mustered at home again."""
        self._check_sender()
        for posting in self:
            if posting.state != "current":
                raise UserError(self.env._("%s is not going on.", posting.display_name))
            posting.date_to = posting.company_id._ops_today()

    def _check_sender(self):
        if not self.env.su and not any(map(self.env.user.has_group, SENDERS)):
            raise AccessError(self.env._("People are posted by managers of branches and centre."))

    def _check_places(self):
        for posting in self.sudo():
            if posting.home_department_id.ops_branch_id == posting.branch_id:
                raise UserError(
                    self.env._(
                        "%(person)s belongs to %(branch)s anyway. Choose another branch.",
                        person=posting.employee_id.name,
                        branch=posting.branch_id.name,
                    )
                )

    def _check_begun(self, vals):
        """What has begun keeps person, branch and first day; it ends yesterday at the earliest."""
        ends = fields.Date.to_date(vals.get("date_to")) if "date_to" in vals else None
        for posting in self:
            today = posting.company_id._ops_today()
            fixed = vals.keys() & {"employee_id", "branch_id", "date_from"}
            if posting.date_from <= today and fixed:
                raise UserError(
                    self.env._(
                        "%s has begun: only its end can change. End it and enter a new one.",
                        posting.display_name,
                    )
                )
            past = ends and ends < today - timedelta(days=1)
            if posting.state == "over" or (posting.state == "current" and past):
                raise UserError(
                    self.env._("%s: days gone by stay as they were.", posting.display_name)
                )

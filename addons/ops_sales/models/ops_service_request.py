from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Working hours within which a request is answered, by kind.
HOURS = {"question": 8, "technical": 16, "bill": 16, "complaint": 4, "other": 24}


class OpsServiceRequest(models.Model):
    """What a customer asks for in daily business, answered within working hours of the company."""

    _name = "ops.service.request"
    _description = "Service request"
    _inherit = [
        *("ops.guarded.mixin", "ops.scoped.mixin", "ops.directive.source.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "due_at, id"
    _rec_names_search = ["name", "partner_id.name"]
    _guarded = ("state", "answered_at", "was_late")
    _directive_kind = "request"

    name = fields.Char("Asks for", required=True, tracking=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", tracking=True
    )
    branch_id = fields.Many2one(
        related="department_id.ops_branch_id", string="Branch", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        "Answered by",
        required=True,
        index=True,
        tracking=True,
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )
    kind = fields.Selection(
        [
            ("question", "Question"),
            ("technical", "Technical"),
            ("bill", "Bill"),
            ("complaint", "Complaint"),
            ("other", "Other"),
        ],
        required=True,
        default="question",
        index=True,
        tracking=True,
    )
    text = fields.Text("In detail")
    asked_at = fields.Datetime("Asked at", required=True, default=fields.Datetime.now)
    due_at = fields.Datetime(
        "Answer due",
        compute="_compute_due_at",
        store=True,
        precompute=True,
        help="Working hours of the company: complaints 4, questions 8, technical and bills 16,"
        " others 24.",
    )
    answer = fields.Text(copy=False, tracking=True)
    answered_at = fields.Datetime("Answered at", readonly=True, copy=False)
    was_late = fields.Boolean("Answered late", readonly=True, copy=False)
    state = fields.Selection(
        [("open", "Open"), ("answered", "Answered")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")

    _open = models.Index("(due_at, id) WHERE state = 'open'")

    @api.depends("kind", "asked_at", "department_id")
    def _compute_due_at(self):
        for request in self:
            company = request.company_id or request.department_id.company_id or self.env.company
            hours = HOURS.get(request.kind, HOURS["other"])
            request.due_at = request.asked_at and company._ops_moment_after(request.asked_at, hours)

    @api.depends("state", "due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for request in self:
            request.is_late = (
                request.state == "open" and bool(request.due_at) and request.due_at < now
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "open") & Domain("due_at", "<", fields.Datetime.now())
        return late if True in value else ~late

    @api.model_create_multi
    def create(self, vals_list):
        """The branch knows the customer from now on."""
        requests = super().create(vals_list)
        for place, records in requests.sudo().grouped("department_id").items():
            records.partner_id._ops_known_by(place)
        return requests

    def write(self, vals):
        if not self.env.su and any(one.state == "answered" for one in self):
            raise UserError(self.env._("What was answered stays as it is. Enter a new request."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Requests of customers are answered, never deleted."))

    def action_answer(self):
        """It is answered: the answer must be written down."""
        self.check_access("write")
        now = fields.Datetime.now()
        for request in self:
            if request.state != "open":
                raise UserError(self.env._("%s is answered already.", request.name))
            if not (request.answer or "").strip():
                raise UserError(self.env._("%s: write down the answer first.", request.name))
            late = bool(request.due_at) and request.due_at < now
            request.sudo().write({"state": "answered", "answered_at": now, "was_late": late})

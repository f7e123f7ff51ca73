from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class OpsContactLog(models.Model):
    """A call, mail or letter from or to a customer; an inquiry is answered by a day."""

    _name = "ops.contact.log"
    _description = "Contact with a customer"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "ops.attached.mixin", "mail.thread"]
    _order = "contacted_at desc, id desc"
    _rec_names_search = ["name", "partner_id.name"]
    _guarded = ("answered_on",)

    name = fields.Char("About", required=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    direction = fields.Selection(
        [("in", "From the customer"), ("out", "To the customer")], required=True, default="in"
    )
    kind = fields.Selection(
        [
            ("call", "Call"),
            ("mail", "E-mail"),
            ("letter", "Letter or parcel"),
            ("chat", "Chat"),
            ("visit", "At the counter"),
        ],
        "By",
        required=True,
        default="call",
    )
    contacted_at = fields.Datetime("At", required=True, index=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        "Logged for",
        required=True,
        index=True,
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )
    text = fields.Text("In detail")
    reference = fields.Char("Waybill or mail reference", index="trigram")
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_contact_log_attachment_rel", string="Files", copy=False
    )
    answer_by = fields.Date("Answer by", help="Only of inquiries; a day of the company.")
    answer = fields.Text(copy=False)
    answered_on = fields.Date("Answered on", readonly=True, copy=False)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")

    _waiting = models.Index("(answer_by) WHERE answer_by IS NOT NULL AND answered_on IS NULL")

    @api.depends("answer_by", "answered_on")
    def _compute_is_late(self):
        for log in self:
            today = (log.company_id or self.env.company)._ops_today()
            waits = log.answer_by and not log.answered_on
            log.is_late = bool(waits) and log.answer_by < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        waits = Domain("answer_by", "!=", False) & Domain("answered_on", "=", False)
        late = waits & Domain("answer_by", "<", self.env.company._ops_today())
        return late if True in value else ~late

    @api.model_create_multi
    def create(self, vals_list):
        """The branch knows the customer from now on."""
        logs = super().create(vals_list)
        logs._adopt_attachments()
        for place, records in logs.sudo().grouped("department_id").items():
            records.partner_id._ops_known_by(place)
        return logs

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    def action_answered(self):
        """The inquiry is answered today; what was answered must be written down."""
        self.check_access("write")
        for log in self.filtered(lambda one: one.answer_by and not one.answered_on):
            if not (log.answer or "").strip():
                raise UserError(self.env._("%s: write down the answer first.", log.name))
            log.sudo().answered_on = log.company_id._ops_today()

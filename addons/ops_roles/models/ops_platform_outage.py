from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsPlatformOutage(models.Model):
    """A time in which a platform failed: from when to when, why, and what it cost."""

    _name = "ops.platform.outage"
    _description = "Outage of a Platform"
    _inherit = ["ops.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "started_at desc, id desc"
    _guarded = ("state", "reporter_id", "closed_by_id")

    platform_id = fields.Many2one(
        "ops.platform", required=True, index=True, ondelete="restrict", tracking=True
    )
    department_id = fields.Many2one(related="platform_id.department_id")
    name = fields.Char("What fails", required=True)
    started_at = fields.Datetime(
        "Since", required=True, index=True, default=lambda self: fields.Datetime.now()
    )
    ended_at = fields.Datetime("Until", tracking=True)
    hours = fields.Float(
        compute="_compute_hours", store=True, help="Hours by the clock from beginning to end."
    )
    cause = fields.Text()
    effect = fields.Text("Effect on the work")
    measures = fields.Text("What was done")
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    reporter_id = fields.Many2one(
        "res.users",
        "Reported by",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)

    _period = models.Constraint(
        "CHECK(ended_at IS NULL OR ended_at >= started_at)", "An outage ends after it began."
    )

    @api.depends("started_at", "ended_at")
    def _compute_hours(self):
        for outage in self:
            span = outage.ended_at and outage.started_at and outage.ended_at - outage.started_at
            outage.hours = span.total_seconds() / 3600 if span else 0

    @api.model_create_multi
    def create(self, vals_list):
        outages = super().create(vals_list)
        failing = outages.filtered(lambda outage: not outage.ended_at).platform_id
        self.env["ops.platform.check"].sudo()._note(failing, "outage")
        return outages

    def write(self, vals):
        if not self.env.su and any(outage.state == "closed" for outage in self):
            raise UserError(self.env._("A closed outage stays as it is. Report a new one."))
        result = super().write(vals)
        if "platform_id" in vals:
            self.platform_id.check_access("read")
        return result

    def action_close(self):
        """Close what works again; cause and end have to be known."""
        self.platform_id._check_keeper()
        self.check_access("write")
        for outage in self:
            if not (outage.ended_at and outage.cause):
                raise UserError(
                    self.env._("%s: enter until when it lasted and why first.", outage.name)
                )
        self.sudo().write({"state": "closed", "closed_by_id": self.env.uid})

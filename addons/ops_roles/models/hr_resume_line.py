from odoo import api, fields, models
from odoo.exceptions import AccessError

#: Of our own trainings in the resume; those from outside are grey.
OWN_COLOR = "#00a09d"


class HrResumeLine(models.Model):
    """A certificate of our own training stands in the resume as it was earned.

    Odoo lets everybody write his own resume, so such a line is written by the system only.
    """

    _inherit = "hr.resume.line"

    course_type = fields.Selection(
        selection_add=[("ops", "In-house training")], ondelete={"ops": "set default"}
    )
    ops_attendee_id = fields.Many2one(
        "ops.training.attendee",
        string="Training record",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.depends("course_type")
    def _compute_color(self):
        own = self.filtered(lambda line: line.course_type == "ops")
        own.color = OWN_COLOR
        return super(HrResumeLine, self - own)._compute_color()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_earned()
        return lines

    def write(self, vals):
        self._check_earned()
        result = super().write(vals)
        self._check_earned()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never_earned(self):
        self._check_earned()

    def _check_earned(self):
        if self.env.su:
            return
        earned = self.filtered(lambda line: line.ops_attendee_id or line.course_type == "ops")
        if earned:
            raise AccessError(
                self.env._(
                    "“%s” was earned in a training session and stays as it is.", earned[0].name
                )
            )

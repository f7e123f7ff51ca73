from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OpsCourse(models.Model):
    """A course trainers give: what for, for whom, how long, and the courseware in use.

    Draft until its first courseware is published; retired it is kept for the training records.
    """

    _name = "ops.course"
    _description = "Course"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "mail.thread"]
    _order = "code, id"
    _rec_names_search = ["name", "code"]
    _guarded = ("state", "current_courseware_id")

    name = fields.Char("Course title", required=True, tracking=True)
    code = fields.Char("Course code", required=True, copy=False, tracking=True)
    aim = fields.Text("Aim of the course", tracking=True)
    role_ids = fields.Many2many(
        "ops.role", "ops_course_role_rel", string="For role cards", help="Empty: every role card."
    )
    hours = fields.Float(
        "Course hours", required=True, default=1.0, tracking=True, help="Length in hours of 60 min."
    )
    trainer_id = fields.Many2one(
        "res.users",
        string="Trainer",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    state = fields.Selection(
        [("draft", "In preparation"), ("published", "On offer"), ("retired", "No longer given")],
        "State of the course",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    courseware_ids = fields.One2many("ops.courseware", "course_id", "Versions of courseware")
    may_keep = fields.Boolean("May keep the course", compute="_compute_may_keep")
    current_courseware_id = fields.Many2one(
        "ops.courseware",
        string="Courseware in use",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    body = fields.Html("Text of the courseware", related="current_courseware_id.body")
    attachment_ids = fields.Many2many(
        string="Files of the courseware", related="current_courseware_id.attachment_ids"
    )

    _code_once = models.UniqueIndex(
        "(company_id, code)", "Another course has this code already. Choose another one."
    )
    _hours_positive = models.Constraint(
        "CHECK(hours > 0)", "Enter how many hours the course takes."
    )
    _state_idx = models.Index("(state, code)")

    @api.depends("name", "code")
    def _compute_display_name(self):
        for course in self:
            course.display_name = " ".join(filter(None, (course.code, course.name)))

    @api.depends("department_id")
    @api.depends_context("uid")
    def _compute_may_keep(self):
        for course in self:
            course.may_keep = course.has_access("write")

    @api.ondelete(at_uninstall=False)
    def _unlink_without_courseware(self):
        if kept := self.sudo().filtered("courseware_ids"):
            raise UserError(
                self.env._(
                    "%s has courseware and is kept. End it with “No longer give”.",
                    kept[0].display_name,
                )
            )

    def action_new_courseware(self):
        """Open the draft of the next version of courseware; it begins with the text in use."""
        self.ensure_one()
        self._check_trainer()
        draft = self.courseware_ids.filtered(lambda one: one.state == "draft")[:1]
        if not draft:
            draft = self.env["ops.courseware"].create({"course_id": self.id, "body": self.body})
        return draft._get_records_action(name=draft.display_name)

    def action_open_courseware(self):
        """Open all versions of the courseware, the newest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_courseware")
        return {**action, "domain": [("course_id", "=", self.id)], "context": {}}

    def action_retire(self):
        """Take courses off the offer; a newly published courseware brings one back."""
        self._check_trainer()
        for course in self:
            if course.state != "published":
                raise UserError(self.env._("%s is not on offer.", course.display_name))
        self.sudo().state = "retired"

    def _check_trainer(self):
        """Refuse who is not a trainer that may write these courses."""
        if not self.env.su and not self.env.user.has_group("ops_roles.group_trainer"):
            raise AccessError(self.env._("Courses and courseware are kept by trainers."))
        self.check_access("write")

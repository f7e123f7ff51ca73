from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.controlled_text import version_digest

#: What teachers see of it; frozen by publication.
CONTENT = {"course_id", "body", "attachment_ids", "change_note"}


class OpsCourseware(models.Model):
    """One version of the courseware of a course: drafted, published, then superseded.

    Text and files are frozen by the publication; the digest taken then proves it.
    """

    _name = "ops.courseware"
    _description = "Courseware"
    _inherit = ["ops.guarded.mixin", "ops.attached.mixin", "mail.thread"]
    _order = "course_id desc, number desc"
    _rec_names_search = ["course_id.name", "course_id.code"]
    _guarded = ("state", "number", "sha256", "published_at", "published_by_id")

    course_id = fields.Many2one(
        "ops.course", string="Course", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="course_id.company_id", store=True, index=True)
    number = fields.Integer("Version", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "In preparation"), ("published", "In use"), ("superseded", "Superseded")],
        "State of the courseware",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    change_note = fields.Text("What changes")
    body = fields.Html("Text of the courseware")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "ops_courseware_attachment_rel",
        string="Files of the courseware",
        copy=False,
    )
    sha256 = fields.Char(
        "SHA-256",
        readonly=True,
        copy=False,
        help="Digest of course, number, text and files, taken when the courseware was published.",
    )
    published_at = fields.Datetime("Published at", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", string="Published by", readonly=True, copy=False)

    _number_once = models.UniqueIndex(
        "(course_id, number)", "This version of the courseware exists already."
    )
    _in_use_once = models.UniqueIndex(
        "(course_id) WHERE state = 'published'", "Another courseware is in use already."
    )

    @api.depends("course_id", "number")
    def _compute_display_name(self):
        for courseware in self:
            courseware.display_name = self.env._(
                "%(course)s, version %(number)s",
                course=courseware.course_id.sudo().display_name,
                number=courseware.number,
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Number the versions within their course; trainers only."""
        courses = self.env["ops.course"].browse([vals["course_id"] for vals in vals_list])
        courses._check_trainer()
        self._check_guarded(*vals_list)
        numbered = [
            {**vals, "number": self._next_number(course)}
            for vals, course in zip(vals_list, courses, strict=True)
        ]
        created = super(OpsCourseware, self.sudo()).create(numbered).sudo(self.env.su)
        created._adopt_attachments()
        return created

    def write(self, vals):
        self._check_frozen(vals)
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if kept := self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._("%s was published and cannot be deleted.", kept[0].display_name)
            )

    def action_publish(self):
        """Put the drafts into use: each supersedes the one before and puts its course on offer."""
        self.course_id._check_trainer()
        for courseware in self:
            courseware._check_publishable()
            courseware.sudo()._publish()

    def action_verify(self):
        """Compare text and files with the digest taken when they were published."""
        self.ensure_one()
        self.check_access("read")
        genuine = self.sha256 == self._digest()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if genuine else "danger",
                "sticky": not genuine,
                "message": self.env._("Text and files are as they were published.")
                if genuine
                else self.env._("Text or files are not those that were published!"),
            },
        }

    def _check_publishable(self):
        if self.state != "draft":
            raise UserError(self.env._("%s was published before.", self.display_name))
        if not self.body and not self.attachment_ids:
            raise UserError(self.env._("%s: enter the text, or add its file.", self.display_name))

    def _check_frozen(self, vals):
        """What is published stays as it is, for everybody but the methods of the model."""
        if self.env.su or not CONTENT & vals.keys():
            return
        for courseware in self:
            if courseware.state != "draft" or "course_id" in vals:
                raise UserError(
                    self.env._(
                        "%s stays as it is. Make a new version for the change.",
                        courseware.display_name,
                    )
                )

    def _next_number(self, course) -> int:
        """Return the next number; the course stays locked, so two drafts never share one."""
        self.env.cr.execute("SELECT id FROM ops_course WHERE id = %s FOR UPDATE", [course.id])
        last = self.sudo().search([("course_id", "=", course.id)], order="number desc", limit=1)
        return last.number + 1

    def _digest(self) -> str:
        """Return the SHA-256 of course, number, text and files as they are now."""
        mine = self.sudo()
        files = {f"{one.id} {one.name}": one.raw or b"" for one in mine.attachment_ids}
        return version_digest(mine._sealed_title(), mine.number, str(mine.body or ""), files)

    def _sealed_title(self) -> str:
        """The key of the course: its code and title may be corrected later."""
        return f"ops.course {self.course_id.id}"

    def _publish(self):
        course = self.course_id
        if course.current_courseware_id:
            course.current_courseware_id.state = "superseded"
            course.current_courseware_id.flush_recordset()
        self.write(
            {
                "state": "published",
                "sha256": self._digest(),
                "published_at": fields.Datetime.now(),
                "published_by_id": self.env.uid,
            }
        )
        course.write({"state": "published", "current_courseware_id": self.id})

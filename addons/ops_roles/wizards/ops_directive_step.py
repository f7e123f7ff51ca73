from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OpsDirectiveStep(models.TransientModel):
    """The words, files and days that go with a step of a directive."""

    _name = "ops.directive.step"
    _description = "Step of a directive with words"

    operation = fields.Selection(
        [
            ("report", "Report progress"),
            ("done", "Report done"),
            ("extend", "Ask for more time"),
            ("accept", "Accept"),
            ("return", "Return"),
            ("refuse", "Refuse more time"),
            ("withdraw", "Withdraw"),
        ],
        required=True,
        readonly=True,
    )
    directive_id = fields.Many2one("ops.directive", readonly=True)
    line_id = fields.Many2one("ops.directive.line", readonly=True)
    extension_id = fields.Many2one("ops.directive.extension", readonly=True)
    text = fields.Text("Words", required=True)
    progress = fields.Integer("Progress (%)")
    due = fields.Date("New day due")
    attachment_ids = fields.Many2many("ir.attachment", string="Evidence")

    @api.model
    def _open(self, operation, line=None, directive=None, extension=None):
        """Return the action that opens the dialog of an operation."""
        labels = dict(self._fields["operation"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels[operation],
            "res_model": self._name,
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_operation": operation,
                "default_line_id": line.id if line else False,
                "default_directive_id": directive.id if directive else False,
                "default_extension_id": extension.id if extension else False,
                "default_progress": line.progress if line else 0,
            },
        }

    def action_confirm(self):
        """Do the step; the methods behind it check who asks."""
        self.ensure_one()
        if not (self.text or "").strip():
            raise UserError(self.env._("Say it in words first."))
        getattr(self, f"_do_{self.operation}")(self.text.strip())
        return {"type": "ir.actions.act_window_close"}

    def _do_report(self, text):
        self.line_id._report(text, self.progress, self._files())

    def _do_done(self, text):
        self.line_id._report_done(text, self._files())

    def _do_extend(self, text):
        self.env["ops.directive.extension"]._ask(self.line_id, self.due, text)

    def _do_accept(self, text):
        self.line_id._accept(text)

    def _do_return(self, text):
        self.line_id._return(text)

    def _do_refuse(self, text):
        self.extension_id._decide("refused", text)

    def _do_withdraw(self, text):
        self.directive_id._withdraw(text)

    def _files(self):
        """Move the uploaded files to the line, so that whoever reads it reads them.

        Only files this user has just uploaded: an id of another file would open it to all.
        """
        files = self.attachment_ids.sudo()
        for file in files:
            own = file.create_uid == self.env.user
            if not own or file.res_model not in (False, self._name):
                raise AccessError(self.env._("Attach files of your own by uploading them here."))
        files.write({"res_model": "ops.directive.line", "res_id": self.line_id.id})
        return files

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OpsLetterReader(models.Model):
    """One person on the read list of a letter: who asked, when it was read, how often chased."""

    _name = "ops.letter.reader"
    _description = "Reader of a letter"
    _inherit = ["ops.guarded.mixin"]
    _order = "read_at nulls first, id"
    _guarded = ("letter_id", "user_id", "asked_by_id", "asked_at", "read_at", "chase_count")
    _rec_names_search = ["letter_id.name", "user_id.name"]

    letter_id = fields.Many2one(
        "ops.letter", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", string="Reader", required=True, readonly=True)
    asked_by_id = fields.Many2one("res.users", string="Circulated by", readonly=True)
    asked_at = fields.Datetime("Circulated at", required=True, readonly=True)
    read_at = fields.Datetime(readonly=True)
    chase_count = fields.Integer("Reminders", readonly=True)
    chased_at = fields.Datetime("Last reminder", readonly=True)

    _once = models.UniqueIndex("(letter_id, user_id)", "This person is on the read list already.")
    _by_user = models.Index("(user_id, letter_id)")
    _unread = models.Index("(user_id, id) WHERE read_at IS NULL")

    @api.depends("letter_id", "user_id")
    def _compute_display_name(self):
        for reader in self:
            reader.display_name = f"{reader.letter_id.sudo().display_name} · {reader.user_id.name}"

    def action_read(self):
        """Sign that I have read these letters; only the reader himself can."""
        if self.sudo().user_id - self.env.user:
            raise AccessError(self.env._("Only the reader himself can sign that he has read it."))
        unread = self.sudo().filtered(lambda reader: not reader.read_at)
        if sealed := unread.letter_id.archive_id[:1]:
            raise UserError(
                self.env._("The letter is sealed in %s: its read list is closed.", sealed.name)
            )
        unread.write({"read_at": fields.Datetime.now()})
        unread.letter_id._sync_todos()
        self.env["ops.home"]._notify(self.env.user)

    def action_open(self):
        """Open the letter."""
        self.ensure_one()
        return self.letter_id._get_records_action(name=self.letter_id.display_name)

from odoo import fields, models
from odoo.exceptions import UserError

# What a letter says; all of it goes into the sealed record.
TEXTS = (
    *("direction", "number", "name", "state", "medium", "correspondent", "copy_to"),
    *("their_number", "letter_date", "received_date", "deadline", "secrecy", "urgency", "pages"),
    *("summary", "body", "proposal", "result", "registered_at", "proposed_at", "issued_at"),
    "done_at",
)
PEOPLE = (
    *("handler_id", "leader_id", "registered_by_id", "proposed_by_id", "issued_by_id"),
    "done_by_id",
)


class OpsLetter(models.Model):
    """What of a letter is sealed: its texts, people by id, opinions and read list."""

    _inherit = "ops.letter"

    def _record_values(self) -> dict:
        """Return the letter as plain values, times in UTC; equal letters give equal values."""
        self.ensure_one()
        return {
            **{name: self._plain(self[name]) for name in TEXTS},
            **{name: self[name].id for name in PEOPLE},
            "instructions": [
                [one.user_id.id, self._plain(one.signed_at), one.opinion]
                for one in self.instruction_ids.sorted("id")
            ],
            "readers": [
                [one.user_id.id, self._plain(one.asked_at), self._plain(one.read_at)]
                for one in self.reader_ids.sorted("id")
            ],
        }

    def message_post(self, *, attachments=None, attachment_ids=None, **kwargs):
        """Messages still come in after sealing, files no more, not even those of other records."""
        if attachments or attachment_ids:
            self._check_takes_files()
        return super().message_post(
            attachments=attachments, attachment_ids=attachment_ids, **kwargs
        )

    def _check_takes_files(self):
        """:raise UserError: for a sealed letter, superuser mode included"""
        for letter in self.sudo().filtered("archive_id"):
            raise UserError(
                self.env._(
                    "%(letter)s is sealed in %(archive)s: its files stay as they are. Attach the"
                    " file to a new letter.",
                    letter=letter.display_name,
                    archive=letter.archive_id.name,
                )
            )

    def _files(self):
        """Return every file of the letter, those of its chatter too, oldest first."""
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("res_field", "=", False),
                ],
                order="id",
            )
        )

    @staticmethod
    def _plain(value):
        """Return dates as ISO text, empty values as None, rich text as text.

        >>> OpsLetter._plain(False), OpsLetter._plain("a"), OpsLetter._plain(0)
        (None, 'a', 0)
        """
        if value is False or value is None:
            return None
        if isinstance(value, (str, int)):
            return str(value) if isinstance(value, str) else value
        return fields.Datetime.to_string(value)

from odoo import fields, models

from ..core.seal import canonical, digest


class OpsLetterArchiveLine(models.Model):
    """One sealed entry: the record of a letter, or one of its files, with its digests."""

    _name = "ops.letter.archive.line"
    _description = "Entry of an archive volume"
    _inherit = ["ops.guarded.mixin"]
    _order = "archive_id, sequence, id"
    _guarded = (
        *("archive_id", "sequence", "letter_id", "attachment_id", "name", "size"),
        *("sha256", "chain", "check_result"),
    )

    archive_id = fields.Many2one(
        "ops.letter.archive", required=True, readonly=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(readonly=True)
    letter_id = fields.Many2one(
        "ops.letter", required=True, readonly=True, index=True, ondelete="restrict"
    )
    attachment_id = fields.Many2one(
        "ir.attachment", "File", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    name = fields.Char(required=True, readonly=True)
    size = fields.Integer("Bytes", readonly=True)
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    chain = fields.Char("Chained digest", required=True, readonly=True)
    check_result = fields.Selection([("intact", "Unchanged"), ("broken", "Changed")], readonly=True)

    def _content_digest(self) -> str:
        """Return the digest of the content as it is now; files are read from the store."""
        self.ensure_one()
        if self.attachment_id:
            return digest(self.attachment_id.raw or b"")
        return digest(canonical(self.letter_id._record_values()))

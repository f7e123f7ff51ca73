from zoneinfo import ZoneInfo, available_timezones

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OpsFeedSource(models.Model):
    """Where files come from: this PBX, this operator account. All keys are per source."""

    _name = "ops.feed.source"
    _description = "Source of Files"
    _order = "name, id"

    def _default_tz(self):
        return self.env["ir.config_parameter"].sudo().get_param("ops_roles.default_tz")

    name = fields.Char(required=True)
    code = fields.Char(
        required=True, help="Short name used in scripts and in the address machines post files to."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        index=True,
        ondelete="restrict",
        help="Whose files these are: only people assigned to this department or above see them.",
    )
    tz = fields.Selection(
        "_selection_tz",
        "Time Zone",
        required=True,
        default=lambda self: self._default_tz(),
        help="The wall clock of the machine that writes the files; days are counted in it.",
    )
    profile_ids = fields.Many2many(
        "ops.feed.profile",
        string="Kinds of Files",
        help="What this source delivers. Empty: every kind can be chosen.",
    )
    merge_seq = fields.Integer("Merges", default=0, readonly=True, copy=False)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE(code)", "Another source has this code.")

    @api.model
    def _selection_tz(self):
        return [(name, name) for name in sorted(available_timezones())]

    @api.constrains("code")
    def _check_code(self):
        for source in self:
            if not source.code.replace("_", "").replace("-", "").isalnum():
                raise ValidationError(
                    self.env._(
                        "The code “%s” is part of a web address: use letters, digits, - and _"
                        " only.",
                        source.code,
                    )
                )

    def _lock_for_merge(self):
        """Let merges of one source follow each other.

        Under REPEATABLE READ a transaction whose snapshot is older than another merge of this
        source fails here with a serialization error, which the caller's retry repeats.
        """
        self.ensure_one()
        self.env.cr.execute(
            "UPDATE ops_feed_source SET merge_seq = merge_seq + 1 WHERE id = %s", [self.id]
        )
        self.invalidate_recordset(["merge_seq"], flush=False)

    def _local_today(self):
        """Today's date on the wall clock of the source."""
        self.ensure_one()
        now = fields.Datetime.now().replace(tzinfo=ZoneInfo("UTC"))
        return now.astimezone(ZoneInfo(self.tz)).date()

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.seal import canonical, chain, digest

INTACT = "intact"


class OpsLetterArchive(models.Model):
    """A sealed volume of closed letters (立卷归档).

    Sealing freezes an entry per letter and per file with its SHA-256, and a chain over all
    entries that begins with the seal of the volume before. A check reads every file again.
    """

    _name = "ops.letter.archive"
    _description = "Archive volume"
    _inherit = ["ops.scoped.mixin", "ops.guarded.mixin", "mail.thread"]
    _order = "id desc"
    _guarded = (
        *("state", "seal", "start_seal", "sealed_at", "sealed_by_id"),
        *("checked_at", "check_result"),
    )

    name = fields.Char("Volume", required=True)
    retention = fields.Selection(
        [("10", "10 years"), ("30", "30 years"), ("permanent", "Permanent")],
        required=True,
        default="10",
    )
    state = fields.Selection(
        [("open", "Open"), ("sealed", "Sealed")],
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
    )
    letter_ids = fields.Many2many(
        "ops.letter",
        "ops_letter_archive_rel",
        string="Letters",
        copy=False,
        domain="[('state', '=', 'done'), ('archive_id', '=', False)]",
    )
    line_ids = fields.One2many("ops.letter.archive.line", "archive_id", "Entries")
    start_seal = fields.Char("Seal of the volume before", readonly=True, copy=False)
    seal = fields.Char(readonly=True, copy=False)
    sealed_at = fields.Datetime(readonly=True, copy=False)
    sealed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    checked_at = fields.Datetime("Last check", readonly=True, copy=False)
    check_result = fields.Selection(
        [("intact", "Unchanged"), ("broken", "Changed")], readonly=True, copy=False
    )

    # Two volumes sealed at once would continue the same seal: the second one fails and is
    # repeated by Odoo or the user.
    _one_chain = models.UniqueIndex(
        "(COALESCE(start_seal, '')) WHERE state = 'sealed'",
        "Another volume was sealed just now. Press the button again.",
    )

    def write(self, vals):
        sealed = self.filtered(lambda archive: archive.state == "sealed")
        if sealed and not self.env.su and vals.keys() & {"name", "retention", "letter_ids"}:
            raise UserError(
                self.env._("%s is sealed and stays as it is. Open a new volume.", sealed[0].name)
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        if sealed := self.filtered(lambda archive: archive.state == "sealed"):
            raise UserError(self.env._("%s is sealed and is kept.", sealed[0].name))

    def action_seal(self):
        """Freeze the letters and their files with digests (立卷归档); final."""
        self.ensure_one()
        self._check_registrar()
        self._check_sealable()
        letters = self.letter_ids.sudo()
        letters.write({"state": "archived", "archive_id": self.id})
        entries = [entry for letter in letters.sorted("id") for entry in self._entries(letter)]
        start = self._last_seal()
        chained = chain([(entry["name"], entry["sha256"]) for entry in entries], start)
        self.env["ops.letter.archive.line"].sudo().create(
            [
                {**entry, "archive_id": self.id, "sequence": place, "chain": link}
                for place, (entry, link) in enumerate(zip(entries, chained, strict=True), 1)
            ]
        )
        self.sudo().write(
            {
                "state": "sealed",
                "start_seal": start,
                "seal": chained[-1],
                "sealed_at": fields.Datetime.now(),
                "sealed_by_id": self.env.uid,
            }
        )

    def action_check(self):
        """Read every file again and say whether the volumes are as they were sealed.

        :return: a notification naming the first entry that differs
        """
        self.check_access("read")
        if not self.env.user.has_group("ops_roles.group_letter_writer"):
            raise AccessError(self.env._("Archives are checked by those who write letters."))
        broken = self.filtered(lambda archive: archive.state == "sealed")._check_seal()
        text = (
            self.env._("All files and records are as they were sealed.")
            if not broken
            else self.env._("Changed since sealing: %s", ", ".join(broken.mapped("name")))
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if broken else "success",
                "sticky": bool(broken),
                "message": text,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_check(self):
        """Check the volumes, those checked longest ago first, as long as time allows."""
        archives = self.search([("state", "=", "sealed")], order="checked_at nulls first, id")
        for done, archive in enumerate(archives, 1):
            if broken := archive._check_seal():
                archive._alarm(broken)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(archives) - done):
                break

    def _check_registrar(self):
        if not self.env.user.has_group("ops_roles.group_letter_registrar"):
            raise AccessError(self.env._("Archives are sealed by the registrars."))
        self.check_access("write")

    def _check_sealable(self):
        if self.state != "open" or not self.letter_ids:
            raise UserError(
                self.env._("%s: choose closed letters of an open volume first.", self.name)
            )
        self.letter_ids.check_access("read")
        for letter in self.letter_ids:
            if letter.state != "done" or letter.archive_id:
                raise UserError(
                    self.env._(
                        "%(letter)s is not closed, or in another volume. Take it out.",
                        letter=letter.display_name,
                    )
                )

    @api.model
    def _last_seal(self) -> str:
        """Return the seal of the volume sealed before; a chain runs through all volumes."""
        last = self.sudo().search(
            [("state", "=", "sealed")], order="sealed_at desc, id desc", limit=1
        )
        return last.seal or ""

    @api.model
    def _entries(self, letter) -> list[dict]:
        """Return the entries of a letter: its record first, then its files by id."""
        record = {
            "letter_id": letter.id,
            "name": letter.number,
            "sha256": digest(canonical(letter._record_values())),
        }
        files = letter._files()
        return [
            record,
            *(
                {
                    "letter_id": letter.id,
                    "attachment_id": file.id,
                    "name": file.name,
                    "size": file.file_size,
                    "sha256": digest(file.raw or b""),
                }
                for file in files
            ),
        ]

    def _check_seal(self):
        """Compare content and chain with the seal and note the outcome; superuser inside.

        :return: the entries that differ
        """
        broken = self.env["ops.letter.archive.line"].sudo()
        for archive in self.sudo():
            lines = archive.line_ids.sorted("sequence")
            linked = chain([(one.name, one.sha256) for one in lines], archive.start_seal or "")
            changed = lines.filtered(lambda line: line._content_digest() != line.sha256)
            for line, link in zip(lines, linked, strict=True):
                if line.chain != link:
                    changed |= line
            if not linked or linked[-1] != archive.seal:
                changed |= lines[-1:]
            (lines - changed).write({"check_result": INTACT})
            changed.write({"check_result": "broken"})
            archive.write(
                {
                    "checked_at": fields.Datetime.now(),
                    "check_result": "broken" if changed else INTACT,
                }
            )
            broken |= changed
        return broken

    def _alarm(self, lines):
        """Tell who sealed the volume, and the deputies in charge, that it was changed."""
        deputies = self.env["res.users"]._ops_holders(self.env.ref("ops_roles.role_dm"))
        self.message_notify(
            partner_ids=(deputies | self.sealed_by_id).partner_id.ids,
            subject=self.name,
            body=self.env._("Changed since sealing: %s", ", ".join(lines.mapped("name"))),
        )

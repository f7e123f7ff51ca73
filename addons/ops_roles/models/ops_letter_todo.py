from odoo import models

from ..core.period import local_day

#: What moves the next step of a letter to somebody else.
MOVES = {"state", "leader_id", "handler_id", "deadline"}
READ, STEP = "ops_roles.activity_letter_read", "ops_roles.activity_letter"


class OpsLetter(models.Model):
    """Whose turn it is with a letter, as native to-dos: readers, the leader asked, the officer.

    Signatures of outgoing letters are to-dos of their approval.
    """

    _inherit = "ops.letter"

    def write(self, vals):
        result = super().write(vals)
        if MOVES & vals.keys():
            self.sudo()._sync_todos()
        return result

    def _sync_todos(self):
        """Bring the to-dos of readers, leader and officer in line with the letters (sudo)."""
        self._match_todos(STEP, [row for letter in self for row in letter._step_rows()])
        self._match_todos(READ, [row for letter in self for row in letter._read_rows()])

    def _step_rows(self) -> list:
        """Return the row of whoever has to instruct, or to carry out the instruction."""
        turn = {"proposed": self.leader_id, "instructed": self.handler_id}.get(self.state)
        if not turn:
            return []
        _ = self.with_context(lang=turn.lang).env._
        words = {
            "proposed": _("Give the instruction"),
            "instructed": _("Carry out the instruction"),
        }
        since = self.proposed_at or self.registered_at or self.create_date
        return [(self, turn, self._todo_day(since), words[self.state])]

    def _read_rows(self) -> list:
        """Return the rows of those on the read list who have not signed; none once sealed."""
        if self.state in ("archived", "void"):
            return []
        unread = self.reader_ids.filtered(lambda reader: not reader.read_at)
        return [
            (
                self,
                reader.user_id,
                self._todo_day(reader.asked_at),
                self.with_context(lang=reader.user_id.lang).env._("Read the letter"),
            )
            for reader in unread
        ]

    def _todo_day(self, moment):
        """Return the day the letter is due, else the company's day of ``moment`` (UTC)."""
        return self.deadline or local_day(moment, self.company_id._ops_tz())

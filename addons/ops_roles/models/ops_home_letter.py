from odoo import api, models
from odoo.fields import Domain

from .ops_home_find import Wanted
from .ops_letter_todo import READ, STEP


class OpsHome(models.AbstractModel):
    """Cards of letters: what I have to read, letters on my desk."""

    _inherit = "ops.home"

    def _home_carded(self):
        kinds = [READ]
        if self.env.user.has_group("ops_roles.group_letter_writer"):
            kinds.append(STEP)
        find = self.env["ir.model.data"]._xmlid_to_res_id
        return [*super()._home_carded(), *(find(kind) for kind in kinds)]

    @api.model
    def _home_searches(self):
        unread = [
            ("user_id", "=", self.env.uid),
            ("read_at", "=", False),
            ("letter_id.archive_id", "=", False),
        ]
        shown = ["letter_id", "asked_by_id", "chase_count"]
        readers = self.env["ops.letter.reader"].sudo()
        searches = {**super()._home_searches(), "letters_to_read": Wanted(readers, unread, shown)}
        if self.env.user.has_group("ops_roles.group_letter_writer"):
            shown = ["display_name", "state", "deadline", "urgency"]
            searches["letters"] = Wanted(self.env["ops.letter"], self._home_asked(), shown)
        return searches

    def _home_cards(self):
        cards = [*super()._home_cards(), self._home_to_read()]
        if self.env.user.has_group("ops_roles.group_letter_writer"):
            cards.append(self._home_letters())
        return cards

    def _home_office_buttons(self):
        buttons = super()._home_office_buttons()
        if self.env.user.has_group("ops_roles.group_letter_registrar"):
            log = {
                "label": self.env._("Log a letter or call"),
                "action": "ops_roles.action_letter_log",
            }
            buttons = [*buttons, log]
        return buttons

    def _home_to_read(self):
        """Return the card of letters I have not signed as read."""
        return {
            "key": "letters_to_read",
            "section": "waiting",
            "sequence": 15,
            "title": self.env._("To read and sign"),
            "empty": self.env._("Letters you have to read appear here."),
            "action": "ops_roles.action_letter_to_read",
            "items": [
                {
                    "label": reader.letter_id.display_name,
                    "value": reader.asked_by_id.name or "",
                    "state": "red" if reader.chase_count else "blue",
                    "action": self._home_form(reader.letter_id),
                    "button": {
                        "label": self.env._("Read"),
                        "model": reader._name,
                        "method": "action_read",
                        "args": [reader.ids],
                    },
                }
                for reader in self._home_found("letters_to_read")
            ],
        }

    def _home_asked(self) -> Domain:
        """Letters that wait for the user's instruction, proposal or handling."""
        asked = Domain("state", "=", "proposed") & Domain("leader_id", "=", self.env.uid)
        if self.env.user.has_group("ops_roles.group_letter_registrar"):
            asked |= Domain("state", "in", ("registered", "approved"))
        return asked | (
            Domain("handler_id", "=", self.env.uid) & Domain("state", "=", "instructed")
        )

    def _home_letters(self):
        """Return the card of letters that wait for my instruction or my proposal."""
        letters = self._home_found("letters")
        today = self.env.company._ops_today()
        labels = dict(letters._fields["state"]._description_selection(self.env))
        return {
            "key": "letters",
            "section": "waiting",
            "sequence": 25,
            "title": self.env._("Letters on my desk"),
            "empty": self.env._("Letters that wait for your next step appear here."),
            "action": "ops_roles.action_letter_incoming",
            "items": [
                {
                    "label": letter.display_name,
                    "value": labels[letter.state],
                    "state": "red"
                    if letter.deadline and letter.deadline < today
                    else "yellow"
                    if letter.urgency != "normal"
                    else "blue",
                    "action": self._home_form(letter),
                }
                for letter in letters
            ],
        }

    def _home_form(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

from odoo import api, models

from odoo.addons.ops_roles.models.ops_home_find import Wanted

SHOWN = ["name", "kind", "account_id", "state", "is_late", "note_count"]
#: Whose turn it is: to send, to chase; what came of a replacement that needs a hand.
MINE = [
    *("&", ("approval_state", "!=", "pending")),
    *("|", "|", ("state", "in", ("asked", "ready")), ("is_late", "=", True)),
    ("line_ids.note", "!=", False),
]


class OpsHome(models.AbstractModel):
    """Batches to operators that wait for the data administrator."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self._home_is("da"):
            model = self.env["ops.sim.batch"]
            searches["sim_batches"] = Wanted(model, MINE, SHOWN, "answer_due_at, id")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_is("da"):
            cards.append(self._home_batches())
        return cards

    @api.model
    def _home_batches(self):
        batches = self._home_found("sim_batches")
        kinds, states = (
            dict(batches._fields[name]._description_selection(self.env))
            for name in ("kind", "state")
        )
        return {
            "key": "sim_batches",
            "section": "waiting",
            "sequence": 17,
            "title": self.env._("Batches to operators"),
            "empty": self.env._("Batches to send, and answers that are late, appear here."),
            "action": "ops_telematics.action_sim_batch",
            "items": [
                {
                    "label": f"{one.name} {kinds[one.kind]} · {one.account_id.name}",
                    "value": self.env._("late") if one.is_late else states[one.state],
                    "state": "red" if one.is_late or one.note_count else "yellow",
                    "action": self._home_form(one),
                }
                for one in batches
            ],
        }

from odoo import api, models
from odoo.fields import Domain


class OpsTrainingSession(models.Model):
    """Sessions a person teaches change hands until they are held."""

    _inherit = "ops.training.session"

    @api.model
    def _handover_open(self, user):
        """Return the sessions a user still has to teach."""
        return self.search(Domain("trainer_id", "=", user.id) & Domain("state", "=", "planned"))

    @api.model
    def _handover_kind(self):
        return self.env._("Training session")

    def _handover_due(self):
        self.ensure_one()
        return self.start.date()

    def _handover_move(self, giver, taker):
        """The taker teaches in the giver's place, where he is not teaching at that time himself."""
        for session in self.with_context(no_mail_to_attendees=True):
            busy = Domain("trainer_id", "=", taker.id) & Domain("state", "!=", "cancelled")
            meanwhile = Domain("start", "<", session.stop) & Domain("stop", ">", session.start)
            if not self.search_count(busy & meanwhile, limit=1):
                session.trainer_id = taker

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.ops_roles.core.masking import PROSE_SQL

#: Kinds of recordings: the model that knows the file, and the time its age counts from.
_RECORDINGS = {
    "recordings_in": ("ops.call", "enter_at"),
    "recordings_out": ("ops.outbound.call", "start_at"),
}


class OpsRetentionHandler(models.AbstractModel):
    """Recordings of calls, and the numbers in the lines of a PBX's log."""

    _inherit = "ops.retention.handler"

    @api.model
    def _targets(self):
        return {
            **super()._targets(),
            "recordings_in": self.env._("Recordings of inbound calls"),
            "recordings_out": self.env._("Recordings of outbound calls"),
            "events": self.env._("Numbers in queue log events"),
        }

    @api.model
    def _model(self, rule):
        if rule.target in _RECORDINGS:
            return _RECORDINGS[rule.target][0]
        return "ops.queue.event" if rule.target == "events" else super()._model(rule)

    @api.model
    def _due_recordings_in(self, rule, before):
        return self._due_recordings(rule, before)

    @api.model
    def _due_recordings_out(self, rule, before):
        return self._due_recordings(rule, before)

    @api.model
    def _due_recordings(self, rule, before):
        model, at = _RECORDINGS[rule.target]
        return SQL(
            "SELECT id, %(at)s AS at FROM %(table)s"
            " WHERE %(at)s < %(before)s AND recording IS NOT NULL AND %(ours)s",
            at=SQL.identifier(at),
            table=SQL.identifier(self.env[model]._table),
            before=before,
            ours=self._of_company(rule, self.env[model]),
        )

    @api.model
    def _apply_recordings_in(self, rule, ids):
        return self._delete_recordings("ops.call", ids)

    @api.model
    def _apply_recordings_out(self, rule, ids):
        return self._delete_recordings("ops.outbound.call", ids)

    @api.model
    def _delete_recordings(self, model, ids):
        """Delete the files of these calls, then their names.

        In that order: after a crash in between, the next run finds the names and no files.
        """
        recordings = self.env["ops.recording"].sudo()
        for call in self.env[model].sudo().browse(ids):
            if path := recordings._path(call.source_id, call.recording):
                path.unlink(missing_ok=True)
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET recording = NULL, has_recording = FALSE WHERE id = ANY(%s)",
                SQL.identifier(self.env[model]._table),
                list(ids),
            )
        )
        self.env[model].invalidate_model(["recording", "has_recording"], flush=False)
        return self.env.cr.rowcount

    @api.model
    def _due_events(self, rule, before):
        return SQL(
            "SELECT e.id, e.at FROM ops_queue_event e JOIN ops_feed_source s ON s.id = e.source_id"
            " WHERE e.at < %s AND s.company_id = %s AND e.data ~ %s",
            before,
            rule.company_id.id,
            PROSE_SQL,
        )

    @api.model
    def _apply_events(self, rule, ids):
        """Leave the event with stars for its numbers: calls stay countable."""
        self.env.cr.execute(
            "UPDATE ops_queue_event SET data = regexp_replace(data, %s, '****', 'g')"
            " WHERE id = ANY(%s)",
            [PROSE_SQL, list(ids)],
        )
        self.env["ops.queue.event"].invalidate_model(["data"], flush=False)
        return self.env.cr.rowcount

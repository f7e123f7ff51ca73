from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.seal import canonical, digest

#: What of an appraisal is sealed besides its lines; people by id, times in UTC.
SEALED = (
    *("employee_id", "role_id", "department_id", "kind", "date_from", "date_to", "self_note"),
    *("self_at", "comment", "scored_at", "scored_by_id", "scored_total", "scored_grade"),
    *("confirmed_at", "confirmed_by_id", "appeal_reason", "appealed_at", "decision"),
    *("decision_note", "decided_at", "decided_by_id", "total", "grade", "coefficient"),
    *("frozen_at", "frozen_by_id"),
)
SEALED_LINE = (
    *("sequence", "indicator_id", "scope", "weight", "floor", "cap", "actual", "target"),
    *("attainment", "measured_score", "self_score", "superior_score", "remark", "decided_score"),
)


class OpsAppraisal(models.Model):
    """Freezing a score sheet, proving that it is unchanged, printing it."""

    _inherit = "ops.appraisal"

    def action_verify(self):
        """Compare the frozen sheet with its digest and say whether it is unchanged.

        :raise UserError: when it is not
        """
        self.ensure_one()
        self.check_access("read")
        one = self.sudo()
        if one.state != "frozen":
            raise UserError(self.env._("%s is not frozen yet.", self.display_name))
        if one.digest != one._seal():
            raise UserError(
                self.env._("%s is NOT what was frozen: its digest differs.", self.display_name)
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Unchanged since it was frozen: the digest fits."),
            },
        }

    def action_print(self):
        """Print the score sheet."""
        self.check_access("read")
        return self.env.ref("ops_roles.report_appraisal_sheet").report_action(self.ids)

    def _freeze(self, user):
        """Freeze for good with digest, who and when (sudo); the cycle closes after its last one."""
        for appraisal in self:
            appraisal._step(
                "published", frozen_at=fields.Datetime.now(), frozen_by_id=user.id, due=False
            )
            appraisal.write({"digest": appraisal._seal(), "state": "frozen"})
        self.cycle_id._close_finished()

    @api.model
    def _cron_freeze(self):
        """Freeze what nobody has appealed against in time; harmless at any time."""
        for company in self.env["res.company"].search([]):
            over = [("company_id", "=", company.id), ("appeal_until", "<", company._ops_today())]
            self.search([("state", "=", "published"), *over])._freeze(self.env.user)

    def _seal(self) -> str:
        """Return the SHA-256 of everything on the sheet."""
        self.ensure_one()
        self.flush_recordset()
        self.invalidate_recordset()  # as the database has it: memory may hold more digits
        values = {name: self._plain(self, name) for name in SEALED}
        values["lines"] = [
            [line.with_context(lang=None).name or "", *(self._plain(line, n) for n in SEALED_LINE)]
            for line in self.line_ids.sorted("id")
        ]
        return digest(canonical(values))

    @api.model
    def _plain(self, record, name):
        value = record[name]
        if record._fields[name].type == "many2one":
            return value.id
        return value if isinstance(value, (bool, int, float)) else str(value)

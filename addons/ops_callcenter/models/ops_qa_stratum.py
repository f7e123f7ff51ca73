from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class OpsQaStratum(models.Model):
    """Calls of a kind of which a sample has a least number per agent.

    A call belongs to the first stratum of the plan that it fits.
    """

    _name = "ops.qa.stratum"
    _description = "Stratum of a sampling plan"
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one("ops.qa.plan", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("inbound", "Inbound calls"),
            ("outbound", "Outbound calls"),
            ("short", "Short calls"),
            ("long", "Long calls"),
            ("outcome", "Calls with an outcome"),
            ("rated", "Rated badly by the caller"),
        ],
        "Calls",
        required=True,
        default="outcome",
    )
    seconds = fields.Integer(help="Short: up to so many seconds of talk; long: from so many.")
    codes = fields.Char(
        "Outcomes", help="Dispositions as the PBX logs them, with commas: COMPLAINT, SALE."
    )
    minimum = fields.Integer("At least per agent", required=True, default=1)

    _minimum_positive = models.Constraint(
        "CHECK(minimum BETWEEN 1 AND 100)", "Draw at least 1 call of a stratum, at most 100."
    )

    @api.depends("kind", "seconds", "codes")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for stratum in self:
            detail = stratum.codes if stratum.kind == "outcome" else ""
            if stratum.kind in ("short", "long"):
                detail = self.env._("%s s", stratum.seconds)
            stratum.display_name = " ".join(filter(None, (labels.get(stratum.kind), detail)))

    @api.constrains("kind", "seconds", "codes")
    def _check_detail(self):
        for stratum in self:
            if stratum.kind in ("short", "long") and stratum.seconds <= 0:
                raise ValidationError(self.env._("Enter from how many seconds on it counts."))
            if stratum.kind == "outcome" and not stratum._code_list():
                raise ValidationError(self.env._("Enter the outcomes that count."))

    def _code_list(self) -> list:
        return [code.strip() for code in (self.codes or "").split(",") if code.strip()]

    def _condition(self) -> SQL:
        """Return whether a call ``c`` of ``ops_call`` fits."""
        self.ensure_one()
        return {
            "inbound": SQL("c.direction = 'in'"),
            "outbound": SQL("c.direction = 'out'"),
            "short": SQL("c.talk_s <= %s", self.seconds),
            "long": SQL("c.talk_s >= %s", self.seconds),
            "outcome": SQL("c.disposition = ANY(%s)", self._code_list()),
            "rated": SQL("c.rating BETWEEN 1 AND 2"),
        }[self.kind]

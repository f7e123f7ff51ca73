from odoo import api, fields, models


class OpsPlatformCheck(models.Model):
    """What somebody saw of a platform on a day; one row per platform and day, no edits."""

    _name = "ops.platform.check"
    _description = "Daily Check of a Platform"
    _order = "day desc, id desc"
    _rec_name = "day"
    _log_access = False

    platform_id = fields.Many2one(
        "ops.platform", required=True, readonly=True, index=True, ondelete="cascade"
    )
    day = fields.Date(required=True, readonly=True, index=True)
    result = fields.Selection(
        [("well", "All well"), ("outage", "Outage")], required=True, readonly=True
    )
    at = fields.Datetime("Checked at", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Checked by", required=True, readonly=True)

    _once = models.UniqueIndex("(platform_id, day)", "This platform has been checked today.")

    @api.model
    def _note(self, platforms, result):
        """Note today's ``result`` of ``platforms``; an outage outweighs an earlier "well"."""
        today = self.env.company._ops_today()
        known = self.search([("platform_id", "in", platforms.ids), ("day", "=", today)])
        vals = {"result": result, "at": fields.Datetime.now(), "user_id": self.env.uid}
        if result == "outage":
            known.write(vals)
        self.create(
            [
                {"platform_id": platform.id, "day": today, **vals}
                for platform in platforms - known.platform_id
            ]
        )

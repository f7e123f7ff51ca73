from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsRetentionLog(models.Model):
    """What was erased, how much of it, when and by which rule; append-only, without contents."""

    _name = "ops.retention.log"
    _description = "Erased by Retention Rules"
    _order = "at desc, id desc"
    _rec_name = "rule_name"
    _log_access = False

    at = fields.Datetime("Time", required=True, readonly=True, index=True)
    rule_id = fields.Many2one(
        "ops.retention.rule", readonly=True, index="btree_not_null", ondelete="set null"
    )
    rule_name = fields.Char("Retention Rule", required=True, readonly=True)
    what = fields.Char("What was erased", readonly=True)
    action = fields.Char("How", readonly=True)
    before = fields.Datetime("Older than", readonly=True)
    records = fields.Integer("Count", readonly=True)
    user_id = fields.Many2one("res.users", "Run by", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", readonly=True)

    def write(self, vals):
        raise UserError(self.env._("The log of what was erased cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log of what was erased cannot be deleted."))

from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsRetentionLog(models.Model):
    """What was erased, how much, when, by which rule or request; append-only, without contents."""

    _name = "ops.retention.log"
    _description = "What Was Erased"
    _order = "at desc, id desc"
    _rec_name = "rule_name"
    _log_access = False

    at = fields.Datetime("Time", required=True, readonly=True, index=True)
    rule_id = fields.Many2one(
        "ops.retention.rule", readonly=True, index="btree_not_null", ondelete="set null"
    )
    rule_name = fields.Char("Rule or Request", required=True, readonly=True)
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

    @api.model
    def _log_request(self, request, erased):
        """Log what the request of a person erased.

        :param erased: ``{(model, field): [ids]}``
        """
        models = self.env["ir.model"].sudo()
        self.sudo().create(
            [
                {
                    "at": fields.Datetime.now(),
                    "rule_name": f"{request.name} ({request.masked_number})",
                    "what": f"{models._get(model).name}: "
                    + self.env[model]._fields[field]._description_string(self.env),
                    "action": self.env._("Erase"),
                    "records": len(ids),
                    "user_id": self.env.uid,
                    "company_id": request.company_id.id,
                }
                for (model, field), ids in erased.items()
            ]
        )

from odoo import fields, models


class OpsNoticeRecipient(models.Model):
    """What a person is called at WeCom and DingTalk, so that messages reach him there."""

    _name = "ops.notice.recipient"
    _description = "Account for outward notices"
    _rec_name = "user_id"
    _order = "user_id"

    user_id = fields.Many2one("res.users", "Person", required=True, ondelete="cascade")
    wecom_userid = fields.Char("WeCom user id")
    dingtalk_userid = fields.Char("DingTalk user id")

    _user = models.UniqueIndex("(user_id)", "This person stands in the list already.")

    def _ids_at(self, kind) -> dict:
        """Return ``{user id: id at the vendor of kind}`` of these."""
        name = "wecom_userid" if kind.startswith("wecom") else "dingtalk_userid"
        return {one.user_id.id: one[name] for one in self if one[name]}

from odoo import fields, models


class OpsFeedKeyShow(models.AbstractModel):
    """The window that shows a new key; abstract, so that the key is stored nowhere."""

    _name = "ops.feed.key.show"
    _description = "New Key, Shown Once"

    id = fields.Id()  # the onchange that fills the window asks for it
    key = fields.Char(readonly=True)

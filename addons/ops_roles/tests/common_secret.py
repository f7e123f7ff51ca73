"""A model with a confidential number that exists during a test only: ``SecretMixin``."""

from odoo import fields, models
from odoo.orm.model_classes import add_to_registry

from ..fields import ConfidentialChar

MODEL = "ops.test.secret"


def secret_model():
    """Return a model definition that no registry but the test's gets to know."""

    class Secret(models.Model):
        _module = None
        _name = MODEL
        _description = "Model with a confidential number"
        _rec_name = "phone"

        note = fields.Char()
        phone = ConfidentialChar()
        parent_id = fields.Many2one(MODEL)
        child_ids = fields.One2many(MODEL, "parent_id")
        parent_phone = ConfidentialChar(
            related="parent_id.phone", string="Parent's", readonly=False
        )
        kept_phone = ConfidentialChar(related="parent_id.phone", string="Kept", store=True)

    return Secret


class SecretMixin:
    @classmethod
    def _make_confidential(cls, number):
        cls._add_model()
        secrets = cls.env[MODEL]
        parent = secrets.create({"note": "parent", "phone": number})
        return secrets.create({"note": "child", "phone": number, "parent_id": parent.id})

    @classmethod
    def _add_model(cls):
        if MODEL in cls.registry:
            return
        add_to_registry(cls.registry, secret_model())
        cls.addClassCleanup(cls._drop_model)
        cls.registry._setup_models__(cls.cr, [])
        cls.registry.init_models(cls.cr, [MODEL], {"module": "ops_roles"})
        cls.env["ir.model.access"].create(
            {
                "name": MODEL,
                "model_id": cls.env["ir.model"]._get_id(MODEL),
                "group_id": cls.env.ref("ops_roles.group_user").id,
                **dict.fromkeys(("perm_read", "perm_write", "perm_create", "perm_unlink"), True),
            }
        )

    @classmethod
    def _drop_model(cls):
        del cls.registry.models[MODEL]
        cls.registry["base"]._inherit_children.discard(MODEL)
        cls.registry._setup_models__(cls.cr, [])

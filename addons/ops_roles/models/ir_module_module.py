from odoo import api, models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Also translate what models of later addons took over from mixins of the suite.

        Odoo gives each heir selection values of its own, in the name of the addon of the mixin,
        whose translations were loaded before the heir existed.
        """
        super()._load_module_terms(modules, langs, overwrite)
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE ir_model_fields_selection own
               SET name = taught.name || own.name
              FROM ir_model_fields field, ir_model_fields origin, ir_model_fields_selection taught
             WHERE field.id = own.field_id AND field.model NOT LIKE 'ops.%.mixin'
               AND origin.name = field.name AND origin.id = taught.field_id
               AND origin.model LIKE 'ops.%.mixin'
               AND taught.value = own.value
               AND taught.name->>'en_US' = own.name->>'en_US'
               AND NOT own.name ?& ARRAY(SELECT jsonb_object_keys(taught.name))
            """
        )
        self.env["ir.model.fields.selection"].invalidate_model(["name"])

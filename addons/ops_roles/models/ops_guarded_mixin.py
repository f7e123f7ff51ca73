from odoo import api, models
from odoo.exceptions import AccessError


class OpsGuardedMixin(models.AbstractModel):
    """Fields that only the model's own methods write: states, numbers, signatures, freezes.

    A model lists them in ``_guarded``. Whoever is not in superuser mode (RPC, import, form) cannot
    set them in ``create`` or ``write``; a new record starts at the default of the field's
    definition, whatever the context or a personal default (``ir.default``) says. Methods check
    their actor first and then write with ``sudo()``.
    """

    _name = "ops.guarded.mixin"
    _description = "Fields that only methods write"

    _guarded = ()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_guarded(*vals_list)
        return super().create([{**self._guarded_defaults(), **vals} for vals in vals_list])

    def write(self, vals):
        self._check_guarded(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        """Copies start afresh: a guarded value is never copied."""
        vals_list = super().copy_data(default)
        for vals in vals_list:
            for name in self._guarded_names():
                vals.pop(name, None)
        return vals_list

    @api.model
    def default_get(self, fields):
        return {**super().default_get(fields), **self._guarded_defaults(fields)}

    @api.model
    def _guarded_names(self) -> list:
        """Return ``_guarded`` of the model and of everything it inherits."""
        names = [name for cls in type(self).mro() for name in vars(cls).get("_guarded", ())]
        return list(dict.fromkeys(names))

    @api.model
    def _guarded_defaults(self, names=None) -> dict:
        """Values of the fields' own definition; to-many fields start empty by themselves."""
        defaults = {}
        for name in self._guarded_names():
            field = self._fields[name]
            if field.compute or field.type in ("one2many", "many2many"):
                continue
            if names is None or name in names:
                value = field.default(self) if field.default else False
                defaults[name] = value.id if isinstance(value, models.BaseModel) else value
        return defaults

    @api.model
    def _check_guarded(self, *vals_list):
        if self.env.su:
            return
        for name in self._guarded_names():
            if any(self._sets_guarded(vals, name) for vals in vals_list):
                raise AccessError(
                    self.env._(
                        "%(field)s of %(model)s cannot be typed in or imported: it follows from"
                        " the buttons. Leave the field out.",
                        field=self._fields[name]._description_string(self.env),
                        model=self._description,
                    )
                )

    @api.model
    def _sets_guarded(self, vals, name) -> bool:
        """A client that sends back the untouched default of a new record forges nothing."""
        if name not in vals:
            return False
        if self:
            return True
        return vals[name] != self._guarded_defaults([name]).get(name, False)

from odoo import api, fields, models
from odoo.tools import sql


class OpsBranchOwnedMixin(models.AbstractModel):
    """A native record that may belong to a branch: by its warehouse, journal, team or employee.

    The department is stored with the record and indexed, so that the record rule is the one path
    ``ops_department_id.ops_user_ids`` and costs next to nothing on long lists. It is empty for
    records of no branch: those stay visible as Odoo has them. A model says in ``_ops_owner_paths``
    where its branch comes from (the first that leads to one counts) and in ``_ops_partner_fields``
    which contacts become known to the branch by the record.
    """

    _name = "ops.branch.owned.mixin"
    _description = "May belong to a branch"
    _inherit = ["ops.guarded.mixin"]

    _guarded = ("ops_department_id",)
    _ops_owner_paths = ()
    _ops_partner_fields = ()

    ops_department_id = fields.Many2one(
        "hr.department",
        "Branch",
        compute="_compute_ops_department_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        copy=False,
    )

    @api.depends(lambda self: self._ops_owner_paths)
    def _compute_ops_department_id(self):
        for record in self:
            record.ops_department_id = record._ops_owner()

    def _auto_init(self):
        # No branch exists at installation: millions of rows need not be looked at one by one.
        if self._auto and not sql.column_exists(self.env.cr, self._table, "ops_department_id"):
            sql.create_column(self.env.cr, self._table, "ops_department_id", "int4")
        return super()._auto_init()

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """As Odoo's, and with the branch, which the check of what was found asks for next."""
        if field_names is not None:
            field_names = [*field_names, "ops_department_id"]
        return super().search_fetch(domain, field_names, offset, limit, order)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._ops_make_partners_known()
        return records

    def write(self, vals):
        result = super().write(vals)
        owners = {path.split(".")[0] for path in self._ops_owner_paths}
        if vals.keys() & {*self._ops_partner_fields, *owners}:
            self._ops_make_partners_known()
        return result

    def _ops_owner(self):
        """Return the department of the branch this record belongs to, or none."""
        for path in self._ops_owner_paths:
            owner = self.mapped(path)[:1]
            if owner:
                return owner
        return self.env["hr.department"]

    def _ops_make_partners_known(self):
        """Note that the branches of these records know the contacts on them."""
        if not self._ops_partner_fields:
            return
        for place, records in self.sudo().grouped("ops_department_id").items():
            if place:
                partners = records.env["res.partner"].union(
                    *(records[name] for name in self._ops_partner_fields)
                )
                partners._ops_known_by(place)

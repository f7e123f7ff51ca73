from odoo import api, fields, models


class ResPartner(models.Model):
    """A contact is known to the branches that have records with it; to all when none has."""

    _name = "res.partner"
    _inherit = ["res.partner", "ops.guarded.mixin"]

    _guarded = ("ops_department_ids",)

    ops_department_ids = fields.Many2many(
        "hr.department",
        "ops_department_partner_rel",
        "partner_id",
        "department_id",
        "Known to",
        copy=False,
        help="Branches with an order, an opportunity, a repair or a delivery of this contact.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Whom staff of a branch enters is known to that branch alone, for the time being."""
        partners = super().create(vals_list)
        place = self.env["hr.department"] if self.env.su else self.env.user._ops_branch_place()
        if place:
            partners._ops_known_by(place)
        return partners

    def _ops_known_by(self, place):
        """Note in one statement that the branch of the department ``place`` knows these contacts.

        Colleagues and companies of the group are everybody's and never noted.
        """
        if not self:
            return
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO ops_department_partner_rel (partner_id, department_id)
            SELECT DISTINCT known.id, %(place)s
              FROM res_partner contact
              JOIN res_partner known ON known.id IN (contact.id, contact.commercial_partner_id)
             WHERE contact.id = ANY(%(contacts)s) AND known.partner_share
               AND NOT EXISTS (SELECT FROM res_company company WHERE company.partner_id = known.id)
            ON CONFLICT DO NOTHING
            """,
            {"place": place.id, "contacts": self.ids},
        )
        self.env["res.partner"].invalidate_model(["ops_department_ids"])

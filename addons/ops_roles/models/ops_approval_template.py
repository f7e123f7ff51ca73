import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..core.approval import in_band


class OpsApprovalTemplate(models.Model):
    """Which steps a document of a model goes through; the first that fits is taken."""

    _name = "ops.approval.template"
    _description = "Approval template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    model_id = fields.Many2one(
        "ir.model",
        string="Document",
        required=True,
        ondelete="cascade",
        domain=lambda self: [("model", "in", self._document_models())],
    )
    model = fields.Char(related="model_id.model", store=True, index=True)
    company_id = fields.Many2one("res.company", help="Empty: of all companies.")
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        help="Only for documents of these departments and those below; empty: all.",
    )
    domain = fields.Char("Condition", default="[]", help="Only for documents that match.")
    line_ids = fields.One2many("ops.approval.template.line", "template_id", string="Steps")
    flow_count = fields.Integer("Approvals", compute="_compute_flow_count", compute_sudo=True)

    def _compute_flow_count(self):
        counts = dict(
            self.env["ops.approval.flow"]._read_group(
                [("template_id", "in", self.ids)], ["template_id"], ["__count"]
            )
        )
        for template in self:
            template.flow_count = counts.get(template, 0)

    @api.constrains("model_id", "domain")
    def _check_domain(self):
        for template in self:
            if template.model not in self._document_models():
                raise ValidationError(
                    self.env._("%s is not a document that can be approved.", template.model_id.name)
                )
            try:
                template._condition().validate(self.env[template.model])
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "%s: the condition cannot be understood. Choose it anew.", template.name
                    )
                ) from error

    @api.model
    def _document_models(self) -> list:
        """Return the names of the models that can be approved."""
        return [
            name
            for name, model in self.env.registry.items()
            if not model._abstract and "approval_flow_id" in model._fields
        ]

    def _condition(self) -> Domain:
        return Domain(ast.literal_eval(self.domain or "[]"))

    @api.model
    def _choose(self, record):
        """Return the template for a document and the lines its amount asks for.

        :raise UserError: no template fits, or none of its steps
        """
        for template in self.sudo().search([("model", "=", record._name)]):
            if template._fits(record):
                return template, template._lines_for(record)
        raise UserError(
            self.env._(
                "No approval template fits %(name)s. Ask the access administrator for one under"
                " Settings.",
                name=record.display_name,
            )
        )

    def _fits(self, record) -> bool:
        department = record._approval_department()
        path = [int(one) for one in (department.parent_path or "").split("/") if one]
        return (
            (not self.company_id or self.company_id == department.company_id)
            and (not self.department_ids or bool(set(self.department_ids.ids) & set(path)))
            and bool(record.filtered_domain(self._condition()))
        )

    def _lines_for(self, record):
        amount = record._approval_amount()
        lines = self.line_ids.filtered(lambda one: in_band(amount, one.amount_min, one.amount_max))
        if not lines:
            raise UserError(
                self.env._(
                    "%(template)s has no step for the amount %(amount)s. Ask the access"
                    " administrator to close the gap.",
                    template=self.name,
                    amount=amount,
                )
            )
        return lines

    def action_open_flows(self):
        """Open the approvals that follow this template and the user may see."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_approval_mine")
        action["domain"] = Domain("template_id", "=", self.id)
        return action

from odoo import fields, models


class OpsAgentAlias(models.Model):
    """Who stood behind a name of the log, and when.

    A name such as ``Agent/1001`` or ``Local/1001@agents/n`` matches exactly; a bare extension
    such as ``1001`` matches every technology. The exact name decides when both are known. Days
    are days of the PBX's time zone, both included.
    """

    _name = "ops.agent.alias"
    _description = "Agent Name in the Log"
    _order = "source_id, name, date_from desc"

    name = fields.Char("Name in the Log", required=True)
    source_id = fields.Many2one(
        "ops.feed.source", "PBX", required=True, ondelete="restrict", index=True
    )
    employee_id = fields.Many2one("hr.employee", required=True, ondelete="restrict", index=True)
    department_id = fields.Many2one(related="employee_id.department_id")
    company_id = fields.Many2one(related="source_id.company_id", store=True)
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date()

    # Ranges of integers have a native GiST class, so no extension is needed for the name.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(source_id, source_id, '[]') WITH &&,"
        " int4range(hashtext(name), hashtext(name), '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "This name already belongs to somebody on one of these days. End that row the day before.",
    )
    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A name in the log cannot end before it starts.",
    )

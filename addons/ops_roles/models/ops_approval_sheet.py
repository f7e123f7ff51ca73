from odoo import api, fields, models
from odoo.tools import format_amount, format_date, format_datetime, html2plaintext

PRINTED = {
    *("char", "text", "html", "integer", "float", "monetary", "date", "datetime"),
    *("selection", "many2one", "many2many", "boolean"),
}


class OpsApprovalSheet(models.AbstractModel):
    """The opinion sheet 审批单: what was asked, who signed with which opinion; one A4 page each.

    Whoever may read the document may print it; nobody else, whatever ids the address names.
    """

    _name = "report.ops_roles.opinion_sheet"
    _description = "Opinion sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        flows = self.env["ops.approval.flow"].browse(docids).exists()
        for flow in flows:
            flow._document().check_access("read")
        zone = self.env.company._ops_tz()
        return {
            "docs": flows.sudo(),
            "content": {flow.id: self._content(flow._document().sudo()) for flow in flows},
            "decisions": {flow.id: self._decisions(flow.sudo()) for flow in flows},
            "moment": lambda at: format_datetime(
                self.env, at, tz=zone, dt_format="yyyy-MM-dd HH:mm"
            ),
            "printed_at": fields.Datetime.now(),
            "printed_by": self.env.user.name,
        }

    def _content(self, document) -> list:
        """Return ``(label, text)`` of what is approved; lines are left to the document."""
        heading = {document._rec_name, "department_id"}
        names = [
            name for name in document._approval_fields() if "." not in name and name not in heading
        ]
        labels = document.fields_get(names, ["string"])
        rows = [
            (labels[name]["string"], self._text(document, document._fields[name]))
            for name in names
            if document._fields[name].type in PRINTED
        ]
        return [row for row in rows if row[1]]

    def _text(self, document, field) -> str:
        value = document[field.name]
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if not value:
            return ""
        shapes = {
            "many2one": lambda: value.display_name,
            "many2many": lambda: "、".join(value.mapped("display_name")),
            "html": lambda: html2plaintext(value),
            "date": lambda: format_date(self.env, value),
            "datetime": lambda: format_datetime(self.env, value, tz=self.env.user.tz),
            "selection": lambda: dict(field._description_selection(self.env))[value],
            "monetary": lambda: format_amount(
                self.env, value, document[field.get_currency_field(document)]
            ),
        }
        return shapes.get(field.type, lambda: str(value))()

    def _decisions(self, flow) -> list:
        """Return the steps of the last submission, in the order they were taken."""
        steps = flow.step_ids.filtered(lambda step: step.round == flow.round).sorted("id")
        labels = dict(steps._fields["verdict"]._description_selection(self.env))
        return [(step, labels[step.verdict]) for step in steps]

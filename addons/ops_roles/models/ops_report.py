import base64
import hashlib
import json
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from ..core.report_book import differences, from_json, to_json, write_book

_logger = logging.getLogger(__name__)


class OpsReport(models.Model):
    """A report drawn for one department and period: frozen figures, workbook, versions.

    ``content`` is plain data of ``core.report_book``; it is written once. Drawing again makes a
    new version when something differs and lists what; earlier versions stay.
    """

    _name = "ops.report"
    _description = "Periodic report"
    _inherit = ["ops.approval.mixin", "ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, definition_id, department_id, version desc"
    _mail_post_access = "read"
    _guarded = (
        *("name", "definition_id", "department_id", "date_from", "date_to", "version"),
        *("is_latest", "state", "content", "difference", "workbook", "workbook_name"),
        *("digest", "drawn_at", "drawn_by_id", "error", "attempts", "sent_at"),
    )

    name = fields.Char(readonly=True)
    definition_id = fields.Many2one(
        "ops.report.definition", readonly=True, required=True, index=True, ondelete="restrict"
    )
    period = fields.Selection(related="definition_id.period", store=True)
    needs_approval = fields.Boolean(related="definition_id.needs_approval")
    date_from = fields.Date("From", readonly=True, required=True)
    date_to = fields.Date("To", readonly=True, required=True)
    version = fields.Integer(readonly=True, default=1)
    is_latest = fields.Boolean("Latest version", readonly=True, default=True)
    state = fields.Selection(
        [("drawn", "Drawn"), ("sent", "Sent to its readers"), ("failed", "Failed")],
        readonly=True,
        default="drawn",
        required=True,
        tracking=True,
        index=True,
    )
    content = fields.Json(readonly=True)
    difference = fields.Json("Differences to the version before", readonly=True)
    difference_count = fields.Integer("Figures that changed", compute="_compute_difference_count")
    workbook = fields.Binary("Workbook", attachment=True, readonly=True)
    workbook_name = fields.Char(readonly=True)
    digest = fields.Char(
        "Digest of the figures", readonly=True, help="SHA-256 of the frozen figures."
    )
    drawn_at = fields.Datetime("Drawn at", readonly=True)
    drawn_by_id = fields.Many2one("res.users", "Drawn by", readonly=True)
    error = fields.Text(readonly=True)
    attempts = fields.Integer(readonly=True)
    sent_at = fields.Datetime("Sent at", readonly=True)

    _version_unique = models.UniqueIndex(
        "(definition_id, department_id, date_from, version)",
        "This version of the report is there already.",
    )
    _latest = models.Index("(definition_id, date_to DESC) WHERE is_latest")

    @api.depends("difference")
    def _compute_difference_count(self):
        for report in self:
            report.difference_count = len(report.difference or [])

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """The state of approval is shown only where approval is needed."""
        arch, view = super()._get_view(view_id, view_type, **options)
        for bar in arch.xpath("//header/field[@name='approval_state']"):
            bar.set("invisible", "not needs_approval")
        return arch, view

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Reports are an archive: they are never deleted."))

    def action_redraw(self):
        """Draw the same period again; a new version is made only when a figure differs."""
        self.ensure_one()
        self.check_access("read")
        latest = self.sudo()._latest_version()
        made = latest._draw(
            latest.definition_id, latest.department_id, latest.date_from, latest.date_to
        )
        if made == latest and made.state != "failed":
            return self._notify(
                self.env._("Nothing has changed since %s: the report stays as it is.", made.name)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": made.id,
            "views": [[False, "form"]],
        }

    def action_send(self):
        """Send the report to its readers again."""
        self.check_access("read")
        for report in self.sudo():
            if report.state == "failed":
                raise UserError(self.env._("%s could not be drawn: nothing to send.", report.name))
            if report.definition_id.needs_approval and report.approval_state != "approved":
                raise UserError(self.env._("%s is sent once it is approved.", report.name))
        self.sudo()._send()

    @api.readonly
    def action_download(self):
        """Download the workbook."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "target": "download",
            "url": f"/web/content/{self._name}/{self.id}/workbook/{self.workbook_name}?download=1",
        }

    def _notify(self, text):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": text, "type": "info"},
        }

    def _latest_version(self):
        return self.search(
            Domain("definition_id", "=", self.definition_id.id)
            & Domain("department_id", "=", self.department_id.id)
            & Domain("date_from", "=", self.date_from.isoformat())
            & Domain("is_latest", "=", True),
            limit=1,
        )

    @api.model
    def _draw(self, definition, department, date_from, date_to):
        """Draw one report and return it, also when the builder fails.

        The version before is superseded only by different figures. Call in superuser mode.
        """
        company = department.company_id or self.env.company
        reports = self.with_context(lang=company.partner_id.lang or self.env.lang)
        known = reports.search(
            Domain("definition_id", "=", definition.id)
            & Domain("department_id", "=", department.id)
            & Domain("date_from", "=", date_from.isoformat())
            & Domain("is_latest", "=", True),
            limit=1,
        )
        key = {
            "definition_id": definition.id,
            "department_id": department.id,
            "date_from": date_from,
            "date_to": date_to,
        }
        try:
            with self.env.cr.savepoint():
                content = to_json(reports._built(definition, department, date_from, date_to))
        except Exception as error:
            _logger.info("Report %s of %s", definition.code, department.id, exc_info=True)
            return reports._record_failure(known, key, error)
        return reports._record(known, key, content)

    @api.model
    def _built(self, definition, department, date_from, date_to):
        company = department.company_id or self.env.company
        builder = self.env["ops.report.builder"].with_company(company)
        builder = builder.with_context(tz=company._ops_tz())
        return builder.sudo()._build(
            definition.builder, department.with_env(builder.env), date_from, date_to
        )

    def _record_failure(self, known, key, error):
        values = {
            "state": "failed",
            "error": str(error) or type(error).__name__,
            "attempts": (known.attempts if known.state == "failed" else 0) + 1,
            "drawn_at": fields.Datetime.now(),
        }
        if known.state == "failed":
            known.write(values)
            return known
        report = self._supersede(known, {**key, **values})
        report._tell_responsible(report.env._("It could not be drawn: %s", report.error))
        return report

    def _record(self, known, key, content):
        digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
        if known.state in ("drawn", "sent") and known.digest == digest:
            return known
        before = self._last_good(known)
        report = self._supersede(
            known,
            {
                **key,
                "content": content,
                "digest": digest,
                "difference": differences(before.content, content) if before else False,
                "drawn_at": fields.Datetime.now(),
                "drawn_by_id": self.env.uid,
            },
        )
        report._write_workbook()
        if report.definition_id.needs_approval:
            report._tell_responsible(report.env._("Submit it for approval."))
        else:
            report._send()
        return report

    def _tell_responsible(self, note):
        user = self.definition_id.user_id
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo", summary=self.name, note=note, user_id=user.id
            )

    def _last_good(self, known):
        """The newest version with figures, for the comparison."""
        if not known or known.content:
            return known
        return self.search(
            Domain("definition_id", "=", known.definition_id.id)
            & Domain("department_id", "=", known.department_id.id)
            & Domain("date_from", "=", known.date_from.isoformat())
            & Domain("state", "!=", "failed"),
            order="version desc",
            limit=1,
        )

    def _supersede(self, known, values):
        known.is_latest = False
        known.activity_unlink(["mail.mail_activity_data_todo"])
        report = self.create({**values, "version": known.version + 1, "is_latest": True})
        report.name = report._title()
        return report

    def _title(self):
        self.ensure_one()
        text = f"{self.definition_id.name} {self.department_id.name} {self._period_text()}"
        return text if self.version == 1 else f"{text} v{self.version}"

    def _period_text(self):
        if self.date_from == self.date_to:
            return self.date_from.isoformat()
        if self.period == "month":
            return self.date_from.strftime("%Y-%m")
        if self.period == "year":
            return self.date_from.strftime("%Y")
        return f"{self.date_from.isoformat()}–{self.date_to.isoformat()}"

    def _write_workbook(self):
        book = write_book(self._heading(), from_json(self.content))
        self.write(
            {
                "workbook": base64.b64encode(book),
                "workbook_name": f"{self.name.replace('/', '-')}.xlsx",
            }
        )

    def _heading(self):
        """Lines over every sheet of the workbook."""
        company = self.company_id
        first, last = (format_date(self.env, day) for day in (self.date_from, self.date_to))
        drawn = format_datetime(self.env, self.drawn_at, tz=company._ops_tz())
        return [
            ("", self.definition_id.name),
            (self.env._("Company"), company.name),
            (self.env._("Department"), self.department_id.complete_name),
            (self.env._("Period"), f"{first} – {last}"),
            (self.env._("Drawn at"), f"{drawn} ({company._ops_tz()})"),
            (self.env._("Version"), str(self.version)),
        ]

    def _readers(self):
        """Users who hold a reading role card and are in charge of the department."""
        self.ensure_one()
        return self.definition_id.role_ids.group_id.user_ids & self.department_id.ops_user_ids

    def _send(self):
        """Put the report into the inbox of its readers, each in his language."""
        for report in self:
            readers = report._readers()
            files = self.env["ir.attachment"].search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", report.id),
                    ("res_field", "=", "workbook"),
                ]
            )
            for lang, users in readers.grouped("lang").items():
                text = report.with_context(lang=lang).env._(
                    "%(report)s has been drawn. Open it for the figures and the workbook.",
                    report=report.name,
                )
                report.message_notify(
                    partner_ids=users.partner_id.ids,
                    subject=report.name,
                    body=text,
                    attachments=[(report.workbook_name, file.raw) for file in files],
                )
            report.write({"state": "sent", "sent_at": fields.Datetime.now()})

    def _approval_fields(self):
        return ("digest",)

    def _approval_may_submit(self):
        needed = self.sudo().definition_id.needs_approval
        return needed and super()._approval_may_submit()

    def _approval_requester(self):
        return self.definition_id.user_id or self.drawn_by_id

    def _on_approved(self):
        super()._on_approved()
        self._send()

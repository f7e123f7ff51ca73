from markupsafe import Markup

from odoo import models

CLAUSE = Markup("<p><strong>%s</strong> %s</p>")


class OpsSalesPolicy(models.Model):
    """The paper of a policy: a controlled document whose readers sign that they understood it."""

    _inherit = "ops.sales.policy"

    def _publish_paper(self):
        """Make the version of its paper, approved with the policy itself (sudo)."""
        document = self.replaces_id.document_id or self.document_id
        document = document or self.env["ops.document"].create(self._paper_vals())
        document.write(
            {
                "reader_role_ids": self.reader_role_ids.ids,
                "reader_department_ids": self.scope_department_ids.ids,
            }
        )
        self.document_id = document
        version = self.env["ops.document.version"].create(self._version_vals())
        approved = {"state": "approved", "approval_state": "approved"}
        version.write({**approved, "sha256": version._digest()})
        version._publish_due()

    def _paper_vals(self):
        return {
            "name": self.name,
            "kind": "policy",
            "department_id": self.department_id.id,
            "owner_id": self._approval_requester().id,
            "review_months": 0,
        }

    def _version_vals(self):
        files = [one.copy({"res_model": False, "res_id": 0}).id for one in self.attachment_ids]
        return {
            "document_id": self.document_id.id,
            "change_note": self.name,
            "body": Markup().join(CLAUSE % (one.number, one.text) for one in self.clause_ids),
            "attachment_ids": files,
            "valid_from": self.date_from,
        }

    def _withdraw_paper(self):
        """Take its paper out of force too (sudo)."""
        if self.document_id.state == "published":
            self.document_id.withdraw_reason = self.end_reason
            self.document_id.action_withdraw()

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import hmac

from ..core.masking import is_full_number, mask_number, mask_text, national_number
from ..core.subject_answer import answer_workbook
from ..fields import ConfidentialChar

#: Found places a request lists; the counts are of all.
_LISTED = 2000
#: Fields that say what was asked, by whom and how that was checked: fixed from that state on.
_ASKED = {"number", "kind", "company_id", "received_on"}
_CHECKED = {*_ASKED, "person", "identity_check", "note", "refusal"}
_FIXED = {"searched": _ASKED, "approval": _CHECKED, "done": _CHECKED, "refused": _CHECKED}


class OpsSubjectRequest(models.Model):
    """Somebody asks what we hold of his number, or to correct or erase it.

    The rights are those of the 个人信息保护法: to see and copy (art. 45), to correct (art. 46),
    to have erased (art. 47), to withdraw consent (art. 15), by an easy way and with reasons for a
    refusal (art. 50). Once answered, a request keeps a keyed hash of the number instead of it.
    """

    _name = "ops.subject.request"
    _description = "Request about Personal Data"
    _inherit = ["ops.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "due_date, id"
    _guarded = (
        *("name", "state", "number_hash", "masked_number", "line_ids", "searched_at"),
        *("found_count", "asked_by_id", "approved_by_id", "approved_at"),
        *("answered_by_id", "answered_at"),
    )

    name = fields.Char("Reference", readonly=True, copy=False, default="")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("access", "See what we hold (art. 45)"),
            ("copy", "Receive a copy (art. 45)"),
            ("correct", "Correct (art. 46)"),
            ("erase", "Erase (art. 47)"),
            ("withdraw", "Withdraw consent (art. 15)"),
        ],
        required=True,
        default="access",
        tracking=True,
    )
    person = fields.Char("Name of the Person", required=True)
    number = ConfidentialChar("Phone or Identity Number")
    number_hash = fields.Char(readonly=True, copy=False, index="btree_not_null")
    masked_number = fields.Char("Masked Number", readonly=True, copy=False)
    identity_check = fields.Char(
        "How the identity was checked",
        help="For example: called back on the number, identity card shown at the counter.",
    )
    note = fields.Text("What exactly is asked")
    received_on = fields.Date(
        "Received", required=True, default=lambda self: self.env.company._ops_today(), tracking=True
    )
    due_date = fields.Date("Answer due", compute="_compute_due_date", store=True, index=True)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    state = fields.Selection(
        [
            ("received", "New request"),
            ("searched", "Searched"),
            ("approval", "Approval of the Erasure"),
            ("done", "Answered"),
            ("refused", "Refused"),
        ],
        required=True,
        default="received",
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many(
        "ops.subject.request.line", "request_id", "What was found", readonly=True
    )
    found_count = fields.Integer("Places found", readonly=True, copy=False)
    searched_at = fields.Datetime("Searched at", readonly=True, copy=False)
    asked_by_id = fields.Many2one("res.users", "Erasure asked by", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", "Erasure approved by", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", "Answered by", readonly=True, copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    refusal = fields.Text("Reason of the refusal")

    @api.depends("received_on", "company_id")
    def _compute_due_date(self):
        """The working days after receipt that the system parameter gives."""
        param = self.env["ir.config_parameter"].sudo().get_param
        days = int(param("ops_roles.subject_request_days"))
        for request in self:
            start = request.received_on or date.today()
            company = request.company_id or self.env.company
            request.due_date = company._ops_workdays_after(start, days)

    @api.depends("due_date", "state")
    def _compute_is_late(self):
        today = self.env.company._ops_today()
        for request in self:
            closed = request.state in ("done", "refused")
            request.is_late = not closed and bool(request.due_date) and request.due_date < today

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = [
            ("state", "not in", ("done", "refused")),
            ("due_date", "<", self.env.company._ops_today()),
        ]
        return late if True in value else ["!", "&", *late]

    @api.constrains("number")
    def _check_number(self):
        for request in self.sudo():
            if request.number and not is_full_number(request.number):
                raise UserError(
                    self.env._("Enter the whole phone or identity number of the person.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        sequence = self.env["ir.sequence"].sudo()
        for request in requests.sudo():
            if not request.number:
                raise UserError(self.env._("Enter the number the request is about."))
            request.name = sequence.next_by_code("ops.subject.request")
            request._keep_hash()
        return requests

    def write(self, vals):
        if not self.env.su:
            self._check_still_open(vals)
        result = super().write(vals)
        if vals.get("number"):
            self.sudo()._keep_hash()
        return result

    def _check_still_open(self, vals):
        """:raise UserError: for a change of what the answer or the approval is about"""
        if any(_FIXED.get(request.state, set()) & vals.keys() for request in self):
            raise UserError(
                self.env._("The request has been worked on: only a new one can say otherwise.")
            )
        if "number" in vals and not vals["number"]:
            raise UserError(self.env._("Enter the number the request is about."))

    @api.ondelete(at_uninstall=False)
    def _unlink_if_received(self):
        if any(request.state != "received" for request in self):
            raise UserError(
                self.env._("A request that was worked on stays as proof of the answer.")
            )

    def action_search(self):
        """Look for the number everywhere it can be held; logged like every search by a number."""
        self._check_actor("received", "searched")
        for request in self.sudo():
            self.env["ops.reveal.log"]._log_search(self, self._fields["number"], [request.number])
            request.line_ids.unlink()
            found = self.env["ops.subject.source"].sudo()._search(request.number)
            self.env["ops.subject.request.line"].sudo().create(request._lines(found[:_LISTED]))
            request.write(
                {
                    "state": "searched",
                    "searched_at": fields.Datetime.now(),
                    "found_count": len(found),
                }
            )

    def action_ask_erasure(self):
        """Put the erasure of everything found before a second person."""
        self._check_actor("searched")
        for request in self:
            if request.kind not in ("erase", "withdraw"):
                raise UserError(self.env._("%s: erasure was not asked for.", request.name))
            if not request.identity_check:
                raise UserError(
                    self.env._("%s: say first how the identity was checked.", request.name)
                )
        self.sudo().write({"state": "approval", "asked_by_id": self.env.uid})

    def action_approve(self):
        """Erase what was found; another operations manager or administrator than who asked."""
        self._check_actor("approval")
        if self.env.user in self.asked_by_id:
            raise AccessError(
                self.env._("You asked for this erasure: a second person has to approve it.")
            )
        for request in self.sudo():
            request._erase()
            request.write({"approved_by_id": self.env.uid, "approved_at": fields.Datetime.now()})
        self._close("done")

    def action_send_back(self):
        """Do not erase yet; back to the search."""
        self._check_actor("approval")
        self.sudo().write({"state": "searched", "asked_by_id": False})

    def action_done(self):
        """The person has the answer; the number itself is forgotten."""
        self._check_actor("searched")
        for request in self:
            if request.kind == "withdraw" or (request.kind == "erase" and request.found_count):
                raise UserError(
                    self.env._("%s: ask for the erasure, or refuse with a reason.", request.name)
                )
        self._close("done")

    def action_refuse(self):
        """Refuse with a reason, which the person is told (art. 50)."""
        self._check_actor("received", "searched")
        if not all(request.refusal for request in self):
            raise UserError(
                self.env._("Write the reason of the refusal first: the person has a right to it.")
            )
        self._close("refused")

    def action_answer(self):
        """Download the answer as a workbook: what is held, where and why."""
        self._check_actor("searched", "approval", "done")
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ops/subject-request/{self.id}/answer.xlsx",
            "target": "download",
        }

    def _answer(self) -> bytes:
        """Return the workbook with what is held of the person."""
        self._check_actor("searched", "approval", "done")
        self.ensure_one()
        labels = dict(self._fields["kind"]._description_selection(self.env))
        outcomes = dict(self.line_ids._fields["outcome"]._description_selection(self.env))
        head = [
            (self.env._("Request number"), self.name),
            (self.env._("Person"), self.person),
            (self.env._("Masked Number"), self.masked_number),
            (self.env._("What was asked"), labels[self.kind]),
            (self.env._("Received"), str(self.received_on)),
            (self.env._("Answer due"), str(self.due_date)),
            (self.env._("Places found"), str(self.found_count)),
        ]
        titles = [
            self.env._("Document"),
            self.env._("Record"),
            self.env._("Field"),
            self.env._("Content"),
            self.env._("Purpose"),
            self.env._("Outcome"),
        ]
        rows = [
            (
                *(line.document, line.record_name, line.field_label, line.masked_value),
                *(line.purpose, outcomes[line.outcome]),
            )
            for line in self.line_ids
        ]
        return answer_workbook(self.env._("Answer"), head, titles, rows)

    def _keep_hash(self):
        for request in self:
            number = national_number(request.number)
            request.masked_number = mask_number(request.number)
            request.number_hash = hmac(self.env(su=True), "ops.subject.request", number)

    def _lines(self, found):
        """Return the values of the lines of what was found, names and contents masked."""
        by_model = {}
        for model, _field, res_id in found:
            by_model.setdefault(model, set()).add(res_id)
        names = {
            model: {
                record.id: mask_text(record.display_name) for record in self.env[model].browse(ids)
            }
            for model, ids in by_model.items()
        }
        return [
            {
                "request_id": self.id,
                "model": model,
                "field": field,
                "res_id": res_id,
                "record_name": names[model][res_id],
                "masked_value": self.masked_number,
            }
            for model, field, res_id in found
        ]

    def _erase(self):
        """Erase the number wherever it is now, also where it came to since the search."""
        source = self.env["ops.subject.source"]
        found = source._search(self.number)
        grouped = {}
        for model, field, res_id in found:
            grouped.setdefault((model, field), []).append(res_id)
        source._erase(self.number, [(*key, ids) for key, ids in grouped.items()])
        self.env["ops.retention.log"]._log_request(self, grouped)
        if self.kind == "withdraw":
            self.env["phone.blacklist"]._add([national_number(self.number)])
        self.line_ids.outcome = "erased"

    def _close(self, state):
        self.sudo().write(
            {
                "state": state,
                "number": False,
                "answered_by_id": self.env.uid,
                "answered_at": fields.Datetime.now(),
            }
        )

    def _check_actor(self, *states):
        """Refuse who may not answer requests, and steps out of turn."""
        user = self.env.user
        if not (user.has_group("ops_roles.group_adm") or user.has_group("ops_roles.group_om")):
            raise AccessError(
                self.env._(
                    "Requests about personal data are answered by the operations manager "
                    "and the access administrator."
                )
            )
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for request in self:
            if request.state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s”: this step is not its next one.",
                        name=request.name,
                        state=labels[request.state],
                    )
                )

from lxml import etree
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

DECIDED = ("approved", "refused", "returned", "added")


class OpsApprovalFlow(models.Model):
    """The approval of one document: its stages, its steps, and who may sign now.

    There is one per document; each submission is a round of it. Nobody has the right to write
    it: its private methods run by ``sudo()`` after the document checked the actor.
    """

    _name = "ops.approval.flow"
    _description = "Approval"
    _order = "submitted_at desc, id desc"

    name = fields.Char("Document", required=True, readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    kind = fields.Char(compute="_compute_kind")
    template_id = fields.Many2one("ops.approval.template", readonly=True, ondelete="restrict")
    requester_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    submitter_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    department_id = fields.Many2one("hr.department", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True)
    state = fields.Selection(
        [
            ("draft", "With the requester"),
            ("pending", "In approval"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="draft",
    )
    round = fields.Integer(readonly=True)
    digest = fields.Char(readonly=True)
    submitted_at = fields.Datetime("Submitted at", readonly=True)
    acted_at = fields.Datetime("Last step", readonly=True)
    stage_id = fields.Many2one(
        "ops.approval.stage", string="Now at", readonly=True, ondelete="restrict"
    )
    due_at = fields.Datetime("Due", readonly=True)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    stage_ids = fields.One2many("ops.approval.stage", "flow_id", string="Stages")
    step_ids = fields.One2many("ops.approval.step", "flow_id", string="Steps")
    waiting_user_ids = fields.Many2many(
        "res.users",
        "ops_approval_flow_waiting_rel",
        "flow_id",
        "user_id",
        string="May sign now",
        readonly=True,
    )
    reader_ids = fields.Many2many(
        "res.users",
        "ops_approval_flow_reader_rel",
        "flow_id",
        "user_id",
        string="Was asked",
        readonly=True,
        help="The requester and everybody who was ever asked to sign.",
    )
    is_blocked = fields.Boolean("Nobody can sign", readonly=True, index="btree_not_null")
    note = fields.Text("Why these people", readonly=True)
    can_approve = fields.Boolean(compute="_compute_can_approve")

    _document = models.UniqueIndex("(res_model, res_id)", "The document has an approval already.")
    _pending = models.Index("(submitted_at DESC, id DESC) WHERE state = 'pending'")
    _list = models.Index("(submitted_at DESC, id DESC)")

    @api.depends("res_model")
    def _compute_kind(self):
        for flow in self:
            known = flow.res_model in self.env
            flow.kind = self.env["ir.model"]._get(flow.res_model).name if known else ""

    @api.depends("state", "due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for flow in self:
            flow.is_late = flow.state == "pending" and bool(flow.due_at) and flow.due_at < now

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "pending") & Domain("due_at", "<", fields.Datetime.now())
        return late if True in value else ~late

    @api.depends("state", "waiting_user_ids")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        for flow in self:
            waiting = flow.state == "pending" and self.env.user in flow.waiting_user_ids
            flow.can_approve = waiting

    # ---------------------------------------------------------------- buttons of the lists

    def action_approve(self, opinion=None):
        """Approve all of these, each as the user who presses; all or none."""
        for flow in self:
            flow._document()._approval_act("approved", opinion)

    def action_open_document(self):
        """Open the document itself."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }

    def action_open_opinion(self):
        """Open the dialog in which the signer writes his opinion, for one or many."""
        self.check_access("read")
        return self._opinion_dialog()

    def _opinion_dialog(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_approval_opinion")
        action["context"] = {
            "default_flow_ids": self.ids,
            "default_verdict": self.env.context.get("approval_verdict", "approved"),
        }
        return action

    def _document(self):
        """Return the document as the current user has it, without superuser rights."""
        self.ensure_one()
        if self.sudo().res_model not in self.env:
            raise UserError(self.env._("The add-on of this document is no longer installed."))
        return self.env[self.sudo().res_model].browse(self.sudo().res_id)

    # ---------------------------------------------------------------- what happens to a document

    @api.model
    def _lock(self, record):
        """Hold a document and its approval, or say that somebody else is at it."""
        flow = record.approval_flow_id.sudo()
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(flush=False):
                free = record.try_lock_for_update(allow_referencing=True) == record
                free = free and flow.try_lock_for_update(allow_referencing=True) == flow
        except SerializationFailure:
            free = False
        if not free:
            raise UserError(
                self.env._(
                    "Somebody else has just acted on %s. Load the page again and look at what"
                    " was decided.",
                    record.display_name,
                )
            )

    @api.model
    def _submit(self, record):
        """Start a round for a locked draft: template, stages, digest, first stage."""
        record = record.sudo().with_context(lang=self.env.user.lang)
        env = record.env
        template, lines = env["ops.approval.template"]._choose(record)
        flow = record.approval_flow_id or env[self._name].create(self._first_vals(record))
        content = record._approval_digest()
        flow.write(flow._round_vals(record, template, content))
        stages = [
            {
                **line._stage_vals(),
                "flow_id": flow.id,
                "round": flow.round,
                "sequence": 10 * number,
            }
            for number, line in enumerate(lines, 1)
        ]
        env["ops.approval.stage"].create(stages)
        record.write(
            {
                "approval_state": "pending",
                "approval_flow_id": flow.id,
                "approval_digest": content,
            }
        )
        flow._log("submitted", env._("Requester"))
        flow._open_next()
        if flow.is_blocked:
            raise UserError(flow.note)

    def _first_vals(self, record):
        department = record._approval_department()
        return {
            "name": record.display_name,
            "res_model": record._name,
            "res_id": record.id,
            "requester_id": record._approval_requester().id,
            "company_id": (department.company_id or self.env.company).id,
        }

    def _round_vals(self, record, template, content):
        requester = record._approval_requester()
        return {
            "name": record.display_name,
            "template_id": template.id,
            "requester_id": requester.id,
            "submitter_id": self.env.uid,
            "department_id": record._approval_department().id,
            "amount": record._approval_amount(),
            "state": "pending",
            "round": self.round + 1,
            "digest": content,
            "submitted_at": fields.Datetime.now(),
            "reader_ids": [Command.link(requester.id), Command.link(self.env.uid)],
        }

    def _act(self, verdict, opinion, target=None, position="before"):
        """Do what the current user decides at the open stage of this locked approval.

        :param target: stage id to send back to, or user id to add
        """
        self.ensure_one()
        signers = self._my_seats()
        if not self._document().sudo()._approval_unchanged():
            self._return_to_requester("voided")
            self._tell_voided()
            return
        if verdict != "approved" and not (opinion or "").strip():
            raise UserError(self.env._("Write your opinion: the requester will read it."))
        stage = self.stage_id
        self._log(verdict, stage.name, opinion, stage, signers)
        if verdict == "refused":
            self._close("refused")
        elif verdict == "returned":
            self._send_back(target)
        elif verdict == "added":
            self._add_signer(target, position)
        else:
            self._go_on()

    def _my_seats(self):
        """Return the seats the current user signs now.

        :raise AccessError: none is his; also for the superuser
        """
        found = self._resolve(self._org())
        stage = self.stage_id
        signers = found.sign(self.env.uid, stage.mode, self._signed_seats())
        if not signers:
            raise AccessError(
                self.env._(
                    "%(name)s does not wait for your signature. It waits for: %(people)s.",
                    name=self.name,
                    people=", ".join(self.waiting_user_ids.mapped("name")) or "–",
                )
            )
        return signers

    def _log(self, verdict, name, opinion=None, stage=None, signers=()):
        """Append one step; the actor is the user of the environment."""
        signer = signers[0] if signers else None
        self.env["ops.approval.step"].sudo().create(
            {
                "flow_id": self.id,
                "stage_id": stage.id if stage else False,
                "name": name,
                "round": self.round,
                "attempt": stage.attempt if stage else 0,
                "verdict": verdict,
                "user_id": self.env.uid,
                "assignment_id": signer.card if signer else False,
                "principal_id": signer.principal if signer else False,
                "seats": ",".join(one.seat for one in signers),
                "opinion": (opinion or "").strip(),
                "digest": self.digest,
                "date": fields.Datetime.now(),
            }
        )
        self.acted_at = fields.Datetime.now()

    def _go_on(self):
        """After a signature: the next stage when this one has all it needs."""
        found = self._resolve(self._org())
        if found.open_seats(self.stage_id.mode, self._signed_seats()):
            self._refresh()
        else:
            self.stage_id.state = "done"
            self._open_next()

    def _open_next(self):
        stages = self.stage_ids.filtered(
            lambda stage: stage.round == self.round and stage.state == "queued"
        )
        following = stages.sorted(lambda stage: (stage.sequence, stage.id))[:1]
        if not following:
            self._close("approved")
            return
        before = self.stage_id
        following._open()
        self.write({"stage_id": following.id, "due_at": following.due_at})
        if not self._carry(before):
            self._refresh()

    def _carry(self, before) -> bool:
        """Do not ask who has just signed the stage before for himself a second time.

        Only right after one another: once somebody else has given an opinion, he is asked.
        """
        signed = before._signed().filtered(
            lambda step: step.user_id.id == self.env.uid and not step.principal_id
        )
        if not signed or before.state != "done":
            return False
        stage = self.stage_id
        signers = self._resolve(self._org()).carried(stage.mode, self.env.uid)
        if not signers:
            return False
        self._log("carried", stage.name, None, stage, signers)
        stage.state = "done"
        self._open_next()
        return True

    def _close(self, state):
        """End the round: approved or refused."""
        document = self._document().sudo()
        self.write({"state": state, "stage_id": False, "due_at": False})
        self._cancel_stages()
        document.write({"approval_state": state})
        self._refresh()
        self._tell_requester()
        document._on_approved() if state == "approved" else document._on_refused()

    def _return_to_requester(self, verdict):
        """Make the document a draft again: withdrawn or voided by a change."""
        self._log(verdict, self.env._("Requester"))
        self._to_draft()

    def _to_draft(self):
        document = self._document().sudo()
        self.write({"state": "draft", "stage_id": False, "due_at": False})
        self._cancel_stages()
        document.write({"approval_state": "draft", "approval_digest": False})
        self._refresh()
        self._tell_requester()
        document._on_withdrawn()

    def _cancel_stages(self):
        waiting = self.stage_ids.filtered(lambda stage: stage.state in ("open", "queued"))
        waiting.write({"state": "cancelled"})

    def _send_back(self, target):
        """Open an earlier stage of this round anew; without one the requester has it."""
        if not target:
            self._to_draft()
            return
        back = self.stage_ids.filtered(
            lambda stage: stage.id == target and stage.round == self.round and stage.state == "done"
        )
        if not back:
            raise UserError(self.env._("Send back to a stage that has been signed already."))
        again = self.stage_ids.filtered(
            lambda stage: (
                stage.round == self.round
                and stage.state in ("done", "open")
                and (stage.sequence, stage.id) >= (back.sequence, back.id)
            )
        )
        for stage in again:
            stage.write({"state": "queued", "attempt": stage.attempt + 1})
        self._open_next()

    def _add_signer(self, target, position):
        """Put a stage of one named person before or after the open one."""
        user = self.env["res.users"].sudo().browse(target or 0).exists()
        if not user or not user.active or not user.has_group("ops_roles.group_user"):
            raise UserError(self.env._("Choose a person who holds a role card."))
        if user in self.requester_id | self.submitter_id | self.env.user:
            raise UserError(
                self.env._("Neither the requester nor you yourself can be added as a signer.")
            )
        if position not in ("before", "after"):
            raise UserError(self.env._("A signer is added before or after you."))
        now = self.stage_id
        later = self.stage_ids.filtered(
            lambda stage: stage.round == self.round and stage.sequence > now.sequence
        )
        for stage in later:
            stage.sequence += 10
        now.sequence += 5
        self.env["ops.approval.stage"].sudo().create(
            {
                "flow_id": self.id,
                "round": self.round,
                "sequence": now.sequence + (-1 if position == "before" else 1),
                "name": self.env._("Added: %s", user.name),
                "resolver": "person",
                "user_ids": [Command.set(user.ids)],
                "added_by_id": self.env.uid,
                "remind_hours": now.remind_hours,
                "escalate_hours": now.escalate_hours,
            }
        )
        if position == "before":
            now.state = "queued"
            self._open_next()

    def _why_not_pending(self, record) -> str:
        """Say who decided, to somebody who comes too late."""
        last = self.step_ids.filtered(lambda step: step.verdict != "submitted")[-1:]
        if not last:
            return self.env._("%s has not been submitted.", record.sudo().display_name)
        return self.env._(
            "%(name)s is no longer in approval: %(verdict)s by %(user)s. Load the page again.",
            name=self.name,
            verdict=dict(last._fields["verdict"]._description_selection(self.env))[last.verdict],
            user=last.user_id.name,
        )

    def _tell_requester(self):
        """Send the requester the outcome into his inbox."""
        if self.env.user == self.requester_id:
            return
        document = self._document().sudo()
        if hasattr(document, "message_notify"):
            last = self.step_ids.sorted("id")[-1:]
            verdict = dict(last._fields["verdict"]._description_selection(self.env))[last.verdict]
            document.message_notify(
                partner_ids=self.requester_id.partner_id.ids,
                subject=f"{self.name}: {verdict}",
                body=last.opinion or verdict,
            )

    def _tell_voided(self):
        """Tell who presses that nothing was signed; an error would undo the voiding itself."""
        message = self.env._(
            "%s was changed after it was submitted: nothing is signed, the requester has it again.",
            self.name,
        )
        self.env.user._bus_send("simple_notification", {"type": "warning", "message": message})

    # ---------------------------------------------------------------- on forms

    @api.model
    def _fill_form(self, arch):
        """Replace the two places of a form by the shared buttons and the page of steps."""
        places = {"div": arch.find(".//header/div[@name='approval']")}
        places["page"] = arch.find(".//notebook/page[@name='approval']")
        if places["div"] is None and places["page"] is None:
            return
        shared = etree.fromstring(
            self.env.ref("ops_roles.view_approval_parts").sudo().get_combined_arch()
        )
        for name, place in places.items():
            if place is not None:
                parts = shared.find("header" if name == "div" else ".//page")
                for part in list(parts) if name == "div" else [parts]:
                    place.addprevious(part)
                place.getparent().remove(place)

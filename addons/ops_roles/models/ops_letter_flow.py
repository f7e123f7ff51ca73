from odoo import fields, models
from odoo.exceptions import AccessError, UserError

REGISTERED = ("registered", "proposed", "instructed", "circulating")


class OpsLetter(models.Model):
    """The way of a letter; every step checks who takes it and from which state."""

    _inherit = "ops.letter"

    def action_register(self):
        """Number incoming letters: the number is theirs from now on."""
        self._check_step(("draft",), "incoming")
        for letter in self:
            letter._check_complete()
            letter.sudo().write(
                {
                    **letter.series_id.sudo()._draw(),
                    "state": "registered",
                    "registered_by_id": self.env.uid,
                    "registered_at": fields.Datetime.now(),
                }
            )

    def action_propose(self):
        """Lay incoming letters before their leaders with the proposed handling (拟办)."""
        self._check_step(("registered", "proposed"), "incoming")
        for letter in self:
            if not letter.leader_id or not letter.proposal:
                raise UserError(
                    self.env._(
                        "%(letter)s: enter the proposed handling and who is asked for an"
                        " instruction first.",
                        letter=letter.display_name,
                    )
                )
        self.sudo().write(
            {
                "state": "proposed",
                "proposed_by_id": self.env.uid,
                "proposed_at": fields.Datetime.now(),
            }
        )
        self._tell(self.leader_id, self.env._("A letter waits for your instruction."))

    def action_instruct(self):
        """Open the dialog in which the leader writes an instruction (批示)."""
        self.ensure_one()
        self._check_leader()
        return self._dialog("ops_roles.action_letter_instruct")

    def action_circulate(self):
        """Open the dialog that puts people on the read list."""
        self._check_may_circulate()
        return self._dialog("ops_roles.action_letter_circulate")

    def action_chase(self):
        """Remind everybody on the read list who has not read yet; the reminder is counted."""
        self._check_may_circulate()
        unread = self.sudo().reader_ids.filtered(lambda reader: not reader.read_at)
        if not unread:
            raise UserError(self.env._("Everybody on the list has read it: nobody to remind."))
        now = fields.Datetime.now()
        for count, readers in unread.grouped("chase_count").items():
            readers.write({"chase_count": count + 1, "chased_at": now})
        for letter in self:
            readers = letter.sudo().reader_ids.filtered(lambda reader: not reader.read_at)
            letter._tell(readers.user_id, self.env._("Please read this letter; you are awaited."))

    def action_close(self):
        """Open the dialog in which the result is written and the letter closed (办结)."""
        self.ensure_one()
        self._check_may_close()
        return self._dialog("ops_roles.action_letter_close")

    def action_void(self):
        """Open the dialog that makes a letter void; its number stays taken (作废)."""
        self.ensure_one()
        self._check_may_void()
        return self._dialog("ops_roles.action_letter_void")

    def action_open_readers(self):
        """Open the read list: who has read when, unread first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_letter_reader")
        return {**action, "domain": [("letter_id", "=", self.id)], "context": {}}

    def action_read(self):
        """Sign that I have read these letters."""
        self.env["ops.letter.reader"].sudo().search(
            [("letter_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        ).with_user(self.env.user).action_read()

    def _instruct(self, opinion, executors=None, due=None):
        """Write the instruction of the leader who acts; the letter is his to instruct.

        :param executors: users who get a directive with the opinion as its text
        :param due: last calendar day of that directive
        """
        self.ensure_one()
        self._check_leader()
        if not (opinion or "").strip():
            raise UserError(self.env._("Write the instruction first."))
        self.env["ops.letter.instruction"].sudo().create(
            {
                "letter_id": self.id,
                "user_id": self.env.uid,
                "signed_at": fields.Datetime.now(),
                "opinion": opinion.strip(),
            }
        )
        self.sudo().state = "instructed"
        if executors:
            self._direct(opinion.strip(), executors, due)
        self._tell(self.handler_id | self.proposed_by_id, opinion)

    def _direct(self, opinion, executors, due):
        """Open a directive for the executors, who may then read the letter."""
        if not due:
            raise UserError(self.env._("Enter until when the instruction is carried out."))
        people = executors.sudo().employee_ids.filtered(
            lambda one: one.company_id == self.company_id
        )
        for user in executors - people.user_id:
            raise UserError(
                self.env._(
                    "%(name)s has no personnel file. Choose another executor.", name=user.name
                )
            )
        self.env["ops.directive"]._open_from(
            self, self.name, people, due, opinion, kind=self._directive_kind
        )
        self._put_on_list(executors)

    def _circulate(self, users):
        """Put ``users`` on the read list, once each, in one statement, and tell them."""
        self._check_may_circulate()
        self._put_on_list(users)
        self.sudo().write({"state": "circulating"})

    def _put_on_list(self, users):
        now = fields.Datetime.now()
        readers = self.env["ops.letter.reader"].sudo()
        for letter in self:
            new = users - letter.sudo().reader_ids.user_id
            readers.create(
                [
                    {
                        "letter_id": letter.id,
                        "user_id": user.id,
                        "asked_by_id": self.env.uid,
                        "asked_at": now,
                    }
                    for user in new
                ]
            )
            letter.sudo()._sync_todos()

    def _close(self, result):
        self._check_may_close()
        if not (result or "").strip():
            raise UserError(self.env._("Write the result first: what was done about it."))
        self.sudo().write(
            {
                "state": "done",
                "result": result.strip(),
                "done_at": fields.Datetime.now(),
                "done_by_id": self.env.uid,
            }
        )

    def _make_void(self, reason):
        self._check_may_void()
        if not (reason or "").strip():
            raise UserError(self.env._("Write why the letter is void; its number stays taken."))
        self.sudo().write({"state": "void", "void_reason": reason.strip()})
        self.message_post(body=self.env._("Void: %s", reason.strip()))

    def _dialog(self, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "context": {"default_letter_ids": self.ids}}

    def _tell(self, users, text):
        """Send ``text`` to the inbox of ``users`` and refresh their home pages."""
        for letter in self:
            letter.sudo().message_notify(
                partner_ids=users.partner_id.ids,
                body=text,
                subject=letter.display_name,
                author_id=self.env.user.partner_id.id,
            )
        self.env["ops.home"]._notify(users)

    def _is_registrar(self) -> bool:
        return self.env.user.has_group("ops_roles.group_letter_registrar")

    def _check_step(self, states, direction=None):
        """Refuse who is no registrar of these letters, and letters that are not at this step.

        :raise AccessError: without the role card or outside the departments in charge
        :raise UserError: from another state
        """
        if not self._is_registrar():
            raise AccessError(self.env._("This step is for the registrars of the department."))
        self.check_access("write")
        self._check_state(states, direction)

    def _check_state(self, states, direction=None):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for letter in self:
            if letter.state not in states or direction not in (None, letter.direction):
                raise UserError(
                    self.env._(
                        "%(letter)s is %(state)s: this step is not possible now.",
                        letter=letter.display_name,
                        state=labels[letter.state],
                    )
                )

    def _check_complete(self):
        if not (self.correspondent or "").strip():
            raise UserError(
                self.env._("%(letter)s: enter who the letter is from.", letter=self.display_name)
            )

    def _check_leader(self):
        """The leader asked, or a leader in charge of the department, gives instructions."""
        self.check_access("read")
        self._check_state(REGISTERED, "incoming")
        leads = self.env.user.has_group("ops_roles.group_letter_leader")
        for letter in self:
            in_charge = self.env.user in letter.sudo().department_id.ops_user_ids
            if letter.leader_id != self.env.user and not (leads and in_charge):
                raise AccessError(
                    self.env._(
                        "Instructions are given by the leader asked, or by who leads the"
                        " department."
                    )
                )

    def _check_may_circulate(self):
        """Registrars, and leaders in charge; after the number is there."""
        self.check_access("read")
        leads = self.env.user.has_group("ops_roles.group_letter_leader")
        if not self._is_registrar() and not leads:
            raise AccessError(
                self.env._("Letters are circulated by registrars and leaders of the department.")
            )
        self._check_state((*REGISTERED, "issued"))

    def _check_may_close(self):
        self.check_access("read")
        if not self._is_registrar() and self.handler_id - self.env.user:
            raise AccessError(
                self.env._("A letter is closed by who handles it, or by the registrars.")
            )
        self._check_state((*REGISTERED, "issued"))

    def _check_may_void(self):
        self._check_step((*REGISTERED, "draft", "approved", "issued"))

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..core.approval import Card, Org, Rule, resolve

BATCH = 200  # approvals reminded or escalated before the scheduled action commits


class OpsApprovalFlow(models.Model):
    """Who may sign: resolved from the organisation as it is at this moment."""

    _inherit = "ops.approval.flow"

    @api.model
    def _org(self) -> Org:
        """Fetch the organisation once: cards, departments, roles, superiors, logins.

        Departed people are among them: the way up leads past them.
        """
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(
            """
            SELECT employee.id, employee.parent_id, login.id, login.active AND employee.active
              FROM hr_employee employee
              JOIN resource_resource person ON person.id = employee.resource_id
         LEFT JOIN res_users login ON login.id = person.user_id
            """
        )
        people = cr.fetchall()
        users = {person: user if here else None for person, _boss, user, here in people}
        former = {user: person for person, _boss, user, here in people if user and not here}
        cr.execute("SELECT id FROM res_users WHERE NOT active")
        former = {**dict.fromkeys(user for (user,) in cr.fetchall()), **former}
        working = {user for user in users.values() if user}
        cr.execute(
            """
            SELECT id, employee_id, role_id, department_id, acting_for_id
              FROM ops_role_assignment WHERE state = 'current' ORDER BY date_from, id
            """
        )
        cards = [
            Card(card, users[person], person, role, place, principal)
            for card, person, role, place, principal in cr.fetchall()
            if person in users
        ]
        cr.execute("SELECT id, parent_id, manager_id FROM hr_department")
        places = cr.fetchall()
        cr.execute("SELECT id, superior_id FROM ops_role")
        return Org(
            cards,
            parents={place: above for place, above, _manager in places},
            managers={place: manager for place, _above, manager in places if manager},
            superiors=dict(cr.fetchall()),
            bosses={person: boss for person, boss, _user, _here in people},
            users=users,
            former={user: person for user, person in former.items() if user not in working},
        )

    def _resolve(self, org):
        """Return who may sign the open stage, by the organisation given."""
        self.ensure_one()
        signed = self.step_ids.filtered(
            lambda step: (
                step.round == self.round
                and step.verdict == "approved"
                and step.attempt == step.stage_id.attempt
            )
        )
        return resolve(org, self._rule(org), signed.user_id.ids)

    def _rule(self, org) -> Rule:
        stage = self.stage_id
        return Rule(
            resolver=stage.resolver,
            mode=stage.mode,
            department=self.department_id.id or None,
            requester=org.employees.get(self.requester_id.id),
            barred=frozenset((self.requester_id | self.submitter_id).ids),
            roles=tuple(stage.role_ids.ids),
            people=tuple(stage.with_context(active_test=False).user_ids.ids),
            levels=stage.level,
            everywhere=stage.everywhere,
            escalated=stage.escalated,
        )

    def _signed_seats(self) -> list:
        """Return the seats of the open stage that have been signed."""
        return [seat for step in self.stage_id._signed() for seat in step.seats.split(",")]

    @api.model
    def _refresh_all(self):
        """Resolve all approvals in progress anew: somebody's role card or superior changed."""
        self.sudo().search([("state", "=", "pending")])._refresh()

    def _refresh(self):
        """Bring who may sign, the reason and the to-dos in line with the organisation."""
        org = self._org() if any(flow.stage_id for flow in self) else None
        todo = {}
        for flow in self.sudo():
            if flow.state != "pending":
                flow._set_waiting([], "", False)
                todo[flow] = set()
                continue
            found, mode, signed = flow._resolve(org), flow.stage_id.mode, flow._signed_seats()
            signers = found.signers(mode, signed)
            blocked = found.blocked(mode, signed)
            flow._set_waiting([one.user for one in signers], flow._why(found, blocked), blocked)
            todo[flow] = {one.user for one in signers if one.on_duty}
        self._sync_activities(todo)

    def _set_waiting(self, users, note, blocked):
        """Write what differs only: a refresh of all approvals mostly changes none."""
        vals = {}
        if set(users) != set(self.waiting_user_ids.ids):
            vals["waiting_user_ids"] = [Command.set(users)]
            new = set(users) - set(self.reader_ids.ids)
            vals["reader_ids"] = [Command.link(user) for user in new]
        if note != (self.note or ""):
            vals["note"] = note
        if blocked != self.is_blocked:
            vals["is_blocked"] = blocked
        if vals:
            self.write(vals)

    def _why(self, found, blocked) -> str:
        """Say in words why others than expected sign, or why nobody can."""
        lines = [self._reason(code, subject) for code, subject in found.notes]
        if blocked:
            lines.append(
                self.env._(
                    "Nobody can sign the step “%s”. Ask the access administrator to assign the"
                    " role or change the template; it is never approved by itself.",
                    self.stage_id.name,
                )
            )
        return "\n".join(lines)

    def _reason(self, code, subject) -> str:
        _ = self.env._
        models_ = {"vacant": "ops.role", "unmanaged": "hr.department"}
        name = self.env[models_.get(code, "hr.employee")].sudo().browse(subject).display_name
        return {
            "vacant": lambda: _("Nobody holds the role %s here: the role above decides.", name),
            "unmanaged": lambda: _("%s has no manager who can sign: the one above decides.", name),
            "requester": lambda: _("%s is the requester: the superior decides.", name),
            "barred": lambda: _(
                "The stand-in %s is the requester or has signed already: the superior may sign"
                " as well.",
                name,
            ),
            "login": lambda: _("%s has no login: the superior decides.", name),
            "top": lambda: _("There are fewer superiors than asked for: %s is the last.", name),
            "escalated": lambda: _("It is late: %s may sign as well.", name),
        }[code]()

    # ---------------------------------------------------------------- as a timeline

    def _timeline(self):
        """Return steps done and stages to come as HTML, for forms and the printed sheet."""
        if not self:
            return False
        self.ensure_one()
        return self.env["ir.qweb"]._render("ops_roles.approval_timeline", self._timeline_values())

    def _timeline_values(self) -> dict:
        labels = dict(
            self.env["ops.approval.step"]._fields["verdict"]._description_selection(self.env)
        )
        coming = self.stage_ids.filtered(
            lambda stage: stage.round == self.round and stage.state in ("open", "queued")
        )
        return {
            "flow": self,
            "steps": self.step_ids.sorted("id"),
            "labels": labels,
            "coming": coming.sorted(lambda stage: (stage.sequence, stage.id)),
            "zone": self.company_id._ops_tz(),
        }

    # ---------------------------------------------------------------- to-dos

    @api.model
    def _sync_activities(self, todo):
        """Keep exactly one to-do for each person whose turn it is.

        :param todo: ``{approval: {user ids}}``
        """
        kind = self.env.ref("ops_roles.mail_activity_type_approval")
        wanted = {
            (flow.res_model, flow.res_id, user): flow
            for flow, users in todo.items()
            if flow._takes_activities()
            for user in users
        }
        present = self._present_activities(kind, todo)
        have = {(one.res_model, one.res_id, one.user_id.id): one for one in present}
        present.browse(one.id for key, one in have.items() if key not in wanted).unlink()
        missing = [key for key in wanted if key not in have]
        present.with_context(mail_activity_quick_update=True).create(
            [wanted[key]._activity_vals(kind, key[-1]) for key in missing]
        )
        for key in missing:
            wanted[key]._send_outward(self.env["res.users"].browse(key[-1]))
        users = {user for users in todo.values() for user in users}
        self.env["ops.home"]._notify(self.env["res.users"].sudo().browse(users))

    def _takes_activities(self):
        """Tell whether the document can have to-dos: its addon may be gone."""
        return self.res_model in self.env and "activity_ids" in self.env[self.res_model]._fields

    @api.model
    def _present_activities(self, kind, flows):
        """Return the to-dos of approvals, whatever their models, in one query (sudo)."""
        documents = {}
        for flow in flows:
            documents.setdefault(flow.res_model, []).append(flow.res_id)
        domain = Domain.OR(
            Domain("res_model", "=", model) & Domain("res_id", "in", ids)
            for model, ids in documents.items()
        )
        return (
            self.env["mail.activity"]
            .sudo()
            .search(domain & Domain("activity_type_id", "=", kind.id))
        )

    def _activity_vals(self, kind, user):
        due = self.due_at or fields.Datetime.now()
        return {
            "res_model_id": self.env["ir.model"]._get_id(self.res_model),
            "res_id": self.res_id,
            "activity_type_id": kind.id,
            "summary": self.stage_id.name,
            "user_id": user,
            "automated": True,
            "date_deadline": fields.Datetime.context_timestamp(
                self.with_context(tz=self.company_id._ops_tz()), due
            ).date(),
        }

    # ---------------------------------------------------------------- reminders and escalation

    @api.model
    def _cron_remind(self):
        """Run by the scheduled action: one batch at a time until nothing is due."""
        done, left = self._remind_due()
        self.env["ir.cron"]._commit_progress(done, remaining=left)

    @api.model
    def _remind_due(self):
        """Remind who is late and let the superior sign when it is later still.

        :return: how many were due, and how many are left for the next batch
        """
        now = fields.Datetime.now()
        due = Domain("state", "=", "open") & (
            Domain("remind_at", "<=", now) | Domain("escalate_at", "<=", now)
        )
        stages = self.env["ops.approval.stage"].sudo()
        found = stages.search(due, limit=BATCH)
        late = found.filtered(lambda stage: stage.escalate_at and stage.escalate_at <= now)
        late._escalate()
        for stage in found - late:
            stage.flow_id._remind(stage)
        return len(found), stages.search_count(due)

    def _send_outward(self, users):
        self.env["ops.notice"]._send(
            "approval", users, self.name, self._document(), due=self.due_at
        )

    def _remind(self, stage):
        stage.remind_at = False
        document = self._document().sudo()
        self._send_outward(self.waiting_user_ids)
        if hasattr(document, "message_notify"):
            document.message_notify(
                partner_ids=self.waiting_user_ids.partner_id.ids,
                subject=self.env._("Still waiting for your signature: %s", self.name),
                body=self.env._("Please approve or refuse: %s", self.name),
            )

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.appraisal import grade_of, weighted_total

#: The to-do of each step.
TODOS = {
    "self": "ops_roles.activity_appraisal_self",
    "score": "ops_roles.activity_appraisal_score",
    "confirm": "ops_roles.activity_appraisal_confirm",
    "appealed": "ops_roles.activity_appraisal_appeal",
}
#: Days somebody has for deciding an appeal.
DECIDE_DAYS = 5


class OpsAppraisal(models.Model):
    """The steps of an appraisal; each checks whose turn it is, and holds the record meanwhile."""

    _inherit = "ops.appraisal"

    def action_self(self):
        """Hand in one's own assessment to the superior."""
        self._turn("may_self", "self")
        for appraisal in self.sudo():
            appraisal._check_scored("self_score")
            appraisal._step("score", due=appraisal.cycle_id.score_due, self_at=self._now())
            appraisal._ask(appraisal._scorer())

    def action_score(self):
        """Hand in the scores of the superior; the total and the grade follow from them."""
        self._turn("may_score", "score", "self")
        self._hand_in()

    def action_take_over(self):
        """Score as the appraised did wherever the superior has given no score, and hand it in."""
        self._turn("may_score", "score", "self")
        for line in self.sudo().line_ids:
            if line.by_hand and line.superior_score is False and line.self_score is not False:
                line.superior_score = line.self_score
        self._hand_in()

    def action_confirm(self):
        """Confirm what the superiors have scored; it is published to the appraised."""
        self._turn("may_confirm", "confirm")
        for appraisal in self.sudo():
            appraisal._publish(confirmed_at=self._now(), confirmed_by_id=self.env.uid)

    def action_accept(self):
        """Accept one's own result before the days to appeal are over; it is frozen."""
        self._turn("may_appeal", "published")
        self.sudo()._freeze(self.env.user)

    def action_return(self):
        """Open the dialog that returns it to the superior."""
        return self._dialog("may_confirm", "return")

    def action_appeal(self):
        """Open the dialog in which the appraised appeals."""
        return self._dialog("may_appeal", "appeal")

    def action_decide(self):
        """Open the dialog that decides the appeal."""
        return self._dialog("may_decide", "decide")

    def action_chase(self):
        """Remind those whose turn it is; for who is above the appraised or head of the cycle."""
        self.check_access("read")
        if not self.env["res.users"]._ops_leads():
            raise AccessError(self.env._("Only superiors remind others of their appraisals."))
        for appraisal in self.sudo().filtered(lambda one: one.state in TODOS):
            appraisal.message_notify(
                partner_ids=appraisal.activity_ids.user_id.partner_id.ids,
                subject=appraisal.display_name,
                body=self.env._("This appraisal waits for you. Please do your part."),
            )

    def _return(self, note):
        """Return it to the superior, who scores it again."""
        self._turn("may_confirm", "confirm")
        self._check_words(note)
        for appraisal in self.sudo():
            appraisal._step(
                "score",
                due=appraisal._day_after(appraisal.cycle_id.score_due),
                return_note=note,
                return_count=appraisal.return_count + 1,
            )
            appraisal._ask(appraisal._scorer())

    def _appeal(self, reason):
        """Appeal against the result; nothing of it changes until it is decided."""
        self._turn("may_appeal", "published")
        self._check_words(reason)
        for appraisal in self.sudo():
            due = appraisal.company_id._ops_today() + timedelta(days=DECIDE_DAYS)
            appraisal._step("appealed", due=due, appeal_reason=reason, appealed_at=self._now())
            appraisal._ask(appraisal._deciders())

    def _decide(self, decision, note):
        """Decide the appeal and freeze the sheet; what the superior scored is kept beside it."""
        self._turn("may_decide", "appealed")
        self._check_words(note)
        for appraisal in self.sudo():
            lines = appraisal.line_ids
            changed = any(line.decided_score is not False for line in lines)
            if changed != (decision == "changed"):
                raise UserError(
                    self.env._(
                        "To change the score, enter the decided score of each line concerned; to"
                        " let it stay, leave that column empty."
                    )
                )
            appraisal.write(
                {
                    **appraisal._result(),
                    "decision": decision,
                    "decision_note": note,
                    "decided_at": self._now(),
                    "decided_by_id": self.env.uid,
                }
            )
            appraisal._freeze(self.env.user)

    # ---------------------------------------------------------------- who

    def _scorer(self):
        """The direct superior of today; the one of the beginning when the line has a gap."""
        boss = self.env["hr.employee"].browse(self.employee_id.id).parent_id.user_id
        return boss or self.superior_id

    def _judges(self):
        """Holders of the confirming roles in charge; without one, who is next above the scorer."""
        self.ensure_one()
        one = self.sudo()
        holders = one.env["res.users"]._ops_holders(one.template_id.confirm_role_ids)
        judges = (holders & one.department_id.ops_user_ids) - one.user_id - one.scored_by_id
        return judges or one._above_scorer()

    def _above_scorer(self):
        """The nearest above the direct superior who have neither scored nor confirmed it."""
        people = self.env["hr.employee"].browse(self.employee_id.id)
        steps = people._ops_superior_users()[people.id]
        done = (self.scored_by_id | self.confirmed_by_id).ids
        higher = {user: step for user, step in steps.items() if step > 1 and user not in done}
        nearest = min(higher.values(), default=0)
        return self.env["res.users"].browse([u for u, step in higher.items() if step == nearest])

    def _confirmers(self):
        if not self.sudo().template_id.confirm_role_ids:
            return self.env["res.users"]
        return self._judges()

    def _deciders(self):
        """Another than who confirmed it, where there is one; at the top the superior himself."""
        judges, one = self._judges(), self.sudo()
        others = judges - one.confirmed_by_id
        return others or one._above_scorer() or judges or one._scorer()

    def _check_may(self, right):
        """:raise AccessError: when it is not this user's turn, by the field ``may_…``"""
        for appraisal in self:
            if not appraisal[right]:
                raise AccessError(
                    self.env._(
                        "%(name)s is “%(state)s”: that is not for you to do now.",
                        name=appraisal.display_name,
                        state=dict(self._fields["state"]._description_selection(self.env))[
                            appraisal.sudo().state
                        ],
                    )
                )

    # ---------------------------------------------------------------- inside

    @api.model
    def _now(self):
        return fields.Datetime.now()

    def _turn(self, right, *states):
        """Hold the records, and refuse when the step is not the user's, or was done already."""
        self.check_access("read")
        self._hold()
        labels = dict(self._fields["state"]._description_selection(self.env))
        for appraisal in self.sudo():
            if appraisal.state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s” by now. Load the page again.",
                        name=appraisal.display_name,
                        state=labels[appraisal.state],
                    )
                )
        self._check_may(right)

    def _hold(self):
        """Lock the rows until the end of the transaction, or say that somebody else is at it."""
        self.env.flush_all()
        taken = self.sudo() - self.sudo().try_lock_for_update(allow_referencing=True)
        if taken:
            raise UserError(
                self.env._(
                    "Somebody else is just working on %s. Load the page again.",
                    taken[0].display_name,
                )
            )
        self.invalidate_recordset()

    def _dialog(self, right, kind):
        self.ensure_one()
        self.check_access("read")
        self._check_may(right)
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "ops.appraisal.step",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_appraisal_id": self.id, "default_kind": kind},
        }

    def _check_words(self, text):
        if not (text or "").strip():
            raise UserError(self.env._("Write down the reasons."))

    def _check_scored(self, column):
        """:raise UserError: naming the lines scored by hand that have no score yet"""
        missing = self.line_ids.filtered(lambda line: line.by_hand and line[column] is False)
        if missing:
            raise UserError(
                self.env._(
                    "%(name)s: score these lines first: %(lines)s.",
                    name=self.display_name,
                    lines=", ".join(missing.mapped("name")),
                )
            )

    def _hand_in(self):
        for appraisal in self.sudo():
            appraisal._check_scored("superior_score")
            result = appraisal._result()
            appraisal.write(
                {
                    **result,
                    "scored_total": result["total"],
                    "scored_grade": result["grade"],
                    "scored_at": self._now(),
                    "scored_by_id": self.env.uid,
                }
            )
            if confirmers := appraisal._confirmers():
                appraisal._step("confirm", due=appraisal._day_after(appraisal.cycle_id.confirm_due))
                appraisal._ask(confirmers)
            else:
                appraisal._publish()

    def _result(self) -> dict:
        """Return total, grade and coefficient of the scores that count now."""
        total = weighted_total((line.weight, line.score) for line in self.line_ids)
        grade, coefficient = grade_of(total, self.template_id._bands()) or (False, 0.0)
        return {"total": total, "grade": grade, "coefficient": coefficient}

    def _publish(self, **vals):
        until = self.company_id._ops_today() + timedelta(days=self.cycle_id.appeal_days)
        self._step("published", due=until, appeal_until=until, **vals)
        self.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=self.display_name,
            body=self.env._(
                "Your result: %(total)s, grade %(grade)s. You may appeal until %(day)s.",
                total=self.total,
                grade=self.grade,
                day=until,
            ),
        )

    def _day_after(self, due):
        """``due``, but never earlier than tomorrow."""
        return max(due, self.company_id._ops_today() + timedelta(days=1))

    def _step(self, state, **vals):
        """Set the state, and take away the to-dos of the step before."""
        users = self.activity_ids.user_id | self.user_id
        self.activity_unlink(list(TODOS.values()), only_automated=False)
        self.write({"state": state, **vals})
        self.env["ops.home"]._notify(users)

    def _ask(self, users):
        rows = [(self, user, self.due, False) for user in users]
        if rows:
            self._give_todos(TODOS[self.state], rows)

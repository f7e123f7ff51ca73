from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: Models whose open work can change hands; each has ``_handover_open`` and ``_handover_move``.
#: What the taker may not take (he would check his own work) stays open in the giver's hands.
PROVIDERS = (
    *("ops.directive.line", "ops.meeting", "ops.training.session"),
    *("mail.activity", "calendar.event"),
)


class OpsRoleHandover(models.Model):
    """One piece of open work that goes to a stand-in or successor, and back from a stand-in.

    A row is planned when the assignment is made, carried out at the moment the assignment
    begins, and undone when a stand-in's assignment ends. Who hands over and the administrator
    choose what goes as long as the row is planned.
    """

    _name = "ops.role.handover"
    _description = "Hand-over of open work"
    _inherit = ["ops.guarded.mixin"]
    _order = "assignment_id desc, date_due, id"
    _guarded = ("assignment_id", "from_user_id", "to_user_id", "state", "res_model", "res_id")

    assignment_id = fields.Many2one(
        "ops.role.assignment", required=True, readonly=True, index=True, ondelete="cascade"
    )
    from_user_id = fields.Many2one(
        "res.users", string="Hands over", readonly=True, index=True, ondelete="cascade"
    )
    to_user_id = fields.Many2one(
        "res.users", string="Takes over", readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="assignment_id.company_id", store=True)
    res_model = fields.Char("Model", readonly=True, required=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", readonly=True, required=True
    )
    kind = fields.Char("Kind of work", compute="_compute_kind")
    name = fields.Char("Open work", readonly=True)
    date_due = fields.Date("Due", readonly=True)
    to_move = fields.Boolean("Goes over", default=True)
    date_begin = fields.Date(related="assignment_id.date_from", string="From", store=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("moved", "Handed over"),
            ("kept", "Stays"),
            ("returned", "Given back"),
            ("done", "Done meanwhile"),
        ],
        default="planned",
        readonly=True,
        required=True,
        copy=False,
    )

    _work_unique = models.UniqueIndex(
        "(assignment_id, res_model, res_id)", "This work is already on the hand-over list."
    )

    @api.depends("res_model")
    def _compute_kind(self):
        for row in self:
            row.kind = self._kind(row.res_model)

    def write(self, vals):
        if "to_move" in vals and not self.env.su:
            self._check_chooser()
        return super().write(vals)

    def action_toggle(self):
        """Let planned work go over, or stay; for who hands over and the administrator."""
        self.check_access("read")
        self._check_chooser()
        for row in self.sudo():
            row.to_move = not row.to_move

    @api.readonly
    def action_open_work(self):
        """Open the record the work is about."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }

    def _check_chooser(self):
        if self.filtered(lambda row: row.state != "planned"):
            raise UserError(self.env._("This work has changed hands already. Move it by itself."))
        actor = self.env.user
        if not actor.has_group("ops_roles.group_adm") and self.from_user_id != actor:
            raise AccessError(
                self.env._("Who hands over or the access administrator chooses what goes over.")
            )

    @api.model
    def _providers(self):
        """Models of open work; an add-on with work of its own adds its model's name."""
        return [self.env[name].sudo() for name in PROVIDERS]

    @api.model
    def _kind(self, model):
        """Return what a model's open work is called in the user's language."""
        return self.env[model]._handover_kind() if model in self.env else model

    @api.model
    def _open_work(self, user):
        """Return all open work of a user as values of new rows, without the assignment."""
        rows = []
        for provider in self._providers():
            work = provider._handover_open(user)
            rows += [
                {
                    "res_model": work._name,
                    "res_id": record.id,
                    "name": record.display_name,
                    "date_due": record._handover_due(),
                }
                for record in work
            ]
        return rows

    @api.model
    def _plan(self, assignments):
        """Add the open work that is not yet on the lists of assignments that take over."""
        for assignment in assignments:
            giver, taker = assignment._handover_users()
            if not giver or not taker or giver == taker:
                continue
            known = {(row.res_model, row.res_id) for row in assignment.handover_ids}
            users = {"from_user_id": giver.id, "to_user_id": taker.id}
            self.sudo().create(
                [
                    {**work, **users, "assignment_id": assignment.id}
                    for work in self._open_work(giver)
                    if (work["res_model"], work["res_id"]) not in known
                ]
            )

    @api.model
    def _follow(self, assignments):
        """Hand over what has begun and give back what a stand-in no longer stands in for."""
        records = assignments.sudo()
        begun = records.filtered(lambda card: card.state == "current" and card._handover_users()[0])
        self._plan(begun)
        rows = self.sudo().search(
            Domain("assignment_id", "in", begun.ids) & Domain("state", "=", "planned")
        )
        staying = rows.filtered(lambda row: not row.to_move)
        staying.state = "kept"
        (rows - staying)._pass_on("from_user_id", "to_user_id", "moved")
        ended = records.filtered(lambda card: card.state == "ended" and card.kind == "acting")
        self.sudo().search(
            Domain("assignment_id", "in", ended.ids) & Domain("state", "=", "moved")
        )._pass_on("to_user_id", "from_user_id", "returned")

    def _pass_on(self, giver, taker, state):
        """Move what is still open in the giver's hands; the rest was done meanwhile."""
        rows = self.filtered(lambda row: row.to_user_id.active and row.from_user_id.active)
        for (model, start, end), group in rows.grouped(
            lambda row: (row.res_model, row[giver], row[taker])
        ).items():
            work = self.env[model].sudo()
            still = work.browse(group.mapped("res_id")) & work._handover_open(start)
            still._handover_move(start, end)
            stays = set((still & work._handover_open(start)).ids)
            moved = group.filtered(lambda row, ids=set(still.ids): row.res_id in ids)
            kept = moved.filtered(lambda row, ids=stays: row.res_id in ids)
            kept.state = "kept"
            (moved - kept).state = state
            (group - moved).state = "done"

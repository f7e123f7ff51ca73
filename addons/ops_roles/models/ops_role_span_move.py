from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.span import Team, suggest


class OpsRoleSpan(models.Model):
    """Who to move when a leader has too many or too few people."""

    _inherit = "ops.role.span"

    suggestion = fields.Char("Who to move", compute="_compute_suggestion")

    @api.depends("people")
    def _compute_suggestion(self):
        moves = defaultdict(list)
        for employee, _since, giver, taker in self._moves():
            moves[giver.id].append((employee, taker))
            moves[taker.id].append((employee, None))
        for span in self:
            span.suggestion = self._suggestion_text(moves[span.id])

    def action_suggest(self):
        """Open the suggested moves, one line each, to be carried out one by one."""
        moves = self.env["ops.role.span.move"].sudo()._suggested(self._moves())
        if not moves:
            raise UserError(
                self.env._(
                    "Nobody has to be moved, or nobody can be moved within the same department."
                    " Hire, or assign people of another department."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_span_move")
        action["domain"] = [("id", "in", moves.ids)]
        return action

    @api.model
    def _suggestion_text(self, moves):
        gone = [f"{employee.name} → {taker.employee_id.name}" for employee, taker in moves if taker]
        if gone:
            return ", ".join(gone)
        come = [employee.name for employee, taker in moves if not taker]
        return self.env._("Comes: %s", ", ".join(come)) if come else False

    @api.model
    def _moves(self):
        """Return ``[(employee, in the role since, from span, to span)]`` for whom the user sees.

        Who came last is moved first: he has grown into the team least.
        """
        spans = self.search([])
        teams = [
            Team(
                span.id,
                (span.role_id.id, span.department_id.id),
                span.people,
                span.span_min,
                span.span_max,
            )
            for span in spans
        ]
        pairs = suggest(teams)
        if not pairs:
            return []
        people = self._last_come(self.browse({giver for giver, _taker in pairs}))
        return [
            (*people[giver].pop(0), self.browse(giver), self.browse(taker))
            for giver, taker in pairs
            if people[giver]
        ]

    @api.model
    def _last_come(self, spans):
        """Return ``{span id: [(employee, since)]}``, the newest in the role first."""
        cards = (
            self.env["ops.role.assignment"]
            .sudo()
            .search(
                [
                    ("employee_id.parent_id", "in", spans.employee_id.ids),
                    ("kind", "=", "holder"),
                    ("state", "=", "current"),
                ],
                order="date_from desc, id desc",
            )
        )
        by_leader = cards.grouped(lambda card: card.employee_id.parent_id)
        return {
            span.id: [
                (card.employee_id, card.date_from)
                for card in by_leader.get(span.sudo().employee_id, cards.browse())
                if card.role_id.superior_id == span.role_id
            ]
            for span in spans
        }

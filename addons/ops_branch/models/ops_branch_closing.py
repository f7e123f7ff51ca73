"""What is still open in a branch: shown at its manager's home, in the way of its closing."""

from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: What counts as open, by kind of work.
UNDONE = [("state", "not in", ("done", "cancel"))]
IN_STOCK = [("location_id.usage", "=", "internal"), ("quantity", "!=", 0)]
CASH = [
    ("journal_id.type", "=", "cash"),
    ("account_id.account_type", "=", "asset_cash"),
    ("parent_state", "=", "posted"),
]
ORDERS = ["|", ("state", "in", ("draft", "sent")), ("invoice_status", "=", "to invoice")]
CHANCES = [("won_status", "=", "pending")]
UNPAID = [("state", "not in", ("paid", "refused"))]
CHECKED_IN = [("check_out", "=", False)]
NOT_ENDED = [("state", "!=", "ended")]
NOT_CLOSED = [("ops_branch_ids.state", "in", ("open", "closing"))]


class OpenThing(NamedTuple):
    """A kind of work a branch may have open: what, where it is found, whose it is.

    ``owner``: field of ``model`` with the department; ``having``: name of a field whose sum must
    not be zero for it to count, then the sum counts as one thing.
    """

    key: str
    label: str
    model: str
    domain: list
    owner: str = "ops_department_id"
    having: str = ""


class OpsBranch(models.Model):
    _inherit = "ops.branch"

    @api.model
    def _open_things(self) -> list:
        """Return the kinds of open work; other files and add-ons extend the list."""
        _ = self.env._
        return [
            OpenThing("picking", _("Transfers to do"), "stock.picking", UNDONE),
            OpenThing("stock", _("Goods in stock"), "stock.quant", IN_STOCK),
            OpenThing("cash", _("Cash in the till"), "account.move.line", CASH, having="balance"),
            OpenThing("sale", _("Quotations and orders"), "sale.order", ORDERS),
            OpenThing("lead", _("Opportunities"), "crm.lead", CHANCES),
            OpenThing("repair", _("Repairs"), "repair.order", UNDONE),
            OpenThing("expense", _("Expenses"), "hr.expense", UNPAID),
            OpenThing("attendance", _("People checked in"), "hr.attendance", CHECKED_IN),
        ]

    @api.model
    def _openable_things(self) -> list:
        """Return all that ``action_open_thing`` opens."""
        return self._open_things()

    @api.model
    def _closing_things(self) -> list:
        """Return what besides open work is in the way of a closing: people and places below."""
        below = self.env._("Places below that are not closed")
        cards, place = self.env._("Role cards not ended"), "department_id"
        return [
            *self._open_things(),
            OpenThing("card", cards, "ops.role.assignment", NOT_ENDED, owner=place),
            OpenThing("person", self.env._("Staff"), "hr.employee", [], owner=place),
            OpenThing("below", below, "hr.department", NOT_CLOSED, owner="parent_id"),
        ]

    def _count_open(self, things) -> dict:
        """Return ``{(department id, key): count}`` of what is open, in one statement (sudo)."""
        queries = [self._open_query(thing) for thing in things]
        self.env.flush_all()
        self.env.cr.execute(SQL(" UNION ALL ").join(queries))
        return {(place, key): count for key, place, count in self.env.cr.fetchall()}

    def _open_query(self, thing):
        model = self.env[thing.model].sudo()
        places = Domain(thing.owner, "in", self.sudo().department_id.ids)
        query = model._search(places & Domain(thing.domain))
        owner = model._field_to_sql(query.table, thing.owner, query)
        query.groupby = owner
        count = SQL("count(*)")
        if thing.having:
            total = SQL("sum(%s)", model._field_to_sql(query.table, thing.having, query))
            query.having, count = SQL("%s <> 0", total), SQL("1")
        return query.select(SQL("%s", thing.key), owner, count)

    def action_start_closing(self):
        """Announce the closing; the branch works on until nothing is open."""
        self._check_keeper()
        self.filtered(lambda one: one.state == "open").sudo().state = "closing"

    def action_close(self):
        """Close for good and archive all parts.

        :raise UserError: with the list of what is still open
        """
        self._check_keeper()
        for branch in self:
            branch._check_nothing_open()
            branch.sudo().write({"state": "closed", "closed_on": self.env.company._ops_today()})
            branch._set_parts_active(False)

    def action_reopen(self):
        """Take a closing back; a closed branch gets its parts back as they were."""
        self._check_keeper()
        for branch in self.filtered(lambda one: one.state != "open"):
            if branch.state == "closed":
                branch._set_parts_active(True)
            branch.sudo().write({"state": "open", "closed_on": False})

    def action_open_thing(self):
        """Open the list of one kind of open work; the context says which (``thing``: its key)."""
        self.check_access("read")
        wanted = self.env.context.get("thing")
        thing = next((one for one in self._openable_things() if one.key == wanted), None)
        if not thing:
            raise UserError(self.env._("There is no such list. Open it from the branch's page."))
        return {
            "type": "ir.actions.act_window",
            "name": thing.label,
            "res_model": thing.model,
            "views": [[False, "list"], [False, "form"]],
            "domain": [(thing.owner, "in", self.department_id.ids), *thing.domain],
        }

    def _check_keeper(self):
        """:raise AccessError: for roles whose duty it is not, or for branches out of reach"""
        if not self.env.user.has_group("ops_roles.group_dm") and not self.env.su:
            raise AccessError(
                self.env._("Branches are opened and closed by the deputy centre manager.")
            )
        self.check_access("write")

    def _check_nothing_open(self):
        self.ensure_one()
        things = self._closing_things()
        found = self._count_open(things)
        place = self.sudo().department_id.id
        lines = [
            f"{one.label}: {found[place, one.key]}" for one in things if (place, one.key) in found
        ]
        if lines:
            raise UserError(
                self.env._(
                    "%(branch)s cannot be closed yet. Finish or move what is still open:\n%(list)s",
                    branch=self.name,
                    list="\n".join(lines),
                )
            )

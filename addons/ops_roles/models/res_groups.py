from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError

# Set only while an assignment is carried out. A context variable of this process cannot be
# reached by RPC, import or Odoo's context dictionary.
_carried_out = ContextVar("ops_roles_carried_out", default=False)


@contextmanager
def _by_assignment():
    token = _carried_out.set(True)
    try:
        yield
    finally:
        _carried_out.reset(token)


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        groups._ops_check_foreign_implications({})
        groups._ops_check_members({})
        return groups

    def write(self, vals):
        watched = {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids"} & vals.keys()
        if not watched:
            return super().write(vals)
        members, implied = self._ops_members(), self._ops_implications()
        result = super().write(vals)
        self._ops_check_foreign_implications(implied)
        self._ops_check_members(members)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_role_groups(self):
        if self & self._ops_groups() and not self._ops_guard_rests():
            raise UserError(
                self.env._("The access group of a role card stays. End its assignments instead.")
            )

    @api.model
    def _ops_groups(self):
        """Return the groups only a role card may grant: those our add-ons brought or a role has."""
        self.env.cr.execute(
            "SELECT res_id FROM ir_model_data WHERE model = 'res.groups' AND module LIKE 'ops\\_%'"
            " UNION SELECT group_id FROM ops_role"
        )
        return self.sudo().browse([row[0] for row in self.env.cr.fetchall()])

    @api.model
    def _ops_guard_rests(self) -> bool:
        """Installing and the superuser's shell may do all; everyone else goes by assignment."""
        return _carried_out.get() or self.env.uid == SUPERUSER_ID

    def _ops_members(self) -> dict:
        """Return ``{group id: user ids}`` of our groups among these, as stored."""
        if self._ops_guard_rests():
            return {}
        self.env.flush_all()
        members = defaultdict(set)
        self.env.cr.execute(
            "SELECT gid, uid FROM res_groups_users_rel WHERE gid = ANY(%s)",
            [(self & self._ops_groups()).ids],
        )
        for gid, uid in self.env.cr.fetchall():
            members[gid].add(uid)
        return members

    def _ops_check_members(self, before: dict):
        if not self._ops_guard_rests() and self._ops_members() != before:
            self._ops_refuse()

    def _ops_implications(self) -> dict:
        """Return ``{(implying id, implied id)}`` wherever one of our groups takes part."""
        if self._ops_guard_rests():
            return {}
        self.env.flush_all()
        ours = self._ops_groups().ids
        self.env.cr.execute(
            "SELECT gid, hid FROM res_groups_implied_rel WHERE (gid = ANY(%s) OR hid = ANY(%s))"
            " AND (gid = ANY(%s) OR hid = ANY(%s))",
            [self.ids, self.ids, ours, ours],
        )
        return dict.fromkeys(self.env.cr.fetchall())

    def _ops_check_foreign_implications(self, before: dict):
        """Refuse a way round: another group that implies one of ours, or the reverse."""
        if not self._ops_guard_rests() and self._ops_implications() != before:
            self._ops_refuse()

    @api.model
    def _ops_refuse(self):
        # What the refused change put into the caches must not outlive its rollback.
        self.env.registry.clear_cache()
        self.env.registry.clear_cache("groups")
        raise UserError(
            self.env._(
                "Access of the operations suite comes with a role card only. Ask the access "
                "administrator to assign the role: Operations > Role cards > Assignments > New."
            )
        )

    def _ops_set_members(self, to_add: dict, to_remove: dict):
        """Carry out an assignment: ``{group id: user ids}`` to link and to unlink."""
        with _by_assignment():
            for gid in {*to_add, *to_remove}:
                commands = [(4, uid) for uid in to_add.get(gid, ())]
                commands += [(3, uid) for uid in to_remove.get(gid, ())]
                # Archived logins too: Odoo would pass them over.
                group = self.sudo().with_context(active_test=False).browse(gid)
                group.write({"user_ids": commands})
        self.env.registry.clear_cache()

from odoo import models


class OpsTodoMixin(models.AbstractModel):
    """A document that asks many people for something at once, each by a native activity."""

    _name = "ops.todo.mixin"
    _description = "To-dos in one batch"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """A to-do alone makes nobody a follower of the document."""
        if self.env.context.get("ops_to_do_only"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    def _match_todos(self, kind, rows):
        """Let exactly those in ``rows`` have a to-do of ``kind`` on these records (sudo).

        :param kind: xml id of the activity type
        :param rows: ``[(record, user, due day, summary)]``, as for ``_give_todos``
        """
        wanted = {(row[0].id, row[1].id, *row[2:]): row for row in rows}
        over = self.env["mail.activity"]
        for todo in self._todos_of(kind):
            key = (todo.res_id, todo.user_id.id, todo.date_deadline, todo.summary)
            if not wanted.pop(key, None):
                over |= todo
        self.env["ops.home"]._notify(over.user_id)
        over.unlink()
        self._give_todos(kind, list(wanted.values()))

    def _todos_of(self, kind):
        """Return the to-dos of the activity type ``kind`` (xml id) on these records (sudo)."""
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", self.env.ref(kind).id),
                ]
            )
        )

    def _give_todos(self, kind, rows):
        """Give to-dos of the activity type ``kind`` (xml id) in one batch (sudo).

        :param rows: ``[(record, user, due day, summary)]``
        """
        shared = {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "activity_type_id": self.env.ref(kind).id,
        }
        quiet = {"mail_activity_quick_update": True, "ops_to_do_only": True}
        self.env["mail.activity"].sudo().with_context(**quiet).create(
            [
                {
                    **shared,
                    "res_id": record.id,
                    "user_id": user.id,
                    "date_deadline": due,
                    "summary": summary,
                }
                for record, user, due, summary in rows
            ]
        )
        users = self.env["res.users"].union(*(row[1] for row in rows))
        self.env["ops.home"]._notify(users)

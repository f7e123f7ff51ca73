"""Fixtures of approvals: notes 请示 of the supervisor under pm, om and gm (see RolesCase).

``self.note(user, amount)`` gives a draft written by ``user``; ``self.template`` is made anew so
that tests do not depend on what a company changed; ``self.only(**line)`` gives it one step.
"""

from odoo.fields import Command

from .common_roles import RolesCase


def templates_without_demo(env) -> dict:
    """Return ``{name: model}`` of the shipped templates that no pending document follows.

    Templates are found in the database, so those of any add-on count; one whose add-on was
    installed without its demo has none to wait for.
    """
    shown = env["ir.module.module"].search([("demo", "=", True)]).mapped("name")
    templates = env["ops.approval.template"].search([])
    names = templates.get_external_id()
    followed = env["ops.approval.flow"].search([("state", "=", "pending")]).template_id
    return {
        names[template.id]: template.model
        for template in templates - followed
        if names[template.id].partition(".")[0] in shown and template.model in env
    }


def check_pending_demo(case):
    """Each template that an add-on ships has a document of the demo that waits for a signature.

    :param case: test case with an environment that holds the demo
    """
    for name, model in templates_without_demo(case.env).items():
        with case.subTest(name):
            case.fail(
                f"The demo has no pending {model} that follows the template {name}: whoever ships"
                " the template adds a demo record and has its requester submit it (see"
                " demo/approval_notes.xml and the notes at the top of ops_approval_mixin.py)."
            )


class ApprovalCase(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Note = cls.env["ops.approval.note"]
        cls.Flow = cls.env["ops.approval.flow"]
        cls.template = cls.env["ops.approval.template"].create(
            {
                "name": "Test",
                "sequence": -100,
                "model_id": cls.env["ir.model"]._get_id("ops.approval.note"),
            }
        )
        cls.line(resolver="superior", level=1)
        cls.line(resolver="superior", level=2)

    @classmethod
    def line(cls, roles=(), **vals):
        cards = [cls.roles[code].id for code in roles]
        return cls.env["ops.approval.template.line"].create(
            {
                "template_id": cls.template.id,
                "name": f"Step {len(cls.template.line_ids) + 1}",
                "sequence": 10 * len(cls.template.line_ids) + 10,
                "role_ids": [Command.set(cards)],
                **vals,
            }
        )

    @classmethod
    def only(cls, *args, **vals):
        cls.template.line_ids.unlink()
        return cls.line(*args, **vals)

    @classmethod
    def note(cls, user, amount=0.0, **vals):
        return cls.Note.with_user(user).create(
            {
                "name": "Server",
                "text": "One more",
                "amount": amount,
                "department_id": cls.project.id,
                **vals,
            }
        )

    def pending(self, code="sv", amount=0.0):
        note = self.note(self.users[code], amount)
        note.action_submit()
        return note

    def waiting(self, note) -> set:
        return set(note.sudo().approval_waiting_user_ids.mapped("login"))

    def todo(self, note) -> list:
        note.invalidate_recordset(["activity_ids"])
        return sorted(note.sudo().activity_ids.mapped("user_id.login"))

    def by(self, code, note):
        return note.with_user(self.users[code])

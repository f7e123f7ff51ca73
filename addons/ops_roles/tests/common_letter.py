"""Fixtures of letters: two series of the company, an incoming letter, a way to send one on.

``self._letter(code)`` is a draft of the role ``code`` at the department of its role card;
``self._registered()`` has its number. Everything is done as the role itself.
"""

from .common_roles import RolesCase


class LetterCase(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.series_in, cls.series_out = cls.env["ops.letter.series"].create(
            [
                {
                    "name": direction,
                    "direction": direction,
                    "pattern": pattern,
                    "sequence": -1,
                }
                for direction, pattern in (
                    ("incoming", "T收〔{year}〕{number}号"),
                    ("outgoing", "T发〔{year}〕{number}号"),
                )
            ]
        )

    def _as(self, record, code):
        return record.with_user(self.users[code])

    def _letter(self, code="sa", **vals):
        return (
            self.env["ops.letter"]
            .with_user(self.users[code])
            .create({"name": "Notice", "correspondent": "Bureau", **vals})
        )

    def _registered(self, code="sa", **vals):
        letter = self._letter(code, **vals)
        letter.action_register()
        return letter

    def _file(self, letter, content=b"scan", name="scan.pdf"):
        return self.env["ir.attachment"].create(
            {"name": name, "raw": content, "res_model": letter._name, "res_id": letter.id}
        )

    def _closed(self, **vals):
        letter = self._registered(**vals)
        letter._close("Done as asked")
        return letter

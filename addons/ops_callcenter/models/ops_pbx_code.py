from odoo import api, fields, models, tools
from odoo.tools import SQL

#: Codes longer than this are free text, and more at once than this are not codes at all.
_LONGEST, _MOST = 40, 200


class OpsPbxCode(models.Model):
    """What a code that people type or press at the PBX means, in the words of the floor.

    Pause reasons and dispositions are named by whoever set up the PBX. Codes nobody has named yet
    appear by themselves on a merge, and are shown as they are until somebody gives them a label.
    """

    _name = "ops.pbx.code"
    _description = "Code of the PBX"
    _order = "kind, code"
    _rec_name = "label"
    _rec_names_search = ["code", "label"]

    kind = fields.Selection(
        [("pause", "Pause Reason"), ("disposition", "Disposition")], required=True
    )
    code = fields.Char(required=True, help="As the PBX logs it.")
    label = fields.Char(required=True, translate=True, help="The words people use.")

    _code_unique = models.UniqueIndex("(kind, code)", "This code has a label already.")

    @api.model_create_multi
    def create(self, vals_list):
        codes = super().create(vals_list)
        self.env.registry.clear_cache()
        return codes

    def write(self, vals):
        done = super().write(vals)
        self.env.registry.clear_cache()
        return done

    def unlink(self):
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    @api.model
    def _labels(self, kind):
        """Return [(code, label)] of a kind in the user's language, for a selection."""
        return list(self._labels_of(kind, self.env.lang))

    @tools.ormcache("kind", "lang")
    def _labels_of(self, kind, lang):
        codes = self.sudo().with_context(lang=lang).search_fetch([("kind", "=", kind)], ["label"])
        return tuple((one.code, one.label) for one in codes)

    @api.model
    def _learn(self, kind, codes):
        """Add codes not known yet, with themselves as their label.

        :param SQL codes: query of one column; what cannot be a code is left out
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_pbx_code (kind, code, label)
                SELECT %(kind)s, code, jsonb_build_object('en_US', code)
                  FROM (%(codes)s) AS found(code)
                 WHERE code <> '' AND length(code) <= %(longest)s AND NOT EXISTS (
                       SELECT FROM ops_pbx_code k WHERE k.kind = %(kind)s AND k.code = found.code)
                 GROUP BY code LIMIT %(most)s
                    ON CONFLICT DO NOTHING
                """,
                kind=kind,
                codes=codes,
                longest=_LONGEST,
                most=_MOST,
            )
        )
        if self.env.cr.rowcount:
            self.env.registry.clear_cache()

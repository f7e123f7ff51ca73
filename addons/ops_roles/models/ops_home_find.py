from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from .ops_home import LIMIT

FOUND = "ops.home.found"


class Wanted(NamedTuple):
    """The records a card shows: those of ``model`` in ``domain``, with the rights ``model`` has."""

    model: models.BaseModel
    domain: list
    fields: list
    order: str = "id"
    limit: int = LIMIT


class OpsHome(models.AbstractModel):
    """Finds the records of all cards in one statement, so that an empty card costs nothing.

    An addon names what its cards show in ``_home_searches`` and takes it from ``_home_found`` when
    it makes the card. Records that were found are read by one query per model.
    """

    _inherit = "ops.home"

    @api.model
    @api.readonly
    def get_home(self) -> dict:
        cache = self.env.cr.cache
        cache[FOUND] = {}
        try:
            return super().get_home()
        finally:
            cache.pop(FOUND, None)

    @api.model
    def _home_searches(self) -> dict:
        """Return ``{key: Wanted}`` of the user's cards; extend by adding to what super returns."""
        return {}

    @api.model
    def _home_found(self, key):
        """Return the records of one search, fetched; found once while a page is made."""
        found = self.env.cr.cache.get(FOUND, {})
        if not found:
            found |= self._home_find(self._home_searches())
        return found[key]

    def _home_find(self, searches) -> dict:
        found = self._home_ids(searches)
        together = {}
        for key, (model, _domain, names, *_rest) in searches.items():
            ids, shown = together.setdefault((model._name, model.env), ({}, {}))
            ids.update(dict.fromkeys(found[key]))
            shown.update(dict.fromkeys(names))
        for (name, env), (ids, shown) in together.items():
            if ids:
                env[name].browse(ids).fetch(list(shown))
        return {
            key: model.browse(found[key]).with_prefetch(tuple(together[model._name, model.env][0]))
            for key, (model, *_rest) in searches.items()
        }

    def _home_ids(self, searches) -> dict:
        """Return ``{key: [record ids]}`` of all searches in one query."""
        columns = [
            SQL(
                "ARRAY(%s)",
                model._search(domain, order=order, limit=limit).select(),
            )
            for model, domain, _names, order, limit in searches.values()
        ]
        if not columns:
            return {}
        rows = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(columns)))
        return dict(zip(searches, rows[0], strict=True))

from zoneinfo import ZoneInfo

from odoo import api, models

from odoo.addons.ops_roles.core.feed import CsvParser, RejectLine

from ..core.cdr import COLUMNS, LINK_COLUMNS, Bad, link, looks_like_header, outbound


class CdrParser(CsvParser):
    """Records of one PBX by the columns of a profile, with or without a line of their names."""

    def __init__(self, columns, delimiter, zone, contexts):
        super().__init__(columns, delimiter)
        self._zone, self._contexts = ZoneInfo(zone), contexts

    def convert(self, values):
        try:
            return (*outbound(values, self._zone, self._contexts), *link(values))
        except Bad as error:
            raise RejectLine(*error.args) from error

    def _find(self, cells):
        names = {name.casefold() for column in self._columns for name in column.headers}
        self._has_header = looks_like_header(cells, names)
        return super()._find(cells)

    def _place(self, column, known):
        """Where the names are told, a place counted in another layout would be a wrong column."""
        if self._has_header:
            column = column._replace(position=0)
        return super()._place(column, known)


class FeedCdr(models.AbstractModel):
    """Reads call detail records; the calls agents placed come of it.

    Which column holds what is the profile's, so that a custom layout is a profile, not code.
    """

    _name = "ops.feed.cdr"
    _description = "Reader of Call Detail Records"
    _inherit = ["ops.feed.handler"]

    @api.model
    def _feed_stage_columns(self, profile, source):
        return [*COLUMNS, *LINK_COLUMNS]

    @api.model
    def _feed_parser(self, profile, source):
        zone = "UTC" if source.cdr_gmt else source.tz
        contexts = source._outbound_contexts()
        return CdrParser(profile._columns(), profile._csv_delimiter(), zone, contexts)

    @api.model
    def _feed_reasons(self):
        return {
            "time": self.env._(
                "A time is not readable: 2026-11-24 03:17:14 is expected. Check that the columns"
                " of the kind of file fit."
            ),
            "range": self.env._(
                "The time lies outside the years 2000 to 2099. Check the clock of the PBX."
            ),
            "number": self.env._(
                "A duration is not a number. Check that the columns of the kind of file fit."
            ),
            "callid": self.env._(
                "There is no unique id such as 1795461442.3. Switch on loguniqueid in cdr.conf, or"
                " correct the columns of the kind of file."
            ),
            "disposition": self.env._(
                "The disposition is unknown. Check that the columns of the kind of file fit."
            ),
            "long": self.env._(
                "A field is longer than any name. Check whether lines ran together."
            ),
        }

    @api.model
    def _feed_merge(self, feed, table):
        return self.env["ops.outbound.call"]._merge(feed.source_id, table)

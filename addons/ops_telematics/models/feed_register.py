"""Lists of vehicles and cards, by feeds: every line is taken or kept with its reason."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.ops_roles.core.feed import CsvParser

#: Columns of every stage table of these lists, beside the values of the line.
MARKS = [("raw", "text"), ("reason", "text"), ("detail", "text"), ("department_id", "integer")]


class ListParser(CsvParser):
    """Lines by the columns of a profile; ``read`` makes the stage values of one or rejects it."""

    def __init__(self, profile, read):
        super().__init__(profile._columns(), profile._csv_delimiter(), profile.has_header)
        self._read = read

    def convert(self, values):
        return (*self._read(values), self.record, None, None, None)


class FeedRegister(models.AbstractModel):
    """What lists of vehicles and of cards share: branches by name, reasons, native stock."""

    _name = "ops.feed.register"
    _description = "Reader of lists of vehicles and cards"
    _inherit = ["ops.feed.handler"]

    @api.model
    def _feed_reasons(self):
        return {
            "iccid_form": self.env._("No ICCID: 19 or 20 characters, begins with 89."),
            "msisdn_form": self.env._("No number of a card: 11 digits, or 13 of machines."),
            "date": self.env._("No day. Write it as 2026-10-17."),
            "branch": self.env._("No branch of this name or code is in your charge."),
            "twice": self.env._("This stands in the list before. Delete one of the lines."),
        }

    @api.model
    def _mark(self, table, code, condition, detail=None):
        """Note why lines cannot be taken; the first reason stays.

        :param condition: SQL over the table ``stage``
        """
        self.env.cr.execute(
            SQL(
                "UPDATE %s stage SET reason = %s, detail = %s WHERE reason IS NULL AND (%s)",
                SQL.identifier(table),
                code,
                detail or SQL("NULL"),
                condition,
            )
        )

    @api.model
    def _set_aside(self, feed, table) -> int:
        """Put marked lines among the rejects of the feed; return how many."""
        stage = SQL.identifier(table)
        self.env.cr.execute(
            SQL(
                "INSERT INTO ops_feed_reject (feed_id, line_no, raw, reason_code, detail)"
                " SELECT %s, line_no, raw, reason, detail FROM %s WHERE reason IS NOT NULL",
                feed.id,
                stage,
            )
        )
        self.env.cr.execute(SQL("DELETE FROM %s WHERE reason IS NOT NULL", stage))
        return self.env.cr.rowcount

    @api.model
    def _find_branches(self, feed, table):
        """Find the branch of each line by its code or name, among those of the sender."""
        branches = self._branches(feed)
        self.env.cr.execute(
            SQL(
                "UPDATE %s stage SET department_id = branch.department_id FROM ops_branch branch"
                " WHERE branch.id = ANY(%s) AND stage.branch IN (branch.name, branch.code,"
                " regexp_replace(branch.name, '(分中心|分部|中心)$', ''))",
                SQL.identifier(table),
                branches.ids,
            )
        )
        self._mark(
            table,
            "branch",
            SQL("branch IS NOT NULL AND department_id IS NULL"),
            SQL("branch"),
        )

    @api.model
    def _branches(self, feed):
        """Return the branches the sender of the file may register for; machines may for all."""
        branches = self.env["ops.branch"]
        domain = [("state", "!=", "closed"), ("company_id", "=", feed.company_id.id)]
        sender = feed.user_id
        if sender._is_superuser() or sender.has_group("ops_roles.group_feeder"):
            return branches.search(domain)
        mine = branches.with_user(sender)
        return mine.search(domain) if mine.has_access("read") else branches

    @api.model
    def _mark_twice(self, table, name):
        """Mark lines whose value in a column stands in a line before."""
        self._mark(
            table,
            "twice",
            SQL(
                "%(name)s IS NOT NULL AND EXISTS (SELECT FROM %(table)s other WHERE other.%(name)s"
                " = stage.%(name)s AND other.line_no < stage.line_no AND other.reason IS NULL)",
                name=SQL.identifier(name),
                table=SQL.identifier(table),
            ),
            SQL.identifier(name),
        )

    @api.model
    def _make_lots(self, rows):
        """Make the serials that do not exist, in one statement.

        :param rows: SQL of a query that gives product id and serial
        """
        self.env["stock.lot"].flush_model()
        self.env.cr.execute(
            SQL(
                "INSERT INTO stock_lot (product_id, name, create_uid, create_date, write_uid,"
                " write_date) SELECT product_id, serial, %(uid)s, %(now)s, %(uid)s, %(now)s"
                " FROM (%(rows)s) wanted (product_id, serial) WHERE NOT EXISTS (SELECT FROM"
                " stock_lot lot WHERE lot.product_id = wanted.product_id"
                " AND lot.name = wanted.serial)",
                uid=self.env.uid,
                now=SQL("now() AT TIME ZONE 'UTC'"),
                rows=rows,
            )
        )
        self.env["stock.lot"].invalidate_model()

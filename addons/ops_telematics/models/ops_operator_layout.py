from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core import sim_batch
from .ops_sim_batch_kind import KINDS

VALUES = [
    ("iccid", "ICCID"),
    ("msisdn", "Card number"),
    ("imsi", "IMSI"),
    ("new_iccid", "ICCID of the new card"),
    ("new_msisdn", "Number of the new card"),
    ("plan", "Code of the plan"),
    ("amount", "Amount (¥)"),
    ("imei", "Bound IMEI"),
    ("number", "Running number"),
    ("batch", "Number of the batch"),
    ("day", "Day it is sent"),
    ("reason", "Reason"),
    ("text", "The same text for all"),
]
#: What a file of a kind cannot do without, beside the card.
NEEDED = {"replace": ("new_iccid", "new_msisdn"), "topup": ("amount",)}
CARD = ("iccid", "msisdn", "imsi")
DELIMITERS = [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar")]


class OpsOperatorLayout(models.Model):
    """How a platform of operators wants the file of one kind of batch, and how it answers.

    Another platform or another way to write is one more record. A layout of an account comes
    before that of its platform.
    """

    _name = "ops.operator.layout"
    _description = "Layout of an operator's file"
    _order = "platform, kind, account_id, id"

    name = fields.Char(required=True)
    platform = fields.Selection(
        selection=lambda self: self.env["ops.operator.account"]._fields["platform"].selection,
        required=True,
        help="Whose files are written so.",
    )
    account_id = fields.Many2one(
        "ops.operator.account",
        "Only for the account",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('platform', '=', platform)]",
        help="Empty: for all accounts of the platform.",
    )
    kind = fields.Selection(KINDS, "What is asked", required=True)
    file_kind = fields.Selection(
        [("csv", "Text (CSV)"), ("xlsx", "Workbook (XLSX)")], "File", required=True, default="csv"
    )
    encoding = fields.Selection(
        [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 with mark"), ("gb18030", "GBK / GB18030")],
        required=True,
        default="gb18030",
    )
    delimiter = fields.Selection(DELIMITERS, required=True, default=",")
    has_header = fields.Boolean("First line names the columns", default=True)
    column_ids = fields.One2many("ops.operator.layout.column", "layout_id", "Columns", copy=True)
    profile_id = fields.Many2one(
        "ops.feed.profile",
        "Kind of file of the answer",
        required=True,
        ondelete="restrict",
        domain=[("handler", "=", "ops.feed.operator.answer")],
        default=lambda self: self.env.ref("ops_telematics.feed_profile_operator_answer"),
    )
    accepted_words = fields.Char(
        "Words for done",
        required=True,
        default="成功|办理成功|已完成|0|OK|success",
        help="Separated by |. Any word that is neither here nor below is a refusal with its"
        " reason.",
    )
    pending_words = fields.Char(
        "Words for not done yet", default="处理中|待处理|受理中|processing", help="Separated by |."
    )
    sample = fields.Text("How it looks", compute="_compute_sample")
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex(
        "(platform, kind, COALESCE(account_id, 0)) WHERE active",
        "There is a layout for this kind of batch already.",
    )

    @api.depends("column_ids.header", "column_ids.value", "column_ids.text", "has_header")
    def _compute_sample(self):
        field = self.env["ops.operator.layout.column"]._fields["value"]
        labels = dict(field._description_selection(self.env))
        for layout in self:
            row = {value: f"<{labels[value]}>" for value in labels}
            lines = sim_batch.sheet(layout._headings(), [row], layout.has_header)
            layout.sample = "\n".join((layout.delimiter or ",").join(line) for line in lines)

    @api.constrains("kind", "column_ids", "has_header")
    def _check_columns(self):
        for layout in self:
            values = set(layout.column_ids.mapped("value"))
            if not values & set(CARD):
                raise ValidationError(
                    self.env._(
                        "%s: a column must hold the ICCID, the number or the IMSI of the card.",
                        layout.name,
                    )
                )
            needed = NEEDED.get(layout.kind)
            if needed and not values & set(needed):
                values = self.env["ops.operator.layout.column"]._fields["value"]
                names = dict(values._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "%(layout)s: this kind of batch needs a column for “%(value)s”.",
                        layout=layout.name,
                        value=names[needed[0]],
                    )
                )

    def _headings(self) -> list:
        """Return the columns for the core."""
        return [
            sim_batch.Heading(one.header or "", one.value or "text", one.text or "")
            for one in self.column_ids.sorted(lambda one: (one.sequence, one._origin.id or 0))
        ]

    @api.model
    def _for(self, account, kind):
        """Return the layout of an account for a kind of batch.

        :raise UserError: nobody entered one yet
        """
        found = self.search(
            [
                ("platform", "=", account.platform),
                ("kind", "=", kind),
                ("account_id", "in", (False, account.id)),
            ]
        )
        if not found:
            kinds = dict(self._fields["kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "How %(account)s wants “%(kind)s” is not entered. The deputy centre manager"
                    " enters it under Layouts of Operators.",
                    account=account.name,
                    kind=kinds[kind],
                )
            )
        return found.sorted(lambda one: not one.account_id)[0]

    def _write_file(self, rows) -> bytes:
        """Return the bytes of the file for cards; ``rows``: a dict of values per card.

        :raise KeyError: (value, place of the card) see ``core.sim_batch.sheet``
        """
        self.ensure_one()
        lines = sim_batch.sheet(self._headings(), rows, self.has_header)
        if self.file_kind == "xlsx":
            return sim_batch.as_xlsx(lines)
        return sim_batch.as_csv(lines, self.delimiter, self.encoding)

    @api.model
    def _words(self, account):
        """Return (words for done, words for not done yet) of an account in all its layouts."""
        found = self.search(
            [("platform", "=", account.platform), ("account_id", "in", (False, account.id))]
        )
        return tuple(
            frozenset().union(*(sim_batch.words(one[name]) for one in found))
            for name in ("accepted_words", "pending_words")
        )


class OpsOperatorLayoutColumn(models.Model):
    """A column of an operator's file."""

    _name = "ops.operator.layout.column"
    _description = "Column of an operator's file"
    _order = "layout_id, sequence, id"
    _rec_name = "header"

    layout_id = fields.Many2one(
        "ops.operator.layout", "Layout", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    header = fields.Char("Name in the first line")
    value = fields.Selection(VALUES, "What stands in it", required=True, default="iccid")
    text = fields.Char("Text", help="For a column in which the same stands for every card.")

    @api.constrains("value", "text")
    def _check_text(self):
        if any(one.value == "text" and not one.text for one in self):
            raise ValidationError(self.env._("Say which text stands in the column."))

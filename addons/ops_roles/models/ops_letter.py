from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# States in which only the buttons still change a letter.
CLOSED = {
    "incoming": ("done", "archived", "void"),
    "outgoing": ("issued", "circulating", "done", "archived", "void"),
}


class OpsLetter(models.Model):
    """A letter, mail or call that came in or goes out, from its number to the sealed archive.

    Incoming: draft, registered, proposed, instructed, circulating, done, archived.
    Outgoing: draft, approved, issued, circulating, done, archived; approval runs beside the
    draft. A numbered letter is never deleted: a cancelled one stays as void with its number.
    """

    _name = "ops.letter"
    _description = "Letter"
    _inherit = [
        *("ops.scoped.mixin", "ops.paper.mixin", "ops.directive.source.mixin"),
        *("ops.todo.mixin", "mail.thread", "mail.activity.mixin"),
    ]
    _directive_kind = "letter"
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["number", "name", "their_number", "correspondent"]
    _guarded = (
        *("state", "number", "year", "running_number", "archive_id", "void_reason"),
        *("registered_by_id", "registered_at", "issued_by_id", "issued_at"),
        *("proposed_by_id", "proposed_at", "done_at", "done_by_id", "result"),
    )

    direction = fields.Selection(
        [("incoming", "Incoming"), ("outgoing", "Outgoing")],
        required=True,
        default="incoming",
        readonly=True,
    )
    series_id = fields.Many2one(
        "ops.letter.series",
        string="Letter series",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        compute="_compute_series_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('direction', '=', direction)]",
    )
    number = fields.Char("Letter number", readonly=True, copy=False)
    year = fields.Integer(readonly=True, copy=False)
    running_number = fields.Integer(readonly=True, copy=False)
    name = fields.Char("Title", required=True, tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("registered", "Registered"),
            ("proposed", "Awaiting instruction"),
            ("instructed", "Instructed"),
            ("approved", "Approved"),
            ("issued", "Issued"),
            ("circulating", "Circulating"),
            ("done", "Closed"),
            ("archived", "Archived"),
            ("void", "Void"),
        ],
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    medium = fields.Selection(
        [
            ("paper", "Paper"),
            ("mail", "E-mail"),
            ("call", "Phone call"),
            ("fax", "Fax"),
            ("system", "Platform notice"),
        ],
        required=True,
        default="paper",
    )
    partner_id = fields.Many2one("res.partner", string="Contact", index="btree_not_null")
    correspondent = fields.Char(
        "From or to",
        compute="_compute_correspondent",
        store=True,
        readonly=False,
        tracking=True,
        help="The other side: who wrote to us, or whom we write to.",
    )
    copy_to = fields.Char("Copy to")
    their_number = fields.Char("Number of the sender")
    letter_date = fields.Date("Dated", help="The day written on the letter.")
    received_date = fields.Date(default=lambda self: self.env.company._ops_today(), copy=False)
    deadline = fields.Date(
        "To be closed by", tracking=True, help="A day in the time zone of the company."
    )
    secrecy = fields.Selection(
        [("normal", "Internal"), ("private", "Private"), ("secret", "Secret")],
        required=True,
        default="normal",
        tracking=True,
        help="A secret letter is seen by who registered or handles it, its leader and readers.",
    )
    urgency = fields.Selection(
        [("normal", "Normal"), ("urgent", "Urgent"), ("immediate", "Immediate")],
        required=True,
        default="normal",
        tracking=True,
    )
    pages = fields.Integer(default=1)
    summary = fields.Text()
    body = fields.Html("Text of the letter")
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_letter_attachment_rel", string="Scans and files", copy=False
    )
    handler_id = fields.Many2one(
        "res.users",
        string="Officer in charge",
        index="btree_not_null",
        default=lambda self: self.env.user,
        tracking=True,
    )
    proposal = fields.Text("Proposed handling")
    leader_id = fields.Many2one(
        "res.users",
        string="Instruction by",
        index="btree_not_null",
        tracking=True,
        help="Who is asked for an instruction.",
    )
    instruction_ids = fields.One2many("ops.letter.instruction", "letter_id", "Instructions")
    reader_ids = fields.One2many("ops.letter.reader", "letter_id", "Readers")
    reader_count = fields.Integer(compute="_compute_reader_count")
    unread_count = fields.Integer(compute="_compute_reader_count")
    archive_id = fields.Many2one(
        "ops.letter.archive",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    registered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    registered_at = fields.Datetime(readonly=True, copy=False)
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    proposed_at = fields.Datetime(readonly=True, copy=False)
    issued_by_id = fields.Many2one("res.users", string="Sealed by", readonly=True, copy=False)
    issued_at = fields.Datetime("Sealed at", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False)
    done_at = fields.Datetime("Closed at", readonly=True, copy=False)
    result = fields.Text(readonly=True, copy=False)
    void_reason = fields.Char(readonly=True, copy=False)
    is_registrar = fields.Boolean(compute="_compute_is_registrar")
    is_leader = fields.Boolean(compute="_compute_is_registrar")

    _number_once = models.UniqueIndex(
        "(series_id, year, running_number) WHERE running_number IS NOT NULL"
        " AND running_number <> 0",
        "This number of the series is taken.",
    )
    _text_once = models.UniqueIndex(
        "(company_id, direction, number) WHERE number IS NOT NULL",
        "Another letter has this number. Give the series a pattern of its own.",
    )
    _open_idx = models.Index("(direction, id DESC) WHERE state NOT IN ('done', 'archived', 'void')")
    _direction_idx = models.Index("(direction, id DESC)")

    @api.depends("direction", "department_id")
    def _compute_series_id(self):
        series = self.env["ops.letter.series"].search([])
        for letter in self.filtered(lambda letter: letter.series_id.direction != letter.direction):
            letter.series_id = series.filtered(
                lambda one, letter=letter: (
                    one.direction == letter.direction
                    and one.company_id == (letter.company_id or self.env.company)
                )
            )[:1]

    @api.depends("partner_id")
    def _compute_correspondent(self):
        for letter in self.filtered("partner_id"):
            letter.correspondent = letter.partner_id.name

    @api.depends("reader_ids.read_at")
    def _compute_reader_count(self):
        counts = {
            letter.id: (total, read)
            for letter, total, read in self.env["ops.letter.reader"]
            .sudo()
            ._read_group(
                [("letter_id", "in", self.ids)], ["letter_id"], ["__count", "read_at:count"]
            )
        }
        for letter in self:
            total, read = counts.get(letter.id, (0, 0))
            letter.reader_count, letter.unread_count = total, total - read

    @api.depends_context("uid")
    @api.depends("leader_id", "handler_id")
    def _compute_is_registrar(self):
        registrar = self.env.user.has_group("ops_roles.group_letter_registrar")
        for letter in self:
            letter.is_registrar = registrar
            letter.is_leader = letter.leader_id == self.env.user

    @api.depends("number", "name")
    def _compute_display_name(self):
        for letter in self:
            letter.display_name = " ".join(filter(None, (letter.number, letter.name)))

    @api.model_create_multi
    def create(self, vals_list):
        letters = super().create(vals_list)
        letters._check_registrar_of_incoming()
        letters._adopt_attachments()
        return letters

    def write(self, vals):
        self._check_open(vals)
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unnumbered(self):
        for letter in self.filtered("number"):
            raise UserError(
                self.env._(
                    "%(letter)s has its number and stays on the register. Make it void instead.",
                    letter=letter.display_name,
                )
            )

    def _check_registrar_of_incoming(self):
        """Only a registrar enters what came in; the others write outgoing letters."""
        if self.env.su or self.env.user.has_group("ops_roles.group_letter_registrar"):
            return
        if self.filtered(lambda letter: letter.direction == "incoming"):
            raise AccessError(
                self.env._("Incoming letters are entered by the registrars of the department.")
            )

    def _check_open(self, vals):
        """Refuse typing into a letter that is closed, sealed or void."""
        if self.env.su or not vals.keys() - {"activity_ids", "message_follower_ids"}:
            return
        for letter in self:
            if letter.state in CLOSED[letter.direction]:
                raise UserError(
                    self.env._(
                        "%(letter)s is %(state)s: it can no longer be changed. Write a new letter.",
                        letter=letter.display_name,
                        state=dict(self._fields["state"]._description_selection(self.env))[
                            letter.state
                        ],
                    )
                )
            if letter.number and {"series_id", "direction"} & vals.keys():
                raise UserError(
                    self.env._(
                        "%s has its number: its series stays. Make it void and enter it anew.",
                        letter.display_name,
                    )
                )

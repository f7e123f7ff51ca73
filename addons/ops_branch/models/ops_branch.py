from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

CODE = r"[A-Z][A-Z0-9]{1,3}"
REGION = r"[1-9][0-9]{5}"


class OpsBranch(models.Model):
    """A place of the company with all that is its own.

    It owns one department (its whole scope: who may see what follows from the role cards held
    there or above), a warehouse, a cash journal whose entries are hashed, an analytic account and
    a sales team. All of them are made with it in one transaction and follow its name, its place in
    the tree and its closing. ``code`` stands on papers and in the numbers of its documents and
    stays; ``region_code`` is the six-digit code of GB/T 2260.
    """

    _name = "ops.branch"
    _description = "Branch"
    _inherit = ["ops.scoped.mixin", "ops.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "region_code, code"
    _parent_name = "parent_id"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]
    _guarded = (
        *("state", "closed_on", "department_id"),
        *("warehouse_id", "cash_journal_id", "analytic_account_id", "team_id"),
    )

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(required=True, help="Two to four capital letters or digits; stays for good.")
    region_code = fields.Char(
        "Region code", required=True, index=True, help="Six digits of GB/T 2260, such as 410100."
    )
    kind = fields.Selection(
        [
            ("centre", "Operations centre"),
            ("branch", "Branch"),
            ("sub", "Sub-branch"),
            ("station", "Repair station"),
        ],
        required=True,
        default="branch",
        tracking=True,
    )
    parent_id = fields.Many2one(
        "ops.branch", "Belongs to", index=True, ondelete="restrict", tracking=True
    )
    child_ids = fields.One2many("ops.branch", "parent_id", "Places below")
    state = fields.Selection(
        [("open", "Open"), ("closing", "Closing"), ("closed", "Closed")],
        required=True,
        default="open",
        index=True,
        copy=False,
        tracking=True,
    )
    closed_on = fields.Date("Closed on", copy=False)
    department_id = fields.Many2one(default=False, copy=False)
    warehouse_id = fields.Many2one("stock.warehouse", required=True, ondelete="restrict")
    cash_journal_id = fields.Many2one("account.journal", required=True, ondelete="restrict")
    analytic_account_id = fields.Many2one(
        "account.analytic.account", required=True, ondelete="restrict"
    )
    team_id = fields.Many2one("crm.team", "Sales team", required=True, ondelete="restrict")
    manager_id = fields.Many2one("hr.employee", "Manager", ondelete="restrict", tracking=True)
    liaison_id = fields.Many2one(
        "hr.employee", "Contact person", ondelete="restrict", tracking=True
    )
    phone = fields.Char("Telephone of the branch", tracking=True)
    address = fields.Char(tracking=True)
    note = fields.Text("What to know")

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "Another branch already has this code. Choose another one."
    )
    _department_unique = models.UniqueIndex("(department_id)", "A department has one branch.")
    _warehouse_unique = models.UniqueIndex("(warehouse_id)", "A warehouse has one branch.")
    _journal_unique = models.UniqueIndex("(cash_journal_id)", "A cash journal has one branch.")
    _team_unique = models.UniqueIndex("(team_id)", "A sales team has one branch.")
    _code_form = models.Constraint(
        f"CHECK (code ~ '^{CODE}$')",
        "A code is two to four capital letters or digits and begins with a letter.",
    )
    _region_form = models.Constraint(
        f"CHECK (region_code ~ '^{REGION}$')", "A region code has six digits, such as 410100."
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for branch in self:
            branch.display_name = f"{branch.name} ({branch.code})" if branch.code else branch.name

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A branch cannot belong to itself or to a place below it.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Make branches with all that is theirs; the parts are made with superuser rights.

        :raise AccessError: for who may not make branches there
        """
        self.check_access("create")
        self._check_guarded(*vals_list)
        branches = super(OpsBranch, self.sudo()).create(
            [{**vals, **self._found_parts(vals)} for vals in vals_list]
        )
        branches = branches.with_env(self.env)
        branches.check_access("create")
        branches._follow({"manager_id"})
        return branches

    def write(self, vals):
        """Carry a new name, place in the tree or manager through to the parts."""
        if "code" in vals and not self.env.su:
            raise AccessError(
                self.env._("The code of a branch stands on its papers and stays as it is.")
            )
        result = super().write(vals)
        self._follow(vals.keys())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._("A branch is closed, never deleted: its books and papers stay.")
        )

    def action_open_part(self):
        """Open the page of one part; the context says which (``part``: a field's name)."""
        self.ensure_one()
        self.check_access("read")
        part = self[self._part_asked()]
        return {
            "type": "ir.actions.act_window",
            "name": part.display_name,
            "res_model": part._name,
            "res_id": part.id,
            "views": [[False, "form"]],
        }

    def _part_asked(self):
        """Return the field named in the context, if it is one of the parts.

        :raise AccessError: for any other name
        """
        name = self.env.context.get("part")
        if name not in ("warehouse_id", "cash_journal_id", "analytic_account_id", "team_id"):
            raise AccessError(self.env._("This is no part of a branch."))
        return name

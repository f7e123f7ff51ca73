from . import ops_branch_opening
from . import ops_cash_counting
from . import ops_cash_ledger
from . import ops_cash_return
from . import ops_expense_return

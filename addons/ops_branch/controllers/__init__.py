from . import cash_ledger
from . import liaison

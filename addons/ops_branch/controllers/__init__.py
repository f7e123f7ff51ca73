from . import cash_ledger
from . import liaison
from . import stock_count
from . import work_photo

from . import ops_branch_opening

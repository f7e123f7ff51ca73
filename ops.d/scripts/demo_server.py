# Odoo for installing demo data: cheap hashes, as demo users are many and their passwords no
# secret. Odoo renews each at its user's first login.
from odoo.cli import main

from odoo.addons.base.models import res_users

res_users.MIN_ROUNDS = 1000
main()

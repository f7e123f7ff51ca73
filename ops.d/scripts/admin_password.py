# A database for real use: nobody knows the administrator's password but who started it.
import os

env.ref("base.user_admin").password = os.environ["OPS_PASSWORD"]
env.cr.commit()

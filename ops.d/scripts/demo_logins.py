# Demo users get their login as password (the server listens on 127.0.0.1 only).
# Cheap hashes, as there are many: Odoo renews each at its user's first login.
import json

from passlib.hash import pbkdf2_sha512

company = env.ref("base.main_company")
if company.name == "我的公司":
    company.name = "星桥示范客服有限公司"
env.cr.execute(
    """
    SELECT u.id, u.login, p.name, u.password IS NULL
      FROM res_users u
      JOIN res_partner p ON p.id = u.partner_id
      JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id
     WHERE u.active AND d.module LIKE 'ops\\_%' AND NOT u.share
     ORDER BY u.id
    """
)
logins = env.cr.fetchall()
quick = pbkdf2_sha512.using(rounds=1000)
for user, login, _name, missing in logins:
    if missing:
        env.cr.execute(
            "UPDATE res_users SET password = %s WHERE id = %s", (quick.hash(login), user)
        )
env.cr.commit()
print(json.dumps([[login, name] for _user, login, name, _missing in logins]))

# Before accounting: the country decides which chart of accounts is loaded.
company = env.ref("base.main_company")
company.partner_id.country_id = env.ref("base.cn")
company.currency_id = env.ref("base.CNY")
env.ref("base.CNY").active = True
env.cr.commit()

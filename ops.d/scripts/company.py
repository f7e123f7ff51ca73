# The company of a fresh suite: China's chart and currency, Chinese, Shanghai's clock.
company = env.ref("base.main_company")
if company.chart_template != "cn":
    env["account.chart.template"].try_loading("cn", company)
company.write({"name": "我的公司", "currency_id": env.ref("base.CNY").id})
users = env["res.users"].with_context(active_test=False).search([])
users.partner_id.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
env["resource.calendar"].search([]).write({"tz": "Asia/Shanghai"})
for field, value in (("lang", "zh_CN"), ("tz", "Asia/Shanghai")):
    env["ir.default"].set("res.partner", field, value)
env.cr.commit()

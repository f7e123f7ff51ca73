"""The style sheets and scripts of the web client compile with ours in them."""

BUNDLES = ("web.assets_backend", "web.assets_backend_lazy")
COMPILE = """
import logging, odoo
problems = []
class Keep(logging.Handler):
    def emit(self, record):
        problems.append(record.getMessage().partition("This error")[0])
logging.getLogger("odoo.addons.base.models.assetsbundle").addHandler(Keep(logging.WARNING))
for name in {bundles!r}:
    bundle = env["ir.qweb"]._get_asset_bundle(name, css=True, js=True)
    bundle.css()
    bundle.js()
print("PROBLEMS", problems)
"""


def test_bundles_compile(site, fresh):
    """Neither a style sheet error nor a warning of the bundler, in a database with demo data."""
    done = site.run(fresh(site.template), COMPILE.format(bundles=BUNDLES))
    assert "PROBLEMS []" in done.stdout, done.stdout + done.stderr

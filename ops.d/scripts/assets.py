# The bundles of the web client, compiled and kept: what a test compiles is rolled back with it.
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()

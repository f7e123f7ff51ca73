from unittest.mock import patch

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestCronLanguage(TransactionCase):
    def test_scheduled_actions_speak_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env.company.partner_id.lang = "fr_FR"
        heard = []
        server = type(self.env["ir.actions.server"])
        cron = self.env.ref("ops_roles.cron_approval")
        with (
            patch.object(server, "run", lambda action: heard.append(action.env.lang)),
            self.enter_registry_test_mode(),
        ):
            cron.with_context(lang=None).method_direct_trigger()
        self.assertEqual(heard, ["fr_FR"])

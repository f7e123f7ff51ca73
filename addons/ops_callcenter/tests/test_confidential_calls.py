from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.ops_roles.tests import common_confidential


@tagged("post_install", "-at_install")
class TestConfidentialCalls(common_confidential.ConfidentialTable):
    """Every role by every way out of the server, for the caller of a call (CS-4)."""

    confidential_model = "ops.call"
    confidential_field = "caller"
    confidential_links = (
        ("ops.call", "caller_key"),
        "parent_call_id",
        ("ops.outbound.call", "number"),
        ("ops.outbound.call", "number_key"),
    )

    @classmethod
    def _make_confidential(cls, number):
        source = cls.env["ops.feed.source"].search([], limit=1)
        return cls.env["ops.call"].create(
            {
                "source_id": source.id,
                "callid": f"confidential-{cls.env['ops.call'].search_count([])}",
                "visit": 1,
                "queue": "confidential",
                "caller": number,
                "caller_key": number,
                "enter_at": Datetime.now(),
            }
        )

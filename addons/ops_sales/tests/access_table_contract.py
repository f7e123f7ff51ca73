"""What each role may do to contracts, their versions, seals and scans, and to templates."""

import base64

from odoo.addons.ops_roles.tests.common_access import Row

READ = "gm mm dm sd bm sa fin branch_sales"
WRITE = "sd bm sa branch_sales"


def _contracts(case):
    make = case.env["ops.contract"].create
    return tuple(
        make(
            {
                "name": "t",
                "partner_id": case.customers[name].id,
                "department_id": branch.department_id.id,
                "amount": 1,
                "body": "t",
            }
        )
        for name, branch in (("near", case.near), ("far", case.far))
    )


def _versions(case):
    for contract in (pair := _contracts(case)):
        contract._keep_version("t")
    return tuple(contract.version_ids for contract in pair)


def _sealed(case):
    pair = _contracts(case)
    for contract in pair:
        contract.sudo().state = "confirmed"
        contract._seal("contract", 2, "t")
    return pair


def _seals(case):
    return tuple(contract.seal_ids for contract in _sealed(case))


def _scans(case):
    make = case.env["ops.contract.scan"].create
    file = {"name": "t.pdf", "file": base64.b64encode(b"t")}
    return tuple(make({"contract_id": contract.id, **file}) for contract in _sealed(case))


TEMPLATE = {"read": READ, "write": "sd", "create": "sd", "unlink": "sd"}
CONTRACT = {
    "ops.contract": Row(
        read=READ, write=f"{WRITE} mm", create=WRITE, unlink=WRITE, pair=_contracts
    ),
    "ops.contract.version": Row(read=READ, pair=_versions),
    "ops.contract.seal": Row(read=READ, pair=_seals),
    "ops.contract.scan": Row(read=READ, create="sa", pair=_scans),
    "ops.contract.template": Row(**TEMPLATE),
    "ops.contract.template.clause": Row(**TEMPLATE),
    "ops.contract.sealing": Row(read="sa mm", write="sa mm", create="sa mm"),
}

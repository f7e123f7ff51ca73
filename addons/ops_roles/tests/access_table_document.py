"""What each role may do to controlled documents, their versions and read receipts."""

from .common_access import EVERYONE, Row

KEEPERS = "gm om pm qa tr mm dm sd bm"


def _documents(case):
    """A document in force in either department, with no readers."""
    documents = case.env["ops.document"].create(
        [
            {"name": "x", "department_id": place.id, "must_sign": False}
            for place in (case.project, case.other)
        ]
    )
    documents.sudo().state = "published"
    return tuple(documents)


def _versions(case):
    versions = case.env["ops.document.version"]
    drafts = versions.create([{"document_id": one.id} for one in _documents(case)])
    drafts.sudo().state = "published"
    return tuple(drafts)


def _receipts(case):
    """Receipts of somebody who holds no card, so that only the department decides."""
    receipts = case.env["ops.document.receipt"].sudo()
    reader = case._person("t_reads").user_id
    return tuple(
        receipts.create(
            {
                "document_id": version.document_id.id,
                "version_id": version.id,
                "user_id": reader.id,
                "asked_at": "2026-01-01",
            }
        )
        for version in _versions(case)
    )


DOCUMENT = {
    "ops.document": Row(
        read=EVERYONE, write=KEEPERS, create=KEEPERS, unlink=KEEPERS, pair=_documents
    ),
    "ops.document.version": Row(
        read=EVERYONE, write=KEEPERS, create=KEEPERS, unlink=KEEPERS, pair=_versions
    ),
    "ops.document.receipt": Row(read=EVERYONE, near=KEEPERS, far="gm", pair=_receipts),
}

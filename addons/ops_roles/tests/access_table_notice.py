"""What each role may do to notices that leave the company."""

from .common_access import EVERYONE, Row

NOTICE = {
    "ops.notice": Row(read="adm", far=EVERYONE),
    "ops.notice.channel": Row(read="adm", write="adm", create="adm", unlink="adm", far=EVERYONE),
    "ops.notice.recipient": Row(read="adm", write="adm", create="adm", unlink="adm", far=EVERYONE),
}

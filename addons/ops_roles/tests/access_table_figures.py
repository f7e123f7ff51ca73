"""Rights on indicators, targets, appraisals, rewards and summaries."""

from .common_access import EVERYONE, Row

DEFINERS = "om qa adm"

FIGURES = {
    "ops.indicator": Row(
        read=EVERYONE, write=DEFINERS, create=DEFINERS, unlink=DEFINERS, far=EVERYONE
    ),
}

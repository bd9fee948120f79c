"""The words of what is compared; those that `dondoc compare` says too are the core's (reporting/bulk.toml)."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from dondoc.bulk.changes import What
from dondoc.reporting.words import word
from dondoc.web.amounts import language


class View(StrEnum):
    """What the page shows."""

    INDICATORS = "indicators"
    TARGETS = "targets"
    CHANGES = "changes"
    CITATIONS = "citations"


VIEWS = {
    View.INDICATORS: _("Chỉ tiêu trong các kế hoạch"),
    View.TARGETS: _("Một chỉ tiêu qua các cơ quan và các kỳ"),
    View.CHANGES: _("Từ văn bản trước sang văn bản sau"),
    View.CITATIONS: _("Văn bản nào thực hiện, sửa đổi văn bản nào"),
}
CHANGES = {
    What.JUMPS: _("đột biến"),
    What.VANISHES: _("không còn"),
    What.CHANGES: _("thay đổi"),
    What.REPEATS: _("lặp lại"),
    What.APPEARS: _("mới có"),
}
# How a change looks: a class of components.css, which is a shape before it is a colour.
LOOKS = {
    What.JUMPS: "risk",
    What.VANISHES: "missed",
    What.CHANGES: "near",
    What.REPEATS: "met",
    What.APPEARS: "notdue",
}


def reason_of(likeness: str) -> str:
    """Why a target is linked with what is asked."""
    return word(f"compare_reason.{likeness}", language())


def relation_of(relation: str) -> str:
    """How a document stands to another."""
    return word(f"compare_relation.{relation}", language())

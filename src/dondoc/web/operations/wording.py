"""What Pydantic finds wrong, in the language of the answer and in words for who sent it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_WORDS = {
    "missing": _("Thiếu."),
    "extra_forbidden": _("Không có trường này."),
    "string_too_long": _("Dài quá."),
    "string_too_short": _("Không được trống."),
    "string_type": _("Phải là chuỗi, cả khi là số."),
    "literal_error": _("Không phải một trong các giá trị được nhận."),
    "too_long": _("Nhiều quá; hãy chia nhỏ."),
}
_OTHERWISE = _("Không đúng dạng.")
MOST = 1000


def places(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Where, and what; not what was sent, which may be long or no text at all."""
    found = [
        {"at": "/".join(str(part) for part in each["loc"][1:]), "problem": str(_WORDS.get(each["type"], _OTHERWISE))}
        for each in errors
    ]
    return found[:MOST]

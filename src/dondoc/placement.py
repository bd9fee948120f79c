"""Placement: where the tone of oa, oe and uy is written. In old style (hóa, ủy) and new (hoá, uỷ) it is one word."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

_NEW_STYLE = {
    new: old
    for base, tail, news, olds in (
        ("o", "a", "àáảãạ", "òóỏõọ"),
        ("o", "e", "èéẻẽẹ", "òóỏõọ"),
        ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for toned_tail, toned_head in zip(news, olds, strict=True)
    for new, old in (
        (base + toned_tail, toned_head + tail),
        (base.upper() + toned_tail, toned_head.upper() + tail),
        (base.upper() + toned_tail.upper(), toned_head.upper() + tail.upper()),
    )
}
# The letter before is looked at last, so that the search skips from one o or u to the next.
_TONED = re.compile(r"[oOuU][àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?<![qQ]..)(?![^\W\d_])", re.DOTALL)


def old_placement(text: str) -> str:
    """`text` with tones in the old place ("hoá" → "hóa"); "quý" and "loài" have but one place and stay."""
    return with_old_placement(text, new_placements(text))


def new_placements(text: str) -> frozenset[str]:
    """The letters with a tone in the new place that words of `text` end in: "oá", "Uỷ"."""
    return frozenset(_TONED.findall(text)) & _NEW_STYLE.keys()


@cache
def _toned(pair: str) -> re.Pattern[str]:
    return re.compile(rf"{pair}(?<![qQ]{pair})(?![^\W\d_])")


def with_old_placement(text: str, pairs: Set[str]) -> str:
    """`text` with tones in the old place; `pairs` are its `new_placements`."""
    for pair in pairs:
        text = _toned(pair).sub(_NEW_STYLE[pair], text)
    return text

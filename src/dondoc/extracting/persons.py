"""Names of persons, told only so that they can be left out: the product keeps offices (docs: no persons)."""

from __future__ import annotations

import re
from functools import cache

from dondoc.extracting.patterns import alternatives
from dondoc.extracting.vocabulary import table

_GIVEN = r"[A-ZĐÀ-ỸƯƠĂÂÊÔ][a-zà-ỹđưăâêôơ]+"
_BRACKET = re.compile(rf"\s*\(\s*{_GIVEN}(?:\s*[,;]\s*{_GIVEN})*\s*\)")
_INITIALLED = re.compile(rf"(?<=[A-ZĐ])\.\s?{_GIVEN}(?=[\s;,.]*$)")


@cache
def _name() -> re.Pattern[str]:
    """A full name behind an office: "PCT UBND tỉnh Nguyễn Thành Sinh", "Bộ trưởng Trịnh Đình Dũng"."""
    words = table("documents")["foot"]
    surname = "(?:" + "|".join(words["surnames"]) + ")"
    spared = "(?!" + "|".join(words["not_persons"]) + ")"
    return re.compile(rf"\s+{spared}{surname}(?:\s+{_GIVEN}){{2,3}}(?=\s*(?:[,;(.]|$))")


@cache
def _titled() -> re.Pattern[str]:
    """A name right behind a title, in any case: "phó thủ tướng nguyễn thiện nhân tại"."""
    words = table("documents")["foot"]
    ends = alternatives(table("documents")["issuers"]["ends"])
    surname = alternatives(word.lower() for word in words["surnames"] if len(word) > 1)
    spared = alternatives(words["not_persons"])
    given = rf"(?:\s+(?!{ends}(?!\w))[^\W\d_]+){{2,3}}"
    title = alternatives(words["titles"])
    return re.compile(rf"(?<!\w)(?P<title>{title})\s+(?!{spared}){surname}{given}(?!\w)", re.IGNORECASE)


def without_persons(text: str) -> str:
    """`text` without the names of persons behind their office, and without given names in brackets."""
    plain = _INITIALLED.sub("", _BRACKET.sub("", text))
    return _name().sub("", _titled().sub(lambda match: match["title"], plain)).strip()

"""Names of table rows that say little alone: "Ở đô thị" below "12 | Tỷ lệ chất thải rắn được thu gom"."""

from __future__ import annotations

import re

from dondoc.extracting.naming import carried_head, own_head, tidy
from dondoc.extracting.vocabulary import phrase, table

_DIGITS = re.compile(r"\d+(?:\.\d+)*")
_SUM_OF, _OPENS = phrase("names", "sum_of"), phrase("names", "opens_row_of_parts")
_HEADS = {row["unit"]: row["head"] for row in table("names")["head_of_unit"]}


class HeadingRow:
    """The last numbered row that names something and gives no number; what stands below it belongs to it."""

    def __init__(self) -> None:
        self.label = self.name = ""

    def enter(self, label: str, name: str) -> None:
        self.label, self.name = (label, name) if _DIGITS.fullmatch(label) else ("", "")

    def over(self, label: str) -> str:
        """The name of the heading row above a row with this label, "" where the row stands for itself."""
        below = not label or label.startswith(f"{self.label}.") or not label[:1].isdigit()
        return self.name if self.label and below else ""


def named_below(name: str, above: str, unit: str) -> str:
    """The name of a row that divides the thing `above`; its own where it says itself what is counted.

    >>> named_below("Ở đô thị", "Tỷ lệ chất thải rắn được thu gom", "%")
    'Tỷ lệ chất thải rắn được thu gom ở đô thị'
    >>> named_below("Trong đó: Rừng gỗ lớn", "Diện tích rừng trồng tập trung", "ha")
    'Diện tích rừng gỗ lớn'
    """
    own = _OPENS.sub("", name)
    first = own.lower().split(" ")[0]
    if not above or not own or own_head(own) or first == unit.lower():
        return name
    carried = carried_head(own, above)
    if carried is not None:
        return carried
    rest = own[:1].lower() + own[1:]
    if first in above.lower().split():
        head = _HEADS.get(unit.lower())
        return f"{head} {rest}" if head else name
    return tidy(f"{_SUM_OF.sub('', above)} {rest}")

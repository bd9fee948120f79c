"""Leaning: what the words of a number take from the number before it, or from the whole it breaks down."""

from __future__ import annotations

import re
from functools import cache

from dondoc.extracting.clauses import Clause
from dondoc.extracting.measuring import Test
from dondoc.extracting.naming import own_head
from dondoc.extracting.numbers import Quantity
from dondoc.extracting.spans import FoundTarget
from dondoc.extracting.vocabulary import phrase, table
from dondoc.values import Comparison, Measure

_GRADE, _SAID_OF, _WHERE = phrase("promises", "grade"), phrase("names", "said_of"), phrase("names", "where")
_OR_MORE = re.compile(r"trở\s+(?:lên|xuống)")
_FAR_WORDS = 6  # words after which "trở lên" no longer belongs to a number


@cache
def _opposites() -> dict[str, tuple[str, ...]]:
    """Each word with those that stand against it: "nông thôn" → "đô thị", "thành thị"."""
    rows = [tuple(row["words"]) for row in table("names")["opposite"]]
    words = {word for row in rows for word in row}
    return {word: tuple(other for row in rows if word in row for other in row if other != word) for word in words}


def in_contrast(prefix: str, before: str) -> str | None:
    """The name of a number that only tells the other side of the one `before`; None when it tells anything else.

    >>> in_contrast("nông thôn", "Tỷ lệ chất thải rắn đô thị được thu gom")
    'Tỷ lệ chất thải rắn nông thôn được thu gom'
    """
    where = _WHERE.match(prefix)
    side = prefix[where.end() :] if where else prefix
    for other in _opposites().get(side.lower(), ()):
        at = before.lower().find(other)
        if at >= 0:
            return before[:at] + side.lower() + before[at + len(other) :]
    return None


def with_whole(prefix: str, before: str, unit: str | None, whole: FoundTarget) -> str | None:
    """The name of a part that is said of the whole: "…, trong đó có bằng cấp, chứng chỉ đạt 35%"; None for others.

    `before` is what stands before the number, in lower case; `prefix` are its naming words.
    """
    said = _SAID_OF.match(before)
    alike = unit == whole.test.unit == "%" and whole.test.measure is Measure.LEVEL
    if said is None or not prefix or not alike or own_head(prefix):
        return None
    verb = said["verb"]
    rest = prefix if not prefix.lower().startswith(verb) else prefix[len(verb) :].lstrip()
    return f"{whole.indicator} {verb} {rest[:1].lower() if rest[1:2].islower() else rest[:1]}{rest[1:]}"


def leans(prefix: str, suffix: str, clause: Clause, last: FoundTarget) -> bool:
    """Whether a clause names nothing itself: ", tăng 37% so với năm 2025"."""
    counts_else = clause.quantity.group == "count" and clause.quantity.unit != last.test.unit
    return not prefix and not suffix and not counts_else


def as_before(found: Test, last: FoundTarget) -> Test:
    """A bare second number is tested like the first: "xuống còn 10% …  và 6,5% …"."""
    comparison = last.test.comparison
    if (found.upper is None) != (comparison is not Comparison.BETWEEN):
        comparison = found.comparison
    return found._replace(measure=last.test.measure, comparison=comparison, better=last.test.better)


def in_points(found: Test, at_end: Quantity | None) -> Test:
    """ "số hộ dùng nước sạch tăng 3% (để đạt 84%)": what stands at a share in the end moves by points."""
    if found.measure is not Measure.GROWTH or found.unit != "%" or at_end is None or at_end.group != "rate":
        return found
    return found._replace(measure=Measure.CHANGE, unit="điểm %")


def bound_after(after: str, words: str) -> str:
    """ "trở lên" behind a number counts unless it closes a grade: "từ hoàn thành tốt nhiệm vụ trở lên"."""
    at = _OR_MORE.search(after)
    if at is None or "từ" in words.split():
        return after
    between = after[: at.start()]
    return between if _GRADE.search(between) or len(between.split()) > _FAR_WORDS else after

"""Promises: targets that nobody could test as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.profiles import Asking
from dondoc.checking.searching import around
from dondoc.checking.vocabulary import any_of, table
from dondoc.commitments import Target
from dondoc.extracting.sections import Role
from dondoc.extracting.sentences import sentences
from dondoc.text import Span
from dondoc.values import Comparison, Measure

_DIGIT = re.compile(r"\d")
# Characters of a promise before and behind the word it is found by.
_BEFORE, _AFTER = 70, 40
# A time for what stands before it: "trước ngày 30/9/2026", "đến hết quý III năm 2026", "hằng năm".
_BY_WHEN = re.compile(
    r"(?<!\w)(?:trước|đến|vào|trong|hết|xong|chậm nhất|hoàn thành)(?!\w)[^.;,()\n]{0,30}(?<!\d)(?:19|20)\d\d(?!\d)"
    r"|(?<!\w)h[ằà]ng (?:năm|quý|tháng)(?!\w)"
)
_ALL = 100  # per cent
_NAMES = re.compile(r"\(([^()\d:]*)\)")
_APART = re.compile(r"\s*(?:[,;]|\svà\s)\s*")
_BARE = (Comparison.AT_LEAST, Comparison.AT_MOST)


def target_without_unit(draft: Draft) -> Iterator[Hit]:
    """A number of nothing: no unit stands behind it."""
    for target in draft.resolution.targets:
        if target.unit is None:
            yield hit(target, indicator=target.indicator)


def target_without_comparison(draft: Draft) -> Iterator[Hit]:
    """Bare numbers, counted: a reader cannot tell whether more is allowed, or asked for. Parts go with their whole."""
    if draft.profile.tasks is Asking.NONE:
        return
    wholes = [target for target in draft.resolution.targets if target.part_of is None]
    bare = [target for target in wholes if _is_bare(draft, target)]
    if bare:
        yield hit(bare[0], count=len(bare), total=len(wholes))


def _is_bare(draft: Draft, target: Target) -> bool:
    if target.comparison not in _BARE or target.measure not in (Measure.FLOW, Measure.LEVEL) or _is_all(target):
        return False
    quote = draft.lower[draft.place(target.start) : draft.place(target.end)]
    told = any_of("compares").search(quote.partition("gồm")[0]) or any_of("bounds").search(target.indicator.lower())
    return told is None and not _in_table(draft, target)


def _is_all(target: Target) -> bool:
    """Whether the number leaves no more and no less: all of a whole, one thing, or as many as are named behind it."""
    if target.amount == (_ALL if target.unit == "%" else 1):
        return True
    named = _NAMES.search(target.quote)
    return named is not None and len(_APART.split(named[1])) == target.amount


def _in_table(draft: Draft, target: Target) -> bool:
    item = draft.item_at(draft.place(target.start))
    return item is not None and item.block.table is not None


def target_without_period(draft: Draft) -> Iterator[Hit]:
    """Numbers that neither the sentence, nor a heading, nor the title gives a time; counted."""
    if draft.profile.tasks is Asking.NONE:
        return
    timeless = [target for target in draft.resolution.targets if target.period is None and not _is_timed(draft, target)]
    if timeless:
        yield hit(timeless[0], count=len(timeless), total=len(draft.resolution.targets))


def _is_timed(draft: Draft, target: Target) -> bool:
    """Whether its sentence, or the row of its table, says by when, behind the words of the target themselves."""
    item, place = draft.item_at(draft.place(target.start)), draft.place(target.start)
    if item is None:
        return False
    if item.block.table is not None:
        return _BY_WHEN.search(draft.lower, place, item.end) is not None
    bounds = (b for b in sentences(draft.layer, item.body, item.end) if b[0] <= place < b[1])
    return any(_BY_WHEN.search(draft.lower, place, end) for _, end in bounds)


def rank_without_number(draft: Draft) -> Iterator[Hit]:
    """A place in a ranking that is to be kept or bettered, and no number says which."""
    yield from _sentences_with(draft, "rank")


def direction_without_number(draft: Draft) -> Iterator[Hit]:
    """A way to go without an amount: "giảm ở cả 03 tiêu chí", "cao hơn năm trước"."""
    yield from _sentences_with(draft, "direction")


def _promises(draft: Draft, span: Span) -> bool:
    """Whether the words stand in a task, or under a heading of targets."""
    if draft.role_at(draft.place(span.start)) is Role.TARGETS:
        return True
    return any(task.start <= span.start and span.end <= task.end for task in draft.resolution.tasks)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(table("phrases")[name]["pattern"])


def _sentences_with(draft: Draft, name: str) -> Iterator[Hit]:
    """The words of the pattern `name` in sentences that promise; nothing where a number answers them."""
    anchors = table("phrases")[name]["anchors"]
    where = (draft.body.start, draft.body.end)
    for match in around(draft.lower, _pattern(name), anchors, *where, before=_BEFORE, after=_AFTER):
        item = draft.item_at(match.start())
        if item is None or not _promises(draft, draft.span(*match.span())):
            continue
        bounds = (b for b in sentences(draft.layer, item.body, item.end) if b[0] <= match.start() < b[1])
        start, end = next(bounds, (match.start(), match.end()))
        rest = draft.lower[start : match.start()] + draft.lower[match.end() : end]
        if not _DIGIT.search(_without_names(rest)):
            yield hit(draft.span(match.start(), match.end()), words=draft.quote(match.start(), match.end()))


_NAMED = re.compile(r"\([^()]*\)|(?:năm|giai đoạn|nghị quyết|quyết định|kế hoạch|chỉ thị|số|quý|tháng)\s+\S*\d\S*")


def _without_names(words: str) -> str:
    """`words` without the numbers that name a year or a document."""
    return _NAMED.sub("", words)

"""Promises: targets that nobody could test as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dondoc.checking.draft import SET_TASKS, Draft, Hit, hit
from dondoc.checking.profiles import Asking
from dondoc.checking.searching import around
from dondoc.checking.vocabulary import any_of, phrase, says, table, terms
from dondoc.commitments import Target
from dondoc.extracting.numbers import parse_number
from dondoc.extracting.sections import Role
from dondoc.extracting.sentences import sentences
from dondoc.text import Span
from dondoc.values import Comparison, Measure

_DIGIT = re.compile(r"\d")
# Characters of a promise before and behind the word it is found by.
_BEFORE, _AFTER = 70, 40
_CLAUSE = 60  # characters before a number in which "khoảng", "trên" … may stand for it too
_STOP = re.compile(r"[,;.:()\n]")
# A time for what stands before it: "trước ngày 30/9/2026", "đến hết quý III năm 2026", "hằng năm".
_BY_WHEN = re.compile(
    r"(?<!\w)(?:trước|đến|vào|trong|hết|xong|chậm nhất|hoàn thành)(?!\w)[^.;,()\n]{0,30}(?<!\d)(?:19|20)\d\d(?!\d)"
    r"|(?<!\w)h[ằà]ng (?:năm|quý|tháng)(?!\w)"
)
_ALL = 100  # per cent
_NAMES = re.compile(r"\(([^()\d:]*)\)")
_APART = re.compile(r"\s*(?:[,;]|\svà\s)\s*")
_COUNTS = re.compile(r"(?:tổng )?số (?:lượng )?[^\W\d]")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_BEHIND = 20  # characters behind a number in which "trở lên" … may stand
_RANKED = re.compile(r"(?:nhóm|tốp|top|thứ|hạng|thứ bậc)\s+\d")  # a place among others has no unit, and is a bound
_ALL_OF = re.compile(r"(?<![\d/])(\d+)/\1(?![\d/])")  # "12/12 thôn"
_BUDGET = re.compile(r"(?:tổng )?(?:thu|chi) ")
_TELLING = 0.1  # share of the targets from which the bare ones are worth telling
_REGULAR = re.compile(r"/\s*(?:năm|quý|tháng|tuần|ngày)$")  # "02 lần/năm" tells its time
_BARE = (Comparison.AT_LEAST, Comparison.AT_MOST)


def target_without_unit(draft: Draft) -> Iterator[Hit]:
    """A number of nothing: no unit stands behind it, and the name does not say what is counted ("Số xã …")."""
    for target in draft.resolution.targets:
        if target.unit is not None or _COUNTS.match(target.indicator.lower()) or _RANKED.search(target.quote.lower()):
            continue
        if not _describes(draft, target) and not _is_index(target):
            yield hit(target, indicator=target.indicator)


def _is_index(target: Target) -> bool:
    """A ratio of its own has no unit: "hệ số ICOR đạt 5,2", "chỉ số phát triển con người (HDI) đạt 0,78"."""
    name = target.indicator.lower()
    return any_of("ratios").match(name) is not None or (any_of("indices").match(name) is not None and target.amount < 1)


def target_without_comparison(draft: Draft) -> Iterator[Hit]:
    """Bare numbers, counted: a reader cannot tell whether more is allowed, or asked for. Parts go with their whole."""
    if draft.profile.tasks is Asking.NONE:
        return
    wholes = [target for target in draft.resolution.targets if target.part_of is None]
    bare = [target for target in wholes if _is_bare(draft, target)]
    if len(bare) >= _TELLING * len(wholes) > 0:
        yield hit(bare[0], count=len(bare), total=len(wholes))


def _is_bare(draft: Draft, target: Target) -> bool:
    if target.comparison not in _BARE or target.measure not in (Measure.FLOW, Measure.LEVEL) or _is_all(target):
        return False
    if _in_table(draft, target) or draft.role_at(draft.place(target.start)) is not Role.TARGETS:
        return False  # work that is counted ("mở 08 lớp") is meant as it is
    if target.indicator.lower().startswith("cơ cấu") or _RANKED.search(target.quote.lower()):
        return False
    if any_of("bounds").search(target.indicator.lower()) is not None or _is_compared(draft, target):
        return False
    return not _describes(draft, target) and not _is_exact(draft, target)


def _is_compared(draft: Draft, target: Target) -> bool:
    """Whether the clause says how the number is to be tested: before the number, or right behind it ("trở lên")."""
    start, end = draft.place(target.start), draft.place(target.end)
    clause = draft.lower[_clause_start(draft, start) : end].partition("gồm")[0]
    number = _end_of_number(clause, target.amount)
    before, behind = clause[:number], _STOP.split(draft.lower[end : end + _BEHIND], maxsplit=1)[0]
    if any_of("compares").search(before) or phrase("compares_number").search(before):
        return True
    return phrase("compares_behind").search(clause[number:] + behind) is not None


def _end_of_number(clause: str, amount: Decimal) -> int:
    """Where the number ends that is `amount`; the first number where none is it."""
    found = list(_NUMBER.finditer(clause))
    same = (match for match in found if parse_number(match.group()) == amount)
    number = next(same, None) or next(iter(found), None)
    return number.end() if number else len(clause)


def _is_exact(draft: Draft, target: Target) -> bool:
    """Whether the number is no more and no less by its nature: works counted in a master plan ("quy hoạch"), or a sum
    of a budget estimate.
    """
    if (target.unit or "").lower() in terms("works_counted"):
        words = f"{target.indicator} {target.quote}".lower()
        if any_of("sets_up").search(words):
            return "quy hoạch" in (draft.header.title or "").lower()
    item = draft.item_at(draft.place(target.start)) if _BUDGET.match(target.indicator.lower()) else None
    if item is None:
        return False
    return any("dự toán" in draft.lower[above.body : above.end] for above in draft.outline.above(item))


def _clause_start(draft: Draft, place: int) -> int:
    """Where the clause begins that runs on to `place`: "khoảng 85 hợp tác xã và 6.600 tổ hợp tác" is one."""
    before = draft.lower[max(0, place - _CLAUSE) : place]
    stop = _STOP.search(before[::-1])
    return place - (stop.start() if stop else len(before))


def _describes(draft: Draft, target: Target) -> bool:
    """Whether the number describes a work that is named: "Dự án khu dân cư X: …, diện tích 19,33 ha".

    One without such a word is known by its size and its cost together: "Hồ Sông Tra: dung tích …, tổng mức đầu tư …".
    """
    item = draft.item_at(draft.place(target.start))
    if item is None or item.block.table is not None:
        return False
    if any_of("works").match(draft.lower, item.body):
        return True
    words = draft.lower[item.body : item.end]
    return says("costs", words) and phrase("measures").search(words) is not None


def _is_all(target: Target) -> bool:
    """Whether the number leaves no more and no less: all of a whole, one thing, or as many as are named behind it."""
    if target.amount == (_ALL if target.unit == "%" else 1) or _ALL_OF.search(target.quote):
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
    timeless = [t for t in draft.resolution.targets if t.period is None and _is_promised(draft, t)]
    timeless = [t for t in timeless if _REGULAR.search(t.unit or "") is None]
    timeless = [target for target in timeless if not _is_timed(draft, target)]
    if timeless:
        yield hit(timeless[0], count=len(timeless), total=len(draft.resolution.targets))


def _is_promised(draft: Draft, target: Target) -> bool:
    """Whether it stands where targets or tasks are set: elsewhere a number may describe what is there or is needed."""
    return draft.role_at(draft.place(target.start)) in (Role.TARGETS, *SET_TASKS) and not _describes(draft, target)


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


def _sentences_with(draft: Draft, name: str) -> Iterator[Hit]:
    """The words of the pattern `name` in sentences that promise; nothing where a number answers them."""
    anchors = table("phrases")[name]["anchors"]
    where = (draft.body.start, draft.body.end)
    for match in around(draft.lower, phrase(name), anchors, *where, before=_BEFORE, after=_AFTER):
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

"""Arithmetic: numbers of one document that cannot all be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from dondoc.checking.breakdowns import broken_down
from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.matching import alike, quantum
from dondoc.checking.searching import around
from dondoc.checking.vocabulary import any_of
from dondoc.checking.writing import with_unit
from dondoc.commitments import Target
from dondoc.extracting.numbers import parse_number
from dondoc.values import Comparison, Measure

_ADDS_UP = (Measure.FLOW, Measure.LEVEL)
_RATES = ("%", "điểm %")
_FULL = re.compile(r"(?<!\w)gồm(?!\w)(?! cả(?!\w))")  # "bao gồm cả 500 lao động …" names a part
_ONLY_SOME = re.compile(r"(?<!\w)(?:trong đó|chủ yếu|một số|như|riêng)(?!\w)")
_HUNDRED = Decimal(100)


def parts_do_not_add_up(draft: Draft) -> Iterator[Hit]:
    """Parts after "gồm" that give another sum than the whole; where there are decimals each may be rounded."""
    for whole, parts in _breakdowns(draft):
        total = sum((part.amount for part in parts), Decimal(0))
        complete = len(parts) > 1 and all(_comparable(whole, part) for part in parts)
        if complete and (_says_all(draft, whole, parts) or _are_classes(parts)) and not _adds_up(whole, parts, total):
            yield hit(whole, whole=with_unit(whole.amount, whole.unit), sum=with_unit(total, whole.unit))
    for found in broken_down(draft):
        span = draft.span(found.span.start, found.span.end)
        if not any(target.start <= span.start < target.end for target in draft.resolution.targets):
            yield hit(span, whole=with_unit(found.whole, found.unit), sum=with_unit(found.sum, found.unit))


def part_exceeds_whole(draft: Draft) -> Iterator[Hit]:
    """A part larger than the whole it is of. Rates are left out: those of some of the people may well be higher."""
    for whole, parts in _breakdowns(draft):
        for part in parts:
            if _comparable(whole, part) and part.amount > whole.amount:
                yield hit(part, part=with_unit(part.amount, part.unit), whole=with_unit(whole.amount, whole.unit))


def _breakdowns(draft: Draft) -> Iterator[tuple[Target, Sequence[Target]]]:
    """Each whole that is no rate, with its parts."""
    parts: dict[str, list[Target]] = {}
    for target in draft.resolution.targets:
        if target.part_of is not None:
            parts.setdefault(target.part_of, []).append(target)
    for name, found in parts.items():
        whole = draft.targets[name]
        if whole.unit not in _RATES and whole.measure in _ADDS_UP and whole.upper_amount is None:
            yield whole, found


def _comparable(whole: Target, part: Target) -> bool:
    return part.unit == whole.unit and part.measure is whole.measure and part.upper_amount is None


def _says_all(draft: Draft, whole: Target, parts: Sequence[Target]) -> bool:
    """Whether "gồm" or "bao gồm" announces the parts; "trong đó", "chủ yếu gồm" name only some of them."""
    first = draft.place(min(part.start for part in parts))
    start = draft.place(whole.start)
    lead = _FULL.search(draft.lower, start, max(first, start) + len("bao gồm cả "))
    return lead is not None and _ONLY_SOME.search(draft.lower, start, first) is None


_CLASS = re.compile(
    r"(?<!\w)(?P<name>loại|hạng|nhóm|cấp|bậc|khu vực|vùng)\s+(?P<label>[1-9]|i|ii|iii|iv|v|vi|a|b|c|d)(?![\w.,/])",
    re.IGNORECASE,
)
_CLASSES = ("1 2 3 4 5 6 7 8 9", "i ii iii iv v vi", "a b c d")


def _are_classes(parts: Sequence[Target]) -> bool:
    """Whether the parts are the classes of the whole, one after the other: "Loại 1", "Loại 2", "Loại 3"."""
    found = [_CLASS.search(part.indicator) for part in parts]
    labels = [match["label"].lower() for match in found if match]
    names = {match["name"].lower() for match in found if match}
    in_order = any(order.split()[: len(parts)] == labels for order in _CLASSES)
    return len(parts) > 1 and len(names) == 1 and in_order


def _adds_up(whole: Target, parts: Sequence[Target], total: Decimal) -> bool:
    if whole.comparison is Comparison.MORE_THAN and total > whole.amount:
        return True
    step = min(quantum(amount) for amount in (whole.amount, *(part.amount for part in parts)))
    rounding = step * len(parts) / 2 if step < 1 else Decimal(0)
    return abs(total - whole.amount) <= rounding


def rate_out_of_range(draft: Draft) -> Iterator[Hit]:
    """A share of a whole above 100 % or below 0. Ratios to a plan or to another year may be above and are left out."""
    for target in draft.resolution.targets:
        if target.unit != "%" or target.measure is not Measure.LEVEL or not _is_share(target.indicator):
            continue
        amounts = (target.amount, target.upper_amount or target.amount)
        worst = next((amount for amount in amounts if not 0 <= amount <= _HUNDRED), None)
        if worst is not None:
            yield hit(target, amount=with_unit(worst, "%"))


def _is_share(indicator: str) -> bool:
    low = indicator.lower()
    return bool(any_of("share").match(low)) and not any_of("may_exceed").search(low)


def impossible_start(draft: Draft) -> Iterator[Hit]:
    """A year-end level and an increment that together begin below nothing or above everything."""
    for target in draft.resolution.targets:
        if target.measure is not Measure.CHANGE or target.level_at_end is None:
            continue
        start = target.level_at_end - target.amount
        highest = _HUNDRED if target.unit in _RATES else None
        if start < 0 or (highest is not None and (start > highest or target.level_at_end > highest)):
            unit = "%" if target.unit in _RATES else target.unit
            yield hit(
                target,
                level=with_unit(target.level_at_end, unit),
                change=with_unit(target.amount, target.unit),
                start=with_unit(start, unit),
            )


_LONGEST_RISE = 160  # characters
_NUMBER = r"\d+(?:,\d+)?"
_FROM_TO = re.compile(
    rf"(?<!\w)từ\s+(?P<from>{_NUMBER})\s*%(?P<a>[^.;()\n]{{0,40}}?)\s(?:lên|xuống|còn|đến)\s(?P<b>[^.;()\d\n]{{0,20}})"
    rf"(?P<to>{_NUMBER})\s*%[^.;()\d\n]{{0,24}}[(,]?\s*(?P<way>tăng|giảm)\s+(?:thêm\s+)?(?P<by>{_NUMBER})\s*(?:điểm\s*)?%"
    r"(?!\s*(?:/|mỗi|bình quân|hằng|hàng|so với))"
)


def increment_disagrees(draft: Draft) -> Iterator[Hit]:
    """ "từ 60% lên 65%, tăng 6%": neither the difference nor the growth of the two levels is the increment."""
    for match in around(draft.lower, _FROM_TO, ("từ ",), 0, len(draft.lower), before=1, after=_LONGEST_RISE):
        numbers = [parse_number(match[name]) for name in ("from", "to", "by")]
        first, last, by = (number for number in numbers if number is not None)
        step = quantum(by)
        growth = abs(last / first - 1) * _HUNDRED if first else by
        if abs(abs(last - first) - by) >= step and abs(growth - by) >= step:
            span = draft.span(match.start(), match.end())
            yield hit(span, difference=with_unit(abs(last - first), "điểm %"), by=with_unit(by, "%"))


_LEAST_WORDS = 5  # words of an indicator's name; shorter ones are heads of lists ("giá trị sản xuất" of each branch)


def two_numbers_for_one(draft: Draft) -> Iterator[Hit]:
    """The same indicator, unit and period with another number further down, both in sentences and not in tables."""
    for named in _by_name(draft.resolution.targets):
        known: dict[tuple[object, ...], Target] = {}
        for target in named:
            if _in_table(draft, target):
                continue
            first = known.setdefault((target.unit, target.measure, target.period, target.base), target)
            differs = _differs(first, target) and _says_the_same(draft, first, target)
            if differs and not _is_stretch(draft, first, target):
                yield hit(target, amount=_promised(target), other=_promised(first), first=first.id)


def _by_name(targets: Iterable[Target]) -> Iterator[Sequence[Target]]:
    """Those with one name of some length, where there are several; few documents have many."""
    found: dict[str, list[Target]] = {}
    for target in targets:
        if target.period is not None and not target.part_of and target.indicator.count(" ") + 1 >= _LEAST_WORDS:
            found.setdefault(target.indicator.lower(), []).append(target)
    return (named for named in found.values() if len(named) > 1)


_LEAST_ALIKE = 0.8


def _says_the_same(draft: Draft, first: Target, second: Target) -> bool:
    """Whether the words are the same but for the number, in two paragraphs that no headings of one kind tell apart.

    Within one paragraph the second number is for another place, year or kind that the words around it name.
    """
    if alike(*(_LETTERS.sub(" ", target.quote) for target in (first, second))) < _LEAST_ALIKE:
        return False
    above, below = draft.item_at(draft.place(first.start)), draft.item_at(draft.place(second.start))
    if above is None or below is None or above is below:
        return False
    roles = draft.extraction.sections.roles
    return above.parent == below.parent or roles[above.index] is not roles[below.index]


_LETTERS = re.compile(r"[\d.,%]+")


def _differs(first: Target, second: Target) -> bool:
    return (first.amount, first.upper_amount) != (second.amount, second.upper_amount)


def _promised(target: Target) -> str:
    lower = with_unit(target.amount, target.unit if target.upper_amount is None else None)
    return lower if target.upper_amount is None else f"{lower} – {with_unit(target.upper_amount, target.unit)}"


def _in_table(draft: Draft, target: Target) -> bool:
    item = draft.item_at(draft.place(target.start))
    return item is not None and item.block.table is not None


def _is_stretch(draft: Draft, first: Target, second: Target) -> bool:
    """A higher number to strive for in the same breath ("đạt 80%, phấn đấu đạt 85%"), or one for another place."""
    start, end = draft.place(first.start), draft.place(second.end)
    between = draft.lower[start:end]
    return len(between) < 400 and bool(any_of("strives").search(between))

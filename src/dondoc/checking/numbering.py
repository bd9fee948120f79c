"""Numbering: numbers that jump or come twice, and points with letters that are not Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.searching import places_of
from dondoc.reading.outline import Item, Mark
from dondoc.text import Span

_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_FOREIGN = frozenset("fjwz")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_COUNTED = (Mark.CHAPTER, Mark.SECTION, Mark.ARTICLE, Mark.ROMAN, Mark.NUMBER, Mark.NUMBER_2, Mark.LETTER)
_TWICE_FROM = 2  # a list that goes back to one begins anew
_FEWEST = 3  # items of a list, of which a jump is then one, not the rule


def numbering_jumps(draft: Draft) -> Iterator[Hit]:
    """A number left out, or given twice, in a list that otherwise counts one by one."""
    for above, item in _steps(draft):
        first, second = _value(above), _value(item)
        if first is None or second is None:
            continue
        left_out = second == first + 2 and not _stands_between(draft, above, item, first + 1)
        if second == first:
            yield _hit(draft, item, above, item.label)
        elif left_out or (_TWICE_FROM <= second < first and "." in item.label):  # "2.7", then "2.5" once more
            yield _hit(draft, item, above, _label(item.mark, first + 1, item.label))
    yield from _moved_dots(draft)


def _moved_dots(draft: Draft) -> Iterator[Hit]:
    """ "14.2" behind "1.4.1": the digits are those of the number to come, the full stop stands elsewhere."""
    label = ""
    for item in draft.outline.items:
        if item.mark not in (Mark.NUMBER_2, Mark.NUMBER_3) or item.start < draft.body.start:
            continue
        expected = _next(label)
        if item.label != expected and item.label.replace(".", "") == expected.replace(".", ""):
            yield hit(_number(draft, item), label=item.label, above=label, expected=expected)
            label = expected
        else:
            label = item.label


def _next(label: str) -> str:
    """ "1.4.2" for "1.4.1"; nothing for a label that does not count."""
    head, dot, last = label.rpartition(".")
    return f"{head}{dot}{int(last) + 1}" if last.isdigit() else ""


def _hit(draft: Draft, item: Item, above: Item, expected: str) -> Hit:
    return hit(_number(draft, item), label=item.label, above=above.label, expected=expected)


def _number(draft: Draft, item: Item) -> Span:
    """The number of an item as printed, without the blank behind it."""
    return draft.span(item.start, item.start + len(draft.layer[item.start : item.body].rstrip()))


def _steps(draft: Draft) -> Iterator[tuple[Item, Item]]:
    """Neighbours of each list of at least three items in which one step at most is odd."""
    if "sửa đổi" in (draft.header.title or "").lower():
        return  # what is quoted to be amended has the numbers of another document
    body = [item for item in draft.outline.items if item.start >= draft.body.start and item.mark in _COUNTED]
    lists: dict[tuple[int, Mark, str], list[Item]] = {}
    for item in body:
        lists.setdefault((item.parent, item.mark, item.label.rpartition(".")[0]), []).append(item)
    for items in lists.values():
        for run in _runs(items):
            odd = [(a, b) for a, b in pairwise(run) if (_value(b) or 0) - (_value(a) or 0) != 1]
            if len(run) >= _FEWEST and len(odd) == 1:
                yield odd[0]


def _runs(items: Sequence[Item]) -> Iterator[list[Item]]:
    """A list is begun anew where a number goes back to one."""
    run: list[Item] = []
    for item in items:
        value = _value(item)
        if run and value == 1:
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _value(item: Item) -> int | None:
    """The place of an item in its list, from 1; None for a label that does not count ("3a")."""
    label = item.label.rpartition(".")[2]
    if item.mark is Mark.LETTER:
        return _ALPHABET.index(label) + 1 if label in _ALPHABET else None
    if label.isdigit():
        return int(label)
    if item.mark in (Mark.ROMAN, Mark.CHAPTER, Mark.SECTION) and label and set(label) <= set(_ROMAN):
        return _roman(label)
    return None


def _roman(label: str) -> int:
    values = [_ROMAN[letter] for letter in label]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _label(mark: Mark, value: int, like: str) -> str:
    if mark is Mark.LETTER:
        return _ALPHABET[value - 1]
    head, dot, last = like.rpartition(".")
    if last.isdigit():
        return f"{head}{dot}{value}"
    tens, ones = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _stands_between(draft: Draft, above: Item, item: Item, value: int) -> bool:
    """Whether the number sought opens a line between the two after all, in a form the grammar does not take."""
    wanted = re.compile(rf"(?:^|\n|[.;:]\s){re.escape(_label(item.mark, value, item.label))}(?!\w)", re.IGNORECASE)
    return wanted.search(draft.layer, above.body, item.start) is not None


def point_letter_foreign(draft: Draft) -> Iterator[Hit]:
    """Points lettered f, j, w or z: the order is a, b, c, d, đ, e, g, h … (NĐ 30/2020/NĐ-CP)."""
    points = [item for item in draft.outline.items if item.mark is Mark.LETTER and item.start >= draft.body.start]
    for _, group in groupby(points, key=lambda item: item.parent):
        for item in group:
            if item.label in _FOREIGN:
                yield hit(_number(draft, item), label=item.label)


# "… lần thứ III.IV.VỀ CÁC CÔNG VIỆC CẦN LÀM": a heading in capitals behind the end of a sentence, in the same line.
_GLUED_HEADING = re.compile(r"[IVX]{1,4} ?\. ?[A-ZĐÀ-Ỹ]{2,}(?: [A-ZĐÀ-Ỹ]{2,}){2,}")  # no line ends within
_SENTENCE_ENDS = re.compile(r"[^\W\d_][.;] ?\Z")


def heading_glued(draft: Draft) -> Iterator[Hit]:
    """A heading with the Roman number that is next, at the end of the paragraph before it."""
    romans = [item for item in draft.outline.items if item.mark is Mark.ROMAN]
    for start in places_of(draft.layer, _ROMAN, draft.body.start, draft.body.end) if romans else ():
        match = _GLUED_HEADING.match(draft.layer, start, draft.body.end)
        if match is None or not _SENTENCE_ENDS.search(draft.layer, max(0, start - 3), start):
            continue
        number = match.group().partition(".")[0].strip()
        above = [item for item in romans if item.start < start]
        if above and (_value(above[-1]) or 0) + 1 == _roman(number):
            yield hit(draft.span(start, match.end()), words=draft.quote(start, match.end()))

"""Settings: what the headings above an item give to every sentence in it."""

from __future__ import annotations

from typing import NamedTuple

from dondoc.extracting.measuring import Test
from dondoc.extracting.periods import FoundPeriod, find_periods
from dondoc.extracting.sections import Role, Sections
from dondoc.extracting.spans import FoundTarget
from dondoc.extracting.vocabulary import phrase
from dondoc.extracting.within_year import part_of_year
from dondoc.reading.outline import Item, Mark, Outline
from dondoc.values import Measure, Period

_PHASE = phrase("orders", "phase")
_LONGEST_PHASE = 60  # characters of a line that is nothing but a phase


class Setting(NamedTuple):
    """The role of an item, and the periods that its headings and the document give.

    `section` is the item's number path; `span` is the nearest span of years among the headings' periods; `heading` is
    the nearest heading's text; `wholes` are amounts one of which the item's numbers are parts of; `year` is the one
    that "cả năm" means.
    """

    role: Role
    heading_period: FoundPeriod | None
    span: Period | None
    document_period: Period | None
    heading: str
    section: str
    wholes: tuple[FoundTarget, ...] = ()
    year: int | None = None

    def period_for(self, tested: Test) -> Period | None:
        """A time reached ("đến năm 2030") for a level, the whole span for what happens in it."""
        heading, document = self.heading_period, self.document_period
        if heading is None:
            return document
        if heading.until and tested.measure in (Measure.FLOW, Measure.GROWTH):
            span = self.span or (document if document and "/" in document.written else None)
            if span is not None and span.end.year == heading.period.end.year:
                return span
        return heading.period


class Settings:
    """Answers for the items of one outline; the periods of each heading are looked for once."""

    def __init__(self, outline: Outline, sections: Sections, period: Period | None, year: int | None) -> None:
        self.outline, self.sections, self.period, self.year = outline, sections, period, year
        self.seen: dict[int, list[FoundPeriod]] = {}
        self.headed: dict[int, bool] = {}

    def of(self, item: Item) -> Setting:
        found: list[FoundPeriod] = []
        heading = self._text(item) if item.head > item.body else ""
        if heading:
            found += self._periods(item, item.body, item.head)
        for above in self.outline.above(item):
            if above.mark is Mark.ARTICLE:
                break
            if above.index not in self.headed:
                self.headed[above.index] = self._heads(above)
            if not self.headed[above.index]:
                continue
            found += self._periods(above, above.body, above.end)
            heading = heading or self._text(above)
        span = next((p.period for p in found if "/" in p.period.written), None)
        role, nearest = self.sections.roles[item.index], found[0] if found else None
        return Setting(role, nearest, span, self.period, heading, item.path, (), self.year)

    def _heads(self, item: Item) -> bool:
        text = self.outline.text(item).rstrip()
        phase = item.children and len(text) <= _LONGEST_PHASE and _PHASE.match(text.lower()) is not None
        return self.sections.headings[item.index] or text.endswith(":") or phase

    def _text(self, item: Item) -> str:
        return self.outline.mended.text[item.body : item.head if item.head > item.body else item.end]

    def _periods(self, item: Item, start: int, end: int) -> list[FoundPeriod]:
        """The periods of a heading: one that opens it first, else the last named first."""
        if item.index not in self.seen:
            lower = self.outline.mended.lower
            found = [p for p in find_periods(lower, start, end) if not p.base and not p.named]
            part = part_of_year(lower, start, end, self.year) if self.year and not found else None
            found += [part] if part else []
            opens = bool(found) and not lower[start : found[0].start].strip(" -+,:")
            self.seen[item.index] = [found[0], *found[:0:-1]] if opens else found[::-1]
        return self.seen[item.index]

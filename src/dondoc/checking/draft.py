"""Draft: what the rules look at. One frozen value, made once for each document; a rule asks it and keeps nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dondoc.checking.links import Links, find_links
from dondoc.checking.plan import PlannedFlow
from dondoc.checking.profiles import Asking, Profile, is_party
from dondoc.checking.vocabulary import any_of, terms
from dondoc.commitments import Citation, Header, Resolution, Target, Task
from dondoc.extracting import Extraction
from dondoc.extracting.acting import acts
from dondoc.extracting.sections import Role
from dondoc.reading.document import Block
from dondoc.reading.outline import Item, Outline
from dondoc.text import Span

SET_TASKS = (Role.TASKS, Role.DUTIES, Role.EXECUTION)
_FIGURE = re.compile(r"\d[\d.,/\-]+\d")


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule applies: characters `start` to `end` of the text, both None for the document as a whole.

    `values` fill the braces of the rule's message.
    """

    start: int | None
    end: int | None
    values: tuple[tuple[str, str], ...] = ()


def hit(place: Span | Target | Task | Citation | None, /, **values: object) -> Hit:
    """A hit at the words of `place`."""
    filled = tuple((name, str(value)) for name, value in values.items())
    return Hit(None, None, filled) if place is None else Hit(place.start, place.end, filled)


def _is_no_order(task: Task) -> bool:
    """Whether the words only look like a task: an act of the document itself, a rule, a lead-in of what follows."""
    words = task.quote.lower()
    return words.startswith(terms("operative")) or words.endswith(":") or any_of("no_order").search(words) is not None


def _says_what_to_do(task: Task) -> bool:
    """Whether it names who acts or until when, or at least begins with an act."""
    return bool(task.lead or task.deadline or acts(task.quote.lower().lstrip("-+*•–. ")))


@dataclass(frozen=True)
class Draft:
    """A document as extracted, with what it is checked against. `as_of` None: only the document's own date counts."""

    extraction: Extraction
    profile: Profile
    plan: Sequence[PlannedFlow] = ()
    parent: Resolution | None = None
    as_of: date | None = None

    @property
    def resolution(self) -> Resolution:
        return self.extraction.resolution

    @property
    def header(self) -> Header:
        return self.extraction.resolution.header

    @property
    def outline(self) -> Outline:
        return self.extraction.outline

    @property
    def text(self) -> str:
        """The text as read: spans of hits count in it."""
        return self.extraction.resolution.text

    @property
    def layer(self) -> str:
        """The matching layer in its own case."""
        return self.extraction.outline.mended.text

    @property
    def lower(self) -> str:
        """The matching layer in lower case, letter for letter the same as `layer`."""
        return self.extraction.outline.mended.lower

    @cached_property
    def is_party(self) -> bool:
        """Whether the Party's forms hold for the document, not those of the State."""
        return is_party(self.header, self.layer[: self.place(self.extraction.head.body_start)])

    @cached_property
    def dated(self) -> date | None:
        """The day on which the document speaks: its date of issue, else the first day of its period."""
        period = self.header.period
        return self.header.issued_on or (period.start if period else None)

    @cached_property
    def body(self) -> Span:
        """The places of the body in the matching layer: behind the title block, before the closing foot."""
        head = self.extraction.head
        return Span(self.place(head.body_start), self.place(head.foot_start))

    def place(self, offset: int) -> int:
        """The place in the matching layer of character `offset` of the text."""
        return self.outline.mended.place(offset)

    def span(self, start: int, end: int) -> Span:
        """The span of the text that `start` to `end` of the matching layer came from."""
        return self.outline.mended.original(start, end)

    def quote(self, start: int, end: int) -> str:
        """The words of the text at `start` to `end` of the matching layer, on one line."""
        return " ".join(self.span(start, end).of(self.text).split())

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [item.start for item in self.outline.items]

    def item_at(self, place: int) -> Item | None:
        """The item of the outline in which a place of the matching layer stands."""
        number = bisect_right(self._starts, place) - 1
        return self.outline.items[number] if number >= 0 else None

    def role_at(self, place: int) -> Role | None:
        """What the part of the document is for in which a place of the matching layer stands."""
        item = self.item_at(place)
        return self.extraction.sections.roles[item.index] if item else None

    def items(self, *roles: Role) -> Iterator[Item]:
        """The items of the outline with one of `roles`, in the order of the text."""
        for item, role in zip(self.outline.items, self.extraction.sections.roles, strict=True):
            if role in roles:
                yield item

    @cached_property
    def orders(self) -> Sequence[Task]:
        """The tasks that are asked: those under a heading of tasks; counted, also those in numbered parts of any kind.

        A preamble and what explains are not asked, whatever verbs they begin with; nor, where tasks are only counted,
        a sentence that names nobody and begins with no act ("Chợ là một bộ phận của kết cấu hạ tầng …").
        """
        roles, counted = self.extraction.sections.roles, self.profile.tasks is Asking.COUNT
        found = ((task, self.item_at(self.place(task.start))) for task in self.resolution.tasks)
        return [
            task
            for task, item in found
            if item is not None and not _is_no_order(task)
            if not counted or item.block.table is not None or _says_what_to_do(task)
            if roles[item.index] in SET_TASKS or item.block.table is not None or (counted and item.path)
        ]

    @cached_property
    def figures(self) -> Sequence[Span]:
        """Runs of three or more digits and what joins them ("2.670", "02-12-2022"), in the matching layer."""
        return [Span(*match.span()) for match in _FIGURE.finditer(self.lower)]

    @cached_property
    def blocks(self) -> Sequence[Block]:
        return self.outline.document.blocks

    @cached_property
    def links(self) -> Links:
        """Which task serves which target and answers which shortcoming."""
        tasks = [(self.place(task.start), self.place(task.end)) for task in self.resolution.tasks]
        places = [place for place, _ in tasks]
        further = []
        for item in self.items(Role.TASKS, Role.DUTIES):
            before = bisect_right(places, item.end) - 1
            if before < 0 or tasks[before][1] <= item.body:
                further.append(self.lower[item.body : item.end])
        return find_links(self.resolution, self.outline, further)

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """The targets by id."""
        return {target.id: target for target in self.resolution.targets}

"""Draft: what the rules look at. One frozen value, made once for each document; a rule asks it and keeps nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dondoc.checking.links import Links, find_links
from dondoc.checking.ordering import Placed, orders_in, placed_at, says_what_to_do
from dondoc.checking.parts import Said, said_of_parts
from dondoc.checking.profiles import Asking, Profile, is_party
from dondoc.commitments import Citation, Header, Resolution, Target, Task
from dondoc.extracting import Extraction
from dondoc.extracting.sections import Role
from dondoc.reading.document import Block
from dondoc.reading.outline import Item, Outline
from dondoc.text import Span
from dondoc.values import PlannedFlow

SET_TASKS = (Role.TASKS, Role.DUTIES, Role.EXECUTION)
_JOINING = ".,/-"  # signs that make one figure of the digits on both sides
_SHORTEST_FIGURE = 3  # characters


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


Figure = tuple[str, int, int]
"""Digits as written, and where they begin and end in the matching layer."""


@dataclass(frozen=True)
class Draft:
    """A document as extracted, with what it is checked against. `as_of` None: only the document's own date counts."""

    extraction: Extraction
    profile: Profile
    plan: Sequence[PlannedFlow] = ()
    parent: Resolution | None = None
    as_of: date | None = None

    @cached_property
    def resolution(self) -> Resolution:
        return self.extraction.resolution

    @cached_property
    def header(self) -> Header:
        return self.extraction.resolution.header

    @cached_property
    def outline(self) -> Outline:
        return self.extraction.outline

    @cached_property
    def text(self) -> str:
        """The text as read: spans of hits count in it."""
        return self.extraction.resolution.text

    @cached_property
    def layer(self) -> str:
        """The matching layer in its own case."""
        return self.extraction.outline.mended.text

    @cached_property
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

    @cached_property
    def place(self) -> Callable[[int], int]:
        """The place in the matching layer of a character of the text."""
        return self.outline.mended.place

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
        number = bisect_right(self._starts, place) - 1
        return self.extraction.sections.roles[number] if number >= 0 else None

    def items(self, *roles: Role) -> Iterator[Item]:
        """The items of the outline with one of `roles`, in the order of the text."""
        for item, role in zip(self.outline.items, self.extraction.sections.roles, strict=True):
            if role in roles:
                yield item

    @cached_property
    def orders(self) -> Sequence[Placed]:
        """The tasks that are asked: those under a heading of tasks; counted, also those in numbered parts of any kind.

        A preamble and what explains are not asked, whatever verbs they begin with; nor a sentence that names nobody and
        begins with no act ("Chợ là một bộ phận của kết cấu hạ tầng …").
        """
        roles, counted = self.extraction.sections.roles, self.profile.tasks is Asking.COUNT
        is_order = orders_in(self.lower, self.has_digit)
        return [
            placed
            for placed in self.placed
            if (item := placed.item) is not None
            if roles[item.index] in SET_TASKS or item.block.table is not None or (counted and item.path)
            if is_order(placed) and (item.block.table is not None or says_what_to_do(placed))
        ]

    @cached_property
    def said_once(self) -> Sequence[Said]:
        """What is said once of lead and time for all tasks of a part."""
        return said_of_parts(self.outline, self.extraction.sections, self.body, self.item_at)

    @cached_property
    def placed(self) -> Sequence[Placed]:
        """All tasks where they stand, in the order of the text."""
        place, lower, item_at = self.place, self.lower, self.item_at
        spans = ((task, place(task.start), place(task.end)) for task in self.resolution.tasks)
        return [placed_at(task, start, end, item_at(start), lower) for task, start, end in spans]

    def has_digit(self, start: int, end: int) -> bool:
        """Whether a digit stands in `start` to `end` of the matching layer."""
        return self.extraction.digits.any_in(start, end)

    @cached_property
    def figures(self) -> Sequence[Figure]:
        """Runs of three or more digits and what joins them ("2.670", "02-12-2022"), in the matching layer."""
        lower, (starts, ends, _) = self.lower, self.extraction.digits
        begun, found = 0, []
        for number, end in enumerate(ends, 1):
            goes_on = number < len(ends) and lower[end] in _JOINING
            if goes_on and not lower[end : starts[number]].strip(_JOINING):
                continue
            if end - starts[begun] >= _SHORTEST_FIGURE:
                found.append((lower[starts[begun] : end], starts[begun], end))
            begun = number
        return found

    @cached_property
    def blocks(self) -> Sequence[Block]:
        return self.outline.document.blocks

    @cached_property
    def links(self) -> Links:
        """Which task serves which target and answers which shortcoming."""
        places = [placed.start for placed in self.placed]
        further = []
        for item in self.items(Role.TASKS, Role.DUTIES):
            before = bisect_right(places, item.end) - 1
            if before < 0 or self.placed[before].end <= item.body:
                further.append(self.lower[item.body : item.end])
        return find_links(self.resolution, self.placed, self.outline, further)

    @cached_property
    def listed_targets(self) -> Sequence[Target]:
        """The targets of the parts that set them, without the parts of a whole."""
        wholes = (target for target in self.resolution.targets if target.part_of is None)
        return [target for target in wholes if self.role_at(self.place(target.start)) is Role.TARGETS]

    @cached_property
    def unserved_targets(self) -> Sequence[Target]:
        """Those of `listed_targets` that no task is about; two rules ask for them."""
        return [target for target in self.listed_targets if not self.links.is_served(self.links.targets, target.id)]

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """The targets by id."""
        return {target.id: target for target in self.resolution.targets}

"""What the review page shows, made of few queries: the lines of the document and the cards of its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from dondoc.findings import Finding
from dondoc.values import Comparison
from dondoc.web.amounts import language, shown
from dondoc.web.resolutions.forms import form_of
from dondoc.web.resolutions.marking import Line, Mark, lines
from dondoc.web.resolutions.models import Decision, Document, Doubt, Item
from dondoc.web.resolutions.review_models import ITEM_KINDS, ItemKind, ItemState
from dondoc.web.resolutions.rows import blocks_of, finding_of
from dondoc.web.resolutions.words import SIGNS

_ORDER = tuple(ItemKind)


@dataclass(frozen=True, slots=True)
class Told:
    """A doubt with its words."""

    doubt: Doubt
    finding: Finding

    @property
    def message(self) -> str:
        return self.finding.message(language())

    @property
    def hint(self) -> str:
        return self.finding.hint(language())


@dataclass(frozen=True, slots=True)
class Card:
    """An item as its card shows it; `last` is the decision that made it what it is."""

    item: Item
    doubts: tuple[Told, ...]
    last: Decision | None
    open: bool = False

    @property
    def name(self) -> str:
        """What it is about, in a line."""
        content = self.item.content
        return content.get("indicator") or content["quote"]

    @property
    def promise(self) -> str:
        """The number promised, as "≥ 14.560 tỷ đồng"; "" for what is no target."""
        content = self.item.content
        if self.item.kind != ItemKind.TARGET:
            return ""
        upper = f" – {_amount(content['upper_amount'])}" if content["upper_amount"] else ""
        sign = SIGNS[Comparison(content["comparison"])]
        return f"{sign} {_amount(content['amount'])}{upper} {content['unit'] or ''}".strip()

    @property
    def form(self) -> Any:
        return form_of(self.item.kind, self.item.content)


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of one section, under its heading."""

    section: str
    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A document under review."""

    document: Document
    lines: Sequence[Line]
    cards: tuple[Card, ...]
    doubts: tuple[Told, ...]
    latest: int

    @property
    def groups(self) -> list[Group]:
        """The cards by section, in the order of the text."""
        groups: list[tuple[str, list[Card]]] = []
        for card in self.cards:
            if not groups or groups[-1][0] != card.item.section:
                groups.append((card.item.section, []))
            groups[-1][1].append(card)
        headings = self.document.reading.sections
        return [Group(section, heading_of(section, headings), tuple(cards)) for section, cards in groups]

    @property
    def counts(self) -> list[tuple[str, int, int]]:
        """Of each kind its words, how many are decided, and how many there are."""
        all_of = Counter(card.item.kind for card in self.cards)
        waiting = Counter(card.item.kind for card in self.cards if card.item.state == ItemState.PROPOSED)
        return [(ITEM_KINDS[kind], all_of[kind] - waiting[kind], all_of[kind]) for kind in _ORDER if all_of[kind]]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Every kind of item with its word, for what a person adds."""
        return [(kind.value, words) for kind, words in ITEM_KINDS.items()]

    @property
    def undecided(self) -> list[Card]:
        return [card for card in self.cards if card.item.state == ItemState.PROPOSED]

    @property
    def open_doubts(self) -> int:
        return sum(told.doubt.settled_at is None for told in self.doubts)

    def opened(self, key: int | None) -> Review:
        return replace(self, cards=tuple(replace(card, open=card.item.pk == key) for card in self.cards))

    def next_after(self, key: int | None) -> int | None:
        """The first item behind `key` that waits for a decision, else the first of all that does."""
        keys = [card.item.pk for card in self.cards]
        behind = keys.index(key) + 1 if key in keys else 0
        waiting = [*self.cards[behind:], *self.cards[:behind]]
        return next((card.item.pk for card in waiting if card.item.state == ItemState.PROPOSED), None)

    def decided_since(self, decision: str, but: Any) -> Any:
        """The decisions of others behind number `decision`."""
        since = int(decision) if decision.isdecimal() else self.latest
        return Decision.objects.filter(document=self.document, pk__gt=since).exclude(by=but)


def review_of(document: Document, opened: object = None) -> Review:
    """The review of `document` (with its reading and office at hand); `opened` is the key of the item that is open."""
    items = list(document.items.shown())
    doubts = told_doubts(document)
    decisions = _last_decisions(document)
    cards = tuple(Card(item, tuple(_within(item, doubts)), decisions.get(item.pk)) for item in items)
    reading = document.reading
    marks = [*map(_mark, cards), *(_doubt_mark(told) for told in doubts if told.doubt.end)]
    shown_lines = lines(reading.text, blocks_of(reading.blocks), marks)
    latest = max((decision.pk for decision in decisions.values()), default=0)
    review = Review(document, shown_lines, cards, doubts, latest)
    named = str(opened)
    wanted = int(named) if named.isdecimal() else review.next_after(None)
    return review.opened(wanted)


def told_doubts(document: Document) -> tuple[Told, ...]:
    return tuple(Told(doubt, finding_of(doubt)) for doubt in document.doubts.all())


def heading_of(section: str, headings: Mapping[str, str]) -> str:
    """The heading of `section`, or of the nearest one above it that has a heading."""
    while section and section not in headings:
        section = section.rpartition(".")[0]
    return headings.get(section, "")


def headings_above(section: str, headings: Mapping[str, str]) -> str:
    """The headings of `section` and of all that it stands under, nearest first."""
    found = []
    while section:
        found.append(headings.get(section, ""))
        section = section.rpartition(".")[0]
    return " · ".join(filter(None, found))


def _last_decisions(document: Document) -> dict[int, Decision]:
    changes = document.decisions.select_related("by").prefetch_related("changes")
    return {change.item_id: decision for decision in changes for change in decision.changes.all()}


def _within(item: Item, doubts: Iterable[Told]) -> Iterable[Told]:
    return (
        told for told in doubts
        if told.doubt.end and told.doubt.start < item.end and item.start < told.doubt.end
    )  # fmt: skip


def _mark(card: Card) -> Mark:
    item = card.item
    return Mark(item.start, item.end, item.kind, str(item.pk), f"{item.code} {card.name}")


def _doubt_mark(told: Told) -> Mark:
    return Mark(told.doubt.start, told.doubt.end, "doubt", "", told.message)


def _amount(written: str) -> str:
    return shown(Decimal(written))

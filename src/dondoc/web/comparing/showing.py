"""What each view shows: rows made by the core, with the plans they are of; lists that behave as querysets do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dondoc.bulk.changes import Change, changes
from dondoc.bulk.citing import followed
from dondoc.bulk.linking import Asked, Linked, asked_of, key_of, link
from dondoc.web.comparing.reading import Row, Shelf, citations_of
from dondoc.web.organizations.held import Held
from dondoc.web.plans.models import Plan


class Ready(Sequence[Any]):
    """Rows that are there, as a list of the site takes them."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def __getitem__(self, place: Any) -> Any:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)

    def count(self, value: Any = None) -> int:
        """How many, as of a queryset."""
        return len(self._rows)

    def iterator(self, chunk_size: int) -> Iterator[Any]:
        return iter(self._rows)


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator that is promised: how often, in how many plans, of how many issuers."""

    name: str
    unit: str
    measure: str
    plans: int
    issuers: int
    targets: int


@dataclass(frozen=True, slots=True)
class Promised:
    """A target that promises what is asked; `is_registered`: the registry says that it does."""

    plan: Plan
    issuer: str
    target: Row
    linked: Linked
    asked: Asked
    is_registered: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A target in a plan and in the one before it."""

    earlier: Plan
    later: Plan
    issuer: str
    change: Change

    @property
    def shown(self) -> Row:
        return dict(self.change.after or self.change.before or {})


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that is named in a plan's document; `found`: the plan of the one named, where it may be read."""

    plan: Plan
    issuer: str
    relation: str
    named: str
    found: Plan | None


def indicators(shelf: Shelf, targets: Sequence[Row]) -> list[Named]:
    """What is promised in most plans first."""
    grouped: dict[tuple[object, ...], list[Row]] = {}
    for target in targets:
        grouped.setdefault(key_of(target), []).append(target)
    return sorted((_named(shelf, group) for group in grouped.values()), key=lambda each: (-each.plans, each.name))


def _named(shelf: Shelf, group: Sequence[Row]) -> Named:
    (name, _), *_ = Counter(target["indicator"] for target in group).most_common(1)
    plans = {target["document"] for target in group}
    issuers = {shelf.documents[plan]["issuer"] for plan in plans}
    return Named(name, group[0]["unit"], group[0]["measure"], len(plans), len(issuers), len(group))


def promised(shelf: Shelf, targets: Sequence[Row], name: str) -> list[Promised]:
    """One indicator over issuers and periods, each with the score and the reason of its link."""
    asked = asked_of(name, targets)
    linked = link(asked, targets) if asked else []
    rows = [_promised(shelf, each, asked) for each in linked if asked]
    return sorted(rows, key=lambda row: (row.issuer, row.target["period"] or "~", row.plan.pk, row.target["id"]))


def _promised(shelf: Shelf, linked: Linked, asked: Asked) -> Promised:
    target = dict(linked.target)
    document = target["document"]
    registered = bool(target["indicator__name"]) and not linked.words
    return Promised(shelf.plans[document], shelf.documents[document]["issuer"], target, linked, asked, registered)


def changed(shelf: Shelf, targets: Sequence[Row], jump: Decimal, what: str) -> list[Changed]:
    """From one document to the next of the same issuer; `what` "": all."""
    found = changes(shelf.documents, targets, jump)
    return [_changed(shelf, each) for each in found if what in ("", each.what)]


def _changed(shelf: Shelf, change: Change) -> Changed:
    issuer = shelf.documents[change.later]["issuer"]
    return Changed(shelf.plans[change.earlier], shelf.plans[change.later], issuer, change)


def cited(shelf: Shelf, held: Held) -> list[Cited]:
    """Which document implements, amends or replaces which."""
    documents, citations = citations_of(shelf, held)
    plans = {document: shelf.plans[row["document"]] for document, row in documents.items()}
    found = followed(documents, citations)
    rows = (
        Cited(
            plans[each.document],
            documents[each.document]["issuer"],
            each.relation,
            each.named,
            plans[each.found] if each.found else None,
        )
        for each in found
    )
    return sorted(rows, key=lambda row: (row.issuer, row.plan.pk))

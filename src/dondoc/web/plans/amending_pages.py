"""What the pages of an amendment show: each commitment before and after, what is proposed, what can be picked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from dondoc.commitments import Target as ReadTarget
from dondoc.web.organizations.held import Held
from dondoc.web.plans.amending_matches import Match, items_of, matches_of
from dondoc.web.plans.contents import kind_of, read_from
from dondoc.web.plans.models import Alteration, Amendment, Commitment
from dondoc.web.plans.reading import promise
from dondoc.web.resolutions.models import Item

MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Begins:
    """What will begin, as a row shows it: `promise` of a target, `deadline` of a task that names one."""

    name: str
    promise: str
    deadline: date | None


@dataclass(frozen=True, slots=True)
class AlteredRow:
    """One commitment of an amendment, and what begins in its place; None where it only ends."""

    alteration: Alteration
    begins: Begins | None

    @property
    def commitment(self) -> Commitment:
        return self.alteration.commitment


@dataclass(frozen=True, slots=True)
class MatchRow:
    match: Match
    begins: Begins


@dataclass(frozen=True, slots=True)
class AmendmentPage:
    """`kept_back` counts commitments that the reader may not read, `waiting` items that nobody has reviewed."""

    rows: Sequence[AlteredRow]
    kept_back: int
    matches: Sequence[MatchRow] = ()
    found: Sequence[Commitment] = ()
    waiting: int = 0


def page_of(amendment: Amendment, held: Held, *, draft: bool, looked_for: str = "") -> AmendmentPage:
    """The amendment as `held` may read it; a draft with what is proposed and what was looked for.

    `amendment` comes with its alterations (`with_alterations`).
    """
    altered = list(amendment.alterations.all())
    readable = set(Commitment.objects.filter(plan=amendment.plan_id).readable(held).values_list("pk", flat=True))
    rows = [AlteredRow(each, begins_of(each)) for each in altered if each.commitment_id in readable]
    kept_back = len(altered) - len(rows)
    if not draft:
        return AmendmentPage(rows, kept_back)
    items, waiting = items_of(amendment)
    free = changeable(amendment).filter(pk__in=readable)
    matches = [MatchRow(each, _begins(_read(each.item))) for each in matches_of(amendment, items, free)]
    found = _found(amendment, readable, looked_for) if looked_for.strip() else ()
    return AmendmentPage(rows, kept_back, matches, found, waiting)


def with_alterations(amendments: Any) -> Any:
    """`amendments` with all that their pages show of what they change."""
    whole = Alteration.objects.select_related("commitment__target", "commitment__task", "item__document__reading")
    return amendments.prefetch_related(Prefetch("alterations", whole))


def begins_of(alteration: Alteration) -> Begins | None:
    if alteration.content is None:
        return None
    return _begins(read_from(kind_of(alteration.commitment), alteration.content, alteration.item))


def fitting_items(amendment: Amendment, commitment: Commitment) -> list[tuple[Item, Begins]]:
    """The reviewed items of the amending document that can take the place of `commitment`."""
    items = [item for item in items_of(amendment)[0] if item.kind == kind_of(commitment)]
    return [(item, _begins(_read(item))) for item in items]


def _read(item: Item) -> Any:
    return read_from(item.kind, item.content, item)


def _begins(read: Any) -> Begins:
    if not isinstance(read, ReadTarget):
        return Begins(" ".join(read.quote.split()), "", read.deadline.on if read.deadline else None)
    return Begins(" ".join(read.indicator.split()), promise(read), None)


def changeable(amendment: Amendment) -> Any:
    """The commitments of the plan that an amendment of this day can end, and that no draft names."""
    standing = Commitment.objects.filter(plan=amendment.plan_id, ended_on=None, valid_from__lt=amendment.on).whole()
    free = standing.exclude(alterations__approved=False)
    return free.select_related("target__part_of", "task").order_by("place", "pk")


def _found(amendment: Amendment, readable: set[int], looked_for: str) -> Any:
    """Those in force, and those that had ended and can stand again."""
    ended = Q(ended_on__lte=amendment.on, replaced_by=None)
    can = Commitment.objects.filter(
        Q(ended_on=None, valid_from__lt=amendment.on) | ended, plan=amendment.plan_id
    ).whole()
    found = can.filter(pk__in=readable).search(looked_for).select_related("target", "task")
    return found.order_by("place", "pk")[:MOST_FOUND]

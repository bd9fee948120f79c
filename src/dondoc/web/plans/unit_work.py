"""What concerns a body on a day: how much of each kind, and a page of it, of what a reader may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, Value, When, Window

from dondoc.web.organizations.held import Held
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.querysets import existing_on
from dondoc.web.plans.models import Allocation, Commitment

OWN = ("lead", "support", "subtask")  # of each the place is what the database calls it by


@dataclass(frozen=True, slots=True)
class Own:
    """How much a body does of each kind, and the keys of one page of it, each with its kind."""

    counts: dict[str, int]
    keys: list[tuple[int, str]]

    def of(self, kind: str) -> list[int]:
        return [key for key, its in self.keys if its == kind]


class Work:
    """A sub-task is of its own kind, whatever the body does of it.

    What it does and what it was given are asked apart: joined by "or", they make the database look through all
    commitments there are. All is counted by the database, and only a page of it leaves it: a body may lead thousands.
    """

    def __init__(self, body: Body, day: date, held: Held) -> None:
        self.body, self.day = body, day
        self._approved = Commitment.objects.readable(held).as_of(day).filter(plan__state="approved")
        self._given = Allocation.objects.filter(existing_on(day), body=body)

    def own(self, first: str | None, start: int, size: int) -> Own:
        """From `start` on, those of the kind `first` before the others; the counts are of all.

        One query for both: to find what a body does of what the reader may read is what takes the time. A body has one
        part a day in a commitment at most, so the join counts none twice.
        """
        of_the_body = Q(existing_on(self.day, "responsibilities__"), responsibilities__body=self.body)
        kind = Case(
            When(subtask_of__isnull=False, then=Value(OWN.index("subtask"))),
            When(responsibilities__part="lead", then=Value(OWN.index("lead"))),
            default=Value(OWN.index("support")),
        )
        before = Case(When(own_kind=OWN.index(first), then=Value(-1)), default=F("own_kind")) if first in OWN else kind
        counted = {f"all_{name}": Window(Count("pk", filter=Q(own_kind=n))) for n, name in enumerate(OWN)}
        found = self._approved.filter(of_the_body).annotate(own_kind=kind, before=before, **counted)
        rows = list(found.order_by("before", "plan", "place").values_list("pk", "own_kind", *counted)[start:][:size])
        if start and not rows:
            return Own(self.own(first, 0, 1).counts, [])
        counts = dict(zip(OWN, rows[0][2:] if rows else (0,) * len(OWN), strict=True))
        return Own(counts, [(key, OWN[its]) for key, its, *_counts in rows])

    def given_targets(self) -> Any:
        """The targets of which the body was given a part, in their order."""
        return self._approved.order_by("plan", "place").whole().filter(pk__in=self._given.values("target"))

    def given(self, keys: Iterable[int]) -> Any:
        """What the body was given of the targets with `keys`, in their order."""
        rows = self._given.filter(target__in=list(keys)).select_related("target")
        return rows.order_by("target__plan", "target__place")

"""What concerns a body on a day, of each kind, of what a reader may read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Q, Value, When

from dondoc.web.organizations.held import Held
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.querysets import existing_on
from dondoc.web.plans.models import Allocation, Commitment

OWN = ("lead", "support", "subtask")  # of each the place is what the database calls it by


class Work:
    """A sub-task is of its own kind, whatever the body does of it.

    What it does and what it was given are asked apart: joined by "or", they make the database look through all
    commitments there are. Only keys leave the database of what no page shows: a body may lead thousands.
    """

    def __init__(self, body: Body, day: date, held: Held) -> None:
        self.body, self.day = body, day
        self._approved = Commitment.objects.readable_approved(held).as_of(day)
        self._given = Allocation.objects.filter(existing_on(day), body=body)

    def own(self) -> dict[str, list[int]]:
        """The keys of all that the body does, of each kind of OWN in their order.

        One query: to find what a body does of what the reader may read is what takes the time, and to have the database
        count as well takes it twice as long as to fetch some thousand keys. A body has one part a day in a commitment
        at most, so the join finds none twice.
        """
        of_the_body = Q(existing_on(self.day, "responsibilities__"), responsibilities__body=self.body)
        kind = Case(
            When(subtask_of__isnull=False, then=Value(OWN.index("subtask"))),
            When(responsibilities__part="lead", then=Value(OWN.index("lead"))),
            default=Value(OWN.index("support")),
        )
        found = self._approved.filter(of_the_body).annotate(own_kind=kind).order_by("plan", "place")
        keys: dict[str, list[int]] = {name: [] for name in OWN}
        for key, its in found.values_list("pk", "own_kind"):
            keys[OWN[its]].append(key)
        return keys

    def given_targets(self) -> Any:
        """The targets of which the body was given a part, in their order."""
        return self._approved.order_by("plan", "place").whole().filter(pk__in=self._given.values("target"))

    def given(self, keys: Iterable[int]) -> Any:
        """What the body was given of the targets with `keys`, in their order."""
        rows = self._given.filter(target__in=list(keys)).select_related("target")
        return rows.order_by("target__plan", "target__place")

"""What the page of an implementing plan shows: each row beside what it may carry out, and what it would give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from dondoc.web.organizations.held import Held
from dondoc.web.organizations.models import Body
from dondoc.web.plans.contents import kind_of
from dondoc.web.plans.corresponding import open_to, rows_waiting
from dondoc.web.plans.giving import Given, given_by, lead_of, support_of, with_answering
from dondoc.web.plans.models import Commitment, Correspondence, Plan, PlanState
from dondoc.web.resolutions.models import Document

WAITING, DECIDED = "waiting", "decided"
MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A commitment that a row may carry out, or does; `given`: what it would get of the row."""

    correspondence: Correspondence | None
    commitment: Commitment
    given: Sequence[Given]

    @property
    def lead(self) -> Body | None:
        return lead_of(self.commitment)

    @property
    def asks(self) -> bool:
        """Whether a person has to choose between two values."""
        return any(each.asks for each in self.given)


@dataclass(frozen=True, slots=True)
class MatchingRow:
    """A row of the implementing plan; `alone`: a person has said that it carries out nothing of the plan above."""

    row: Commitment
    accepted: Sequence[Candidate]
    proposed: Sequence[Candidate]
    alone: Correspondence | None
    found: Sequence[Candidate] = ()

    @property
    def lead(self) -> Body | None:
        return lead_of(self.row)

    @property
    def support(self) -> Sequence[Body]:
        return support_of(self.row)

    @property
    def is_task(self) -> bool:
        return kind_of(self.row) == "task"

    @property
    def is_waiting(self) -> bool:
        return not self.accepted and self.alone is None

    @property
    def first(self) -> Candidate | None:
        return self.proposed[0] if self.proposed else None


def rows_shown(plan: Plan, held: Held, which: str) -> Any:
    """The rows of `plan` that `held` may read: those that wait, those that were decided about, or all."""
    rows = Commitment.objects.filter(plan=plan, ended_on=None).whole().readable(held).order_by("place", "pk")
    waiting = rows_waiting(plan).values("pk")
    if which == WAITING:
        return rows.filter(pk__in=waiting)
    return rows.exclude(pk__in=waiting) if which == DECIDED else rows


def with_candidates(rows: Any, plan: Plan, held: Held) -> Any:
    """`rows`, a queryset, with all that matching_row() wants; the queries do not grow with them."""
    readable = Commitment.objects.filter(plan=plan.parent_id).readable(held)
    above = with_answering(readable.select_related("plan", "target", "task"))
    decided = Correspondence.objects.select_related("decided_by").exclude(accepted=False).order_by("-score", "pk")
    candidates = Prefetch("carries_out", decided.prefetch_related(Prefetch("commitment", above)), to_attr="candidates")
    return with_answering(rows.select_related("target", "task")).prefetch_related(candidates)


def matching_row(row: Any) -> MatchingRow:
    """A row of with_candidates() with what is proposed and decided."""
    candidates = [each for each in row.candidates if each.commitment is not None]
    shown = [Candidate(each, each.commitment, given_by(row, each.commitment)) for each in candidates]
    return MatchingRow(
        row,
        accepted=[each for each in shown if each.correspondence and each.correspondence.accepted],
        proposed=[each for each in shown if each.correspondence and each.correspondence.accepted is None],
        alone=next((each for each in row.candidates if each.commitment_id is None), None),
    )


def search_for(row: Commitment, plan: Plan, held: Held, looked_for: str) -> list[Candidate]:
    """The commitments of the plan above that a person looks for, for one row (with `answering`)."""
    readable = Commitment.objects.filter(plan=plan.parent_id).readable(held).values("pk")
    found = with_answering(open_to(plan).filter(pk__in=readable).search(looked_for))[:MOST_FOUND]
    return [Candidate(None, each, given_by(row, each)) for each in found]


def parents_for(plan: Plan, held: Held, roles: Iterable[str]) -> list[tuple[Plan, bool]]:
    """The approved plans that `plan` may carry out, of offices over which one of `roles` is held; True: it is cited.

    Those that are cited by number and symbol stand first. One that itself carries out another is offered where it is
    cited only; one that stands under `plan` never.
    """
    approved = Plan.objects.filter(state=PlanState.APPROVED, office__in=held.below(roles))
    approved = approved.exclude(pk__in=_with_what_carries_out(plan))
    cited = set(approved.filter(document__in=_cited(plan.document)).values_list("pk", flat=True))
    listed = approved.filter(Q(parent=None) | Q(pk__in=cited)).order_by("-in_force_from", "-pk")[:200]
    return sorted(((each, each.pk in cited) for each in listed), key=lambda each: not each[1])


def _with_what_carries_out(plan: Plan) -> set[int]:
    """`plan`, and the plans under it at any depth."""
    found, last = {plan.pk}, {plan.pk}
    while last:
        last = set(Plan.objects.filter(parent__in=last).values_list("pk", flat=True)) - found
        found |= last
    return found


def _cited(document: Document) -> Any:
    reading = getattr(document, "reading", None)
    citations = (reading.content or {}).get("citations", []) if reading else []
    named = Q(pk__in=())
    for citation in citations:
        if citation["number"] and citation["symbol"]:
            named |= Q(number=citation["number"], symbol=citation["symbol"])
    return Document.objects.filter(named)

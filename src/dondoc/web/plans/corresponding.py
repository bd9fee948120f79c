"""Which commitments the rows of an implementing plan may carry out: proposed with a score, decided by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from dondoc.web.plans.contents import kind_of
from dondoc.web.plans.likeness import Likeness
from dondoc.web.plans.models import Commitment, Correspondence, Plan

# What a row can carry out: a number that is promised again, or work that serves a number or other work.
_CARRIES_OUT = {"target": ("target",), "task": ("target", "task")}


def propose(plan: Plan) -> int:
    """Proposes anew for the rows that nobody has decided about; how many proposals came of it.

    What a person has refused for a row is not proposed for it again, and what gave something once is kept.
    """
    Correspondence.objects.filter(row__plan=plan, accepted=None, decisions=None).delete()
    rows = list(rows_waiting(plan).select_related("target", "task"))
    known = set(Correspondence.objects.filter(row__plan=plan).values_list("row", "commitment"))
    proposed = [
        Correspondence(row=row, commitment=commitment, score=score)
        for row, commitment, score in _likely(rows, list(open_to(plan)))
        if (row.pk, commitment.pk) not in known
    ]
    return len(Correspondence.objects.bulk_create(proposed))


def rows_waiting(plan: Plan) -> Any:
    """The rows of `plan` about which nobody has decided what they carry out."""
    rows = Commitment.objects.filter(plan=plan, ended_on=None).whole()
    return rows.exclude(pk__in=Correspondence.objects.filter(row__plan=plan, accepted=True).values("row"))


def open_to(plan: Plan) -> Any:
    """The commitments of the plan above that are in force."""
    above = Commitment.objects.filter(plan=plan.parent_id, ended_on=None).whole()
    return above.select_related("target", "task").order_by("place", "pk")


def score_of(row: Commitment, commitment: Commitment) -> Decimal:
    """How like two are that a person has put together: among all that the plan above promises."""
    among = {each.pk: each.name for each in Commitment.objects.filter(plan=commitment.plan_id).whole()}
    found = Likeness({row.pk: row.name}, among).all(most=len(among), least=Decimal(0))
    return next((like.score for like in found if like.found == commitment.pk), Decimal(0))


def _likely(rows: Iterable[Any], commitments: Iterable[Any]) -> Iterable[tuple[Any, Any, Decimal]]:
    of_kind: Mapping[str, list[Any]] = {kind: [] for kind in _CARRIES_OUT}
    for commitment in commitments:
        of_kind[kind_of(commitment)].append(commitment)
    for kind, kinds in _CARRIES_OUT.items():
        own = {row.pk: row for row in rows if kind_of(row) == kind}
        above = {each.pk: each for other in kinds for each in of_kind[other]}
        names = ({key: each.name for key, each in found.items()} for found in (own, above))
        for like in Likeness(*names).all():
            yield own[like.wanted], above[like.found], like.score

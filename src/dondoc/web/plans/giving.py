"""What a row of an implementing plan gives to the commitment it carries out: lead, supporting bodies, deadline.

What the commitment has none of, it is given. What a person has settled otherwise is shown beside it, and stays unless a
person takes the other: a lead in place of a lead, bodies beside those that support already. A deadline that was written
or set is never moved, only extended, and that is no matter of the row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from dondoc.evaluating.tasks import NAMED_DEADLINES
from dondoc.web.organizations.models import Body
from dondoc.web.plans.contents import subject_of
from dondoc.web.plans.models import Commitment, Responsibility, Task

ASPECTS = ("lead", "support", "deadline")  # in the order in which they are given


@dataclass(frozen=True, slots=True)
class Given:
    """One aspect: its value as aspects.py keeps it, as it is and as it would be; `asks`: a person chooses between them.

    `fixed`: it is shown and cannot be taken, for what the commitment has of it is not changed.
    """

    aspect: str
    value: Any
    before: str
    after: str
    asks: bool = False
    fixed: bool = False


def with_answering(commitments: Any) -> Any:
    """`commitments` with `answering`, who answers for each now."""
    now = Responsibility.objects.open().select_related("body").order_by("body__folded")
    return commitments.prefetch_related(Prefetch("responsibilities", now, to_attr="answering"))


def given_by(row: Commitment, commitment: Commitment) -> list[Given]:
    """What `row` would give to `commitment`, both with `answering`; nothing for what is the same already."""
    return [*_lead(row, commitment), *_support(row, commitment), *_deadline(row, commitment)]


def lead_of(commitment: Commitment) -> Body | None:
    return next((each.body for each in commitment.answering if each.part == "lead"), None)


def support_of(commitment: Commitment) -> list[Body]:
    return [each.body for each in commitment.answering if each.part == "support"]


def _lead(row: Commitment, commitment: Commitment) -> Iterable[Given]:
    own, now = lead_of(row), lead_of(commitment)
    if own is not None and own != now:
        yield Given("lead", own.pk, now.name if now else "", own.name, asks=now is not None)


def _support(row: Commitment, commitment: Commitment) -> Iterable[Given]:
    now = support_of(commitment)
    lead = lead_of(commitment) or lead_of(row)
    added = [body for body in support_of(row) if body not in now and body != lead]
    if added:
        value = sorted(body.pk for body in (*now, *added))
        yield Given("support", value, _names(now), _names([*now, *added]), asks=bool(now))


def _deadline(row: Commitment, commitment: Commitment) -> Iterable[Given]:
    own, now = _counting(row), _counting(commitment)
    if own is not None and own != now and isinstance(subject_of(commitment), Task):
        before = f"{now:%d-%m-%Y}" if now else ""
        yield Given("deadline", own.isoformat(), before, f"{own:%d-%m-%Y}", fixed=now is not None)


def _counting(commitment: Commitment) -> date | None:
    """The deadline that somebody has named: one that is only proposed from the end of the period counts for nothing."""
    subject = subject_of(commitment)
    named = isinstance(subject, Task) and subject.deadline_kind in NAMED_DEADLINES
    return subject.deadline if named else None


def _names(bodies: Iterable[Body]) -> str:
    return "; ".join(body.name for body in bodies)

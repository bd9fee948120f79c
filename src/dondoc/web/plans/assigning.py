"""Rows of the assigning table: a commitment with who answers for it now and what is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dondoc.indicators.similar import Similar, similar
from dondoc.web.amounts import shown
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.naming import offices_on
from dondoc.web.plans.aspects import ASPECTS
from dondoc.web.plans.models import Commitment
from dondoc.web.plans.proposing import MOST, Proposal, bodies_named, leads_of
from dondoc.web.plans.reading import promise
from dondoc.web.plans.words import fields


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment in the table; `leads` and `indicators` are proposed where none is settled."""

    commitment: Commitment
    lead: Body | None
    support: tuple[Body, ...]
    leads: tuple[Proposal, ...]
    supports: tuple[Body, ...]
    indicators: tuple[Similar[Indicator], ...]

    @property
    def subject(self) -> Any:
        """The Target or Task that it is."""
        return getattr(self.commitment, "target", None) or getattr(self.commitment, "task", self.commitment)

    @property
    def is_target(self) -> bool:
        return hasattr(self.commitment, "target")

    @property
    def promise(self) -> str:
        return promise(self.commitment.target) if self.is_target else ""

    @property
    def support_names(self) -> str:
        return "; ".join(body.name for body in self.support)

    def initial(self, aspect: str) -> dict[str, Any]:
        """What the form of an aspect shows."""
        value = ASPECTS[aspect].read(self.subject)
        if aspect == "lead":
            return {"body": self.lead.name if self.lead else ""}
        if aspect == "support":
            return {"bodies": self.support_names}
        if aspect == "deadline":
            return {"deadline": self.subject.deadline}  # also one that is proposed, to be taken as it is
        if aspect == "indicator":
            return {"indicator": self.subject.indicator.key if self.subject.indicator else None}
        if aspect == "baseline":
            return {**(value or {}), "amount": self.subject.baseline}
        if aspect == "trajectory":
            rows = (f"{each.on:%d-%m-%Y}: {shown(each.amount)}" for each in self.subject.milestones.all())
            return {"linear": self.subject.linear, "milestones": "\n".join(rows)}
        return {aspect: value}


def rows_of(keys: Iterable[int], day: date, bodies: Sequence[Body] | None = None) -> list[Row]:
    """The rows of the commitments with `keys` on `day`; the queries do not grow with them."""
    listed = list(Commitment.objects.rows(keys, day))
    bodies = offices_on(day) if bodies is None else bodies
    indicators = list(Indicator.objects.in_force().prefetch_related("other_names"))
    return [_row(each, bodies, indicators) for each in listed]


def _row(commitment: Any, bodies: Sequence[Body], indicators: Sequence[Indicator]) -> Row:
    lead = next((each.body for each in commitment.responsible if each.part == "lead"), None)
    support = tuple(each.body for each in commitment.responsible if each.part == "support")
    content = commitment.item.content if commitment.item else {}
    proposed = () if lead else leads_of(content.get("lead"), fields().get(commitment.field), bodies)
    named = () if support else bodies_named(content.get("supporting") or (), bodies)
    target = getattr(commitment, "target", None)
    alike: Sequence[Similar[Indicator]] = ()
    if target is not None and target.indicator_id is None:
        alike = similar(commitment.name, target.unit, target.measure, indicators)[:MOST]
    return Row(commitment, lead, support, tuple(proposed), tuple(named), tuple(alike))

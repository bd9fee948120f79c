"""Handing over: what a body that is no more was leading or supporting passes to its successor, with its history.

a plan, a day → Orphan: who answered, until when, and who may follow → each a decision of its own

A plan is worked on as of a day of its own life: one whose period was over before the change keeps its bodies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.web.organizations.held import Held
from dondoc.web.organizations.models import Body, Succession
from dondoc.web.plans import actions
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.aspects import ASPECTS
from dondoc.web.plans.models import Commitment, Plan, Responsibility


@dataclass(frozen=True, slots=True)
class Orphan:
    """That somebody who is no more leads or supports a commitment; `since` is the first day without it."""

    responsibility: Responsibility
    successors: tuple[Body, ...]

    @property
    def commitment(self) -> Commitment:
        return self.responsibility.commitment

    @property
    def since(self) -> date:
        return self.responsibility.body.valid_to + timedelta(days=1)

    @property
    def proposed(self) -> Body | None:
        """Who follows, where there is one alone: of several a person chooses."""
        return self.successors[0] if len(self.successors) == 1 else None


def orphans_of(plan: Plan, today: date, held: Held) -> list[Orphan]:
    """Of what `held` may read of the plan, in its order; in a fixed number of queries for each change of bodies."""
    day = plan.day_on(today)
    readable = Commitment.objects.as_of(day).filter(plan=plan).readable(held)
    found = Responsibility.objects.open().filter(commitment__in=readable.values("pk"), body__valid_to__lt=day)
    rows = list(found.select_related("body", "commitment__plan").order_by("commitment__place", "part", "pk"))
    following = _following({row.body_id for row in rows}, day)
    return [Orphan(row, following.get(row.body_id, ())) for row in rows]


def _following(ended: Collection[int], day: date) -> Mapping[int, tuple[Body, ...]]:
    """Of each body that has ended those of `day` that stand in its place, through as many changes as there were."""
    after: dict[int, list[Body]] = {}
    asked, known = set(ended), set(ended)
    while asked:
        changes = Succession.objects.filter(parts__ends=True, parts__body__in=asked).prefetch_related("parts__body")
        for change in changes.distinct():
            for part in change.before:
                after[part.body_id] = [each.body for each in change.after]
        asked = {body.pk for key in asked for body in after.get(key, ()) if not body.exists_on(day)} - known
        known |= asked
    return {key: tuple(dict.fromkeys(_last(key, after, day))) for key in ended}


def _last(key: int, after: Mapping[int, list[Body]], day: date) -> Iterable[Body]:
    for body in after.get(key, ()):
        if body.exists_on(day):
            yield body
        else:
            yield from _last(body.pk, after, day)


@transaction.atomic
def take_over(*, by: Any, orphan: Orphan, body: Body, on: date) -> None:
    """`body` answers in place of the one that is no more, from the day after its last."""
    if body not in orphan.successors:
        raise PlanError(_("Hãy chọn cơ quan kế thừa."))
    kept = Responsibility.objects.open().filter(pk=orphan.responsibility.pk).select_related("commitment__plan").first()
    if kept is None:
        raise PlanError(_("Mục này không còn cần chuyển giao."))
    commitment = kept.commitment
    value: Any = body.pk
    if kept.part == "support":
        others = set(ASPECTS["support"].read(commitment)) - {kept.body_id}
        value = sorted(others | {body.pk} - {ASPECTS["lead"].read(commitment)})
    actions.settle(
        by=by, commitment=commitment, aspect=kept.part, value=value, seen=commitment.version, on=min(orphan.since, on)
    )

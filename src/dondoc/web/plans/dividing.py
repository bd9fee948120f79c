"""Sub-tasks: a lead divides its task into parts with earlier deadlines and leads of their own.

They are the lead's own: reworded, given to others and ended by it, each time as a decision that can be taken back. They
are no promise of the plan and are counted with nothing of it. Whether the whole is done stays a person's decision: no
sub-task, done or late, changes the state of its task.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dondoc.commitments import Nature
from dondoc.evaluating.tasks import TaskState
from dondoc.web.audit.actions import record
from dondoc.web.organizations.held import OFFICE_WRITERS, UNIT_READERS, Held
from dondoc.web.organizations.models import Body
from dondoc.web.plans import actions
from dondoc.web.plans.actions import ConflictError, PlanError
from dondoc.web.plans.aspect_error import AspectError
from dondoc.web.plans.aspects import ASPECTS
from dondoc.web.plans.giving import lead_of
from dondoc.web.plans.models import Commitment, Plan, PlanDecision, PlanState, Task
from dondoc.web.plans.progress import DECIDED, TOLD_BY_LEAD

SETTLED = ("name", "lead", "support", "deadline")  # of a sub-task, in the order in which they are written


@transaction.atomic
def divide(*, by: Any, task: Task, given: Mapping[str, Any], on: date, bodies: Any) -> Task:
    """A sub-task of `task` from the day `on`, with the values of SETTLED in `given`; led and supported by `bodies`.

    That it is there is its first decision: taking that back ends it on the day it began.
    """
    whole = _divisible(task)
    _among(given, bodies)
    since = whole.day_on(on)
    made = Task.objects.create(
        plan=whole.plan, subtask_of=whole, code=_free_code(whole), place=whole.place, name=given["name"][:2000],
        quote=given["name"], section=whole.section, heading=whole.heading, field=whole.field, valid_from=since,
        ended_on=since, ended_because=_("Hoàn tác việc chia."), sensitivity=whole.sensitivity,
        nature=Nature.DELIVERABLE.value,
    )  # fmt: skip
    try:
        for aspect in SETTLED:
            ASPECTS[aspect].write(made, given[aspect], since)
    except AspectError as error:
        raise PlanError(str(error)) from None
    record(by=by, action="plans.divide", subject=made, details={"task": whole.code, "code": made.code, **given})
    actions.settle(by=by, commitment=made, aspect="ending", value=None, seen=0, on=since)
    return Task.objects.get(pk=made.pk)


@transaction.atomic
def change(
    *, by: Any, subtask: Task, given: Mapping[str, Any], seen: int, on: date, bodies: Any
) -> list[PlanDecision]:  # fmt: skip
    """Settles what differs in `given` from what the sub-task is; each is a decision of its own."""
    _divisible(subtask.subtask_of.task)
    _among(given, bodies)
    fresh = Task.objects.get(pk=subtask.pk)
    if fresh.version != seen:
        raise ConflictError(fresh)
    differs = [aspect for aspect in SETTLED if ASPECTS[aspect].read(fresh) != given[aspect]]
    return [
        actions.settle(by=by, commitment=subtask, aspect=aspect, value=given[aspect], seen=seen + number, on=on)
        for number, aspect in enumerate(differs)
    ]


def end(*, by: Any, subtask: Task, because: str, seen: int, on: date) -> PlanDecision:
    """The sub-task is no more from the day `on`; taking the decision back opens it again."""
    value = {"on": subtask.day_on(on).isoformat(), "because": because}
    return actions.settle(by=by, commitment=subtask, aspect="ending", value=value, seen=seen, on=on)


def report(*, by: Any, subtask: Task, given: Mapping[str, Any], decides: bool, seen: int, on: date) -> PlanDecision:
    """How far a sub-task, or a task of the plan, is (progress.py). Who does not decide cannot confirm, return or
    suspend it."""
    if TaskState(given["state"]) not in states_for(decides=decides):
        by_whom = _("Việc này do cơ quan chia việc quyết định.")
        raise PlanError(by_whom if subtask.subtask_of_id else _("Việc này do văn phòng quyết định."))
    return actions.settle(by=by, commitment=subtask, aspect="progress", value=given, seen=seen, on=on)


def states_for(*, decides: bool) -> tuple[TaskState, ...]:
    """What may be told of a task or sub-task: by its lead, or by who decides about it too."""
    return (*TOLD_BY_LEAD, *DECIDED) if decides else TOLD_BY_LEAD


def may_report(held: Held, subtask: Commitment) -> bool:
    """Whether `held` tells how far the task or sub-task, which is with_answering(), is: for the body that leads it."""
    if subtask.plan.state != PlanState.APPROVED or subtask.ended_on is not None:
        return False
    lead = lead_of(subtask)
    return lead is not None and held.over(UNIT_READERS, [lead.pk])


def last_decision(subtask: Task) -> PlanDecision | None:
    """The latest decision about the sub-task that stands: what is taken back next, whoever made it."""
    standing = subtask.decisions.filter(takes_back=None, taken_back=None)
    return standing.select_related("commitment__plan").order_by("-version").first()


def may_divide(held: Held, task: Commitment) -> bool:
    """Whether `held` writes the sub-tasks of `task`, which is with_answering().

    For the office of the plan, or for the body that leads the task.
    """
    if task.plan.state != PlanState.APPROVED or task.ended_on is not None:
        return False
    lead = lead_of(task)
    return held.over(OFFICE_WRITERS, [task.plan.office_id]) or held.over(UNIT_READERS, [lead.pk] if lead else [])


def subtasks_of(task: Commitment, held: Held) -> Any:
    """The sub-tasks of `task` that `held` may read, with who answers for each; those that have ended stand last."""
    parts = Task.objects.filter(subtask_of=task).readable(held).with_responsible(task.day_on(held.day))
    return parts.select_related("progress").order_by(F("ended_on").asc(nulls_first=True), "pk")


def bodies_for(held: Held, task: Commitment) -> Any:
    """To whom `held` can give a part of `task`, which is with_answering(): the office to any body of the plan's day.

    A lead gives it to itself and what stands under it, and to those that support the task and what stands under them.
    """
    day = task.day_on(held.day)
    bodies = Body.objects.as_of(day)
    if held.over(OFFICE_WRITERS, [task.plan.office_id]):
        return bodies
    return bodies.below([each.body_id for each in task.answering], day)


def _divisible(task: Commitment) -> Task:
    """The task anew, its plan locked. PlanError where it cannot be divided."""
    whole = Task.objects.select_related("plan").get(pk=task.pk)
    if Plan.objects.select_for_update().get(pk=whole.plan_id).state != PlanState.APPROVED:
        raise PlanError(_("Chỉ chia việc của kế hoạch đã phê duyệt."))
    if whole.subtask_of_id is not None:
        raise PlanError(_("Việc con không chia tiếp."))
    if whole.ended_on is not None:
        raise PlanError(_("Việc chung đã hết hiệu lực."))
    return whole


def _among(given: Mapping[str, Any], bodies: Any) -> None:
    named = {given["lead"], *given["support"]}
    if bodies.filter(pk__in=named).count() != len(named):
        raise PlanError(_("Chỉ giao cho cơ quan chủ trì, cơ quan trực thuộc và cơ quan phối hợp của việc chung."))


def _free_code(whole: Task) -> str:
    """N01.1, N01.2, …: sub-tasks are never deleted, so their number goes on; no other of the plan bears it."""
    taken = set(whole.plan.commitments.values_list("code", flat=True))
    number = whole.subtasks.count() + 1
    while (code := f"{whole.code[:16]}.{number}") in taken:
        number += 1
    return code

"""What the approval of an amendment makes of its plan: which commitments end, which begin, and what these keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dondoc.commitments import Target as ReadTarget
from dondoc.commitments import Task as ReadTask
from dondoc.evaluating.tasks import TaskState
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.building import target_from, task_from, words_of
from dondoc.web.plans.contents import kind_of, read_from, subject_of
from dondoc.web.plans.models import (
    Act,
    Allocation,
    Alteration,
    Amendment,
    Commitment,
    Responsibility,
    Sensitivity,
    SensitivityChange,
    Target,
    Task,
)
from dondoc.web.plans.proposing import is_restricted
from dondoc.web.resolutions.rows import blocks_of

# Done was what the old words asked for: whether the new ones are met is for people to say again.
_STATE_AFTER = {TaskState.DECLARED_DONE: TaskState.IN_PROGRESS, TaskState.CONFIRMED: TaskState.IN_PROGRESS}
_STATE_AFTER |= {TaskState.WITHDRAWN: TaskState.NOT_STARTED}


def make_so(amendment: Amendment, alterations: Sequence[Alteration]) -> dict[str, list[str]]:
    """Ends and begins commitments of the plan, which is locked; the codes of those that ended and that began."""
    begun: dict[int, Commitment] = {}
    ended = [each.commitment for each in alterations if each.act != Act.RESTORE]
    for old in ended:
        _end(amendment, old)
    for each in alterations:
        if each.act != Act.END:
            begun[each.commitment_id] = _begin(amendment, each)
    _join_parts(begun)
    amendment.alterations.update(approved=True)
    return {"ended": [old.code for old in ended], "begun": [new.code for new in begun.values()]}


def _end(amendment: Amendment, old: Commitment) -> None:
    """The commitment and its sub-tasks are in force to the day before. Who answered for it then, is kept with it."""
    standing = Commitment.objects.filter(pk=old.pk, ended_on=None)
    if not standing.update(ended_on=amendment.on, ended_by=amendment):
        raise PlanError(_("%(code)s vừa hết hiệu lực theo một sửa đổi khác.") % {"code": old.code})
    for part in Commitment.objects.filter(subtask_of=old, ended_on=None):
        part.ended_on, part.ended_because = max(amendment.on, part.valid_from), amendment.decision
        part.save(update_fields=["ended_on", "ended_because"])
    SensitivityChange.objects.filter(commitment=old, granted=None).delete()


def _begin(amendment: Amendment, alteration: Alteration) -> Commitment:
    old = subject_of(alteration.commitment)
    read = read_from(kind_of(old), alteration.content or {}, alteration.item)
    shared = _words(alteration, read) | {
        "plan": amendment.plan, "code": alteration.code, "place": old.place, "section": old.section,
        "heading": old.heading, "field": old.field, "valid_from": amendment.on, "begun_by": amendment,
        "replaces": alteration.commitment,
    }  # fmt: skip
    narrow = is_restricted(shared["name"], "") or old.sensitivity == Sensitivity.RESTRICTED
    shared["sensitivity"] = Sensitivity.RESTRICTED.value if narrow else old.sensitivity
    new = _target(old, shared, read) if isinstance(read, ReadTarget) else _task(old, shared, read)
    _keep_responsible(old, new)
    return new


def _words(alteration: Alteration, read: ReadTarget | ReadTask) -> dict[str, Any]:
    if alteration.item is not None:
        return words_of(alteration.item, read, blocks_of(alteration.item.document.reading.blocks))
    name = read.indicator if isinstance(read, ReadTarget) else read.quote
    return {"name": " ".join(name.split())[:2000], "quote": read.quote}


def _target(old: Target, shared: dict[str, Any], read: ReadTarget) -> Target:
    """With the indicator, the whole, the kind of trajectory and the baseline of the old one.

    So are its allocations kept, to be confirmed (confirming.py). Milestones were of its amount, and end with it.
    """
    new = target_from(shared, read)
    new.indicator, new.part_of, new.linear = old.indicator, old.part_of, old.linear
    if new.baseline is None and new.measure == old.measure:
        new.baseline, new.baseline_on = old.baseline, old.baseline_on
        new.baseline_stage, new.baseline_source = old.baseline_stage, old.baseline_source
    new.save()
    Allocation.objects.bulk_create(
        Allocation(target=new, body=each.body, amount=each.amount, weight=each.weight, valid_from=_since(each, new))
        for each in old.allocations.filter(valid_to=None)
    )
    return new


def _task(old: Task, shared: dict[str, Any], read: ReadTask) -> Task:
    """With the deadline of the old one where the new words name none, and where the work is."""
    new = task_from(shared, read)
    if not (read.deadline and read.deadline.on):
        new.deadline, new.deadline_kind, new.extended_to = old.deadline, old.deadline_kind, old.extended_to
    new.state = _STATE_AFTER.get(TaskState(old.state), TaskState(old.state)).value
    new.save(update_fields=["deadline", "deadline_kind", "extended_to", "state"])
    return new


def _keep_responsible(old: Commitment, new: Commitment) -> None:
    Responsibility.objects.bulk_create(
        Responsibility(commitment=new, body=each.body, part=each.part, valid_from=_since(each, new))
        for each in old.responsibilities.open()
    )


def _since(kept: Responsibility | Allocation, new: Commitment) -> date:
    return max(kept.valid_from, new.valid_from)


def _join_parts(begun: dict[int, Commitment]) -> None:
    """Where the whole was replaced with its parts, they are parts of the new one."""
    for new in begun.values():
        if isinstance(new, Target) and new.part_of_id in begun:
            new.part_of = subject_of(begun[new.part_of_id])
            new.save(update_fields=["part_of"])

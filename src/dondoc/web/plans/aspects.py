"""The aspects of a commitment that people settle, each as a value that JSON can hold: read, and written.

    lead          primary key of a body, or null          deadline     ISO day that was written or set, or null
    support       primary keys of bodies                  indicator    primary key, or null
    field         a name of words/fields.toml             baseline     {amount, on, stage, source}, or null
    allocations   {primary key of a body: [amount, weight]}
    trajectory    {linear, milestones: [[ISO day, amount]]}
    extension     ISO day to which the deadline was extended, or null
    progress      {state, finished_on, product, note}

and of a sub-task, which is its lead's own and no promise of the plan:

    name          its words                               ending       {on, because}, or null

Amounts are strings in plain notation. What was so on a day before stays so: in an approved plan a lead, a supporting
body and an allocation end with the day before `on`, and the new one begins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dondoc.evaluating.figures import Stage
from dondoc.evaluating.tasks import NAMED_DEADLINES, DeadlineKind
from dondoc.web.amounts import plain
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.models import Body
from dondoc.web.plans.aspect_error import AspectError
from dondoc.web.plans.models import Allocation, Commitment, Milestone, PlanState, Responsibility, Target, Task
from dondoc.web.plans.progress import keep_of_approved, read_progress, write_progress
from dondoc.web.plans.words import fields

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Aspect:
    """How one aspect is read and written; `of` is the model of the commitments that have it.

    `keep` raises AspectError where it is not to be changed any more on a day. Its second day is the one on which the
    decision was made that is to be taken back.
    """

    of: type
    read: Callable[[Any], Any]
    write: Callable[[Any, Any, date], None]
    keep: Callable[[Any, date, date | None], None] = lambda _subject, _on, _decided: None


def _lead(commitment: Commitment) -> int | None:
    lead = commitment.responsibilities.open().filter(part="lead").first()
    return lead.body_id if lead else None


def _write_lead(commitment: Commitment, body: int | None, on: date) -> None:
    _end(commitment.responsibilities.open().filter(part="lead"), commitment, on)
    if body is None:
        return
    _end(commitment.responsibilities.open().filter(body=body), commitment, on)
    _begin(commitment, body, "lead", on)


def _support(commitment: Commitment) -> list[int]:
    return sorted(commitment.responsibilities.open().filter(part="support").values_list("body", flat=True))


def _write_support(commitment: Commitment, bodies: list[int], on: date) -> None:
    if _lead(commitment) in bodies:
        raise AspectError(_("Cơ quan chủ trì không đồng thời là cơ quan phối hợp."))
    here = commitment.responsibilities.open().filter(part="support")
    _end(here.exclude(body__in=bodies), commitment, on)
    for body in sorted(set(bodies) - set(here.values_list("body", flat=True))):
        _begin(commitment, body, "support", on)


def _begin(commitment: Commitment, key: int, part: str, on: date) -> None:
    body = Body.objects.filter(pk=key).first()
    Responsibility.objects.create(commitment=commitment, body=body, part=part, valid_from=_since(body, commitment, on))


def _end(rows: Any, commitment: Commitment, on: date) -> None:
    """Ends `rows` with the day before; what has not begun by then, or belongs to a draft, was never so."""
    day = _from(commitment, on)
    rows.filter(valid_from__gte=day).delete()
    rows.update(valid_to=day - DAY)


def _from(commitment: Commitment, on: date) -> date:
    """The day from which something settled `on` holds: of a draft, all its commitments' first."""
    approved = commitment.plan.state == PlanState.APPROVED
    return commitment.day_on(on) if approved else commitment.valid_from


def _since(body: Body | None, commitment: Commitment, on: date) -> date:
    """The day from which `body` answers for what is settled `on`: the same, or its own first where that is later."""
    day = commitment.day_on(on)
    if body is None or not body.exists_on(day):
        raise AspectError(_("Cơ quan này không tồn tại ngày %(day)s.") % {"day": f"{day:%d-%m-%Y}"})
    return max(_from(commitment, on), body.valid_from or date.min)


def _write_field(commitment: Commitment, name: str, on: date) -> None:
    if name and name not in fields():
        raise AspectError(_("Không có lĩnh vực này."))
    commitment.field = name
    commitment.save(update_fields=["field"])


def _deadline(task: Task) -> str | None:
    return task.deadline.isoformat() if task.deadline and task.deadline_kind in NAMED_DEADLINES else None


def _write_deadline(task: Task, day: str | None, on: date) -> None:
    """Without a day of its own a task is due with its whole or its plan: that is proposed, and counts for nothing."""
    latest = (task.subtask_of.task.deadline if task.subtask_of else None) or task.plan.ends_on
    task.deadline = date.fromisoformat(day) if day else latest
    if task.subtask_of and task.deadline > latest:
        raise AspectError(_("Việc con không muộn hơn việc chung (%(day)s).") % {"day": f"{latest:%d-%m-%Y}"})
    task.deadline_kind = (DeadlineKind.SET if day else DeadlineKind.PROPOSED).value
    task.save(update_fields=["deadline", "deadline_kind"])


def _keep_deadline(task: Task, on: date, decided: date | None) -> None:
    """A deadline of an approved plan is not moved but extended; until it has come, the decision is taken back.

    One that had passed when it was set, in a plan whose period is over, is taken back on the day it was set. That of a
    sub-task is a matter of who leads the whole.
    """
    is_kept = task.plan.state == PlanState.APPROVED and task.deadline_kind in NAMED_DEADLINES
    if not is_kept or task.subtask_of_id is not None:
        return
    in_time = decided and task.deadline and (on <= task.deadline or task.deadline < decided == on)
    if task.deadline_kind != DeadlineKind.SET or not in_time:
        raise AspectError(_("Thời hạn đã phê duyệt không sửa được; hãy gia hạn."))


def _write_extension(task: Task, day: str | None, on: date) -> None:
    task.extended_to = date.fromisoformat(day) if day else None
    if task.extended_to and (task.deadline is None or task.extended_to <= task.deadline):
        raise AspectError(_("Gia hạn phải sau thời hạn đầu."))
    task.save(update_fields=["extended_to"])


def _keep_extension(task: Task, on: date, _decided: date | None) -> None:
    """What a draft or a sub-task has is moved instead; what nobody has named is not extended."""
    named = task.plan.state == PlanState.APPROVED and task.deadline_kind in NAMED_DEADLINES
    if not named or task.subtask_of_id is not None:
        raise AspectError(_("Chỉ gia hạn thời hạn đã phê duyệt của nhiệm vụ."))


def _write_indicator(target: Target, key: int | None, on: date) -> None:
    if key is not None and not Indicator.objects.filter(pk=key).exists():
        raise AspectError(_("Không có chỉ tiêu này trong danh mục."))
    target.indicator_id = key
    target.save(update_fields=["indicator"])


def _baseline(target: Target) -> dict[str, Any] | None:
    if target.baseline is None:
        return None
    on = target.baseline_on.isoformat() if target.baseline_on else None
    source = target.baseline_source
    return {"amount": plain(target.baseline), "on": on, "stage": target.baseline_stage, "source": source}


def _write_baseline(target: Target, given: Mapping[str, Any] | None, on: date) -> None:
    told = given or {"amount": None, "on": None, "stage": "", "source": ""}
    if told["stage"] and told["stage"] not in list(Stage):
        raise AspectError(_("Không rõ loại số liệu của mức gốc."))
    Target.objects.filter(pk=target.pk).update(
        baseline=None if told["amount"] is None else Decimal(told["amount"]),
        baseline_on=date.fromisoformat(told["on"]) if told["on"] else None,
        baseline_stage=told["stage"],
        baseline_source=told["source"][:300],
    )
    target.refresh_from_db()


def _allocations(target: Target) -> dict[str, list[str | None]]:
    rows = target.allocations.filter(valid_to=None).order_by("body")
    return {str(row.body_id): [plain(row.amount), plain(row.weight)] for row in rows}


def _write_allocations(target: Target, given: Mapping[str, list[str | None]], on: date) -> None:
    before = _allocations(target)
    changed = [key for key in before if given.get(key) != before[key]]
    _end(target.allocations.filter(valid_to=None, body__in=changed), target, on)
    known = {body.pk: body for body in Body.objects.filter(pk__in=given)}
    for key, (amount, weight) in given.items():
        if amount is None or before.get(key) == [amount, weight]:
            continue
        body, weighed = known.get(int(key)), None if weight is None else Decimal(weight)
        since = _since(body, target, on)
        Allocation.objects.create(target=target, body=body, amount=Decimal(amount), weight=weighed, valid_from=since)


def _trajectory(target: Target) -> dict[str, Any]:
    milestones = [[each.on.isoformat(), plain(each.amount)] for each in target.milestones.all()]
    return {"linear": target.linear, "milestones": milestones}


def _write_trajectory(target: Target, given: Mapping[str, Any], on: date) -> None:
    if given["linear"] and given["milestones"]:
        raise AspectError(_("Lộ trình là đường thẳng hoặc các mốc, không phải cả hai."))
    target.linear = bool(given["linear"])
    target.save(update_fields=["linear"])
    target.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(target=target, on=date.fromisoformat(day), amount=Decimal(amount))
        for day, amount in given["milestones"]
    )


def _write_name(commitment: Commitment, name: str, on: date) -> None:
    if not name:
        raise AspectError(_("Hãy ghi tên việc con."))
    commitment.name, commitment.quote = name[:2000], name
    commitment.save(update_fields=["name", "folded", "quote"])


def _ending(commitment: Commitment) -> dict[str, str] | None:
    if commitment.ended_on is None:
        return None
    return {"on": commitment.ended_on.isoformat(), "because": commitment.ended_because}


def _write_ending(commitment: Commitment, given: Mapping[str, str] | None, on: date) -> None:
    if given and not given["because"]:
        raise AspectError(_("Hãy nêu lý do kết thúc việc con."))
    commitment.ended_on = max(date.fromisoformat(given["on"]), commitment.valid_from) if given else None
    commitment.ended_because = given["because"][:500] if given else ""
    commitment.save(update_fields=["ended_on", "ended_because"])


def _keep_of_subtasks(commitment: Commitment, on: date, decided: date | None) -> None:
    """A commitment of the plan is reworded and ended by amendments alone; a part ends for good with its whole."""
    if commitment.subtask_of is None:
        raise AspectError(_("Câu chữ đã phê duyệt chỉ thay bằng một sửa đổi của kế hoạch."))
    if commitment.subtask_of.ended_on is not None:
        raise AspectError(_("Việc chung đã hết hiệu lực."))


ASPECTS: Mapping[str, Aspect] = {
    "lead": Aspect(Commitment, _lead, _write_lead),
    "support": Aspect(Commitment, _support, _write_support),
    "field": Aspect(Commitment, lambda commitment: commitment.field, _write_field),
    "deadline": Aspect(Task, _deadline, _write_deadline, _keep_deadline),
    "indicator": Aspect(Target, lambda target: target.indicator_id, _write_indicator),
    "baseline": Aspect(Target, _baseline, _write_baseline),
    "allocations": Aspect(Target, _allocations, _write_allocations),
    "trajectory": Aspect(Target, _trajectory, _write_trajectory),
    "name": Aspect(Commitment, lambda commitment: commitment.name, _write_name, _keep_of_subtasks),
    "ending": Aspect(Commitment, _ending, _write_ending, _keep_of_subtasks),
    "progress": Aspect(Task, read_progress, write_progress, keep_of_approved),
    "extension": Aspect(
        Task, lambda task: task.extended_to and task.extended_to.isoformat(), _write_extension, _keep_extension
    ),
}

"""Extensions: asked by the body that leads a task, with a reason and a day; granted or refused by the office.

ask ──▶ waits ──grant──▶ the task is late from the day granted on, and both days are shown
            └──refuse──▶ with a reason
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.evaluating.tasks import NAMED_DEADLINES, TaskState
from dondoc.web.audit.actions import record
from dondoc.web.organizations.held import UNIT_READERS, Held
from dondoc.web.organizations.models import Body
from dondoc.web.plans import actions
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.giving import lead_of
from dondoc.web.plans.models import Commitment, Extension, Plan, PlanState, Task

OVER = (TaskState.DECLARED_DONE, TaskState.CONFIRMED, TaskState.SUSPENDED, TaskState.WITHDRAWN)


@transaction.atomic
def ask(*, by: Any, task: Task, body: Body, because: str, proposed: date, on: date) -> Extension:
    """The wish of `body`, which leads the task, for the day `proposed`; one at a time."""
    Plan.objects.select_for_update().get(pk=task.plan_id)
    fresh = Task.objects.select_related("plan").get(pk=task.pk)
    if not is_extendable(fresh):
        raise PlanError(_("Chỉ gia hạn nhiệm vụ còn đang làm, có thời hạn theo văn bản hoặc do cơ quan đặt."))
    if fresh.extensions.filter(granted=None).exists():
        raise PlanError(_("Đã có đề nghị gia hạn đang chờ quyết định."))
    if not because.strip():
        raise PlanError(_("Hãy nêu lý do."))
    if proposed <= max(on, fresh.due_on or on):
        raise PlanError(_("Ngày đề nghị phải sau hôm nay và sau thời hạn đang có."))
    made = Extension.objects.create(
        task=fresh, body=body, because=because.strip()[:1000], proposed=proposed, asked_by=by, asked_on=on
    )
    record(by=by, action="plans.ask_extension", subject=fresh, details={"code": fresh.code, "to": proposed.isoformat()})
    return made


@transaction.atomic
def decide(*, by: Any, asked: Extension, granted: bool, to: date | None, note: str, on: date) -> None:
    """Grants the day `to`, else the one proposed; or refuses with a note."""
    kept = Extension.objects.select_for_update().get(pk=asked.pk)
    if kept.granted is not None:
        raise PlanError(_("Đã có quyết định về đề nghị này."))
    if not granted and not note.strip():
        raise PlanError(_("Hãy nêu lý do không đồng ý."))
    task = Task.objects.select_related("plan").get(pk=kept.task_id)
    if granted:
        kept.decision = actions.settle(
            by=by,
            commitment=task,
            aspect="extension",
            value=(to or kept.proposed).isoformat(),
            seen=task.version,
            on=on,
        )
    kept.granted, kept.note, kept.decided_by, kept.decided_on = granted, note.strip()[:1000], by, on
    kept.save()
    details = {"code": task.code, "granted": granted, "to": kept.decision.after if kept.decision else None}
    record(by=by, action="plans.decide_extension", subject=task, details=details)


def is_extendable(task: Task) -> bool:
    """Whether another day can be asked for: a promise of an approved plan, dated by somebody, and still to be done."""
    return (
        task.plan.state == PlanState.APPROVED and task.ended_on is None and task.subtask_of_id is None
        and task.deadline_kind in NAMED_DEADLINES and task.state not in OVER
    )  # fmt: skip


def asking_body(held: Held, task: Commitment) -> Body | None:
    """The body for which `held` asks: the one that leads the task, which is with_answering()."""
    lead = lead_of(task)
    return lead if lead is not None and held.over(UNIT_READERS, [lead.pk]) else None

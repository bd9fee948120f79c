"""How far a task or sub-task is: its state, the product with its day, and a note; read and written as an aspect.

    {state, finished_on, product, note}

Who leads it tells how far it is and declares it done, with the day of the product: slow confirmation makes nobody late.
The office of the plan confirms or returns a task against its product, who divided the task its part. That parts are
done changes nothing of the whole: its state stays a person's decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.commitments import Nature
from dondoc.evaluating.tasks import TaskState
from dondoc.web.plans.aspect_error import AspectError
from dondoc.web.plans.models import PlanState, Progress, Task

TASK_STATES = {
    TaskState.AWAITING_ACCEPTANCE: gettext_lazy("chờ tiếp nhận"),
    TaskState.NOT_STARTED: gettext_lazy("chưa thực hiện"),
    TaskState.IN_PROGRESS: gettext_lazy("đang thực hiện"),
    TaskState.DECLARED_DONE: gettext_lazy("báo hoàn thành, chờ xác nhận"),
    TaskState.CONFIRMED: gettext_lazy("đã xác nhận hoàn thành"),
    TaskState.RETURNED: gettext_lazy("trả lại"),
    TaskState.SUSPENDED: gettext_lazy("tạm dừng"),
    TaskState.WITHDRAWN: gettext_lazy("không còn phù hợp"),
}
TOLD_BY_LEAD = (TaskState.NOT_STARTED, TaskState.IN_PROGRESS, TaskState.DECLARED_DONE)
DECIDED = (TaskState.CONFIRMED, TaskState.RETURNED, TaskState.SUSPENDED)  # by the office, or by who divided the task
DONE = (TaskState.DECLARED_DONE, TaskState.CONFIRMED)
EXPLAINED = (TaskState.RETURNED, TaskState.SUSPENDED)


def read_progress(task: Task) -> dict[str, str | None]:
    told = Progress.objects.filter(task=task).first() or Progress()
    on = told.finished_on.isoformat() if told.finished_on else None
    return {"state": task.state, "finished_on": on, "product": told.product, "note": told.note}


def write_progress(task: Task, given: Mapping[str, Any], on: date) -> None:
    state = TaskState(given["state"])
    finished = date.fromisoformat(given["finished_on"]) if given["finished_on"] and state in DONE else None
    product = given["product"][:500] if state in DONE else ""
    if state in DONE and not (finished and product):
        raise AspectError(_("Việc đã xong cần sản phẩm (số, ký hiệu hoặc tên) và ngày của sản phẩm."))
    if state in DONE and task.nature == Nature.ONGOING:
        raise AspectError(_("Việc thường xuyên báo cáo từng kỳ, không báo hoàn thành."))
    if finished and finished > on:
        raise AspectError(_("Ngày của sản phẩm chưa tới."))
    if state in EXPLAINED and not given["note"]:
        raise AspectError(_("Hãy nêu lý do."))
    task.state = state.value
    task.save(update_fields=["state"])
    told = {"finished_on": finished, "product": product, "note": given["note"][:1000]}
    Progress.objects.update_or_create(task=task, defaults=told)


def keep_of_approved(task: Task, _on: date, _decided: date | None) -> None:
    """Of a draft nothing is under way."""
    if task.plan.state != PlanState.APPROVED:
        raise AspectError(_("Chỉ ghi tiến độ của kế hoạch đã phê duyệt."))

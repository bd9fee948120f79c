"""Tasks that are due soon, and parts that are declared done, for the bodies that lead them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.evaluating.tasks import NAMED_DEADLINES, TaskState
from dondoc.web.organizations.held import UNIT_READERS, Held
from dondoc.web.plans.models import Responsibility, Task
from dondoc.web.waiting import Waiting

SOON, MOST = timedelta(days=7), 20
_OVER = (TaskState.DECLARED_DONE, TaskState.CONFIRMED, TaskState.WITHDRAWN)


def tasks_due(held: Held, _account: Any) -> Iterable[Waiting]:
    """Tasks and sub-tasks that a body of the account leads and that are due within a week, the soonest first."""
    if not held.any(UNIT_READERS):
        return
    leading = Responsibility.objects.open().filter(part="lead", body__in=held.below(UNIT_READERS)).values("commitment")
    due = _dated(Task.objects.as_of(held.day)).filter(pk__in=leading, due__range=(held.day, held.day + SOON))
    due = due.filter(deadline_kind__in=NAMED_DEADLINES).exclude(state__in=_OVER).readable(held)
    for task in due.select_related("plan").order_by("due", "pk"):
        kind = _("Nhiệm vụ đến hạn trong 7 ngày") if task.subtask_of_id is None else _("Việc con đến hạn trong 7 ngày")
        told = _("hạn %(day)s") % {"day": f"{task.due_on:%d-%m-%Y}"}
        yield Waiting(kind, f"{task.code} {task.name}", reverse("commitment", args=[task.plan_id, task.pk]), told)


def due_of(body: Any, day: date, held: Held) -> list[Task]:
    """Of approved plans the tasks and sub-tasks that `body` leads, that are not done and due by a week after `day`, the
    soonest first; what `held` may read of them."""
    leading = Responsibility.objects.as_of(day).filter(part="lead", body=body).values("commitment")
    due = _dated(Task.objects.as_of(day)).filter(pk__in=leading, due__lte=day + SOON)
    due = due.filter(deadline_kind__in=NAMED_DEADLINES).exclude(state__in=_OVER).readable_approved(held)
    # Keys first, as of the lists beside it: mostly nothing is due, and then no row is asked for with its columns.
    keys = list(due.order_by("due", "pk").values_list("pk", flat=True)[:MOST])
    rows = Task.objects.filter(pk__in=keys).select_related("plan") if keys else ()
    return sorted(rows, key=lambda task: (task.due_on, task.pk))


def _dated(tasks: Any) -> Any:
    """With `due`, the day that holds of each: as Task.due_on."""
    return tasks.annotate(due=Coalesce("extended_to", "deadline"))


def parts_declared_done(held: Held, _account: Any) -> Iterable[Waiting]:
    """Sub-tasks that are declared done, for who leads the whole: to be confirmed or returned."""
    if not held.any(UNIT_READERS):
        return
    leading = Responsibility.objects.open().filter(part="lead", body__in=held.below(UNIT_READERS)).values("commitment")
    done = Task.objects.as_of(held.day).filter(subtask_of__in=leading, state=TaskState.DECLARED_DONE.value)
    for part in done.readable(held).select_related("progress").order_by("deadline", "pk"):
        address = reverse("subtask", args=[part.plan_id, part.subtask_of_id, part.pk])
        yield Waiting(_("Xác nhận việc con"), f"{part.code} {part.name}", address, part.progress.product)

"""Tasks that are due soon, for the bodies that lead them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.evaluating.tasks import NAMED_DEADLINES, TaskState
from dondoc.web.organizations.held import UNIT_READERS, Held
from dondoc.web.plans.models import Responsibility, Task
from dondoc.web.waiting import Waiting

SOON = timedelta(days=7)
_OVER = (TaskState.CONFIRMED, TaskState.WITHDRAWN)


def tasks_due(held: Held, _account: Any) -> Iterable[Waiting]:
    """Tasks and sub-tasks that a body of the account leads and that are due within a week, the soonest first."""
    if not held.any(UNIT_READERS):
        return
    leading = Responsibility.objects.open().filter(part="lead", body__in=held.below(UNIT_READERS)).values("commitment")
    due = Task.objects.as_of(held.day).filter(pk__in=leading, deadline__range=(held.day, held.day + SOON))
    due = due.filter(deadline_kind__in=NAMED_DEADLINES).exclude(state__in=_OVER).readable(held)
    for task in due.select_related("plan").order_by("deadline", "pk"):
        kind = _("Nhiệm vụ đến hạn trong 7 ngày") if task.subtask_of_id is None else _("Việc con đến hạn trong 7 ngày")
        told = _("hạn %(day)s") % {"day": f"{task.deadline:%d-%m-%Y}"}
        yield Waiting(kind, f"{task.code} {task.name}", reverse("commitment", args=[task.plan_id, task.pk]), told)

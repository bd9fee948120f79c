"""What of its plans in force waits for an office: tasks to confirm, extensions to decide, wishes to widen a circle of
readers, and commitments of bodies that are no more. Asked together: a first page asks the database for much already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, DateField, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.evaluating.tasks import TaskState
from dondoc.web.organizations.held import OFFICE_WRITERS, Held
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Extension, PlanState, Responsibility, Sensitivity, SensitivityChange, Task
from dondoc.web.waiting import Waiting


@dataclass(frozen=True, slots=True)
class _Row:
    """One thing: what kind, of which commitment or plan, who is behind it, in which words, and a day."""

    kind: str
    code: str
    name: str
    plan: int
    key: int
    who: str
    words: str
    day: date | None

    def address(self, place: str) -> str:
        return reverse("commitment", args=[self.plan, self.key]) + place


def office_work(held: Held, account: Any) -> Iterable[Waiting]:
    """In one query; of tasks what `held` may read."""
    if not held.any(OFFICE_WRITERS):
        return
    offices = held.below(OFFICE_WRITERS)
    tasks = Task.objects.whole().as_of(held.day).filter(plan__office__in=offices).readable(held)
    wishes = SensitivityChange.objects.filter(granted=None, commitment__plan__office__in=offices)
    wishes = wishes.exclude(asked_by=account)
    kinds = (
        _declared_done(tasks), _extensions(tasks), _wishes(wishes), _publishing_wishes(wishes),
        _orphans(offices, held.day),
    )  # fmt: skip
    rows = [_Row(*row) for row in kinds[0].union(*kinds[1:], all=True)]
    for row in sorted(rows, key=lambda row: (list(_WAITING).index(row.kind), row.day or date.min, row.plan, row.key)):
        yield _WAITING[row.kind](row)


def _columns(rows: QuerySet, kind: str, **columns: Any) -> Any:
    """The columns of _Row, of the same kinds in every query."""
    empty = dict.fromkeys(("code", "name", "who", "words"), Value("", CharField()))
    given = {**empty, "day": Cast(None, DateField()), **columns}
    named = {f"told_{name}": given[name] for name in ("code", "name", "plan", "key", "who", "words", "day")}
    return rows.order_by().annotate(told_kind=Value(kind, CharField()), **named).values_list("told_kind", *named)


def _of(path: str) -> Any:
    return Cast(F(path), CharField())


def _declared_done(tasks: Any) -> Any:
    # From the few that are declared done: which of all tasks the account may read is asked of these alone.
    done = Task.objects.filter(Exists(tasks.filter(pk=OuterRef("pk"))), state=TaskState.DECLARED_DONE.value)
    return _columns(
        done, "done", code=_of("code"), name=_of("name"), plan=F("plan_id"), key=F("pk"),
        words=_of("progress__product"),
    )  # fmt: skip


def _extensions(tasks: Any) -> Any:
    asked = Extension.objects.filter(Exists(tasks.filter(pk=OuterRef("task_id"))), granted=None)
    return _columns(
        asked, "extend", code=_of("task__code"), name=_of("task__name"), plan=F("task__plan_id"), key=F("task_id"),
        who=_of("body__name"), day=F("proposed"),
    )  # fmt: skip


# What a publisher asks for, and decides together: on the page of publications, a plan at a time.
_OF_PUBLISHERS = Q(
    before=Sensitivity.INTERNAL.value, after=Sensitivity.PUBLIC.value, commitment__kind="target",
    commitment__ended_on=None,
)  # fmt: skip


def _wishes(wishes: Any) -> Any:
    return _columns(
        wishes.exclude(_OF_PUBLISHERS), "widen", code=_of("commitment__code"), plan=F("commitment__plan_id"),
        key=F("commitment_id"), who=_of("asked_by__name"), words=_of("reason"), day=TruncDate("asked_at"),
    )  # fmt: skip


def _publishing_wishes(wishes: Any) -> Any:
    """One row for all that one account asks for in a plan."""
    of_one = wishes.filter(_OF_PUBLISHERS).order_by().values("commitment__plan", "commitment__plan__title", "asked_by")
    counted = of_one.annotate(wishes=Count("pk"))
    return _columns(
        counted, "publish", name=_of("commitment__plan__title"), plan=F("commitment__plan_id"),
        key=F("commitment__plan_id"), who=_of("asked_by__name"), words=_of("wishes"), day=Min(TruncDate("asked_at")),
    )  # fmt: skip


def _orphans(offices: Any, day: date) -> Any:
    """Plans of which something is led or supported by a body that is no more (succeeding.py)."""
    # From the bodies: few are no more, and plans have tens of thousands of commitments.
    open_yet = Responsibility.objects.open().filter(body__in=Body.objects.filter(valid_to__lt=day))
    current = Q(commitment__ended_on=None) | Q(commitment__ended_on__gt=day)
    found = open_yet.filter(
        current, commitment__plan__state=PlanState.APPROVED.value, commitment__plan__office__in=offices,
        commitment__plan__ends_on__gte=day, commitment__plan__in_force_from__lte=day,
    ).order_by().values("commitment__plan", "commitment__plan__title").annotate(orphans=Count("pk"))  # fmt: skip
    return _columns(
        found, "orphans", name=_of("commitment__plan__title"),
        plan=F("commitment__plan_id"), key=F("commitment__plan_id"), words=_of("orphans"),
    )  # fmt: skip


def _to_confirm(row: _Row) -> Waiting:
    return Waiting(_("Xác nhận hoàn thành"), f"{row.code} {row.name}", row.address("#tien-do"), row.words)


def _to_extend(row: _Row) -> Waiting:
    told = _("%(body)s đề nghị đến %(day)s") % {"body": row.who, "day": f"{row.day:%d-%m-%Y}"}
    return Waiting(_("Quyết định gia hạn"), f"{row.code} {row.name}", row.address("#gia-han"), told)


def _to_widen(row: _Row) -> Waiting:
    return Waiting(_("Đồng ý mở rộng phạm vi đọc"), row.code, row.address(""), f"{row.who}: {row.words}", row.day)


def _to_publish(row: _Row) -> Waiting:
    told = _("%(who)s đề nghị công khai %(count)s mục") % {"who": row.who, "count": row.words}
    return Waiting(_("Đồng ý công khai"), row.name, reverse("publications", args=[row.plan]), told, row.day)


def _to_hand_over(row: _Row) -> Waiting:
    told = _("%(count)s mục của cơ quan đã hết hiệu lực") % {"count": row.words}
    return Waiting(_("Chuyển giao nhiệm vụ"), row.name, reverse("succeeding", args=[row.plan]), told)


# In the order in which they are shown.
_WAITING: Mapping[str, Callable[[_Row], Waiting]] = {
    "done": _to_confirm, "extend": _to_extend, "widen": _to_widen, "publish": _to_publish, "orphans": _to_hand_over,
}  # fmt: skip

"""What an office's leader looks at first this week: from verdicts and urging to at most ten things with their points.

What is restricted has no words in a digest, whoever reads it: it is counted, and read on the page of its plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.evaluating.working_days import WorkingDays
from dondoc.urging.ranking import Candidate, Ranked, ranked, statuses
from dondoc.web.calendar.models import Day
from dondoc.web.monitoring.models import Verdict
from dondoc.web.monitoring.rows import Row, row_of
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import PlanState, Sensitivity
from dondoc.web.urging.models import Step

WEEK = timedelta(days=7)
POINTS = {
    "status": gettext_lazy("trạng thái"),
    "days": gettext_lazy("ngày quá hạn"),
    "letters": gettext_lazy("lần đôn đốc"),
    "leader": gettext_lazy("đã báo cáo lãnh đạo"),
    "answer": gettext_lazy("giải trình chờ quyết định"),
    "changed": gettext_lazy("đổi trạng thái trong tuần"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the digest: how it stands, and what its points are for."""

    row: Row
    ranked: Ranked

    @property
    def told(self) -> str:
        return points_told(self.ranked.points)


@dataclass(frozen=True, slots=True)
class Digest:
    office: Body
    day: date
    items: tuple[Item, ...]
    kept_back: int


def points_told(points: Any) -> str:
    """ "trạng thái 40 + ngày quá hạn 12"."""
    return " + ".join(f"{POINTS[what]} {number}" for what, number in points)


def digest_of(office: Body, day: date) -> Digest:
    """The digest of an office on `day`; as many queries for a hundred verdicts as for one."""
    said = Verdict.objects.current().main().filter(plan__office=office, plan__state=PlanState.APPROVED.value)
    said = said.filter(status__in=statuses(), commitment__ended_on=None)
    open_ = said.exclude(commitment__sensitivity=Sensitivity.RESTRICTED.value)
    rows = {each.commitment_id: each for each in open_.worst_first().select_related("commitment__task", "follows")}
    calendar, urged = Day.objects.working_days(), _urged(rows)
    found = ranked(_candidate(each, day, calendar, urged.get(key, {})) for key, each in rows.items())
    items = tuple(Item(row_of(rows[each.id], day), each) for each in found)
    return Digest(office, day, items, said.filter(commitment__sensitivity=Sensitivity.RESTRICTED.value).count())


def _candidate(said: Verdict, day: date, calendar: WorkingDays, urged: Mapping[str, int]) -> Candidate:
    task = getattr(said.commitment, "task", None)
    late = 0
    if said.status == "overdue" and task is not None and task.due_on is not None:
        late = calendar.between(calendar.on_or_after(task.due_on), day)
    before = said.follows.status if said.follows else None
    changed = said.said_on > day - WEEK and before is not None and before != said.status
    return Candidate(
        said.commitment_id, said.status, late, urged.get("letters", 0), bool(urged.get("leader")),
        bool(urged.get("answered")), changed,
    )  # fmt: skip


def _urged(rows: Mapping[int, Any]) -> dict[int, dict[str, int]]:
    """Of each task how many letters were issued, whether one was a report, and whether an answer waits."""
    issued = Step.objects.filter(task__in=list(rows), issued_on__isnull=False, letter__isnull=False)
    counted = issued.values("task").annotate(
        letters=Count("pk"), leader=Count("pk", filter=Q(letter__to_leader=True)),
        answered=Count("answer", filter=Q(answer__outcome="")),
    ).order_by(F("task"))  # fmt: skip
    return {row["task"]: row for row in counted}


def in_lines(digest: Digest) -> list[str]:
    """The digest as the lines of a mail."""
    lines = []
    for place, item in enumerate(digest.items, 1):
        name = f"{item.row.commitment.code} {item.row.commitment.name}"
        lines.append(f"{place}. [{item.ranked.score}] {name}: {item.row.words} ({item.told})")
    if digest.kept_back:
        lines.append(_("và %(count)s mục hạn chế, chỉ xem trong hệ thống") % {"count": digest.kept_back})
    return lines

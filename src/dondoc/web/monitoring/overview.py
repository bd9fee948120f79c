"""What a leader's page says of a plan in numbers: from its counts alone, whatever the plan holds.

A target is due when its period has come to be told of: what is not due yet is no failure and no success. A task is due
when a named deadline has passed or its product is there; ongoing work is never on time or late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from dondoc.web.monitoring.models import Count
from dondoc.web.monitoring.words import WORST_FIRST, look_of, status_words
from dondoc.web.organizations.models import Body
from dondoc.web.plans.words import fields

NEVER_UPDATED = "never_updated"
_TARGETS = ("missed", "off_track", "at_risk", "no_data", "nearly_met", "not_due", "on_track", "met", "exceeded")
_DUE_TASKS = ("on_time", "on_time_by_extension", "late", "overdue", "day_unknown")
_BAD, _NEAR = ("missed", "off_track", "overdue", "late"), ("at_risk", "nearly_met", "due_soon")
_GOOD = ("on_track", "met", "exceeded", "on_time", "on_time_by_extension", "in_time")


@dataclass(frozen=True, slots=True)
class Part:
    """One status with how many have it, and where its piece of the strip begins and how wide it is, in thousandths."""

    status: str
    number: int
    begin: int = 0
    width: int = 0

    @property
    def words(self) -> str:
        return status_words(self.status)

    @property
    def look(self) -> str:
        return look_of(self.status)


@dataclass(frozen=True, slots=True)
class Group:
    """One section, field or lead: how many of it stand badly, nearly, well, without data, or are not to be judged."""

    dimension: str
    value: str
    name: str
    address: str
    bad: int
    near: int
    good: int
    no_data: int
    other: int
    total: int


@dataclass(slots=True)
class Overview:
    """The counts of a plan as its page shows them; `kept_back` is the number of restricted ones left out."""

    targets: Counter[str] = field(default_factory=Counter)
    tasks: Counter[str] = field(default_factory=Counter)
    groups: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    kept_back: int = 0

    def add(self, row: Any, *, readable: bool) -> None:
        """Adds a count of the dimension "all"; what is not readable is only known to be there."""
        if readable:
            (self.targets if row.kind == "target" else self.tasks)[row.what] += row.number
        elif row.what != NEVER_UPDATED:
            self.kept_back += row.number

    @property
    def target_parts(self) -> list[Part]:
        return _parts(self.targets, _TARGETS)

    @property
    def task_parts(self) -> list[Part]:
        return _parts(self.tasks, [each for each in WORST_FIRST if each not in _TARGETS])

    @property
    def target_total(self) -> int:
        return sum(part.number for part in self.target_parts)

    @property
    def task_total(self) -> int:
        return sum(part.number for part in self.task_parts)

    @property
    def targets_due(self) -> int:
        """Those whose period has come to be told of."""
        return self.target_total - self.targets["not_due"]

    @property
    def targets_told(self) -> int:
        """Those of them that have figures."""
        return self.targets_due - self.targets["no_data"]

    @property
    def tasks_due(self) -> int:
        """Those with a named deadline that has passed, and those that are done."""
        return sum(self.tasks[each] for each in _DUE_TASKS)

    @property
    def without_lead(self) -> int:
        return _whole(self.groups.get("lead", {}).get("", Counter()))

    @property
    def never_updated(self) -> int:
        return self.targets[NEVER_UPDATED] + self.tasks[NEVER_UPDATED]

    def with_status(self, status: str) -> int:
        """How many targets and tasks stand so; of no status that there is none do."""
        return self.targets[status] + self.tasks[status] if status in WORST_FIRST else 0

    def of(self, dimension: str, names: Mapping[str, tuple[str, str]]) -> list[Group]:
        """The groups of a dimension, those with most that stands badly first; `names`: of each its name and address."""
        found = [
            _group(dimension, value, *names.get(value, (value, "")), counts)
            for value, counts in self.groups.get(dimension, {}).items()
        ]
        return sorted(found, key=lambda each: (-each.bad, -each.no_data, -each.near, each.name))


def overview_of(plan: Any, *, restricted: bool) -> Overview:
    """The counts of the plan; with those of restricted commitments only where the reader may read them."""
    found = Overview()
    for row in Count.objects.filter(plan=plan, number__gt=0):
        readable = restricted or not row.restricted
        if row.dimension == "all":
            found.add(row, readable=readable)
        elif readable:
            found.groups.setdefault(row.dimension, {}).setdefault(row.value, Counter())[row.what] += row.number
    return found


def overviews_of(plans: Sequence[Any]) -> dict[int, Overview]:
    """The counts of many plans, each with `opens_restricted`, by primary key, without those of groups: one query."""
    found = {plan.pk: Overview() for plan in plans}
    opened = {plan.pk for plan in plans if plan.opens_restricted}
    for row in Count.objects.filter(plan__in=list(found), dimension="all", number__gt=0):
        found[row.plan_id].add(row, readable=not row.restricted or row.plan_id in opened)
    return found


def overview_of_all(plans: Any, opened: Q) -> Overview:
    """The counts of all of `plans`, a queryset, added up by the database; `opened` are the counts whose plan lets the
    reader read what is restricted."""
    found = Overview()
    counts = Count.objects.filter(plan__in=plans.order_by().values("pk"), dimension="all", number__gt=0)
    readable = ExpressionWrapper(Q(restricted=False) | opened, BooleanField())
    rows = counts.annotate(readable=readable).values("kind", "what", "readable").annotate(number=Sum("number"))
    for row in rows.values_list("kind", "what", "number", "readable", named=True):
        found.add(row, readable=row.readable)
    return found


def bad_first(plans: Any) -> Any:
    """Plans by how much of them stands badly, restricted commitments left aside; alike the newest first."""
    counts = Count.objects.filter(plan=OuterRef("pk"), dimension="all", restricted=False, what__in=_BAD)
    bad = counts.order_by().values("plan").annotate(bad=Sum("number")).values("bad")
    return plans.annotate(bad=Coalesce(Subquery(bad), 0)).order_by("-bad", "-in_force_from", "-pk")


def field_names() -> dict[str, tuple[str, str]]:
    return {"": (_("chưa rõ lĩnh vực"), ""), **{name: (str(each), "") for name, each in fields().items()}}


def group_names(overview: Overview, commitments: Any) -> dict[str, dict[str, tuple[str, str]]]:
    """The names of the sections and leads of a plan whose readable commitments are given, in one query: of a section
    its number with its heading, of a lead its name and the key of its page."""
    leads = [int(value) for value in overview.groups.get("lead", {}) if value]
    bodies = Body.objects.filter(pk__in=leads).order_by()
    named = bodies.annotate(value=Cast("pk", CharField()), page=F("key"), of=Value("lead"))
    headed = commitments.order_by().annotate(
        value=F("section"), page=Value("", CharField()), of=Value("section"), title=F("heading")
    )
    rows = headed.values_list("of", "value", "title", "page").distinct()
    names: dict[str, dict[str, tuple[str, str]]] = {"lead": {"": (_("chưa có chủ trì"), "")}, "section": {}}
    for of, value, name, page in named.values_list("of", "value", "name", "page").union(rows, all=True):
        if of == "section":
            name = f"{value} {name}".strip() or "–"
        names[of].setdefault(value, (name, page))
    return names


def _parts(counts: Counter[str], order: Iterable[str]) -> list[Part]:
    present = [status for status in order if counts[status]]
    total = sum(counts[status] for status in present)
    parts: list[Part] = []
    begin = 0
    for status in present:
        width = counts[status] * 1000 // total
        parts.append(Part(status, counts[status], begin, max(width - 3, 2)))
        begin += width
    return parts


def _whole(counts: Counter[str]) -> int:
    return sum(number for what, number in counts.items() if what != NEVER_UPDATED)


def _group(dimension: str, value: str, name: str, address: str, counts: Counter[str]) -> Group:
    bad, near, good = (sum(counts[each] for each in kind) for kind in (_BAD, _NEAR, _GOOD))
    total = _whole(counts)
    rest = total - bad - near - good - counts["no_data"]
    return Group(dimension, value, name, address, bad, near, good, counts["no_data"], rest, total)

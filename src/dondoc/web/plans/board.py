"""The board of a plan's tasks: columns by where the work is, in each what is due first.

tasks that a reader may read → Column → Card
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dondoc.commitments import Nature
from dondoc.evaluating.tasks import NAMED_DEADLINES, TaskState
from dondoc.web.monitoring.models import Verdict
from dondoc.web.monitoring.words import look_of, status_words
from dondoc.web.organizations.held import Held
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Plan, Progress, Task
from dondoc.web.plans.progress import TASK_STATES

MOST = 60  # cards of a column; the list has all
ONGOING = "ongoing"
WORDS: Mapping[str, Any] = {
    "not_started": _("Chưa thực hiện"),
    "in_progress": _("Đang thực hiện"),
    "declared_done": _("Chờ xác nhận"),
    "confirmed": _("Đã xác nhận"),
    "stopped": _("Đã dừng"),
    ONGOING: _("Việc thường xuyên"),
}
_OF_STATE = {
    TaskState.AWAITING_ACCEPTANCE: "not_started", TaskState.NOT_STARTED: "not_started",
    TaskState.IN_PROGRESS: "in_progress", TaskState.RETURNED: "in_progress",
    TaskState.DECLARED_DONE: "declared_done", TaskState.CONFIRMED: "confirmed",
    TaskState.SUSPENDED: "stopped", TaskState.WITHDRAWN: "stopped",
}  # fmt: skip
_SHOWN_EMPTY = ("not_started", "in_progress", "declared_done", "confirmed")


@dataclass(frozen=True, slots=True)
class Card:
    """A task on the board; `standing` is what is said of it now, None where nothing is."""

    task: Task
    lead: Body | None
    product: str
    standing: str | None

    @property
    def is_dated(self) -> bool:
        return self.task.deadline_kind in NAMED_DEADLINES

    @property
    def state(self) -> Any:
        return TASK_STATES[TaskState(self.task.state)]

    @property
    def is_returned(self) -> bool:
        return bool(self.task.state == TaskState.RETURNED)

    @property
    def words(self) -> str:
        return status_words(self.standing) if self.standing else ""

    @property
    def look(self) -> str:
        return look_of(self.standing) if self.standing else ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how many tasks are in it, and the first of them as cards."""

    name: str
    cards: tuple[Card, ...]
    count: int

    @property
    def words(self) -> Any:
        return WORDS[self.name]


def cards_of(plan: Plan, held: Held) -> list[Card]:
    """The tasks of the plan that `held` may read, what is due first first; in four queries however many they are."""
    day = plan.day_on(held.day)
    readable = Task.objects.whole().as_of(day).of_plan(plan, held)
    tasks = list(readable.with_responsible(day))
    said = dict(Verdict.objects.current().main().filter(commitment__in=tasks).values_list("commitment", "status"))
    products = dict(Progress.objects.filter(task__in=tasks).values_list("task", "product"))
    cards = [Card(task, _lead(task), products.get(task.pk, ""), said.get(task.pk)) for task in tasks]
    return sorted(cards, key=lambda card: (card.task.due_on or date.max, card.task.place))


def columns_of(cards: Iterable[Card]) -> list[Column]:
    """The columns, those of work that is stopped or ongoing only where there is any."""
    found: dict[str, list[Card]] = {name: [] for name in WORDS}
    for card in cards:
        found[column_of(card)].append(card)
    shown = [name for name in WORDS if found[name] or name in _SHOWN_EMPTY]
    return [Column(name, tuple(found[name][:MOST]), len(found[name])) for name in shown]


def column_of(card: Card) -> str:
    return ONGOING if card.task.nature == Nature.ONGOING else _OF_STATE[TaskState(card.task.state)]


def _lead(task: Any) -> Body | None:
    return next((each.body for each in task.responsible if each.part == "lead"), None)

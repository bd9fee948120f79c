"""Commitments of a plan as items of a dondoc.resolution/1: the shape in which amendments keep what begins."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dondoc.commitments import Deadline, Nature
from dondoc.commitments import Target as ReadTarget
from dondoc.commitments import Task as ReadTask
from dondoc.evaluating.tasks import DeadlineKind
from dondoc.values import Comparison, Direction, Measure
from dondoc.web.amounts import trimmed
from dondoc.web.plans.models import Commitment, Target, Task
from dondoc.web.resolutions.models import Item
from dondoc.web.resolutions.rows import as_commitment, as_content, period_or_none


def subject_of(commitment: Commitment) -> Any:
    """The Target or Task that `commitment` is, one query where it is not at hand."""
    if isinstance(commitment, Target | Task):
        return commitment
    return getattr(commitment, "target", None) or commitment.task


def kind_of(commitment: Commitment) -> str:
    """The kind of item that `commitment` was made of: "target" or "task"."""
    return "target" if isinstance(subject_of(commitment), Target) else "task"


def content_of(commitment: Commitment) -> dict[str, Any]:
    """`commitment` as an item; words that stand in no document are the whole of their text."""
    subject = subject_of(commitment)
    start = subject.start or 0
    place = (subject.code, subject.section, subject.quote, start, start + len(subject.quote))
    return as_content(_target(place, subject) if isinstance(subject, Target) else _task(place, subject))


def target_of(target: Target) -> ReadTarget:
    """`target` as the core evaluates it: its id is its code, its words are the whole of its text."""
    start = target.start or 0
    return _target((target.code, target.section, target.quote, start, start + len(target.quote)), target)


def read_from(kind: str, content: Mapping[str, Any], item: Item | None) -> Any:
    """The target or task that `content` is: of the document of `item`, else with its quote as the whole of its text.

    InterchangeError where it is none, or its words do not stand there.
    """
    text = item.document.reading.text if item else str(content.get("quote", ""))
    return as_commitment(kind, dict(content), text)


def _target(place: tuple[str, str, str, int, int], target: Target) -> ReadTarget:
    return ReadTarget(
        *place, indicator=target.name, measure=Measure(target.measure), comparison=Comparison(target.comparison),
        amount=trimmed(target.amount), unit=target.unit or None, period=period_or_none(target.period),
        better=Direction(target.better), upper_amount=_or_none(target.upper_amount),
        base=target.base or None, level_at_end=_or_none(target.level_at_end),
        part_of=target.part_of.code if target.part_of else None,
    )  # fmt: skip


def _or_none(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else trimmed(amount)


def _task(place: tuple[str, str, str, int, int], task: Task) -> ReadTask:
    written = task.deadline if task.deadline_kind == DeadlineKind.WRITTEN else None
    due = Deadline(task.deadline_words, written, task.recurs or None) if written or task.recurs else None
    return ReadTask(*place, nature=Nature(task.nature), product=task.product or None, deadline=due)

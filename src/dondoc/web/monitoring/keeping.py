"""A verdict of the core as it is kept: JSON with every input, its fingerprint, and back to the same value.

The day and the knowledge it was given on are not part of it: so the same said on the next day has the same fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dondoc.evaluating.figures import Qualifier, Stage
from dondoc.evaluating.task_standings import TaskStanding
from dondoc.evaluating.tasks import TaskRecord
from dondoc.evaluating.verdicts import Input, On, Plan, Reason, Status, Verdict
from dondoc.values import Comparison, Measure

_DAYS = ("as_of", "known_at")
Read = Callable[[Any], Any]


def kept(verdict: Verdict) -> dict[str, Any]:
    """All of the verdict but the days it was given on, as JSON holds it."""
    return {name: _plain(getattr(verdict, name)) for name in _KEPT}


def kept_task(record: TaskRecord, standing: TaskStanding) -> dict[str, Any]:
    """How a task stands, with what that rests on; without the number of days, which is another one each day."""
    told = ("nature", "state", "first_deadline", "deadline_kind", "extended_deadline", "finished_on", "last_update")
    content = {name: _plain(getattr(record, name)) for name in told}
    return content | {"progress": standing.progress.value, "timing": standing.timing.value}


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content, whatever the order of its names."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def restored(content: Mapping[str, Any], *, as_of: date, known_at: date) -> Verdict:
    """The verdict that was kept, as given on these days."""
    values = {name: _read(_OF_VERDICT.get(name), value) for name, value in content.items()}
    return Verdict(**values, as_of=as_of, known_at=known_at)


def _plain(value: Any) -> Any:
    plain = _PLAIN.get(type(value))
    if plain is not None:
        return plain(value)
    return value.value if isinstance(value, StrEnum) else value


def _row_of(kind: type) -> Callable[[Any], dict[str, Any]]:
    names = tuple(each.name for each in fields(kind))
    return lambda row: {name: _plain(getattr(row, name)) for name in names}


_KEPT = tuple(each.name for each in fields(Verdict) if each.name not in _DAYS)
_PLAIN: Mapping[type, Callable[[Any], Any]] = {
    str: lambda value: value,
    Decimal: lambda value: format(value, "f"),
    date: date.isoformat,
    Input: _row_of(Input),
    Plan: _row_of(Plan),
    tuple: lambda value: [_plain(each) for each in value],
}


def _read(read: Read | None, value: Any) -> Any:
    return value if read is None or value is None else read(value)


def _each(read: Read) -> Read:
    return lambda values: tuple(read(each) for each in values)


def _row(kind: type, of: Mapping[str, Read]) -> Read:
    return lambda row: kind(**{name: _read(of.get(name), value) for name, value in row.items()})


_SPAN: Mapping[str, Read] = {"start": date.fromisoformat, "end": date.fromisoformat}
_OF_INPUT: Mapping[str, Read] = {**_SPAN, "value": Decimal, "stage": Stage, "known_on": date.fromisoformat}
_OF_PLAN: Mapping[str, Read] = {**_SPAN, "value": Decimal, "percent": Decimal}
_AMOUNTS = ("wanted", "upper", "done", "baseline", "percent", "remaining", "year_on_year", "expected", "pace")
_OF_VERDICT: Mapping[str, Read] = {
    **_SPAN,
    **dict.fromkeys(_AMOUNTS, Decimal),
    **dict.fromkeys(("done_from", "done_to", "due_on"), date.fromisoformat),
    "on": On,
    "status": Status,
    "reason": Reason,
    "measure": Measure,
    "comparison": Comparison,
    "qualifier": Qualifier,
    "basis": Stage,
    "projected": _each(Decimal),
    "inputs": _each(_row(Input, _OF_INPUT)),
    "plans": _each(_row(Plan, _OF_PLAN)),
    "thresholds": _each(tuple),
}

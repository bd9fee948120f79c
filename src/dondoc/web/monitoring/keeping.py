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
from operator import attrgetter
from typing import Any

from dondoc.evaluating.figures import Qualifier, Stage
from dondoc.evaluating.task_standings import TaskStanding
from dondoc.evaluating.tasks import TaskRecord
from dondoc.evaluating.verdicts import Input, On, Plan, Reason, Status, Verdict
from dondoc.values import Comparison, Measure

_DAYS = ("as_of", "known_at")
Read = Callable[[Any], Any]


def written(verdict: Verdict) -> str:
    """All of the verdict but the days it was given on, as written_content writes it."""
    return written_content(dict(zip(_KEPT, _VALUES(verdict), strict=True)))


def written_content(content: Mapping[str, Any]) -> str:
    """As JSON in the one form that fingerprints are of, whatever the order of its names."""
    return _JSON.encode(content)


def kept(verdict: Verdict) -> dict[str, Any]:
    """The same as JSON holds it."""
    content: dict[str, Any] = json.loads(written(verdict))
    return content


def kept_task(record: TaskRecord, standing: TaskStanding) -> dict[str, Any]:
    """How a task stands, with what that rests on; without the number of days, which is another one each day."""
    told = ("nature", "state", "first_deadline", "deadline_kind", "extended_deadline", "finished_on", "last_update")
    content: dict[str, Any] = json.loads(_JSON.encode({name: getattr(record, name) for name in told}))
    return content | {"progress": standing.progress.value, "timing": standing.timing.value}


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content, whatever the order of its names."""
    return fingerprint_of(written_content(content))


def fingerprint_of(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()


def restored(content: Mapping[str, Any], *, as_of: date, known_at: date) -> Verdict:
    """The verdict that was kept, as given on these days."""
    values = {name: _read(_OF_VERDICT.get(name), value) for name, value in content.items()}
    return Verdict(**values, as_of=as_of, known_at=known_at)


def _plain(value: Any) -> Any:
    """What JSON has no form for; of texts, also those of an Enum, it has one."""
    return _PLAIN[type(value)](value)


def _row_of(kind: type) -> Callable[[Any], dict[str, Any]]:
    names = tuple(each.name for each in fields(kind))
    values = attrgetter(*names)
    return lambda row: dict(zip(names, values(row), strict=True))


_KEPT = tuple(each.name for each in fields(Verdict) if each.name not in _DAYS)
_VALUES = attrgetter(*_KEPT)
_PLAIN: Mapping[type, Callable[[Any], Any]] = {
    Decimal: lambda value: format(value, "f"),
    date: date.isoformat,
    Input: _row_of(Input),
    Plan: _row_of(Plan),
}
# One for all: thousands of verdicts are written in a night.
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


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

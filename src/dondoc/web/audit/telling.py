"""What the details of an entry say, whichever action has written them: what changed, why, and what else is told.

{"changed": {"unit": ["ha", "km2"]}}                  names with what was before and after
{"before": "open", "after": "restricted"}             one thing, or names with values
{"reason": "…"}                                       why
{"name": "Xã A", "kind": "commune"}                   anything else: what there is since

Names are told in their own order: PostgreSQL does not keep the order in which they were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_KEPT_APART = frozenset({"changed", "before", "after", "reason"})


@dataclass(frozen=True, slots=True)
class Difference:
    """What `name` was before and is after; None where there was or is nothing. `name` is empty for the thing itself."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Told:
    differences: tuple[Difference, ...]
    why: str

    @property
    def before(self) -> Mapping[str, Any]:
        return {each.name: each.before for each in self.differences}

    @property
    def after(self) -> Mapping[str, Any]:
        return {each.name: each.after for each in self.differences}


def told(details: Mapping[str, Any]) -> Told:
    return Told(tuple(_differences(details)), str(details.get("reason") or ""))


def _differences(details: Mapping[str, Any]) -> Iterator[Difference]:
    changed = details.get("changed")
    if isinstance(changed, Mapping):
        yield from (Difference(name, *_both(pair)) for name, pair in sorted(changed.items()))
    if "before" in details or "after" in details:
        yield from _two_states(details.get("before"), details.get("after"))
    yield from (Difference(name, None, value) for name, value in sorted(details.items()) if name not in _KEPT_APART)


def _two_states(before: Any, after: Any) -> Iterator[Difference]:
    if not isinstance(before, Mapping | None) or not isinstance(after, Mapping | None):
        yield Difference("", before, after)
        return
    before, after = before or {}, after or {}
    for name in sorted({**before, **after}):
        yield Difference(name, before.get(name), after.get(name))


def _both(pair: Any) -> tuple[Any, Any]:
    return (pair[0], pair[1]) if isinstance(pair, list | tuple) and len(pair) == 2 else (None, pair)

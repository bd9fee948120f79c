"""Holds every request of the tests against the rule of the audit: who writes leaves an entry, in the same transaction.

A test of pytest-django runs in one transaction: those that the site would open are savepoints inside it, and what is
written outside of them would be a transaction of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

_WRITE = re.compile(r"\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) \"(\w+)\"", re.IGNORECASE)
_SAVEPOINT = re.compile(r"\s*(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT) ", re.IGNORECASE)
ENTRIES = "audit_entry"
# What is no decision of anyone, or is taken back by itself: links that run out, and what background work keeps.
WITHOUT = frozenset({"accounts_onetimelink", "audit_seal"})


class UnrecordedError(AssertionError):
    """A request has written to tables of ours without an entry of the audit in the same transaction."""


class Watch:
    """The tables that are written to in each transaction that is open, the outermost first."""

    def __init__(self) -> None:
        self.open: list[set[str]] = []
        self.unrecorded: list[set[str]] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        step, write = _SAVEPOINT.match(sql), _WRITE.match(sql)
        if step:
            getattr(self, f"_{step[1].split()[0].lower()}")()
        elif write:
            self._wrote(write[1])
        return answer

    def _savepoint(self) -> None:
        self.open.append(set())

    def _release(self) -> None:
        ended = self.open.pop() if self.open else set()
        if self.open:
            self.open[-1] |= ended
        elif ended and ENTRIES not in ended:
            self.unrecorded.append(ended)

    def _rollback(self) -> None:
        # Django releases a savepoint after rolling back to it.
        if self.open:
            self.open[-1].clear()

    def _wrote(self, table: str) -> None:
        if table in WITHOUT or table not in _ours():
            return
        if self.open:
            self.open[-1].add(table)
        elif table != ENTRIES:
            self.unrecorded.append({table})


def _ours() -> frozenset[str]:
    ours = (each for each in apps.get_app_configs() if each.name.startswith("dondoc.web.") and each.label != "jobs")
    return frozenset(model._meta.db_table for each in ours for model in each.get_models(include_auto_created=True))


@contextmanager
def watched(asked: str) -> Iterator[None]:
    """UnrecordedError where what runs inside writes without an entry; `asked` says what that was."""
    if not connection.in_atomic_block:
        yield
        return
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield
    if watch.unrecorded:
        tables = "; ".join(", ".join(sorted(each)) for each in watch.unrecorded)
        raise UnrecordedError(f"{asked} wrote without an entry of the audit: {tables}")

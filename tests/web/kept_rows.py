"""What a function wrote into an empty site, kept as rows and put back for the next test instead of written again.

The actions of a small office take half a second, its rows a fiftieth; both are there for every test, in a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.organizations.models import Body

_Made = TypeVar("_Made")
Table = tuple[tuple[str, ...], list[tuple[Any, ...]]]  # names of columns, rows


@dataclass(frozen=True, slots=True)
class _Kept:
    made: Any
    tables: dict[str, Table]


def kept_rows(make: Callable[..., _Made]) -> Callable[..., _Made]:
    """`make(administrator, **options)`, run once a day for each of its options on each database.

    Where the site is not empty, its rows could stand in the way of those that are kept: then `make` does its work. So
    it does outside the transaction of a test: a site that runs writes rows of its own meanwhile.
    """
    kept: dict[object, _Kept] = {}

    @wraps(make)
    def made(administrator: User, **options: Any) -> _Made:
        if not connection.in_atomic_block or Body.objects.exists() or User.objects.count() != 1:
            return make(administrator, **options)
        key = (connection.vendor, timezone.localdate(), *sorted(options.items()))
        if key not in kept:
            before = _all_rows()
            kept[key] = _Kept(make(administrator, **options), _added(before, _all_rows()))
        else:
            _insert(kept[key].tables, kept[key].made.administrator.pk, administrator.pk)
        memory = {id(kept[key].made.administrator): administrator}
        return deepcopy(kept[key].made, memory)

    return made


def _tables() -> Iterator[str]:
    """All but those in which a running site writes by itself: its worker's sign of life is no change that is made."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.app_label != "jobs":
            yield model._meta.db_table


def _all_rows() -> dict[str, Table]:
    found: dict[str, Table] = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 — a table of ours
            found[table] = tuple(column[0] for column in cursor.description), cursor.fetchall()
    return found


def _added(before: dict[str, Table], after: dict[str, Table]) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for table, (columns, rows) in after.items():
        there = before[table][1]
        assert all(row in rows for row in there), f"a row of {table} was changed: it cannot be put back by adding"
        added = [row for row in rows if row not in there]
        if added:
            found[table] = columns, added
    return found


def _insert(tables: dict[str, Table], before: int, now: int) -> None:
    """The rows of `tables`; where they point to the administrator, to the one there is `now`."""
    accounts = _columns_of_accounts()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, (columns, rows) in tables.items():
            places = [number for number, column in enumerate(columns) if (table, column) in accounts]
            moved = [tuple(now if at in places and v == before else v for at, v in enumerate(row)) for row in rows]
            names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", moved)  # noqa: S608


def _columns_of_accounts() -> set[tuple[str, str]]:
    models = apps.get_models(include_auto_created=True)
    fields = [(model._meta.db_table, field) for model in models for field in model._meta.local_concrete_fields]
    return {(table, field.column) for table, field in fields if field.related_model is User}

"""Primary keys as one value of a query, however many they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, Expression


class Keys(Expression):
    """What stands behind `__in` where thousands of keys are named: `filter(pk__in=Keys(keys))`.

    A list there becomes one parameter a key, and each is looked at by Django, by the driver and by the database: of
    five thousand that takes longer than to find their rows.
    """

    def __init__(self, keys: Iterable[int]) -> None:
        super().__init__(output_field=BigIntegerField())
        self._keys = list(keys)

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        return "(SELECT value FROM json_each(%s))", [json.dumps(self._keys)]

    def as_postgresql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        return "(SELECT unnest(%s::bigint[]))", [self._keys]

"""Which indicator and which body a cell names: by key, by name, or by another name that only one bears."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.evaluating.cells import key_of
from dondoc.web.indicators.models import Indicator, OtherName
from dondoc.web.organizations.models import Body, Code

_FIRST, _LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    pk: int
    name: str
    unit: str
    measure: str
    decimals: int
    per: Decimal | None
    merging: str
    ended_on: date


@dataclass(frozen=True, slots=True)
class KnownBody:
    """`since` and `until` are its first and last day."""

    pk: int
    name: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Names:
    """What each way of writing stands for: all that bear the name. `withheld` are indicators not to be told here."""

    indicators: Mapping[str, frozenset[int]]
    bodies: Mapping[str, frozenset[int]]
    indicator: Mapping[int, KnownIndicator]
    body: Mapping[int, KnownBody]
    withheld: Collection[int] = ()


def names(
    indicators: Collection[int] | None = None, bodies: Collection[int] | None = None, withheld: Collection[int] = ()
) -> Names:
    """All that can be named, or those of `indicators` and `bodies` alone; four queries."""
    counted = Indicator.objects.all() if indicators is None else Indicator.objects.filter(pk__in=indicators)
    known = {
        each.pk: KnownIndicator(
            each.pk, each.name, each.unit, each.measure, each.decimals, each.per, each.over_bodies,
            each.ended_on or _LAST,
        )
        for each in counted
    }  # fmt: skip
    places = Body.objects.all() if bodies is None else Body.objects.filter(pk__in=bodies)
    by_key = dict(counted.values_list("pk", "key"))
    other = OtherName.objects.filter(indicator__in=known, forgotten_at=None).values_list("indicator_id", "name")
    found = {
        each.pk: KnownBody(each.pk, each.name, each.valid_from or _FIRST, each.valid_to or _LAST) for each in places
    }
    codes = Code.objects.filter(body__in=found).values_list("body_id", "value")
    return Names(
        _named([*by_key.items(), *((each.pk, each.name) for each in known.values()), *other]),
        _named([*((each.pk, each.key) for each in places), *((each.pk, each.name) for each in found.values()), *codes]),
        known,
        found,
        withheld,
    )


def _named(pairs: Iterable[tuple[int, str]]) -> Mapping[str, frozenset[int]]:
    named: dict[str, set[int]] = {}
    for pk, name in pairs:
        named.setdefault(key_of(name), set()).add(pk)
    return {name: frozenset(keys) for name, keys in named.items()}

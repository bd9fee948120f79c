"""Linking: targets of many documents that promise the same indicator, each link with a score and a reason.

Names are compared as the registry of the site compares them (`dondoc.indicators`). Units have to convert and measures
have to agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dondoc.evaluating.units import converted, scale_of
from dondoc.indicators.names import has_accents, one_writing, read
from dondoc.indicators.similar import Likeness, similar

Row = Mapping[str, Any]
Kind = tuple[str, str]  # family of the unit, measure


@dataclass(frozen=True, slots=True)
class Asked:
    """The indicator asked for, as `dondoc.indicators.similar` knows indicators."""

    names: Sequence[str]
    unit: str
    measure: str


@dataclass(frozen=True, slots=True)
class Linked:
    """One target that promises what is asked. `amount` is in the unit asked for; `words` are those not shared."""

    target: Row
    amount: Decimal
    score: Decimal
    reason: Likeness
    words: tuple[str, ...]


def kind_of(target: Row) -> Kind:
    """Targets of one name and kind promise one indicator; level and change are two ways of telling it."""
    measure = "level" if target["measure"] == "change" else str(target["measure"])
    family = scale_of(target["unit"]).family or one_writing(target["unit"] or "")
    return family, measure


def key_of(target: Row) -> tuple[object, ...]:
    """The same for targets whose names have the same words and that are of one kind."""
    name = read(target["indicator"], has_accents(target["indicator"]))
    return (name.ordered or (target["indicator"],), kind_of(target))


def asked_of(name: str, targets: Iterable[Row], unit: str | None = None, measure: str | None = None) -> Asked | None:
    """What is asked for, in the unit and measure in which most targets of that very name are told; None: no such."""
    words = set(read(name, has_accents(name)).ordered)
    counted: Counter[tuple[str, str]] = Counter()
    for target in targets:
        if (unit in (None, target["unit"])) and (measure in (None, target["measure"])):
            shared = set(read(target["indicator"], has_accents(name)).ordered)
            same = 1_000 if shared == words else 1 if words <= shared else 0
            counted[target["unit"] or "", target["measure"]] += same
    for (found_unit, found_measure), count in counted.most_common(1):
        if count:
            return Asked((name,), found_unit, found_measure)
    return None


def link(asked: Asked, targets: Iterable[Row]) -> list[Linked]:
    """The targets that promise what is asked, in the order given. Names are compared once each."""
    judged: dict[tuple[str, str | None, str], Any] = {}
    linked = []
    for target in targets:
        place = (target["indicator"], target["unit"], target["measure"])
        if place not in judged:
            judged[place] = next(iter(similar(place[0], place[1], place[2], [asked])), None)
        found = judged[place]
        amount = _in_unit(target, asked.unit)
        if found is not None and amount is not None:
            words = (*(f"+{word}" for word in found.here), *(f"−{word}" for word in found.there))
            linked.append(Linked(target, amount, found.score, found.likeness, words))
    return linked


def _in_unit(target: Row, unit: str) -> Decimal | None:
    amount = Decimal(target["amount_written"])
    if (target["unit"] or "") == unit:
        return amount
    return converted(amount, target["unit"], unit)

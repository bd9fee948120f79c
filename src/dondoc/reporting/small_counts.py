"""Small counts of persons: which of them may not be published, and which others would give them away.

    cells, wholes -> the keys of the cells that are kept back

A count under LEAST is kept back. So is another cell wherever one that is kept back could be computed from what is
shown: a whole less its other parts, a year less its first half, or two running totals whose difference is small. What
can be computed is decided by solving the equations between the cells, not by looking at one of them at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

LEAST = Decimal(5)
_DAY = timedelta(days=1)
Key = tuple[str, date, date]
Equation = tuple[Key, tuple[Key, ...]]  # a whole, and what adds up to it


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of persons of one series on the days `start` to `end`; of a level both are the same day."""

    series: str
    start: date
    end: date
    value: Decimal

    @property
    def key(self) -> Key:
        return self.series, self.start, self.end


def kept_back(cells: Collection[Cell], wholes: Mapping[str, Collection[str]]) -> frozenset[Key]:
    """The keys of the cells that may not be shown. `wholes`: of a series those that are its parts."""
    values = {cell.key: cell.value for cell in cells}
    equations = [*_of_parts(values, wholes), *_of_days(values)]
    unseen = _differences(values, equations)
    hidden = {key for key, value in values.items() if value < LEAST}
    secret = hidden | {key for key, value in unseen.items() if value < LEAST}
    while (given_away := _computable(secret, {*hidden, *unseen}, equations)) is not None:
        hidden.add(_beside(given_away, equations, values, hidden))
    return frozenset(hidden)


def _of_parts(values: Mapping[Key, Decimal], wholes: Mapping[str, Collection[str]]) -> Iterator[Equation]:
    for series, start, end in values:
        parts = tuple((part, start, end) for part in wholes.get(series, ()) if (part, start, end) in values)
        if parts:
            yield (series, start, end), parts


def _of_days(values: Mapping[Key, Decimal]) -> Iterator[Equation]:
    """Of two cells of a series of which one begins or ends the other, what is left of the longer."""
    of_series: dict[str, list[tuple[date, date]]] = {}
    for series, start, end in values:
        of_series.setdefault(series, []).append((start, end))
    for series, days in of_series.items():
        for (start, end), (first, last) in product(days, days):
            if first == start and start <= last < end:
                yield (series, start, end), ((series, first, last), (series, last + _DAY, end))
            elif last == end and start < first <= end:
                yield (series, start, end), ((series, start, first - _DAY), (series, first, last))


def _differences(values: Mapping[Key, Decimal], equations: Iterable[Equation]) -> dict[Key, Decimal]:
    """What is in an equation and is no cell: nobody told it, and whoever subtracts has it."""
    found: dict[Key, Decimal] = {}
    for whole, parts in equations:
        for key in parts:
            if key not in values:
                found[key] = values[whole] - sum(values[each] for each in parts if each in values)
    return found


def _computable(secret: Collection[Key], unknown: Collection[Key], equations: Collection[Equation]) -> Key | None:
    """One of `secret` that the equations determine where all but the `unknown` are shown; None: none of them."""
    columns = sorted(unknown)
    rows = _reduced([_row(equation, columns) for equation in equations])
    alone = {columns[row.index(Fraction(1))] for row in rows if sum(map(bool, row)) == 1}
    return min(alone & set(secret), default=None)


def _row(equation: Equation, columns: Collection[Key]) -> list[Fraction]:
    whole, parts = equation
    return [Fraction((key == whole) - parts.count(key)) for key in columns]


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The reduced row echelon form, without rows of zeros."""
    done: list[list[Fraction]] = []
    rows = [row for row in rows if any(row)]
    while rows:
        at, pivot = min((next(at for at, value in enumerate(row) if value), row) for row in rows)
        rows.remove(pivot)
        scaled = [value / pivot[at] for value in pivot]
        rows, done = _without(rows, scaled, at), [*_without(done, scaled, at), scaled]
    return done


def _without(rows: Iterable[list[Fraction]], pivot: list[Fraction], at: int) -> list[list[Fraction]]:
    less = ([value - row[at] * other for value, other in zip(row, pivot, strict=True)] for row in rows)
    return [row for row in less if any(row)]


def _beside(key: Key, equations: Iterable[Equation], values: Mapping[Key, Decimal], hidden: Collection[Key]) -> Key:
    """The smallest cell that is shown in an equation of `key`; else the smallest that is shown at all."""
    shown = {each: value for each, value in values.items() if each not in hidden}
    near = {each for whole, parts in equations if key in (whole, *parts) for each in (whole, *parts)} & shown.keys()
    return min(near or shown, key=lambda each: (shown[each], each))

"""Told: the figures of many series, as columns to be computed with and one by one to be named as inputs.

Listed    the figures are at hand one by one, as a file or a page gives them
InColumns they are a table, as a database gives hundreds of thousands: only those that a verdict names become Figures
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

import polars as pl

from dondoc.evaluating.choosing import known, range_of
from dondoc.evaluating.columns import AMOUNT, FIGURES, LARGEST, STAGE, VALUES, Schema, collected
from dondoc.evaluating.figures import Figure, Qualifier, Stage
from dondoc.evaluating.frames import LEAN, figures_frame
from dondoc.evaluating.matching import Matched
from dondoc.evaluating.units import scale_of

OfSeries = Callable[[int], Sequence[Figure]]
QUALIFIER = pl.Enum([qualifier.value for qualifier in Qualifier])

TOLD: Schema = {
    "kind": pl.UInt32,  # position among the kinds: of one indicator, body, basis and unit
    "id": pl.Int64,
    "start": pl.Date,
    "end": pl.Date,
    "value": AMOUNT,  # in the unit of its kind
    "qualifier": QUALIFIER,
    "stage": STAGE,
    "known_on": pl.Date,
    "version": pl.UInt32,
    "source": pl.String,
    "cut_off": pl.Date,
}


class Told(Protocol):
    """`frame`: FIGURES, in the order of the series."""

    @property
    def frame(self) -> pl.DataFrame: ...

    def at(self, places: Iterable[int]) -> Mapping[int, Figure]:
        """The figures in these rows of `frame`."""
        ...

    def by_series(self, as_of: date, known_at: date) -> OfSeries:
        """What gives the usable figures of a series, by its number."""
        ...


def is_known(figure: Figure, as_of: date, known_at: date) -> bool:
    """Whether a figure may be used: choosing.known, of one."""
    return figure.known_on <= known_at and (figure.end <= as_of or figure.known_on <= as_of)


class Listed:
    """The figures of `pairs`."""

    def __init__(self, pairs: Matched) -> None:
        numbers = pairs.numbers
        ordered = sorted(pairs.figures, key=lambda pair: numbers[pair[0]])
        self.frame = figures_frame(ordered, numbers)
        self._figures = tuple(figure for _, figure in ordered)
        self._numbers = tuple(numbers[series] for series, _ in ordered)

    def at(self, places: Iterable[int]) -> Mapping[int, Figure]:
        return {place: self._figures[place] for place in places}

    def by_series(self, as_of: date, known_at: date) -> OfSeries:
        found: dict[int, list[Figure]] = {}
        for number, figure in zip(self._numbers, self._figures, strict=True):
            if is_known(figure, as_of, known_at):
                found.setdefault(number, []).append(figure)
        return lambda number: found.get(number, ())


@dataclass(frozen=True, slots=True)
class Table:
    """Figures as a table, TOLD. Each of `kinds` is a figure that says what those of its kind have in common."""

    kinds: tuple[Figure, ...]
    rows: pl.DataFrame


class InColumns:
    """The figures of `pairs`, in which each kind of `table` stands for all of its rows.

    Days that cannot be put in order on `as_of`, and amounts that the columns do not hold exactly, are left out.
    """

    def __init__(self, pairs: Matched, table: Table, as_of: date) -> None:
        numbers = pairs.numbers
        places = {kind.id: place for place, kind in enumerate(table.kinds)}
        matched = [(places[kind.id], numbers[series]) for series, kind in pairs.figures]
        of_kind = pl.DataFrame(matched, schema={"kind": pl.UInt32, "series": pl.UInt32}, orient="row")
        held = _held(table, as_of).join(of_kind.lazy(), on="kind", how="inner")
        self._kinds = table.kinds
        self._rows = _numbered(held).pipe(collected)
        self.frame = self._rows.select(list(FIGURES))

    def at(self, places: Iterable[int]) -> Mapping[int, Figure]:
        wanted = sorted(set(places))
        return dict(zip(wanted, self._figures(self._rows[wanted]), strict=True)) if wanted else {}

    def by_series(self, as_of: date, known_at: date) -> OfSeries:
        series, found = self._rows["series"], dict[int, Sequence[Figure]]()

        def of_series(number: int) -> Sequence[Figure]:
            if number not in found:
                first = series.search_sorted(number, side="left")
                last = series.search_sorted(number, side="right")
                found[number] = self._figures(known(self._rows.slice(first, last - first), as_of, known_at))
            return found[number]

        return of_series

    def _figures(self, rows: pl.DataFrame) -> list[Figure]:
        return [_figure(self._kinds[row["kind"]], row) for row in rows.to_dicts()]


def _figure(kind: Figure, row: Mapping[str, Any]) -> Figure:
    return replace(
        kind, id=str(row["id"]), start=row["start"], end=row["end"], value=row["told"], stage=Stage(row["stage"]),
        known_on=row["known_on"], source=row["source"], qualifier=Qualifier(row["qualifier"]), version=row["number"],
        cut_off=row["cut_off"],
    )  # fmt: skip


def _held(table: Table, as_of: date) -> pl.LazyFrame:
    """The rows whose days can be put in order, their values in the first unit of the family; `told` as told."""
    rows = table.rows.lazy().filter(_near("end", as_of) & _near("known_on", as_of)).rename({"version": "number"})
    bases = pl.lit(pl.Series([kind.basis.value for kind in table.kinds], dtype=FIGURES["basis"]))
    factors = pl.lit(pl.Series([scale_of(kind.unit).factor for kind in table.kinds], dtype=AMOUNT))
    scaled = rows.with_columns(
        told=pl.col("value"), basis=bases.gather(pl.col("kind")), factor=factors.gather(pl.col("kind"))
    ).with_columns(value=pl.col("value") * pl.col("factor"))
    # What six decimals do not hold has been rounded: it does not come back.
    whole = pl.col("factor") >= 1
    exact = whole | (pl.col("value") / pl.col("factor") == pl.col("told"))
    return scaled.filter(exact & (pl.col("value").abs() < pl.lit(LARGEST, dtype=AMOUNT)))


def _near(name: str, as_of: date) -> pl.Expr:
    first, last = range_of(as_of)
    return pl.col(name).is_between(pl.lit(first), pl.lit(last))


def _numbered(rows: pl.LazyFrame) -> pl.LazyFrame:
    """In the order of the series, with `lean` and a `version` that tells apart what agrees in all else, as
    frames.figures_frame counts it."""
    leans = {qualifier.value: lean for qualifier, lean in LEAN.items()}
    is_level, total = pl.col("basis") == "level", pl.col("basis").is_in(VALUES)
    part = pl.when(total).then(pl.lit(0)).otherwise(pl.col("basis").to_physical().cast(pl.Int32) + 1)
    ordered = rows.sort(
        "series", "number", "value", pl.col("qualifier").cast(pl.String), pl.col("id").cast(pl.String)
    )  # fmt: skip
    same = ("series", part, pl.when(~is_level).then("start"), "end", "stage", "known_on")
    return ordered.with_columns(
        lean=pl.col("qualifier").replace_strict(leans, return_dtype=pl.Int8),
        version=(pl.int_range(pl.len(), dtype=pl.UInt32) + 1).over(*same),
    )

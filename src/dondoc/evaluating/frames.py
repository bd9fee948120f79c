"""Frames: promises and figures as columns. Amounts go into the first unit of their family, exactly or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

import polars as pl

from dondoc.evaluating.columns import FIGURES, MILESTONES, PROMISES, QUANTUM, exact
from dondoc.evaluating.figures import Basis, Figure, Qualifier
from dondoc.evaluating.matching import Series
from dondoc.evaluating.promises import Promise
from dondoc.evaluating.settings import Settings
from dondoc.evaluating.units import scale_of
from dondoc.evaluating.verdicts import On
from dondoc.values import Direction, Measure

LEAN: Mapping[Qualifier, int] = {
    Qualifier.EXACT: 0, Qualifier.ABOUT: 0, Qualifier.MORE_THAN: 1, Qualifier.NEAR: -1,
}  # fmt: skip


def promises_frame(promises: Sequence[Promise], numbers: Mapping[str, int], settings: Settings) -> pl.DataFrame:
    """One row a promise, with `part_of`. `numbers` gives the series of each target's id. AmountError: see `exact`."""
    rows = [_promise_row(promise, numbers[promise.target.id], settings) for promise in promises]
    wholes = {promise.target.id: place for place, promise in enumerate(promises) if promise.on is On.PROMISE}
    parts = [_whole(promise, promises, wholes) for promise in promises]
    return pl.DataFrame(rows, schema=PROMISES, orient="row").with_columns(pl.Series("part_of", parts, dtype=pl.UInt32))


def _promise_row(promise: Promise, series: int, settings: Settings) -> tuple[object, ...]:
    scale, terms, target = scale_of(promise.unit), promise.terms, promise.target
    level = target.level_at_end if promise.on is On.PROMISE else None
    upper = target.upper_amount if promise.on is On.PROMISE else None
    printed = (promise.amount, promise.amount if upper is None else upper)
    points = scale.points and promise.measure in (Measure.LEVEL, Measure.GROWTH)
    # What is nearly met lies near the worse bound of a range: its upper one where less is better.
    worse = upper if upper is not None and target.better is Direction.LOWER else promise.amount

    def held(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else exact(amount * scale.factor)

    return (
        series, promise.measure.value, promise.comparison.value, held(promise.amount),
        held(upper),
        held(min(map(_printed_digit, printed))), _near(worse * scale.factor, points, settings),
        held(level), held(None if level is None else _printed_digit(level)),
        None if level is None else _near(level * scale.factor, scale.points, settings),
        held(terms.baseline), terms.baseline_stage.value if terms.baseline_stage else None,
        target.better is Direction.HIGHER, target.base is not None,
        promise.start, promise.end, promise.due_on, terms.replaced_on,
        settings.tolerance_days if terms.tolerance_days is None else terms.tolerance_days, terms.linear,
    )  # fmt: skip


def _printed_digit(amount: Decimal) -> Decimal:
    """One unit of the last digit printed: 0,01 for 12,28; 1 for 2.670."""
    exponent = amount.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def _near(amount: Decimal, points: bool, settings: Settings) -> Decimal:
    share = abs(amount) * (1 - settings.near_share)
    return exact(settings.near_points) if points else exact(share.quantize(QUANTUM, ROUND_DOWN))


def _whole(promise: Promise, promises: Sequence[Promise], wholes: Mapping[str, int]) -> int | None:
    """The place of the whole of a part with the unit and the period of its whole."""
    place = wholes.get(promise.target.part_of or "") if promise.on is On.PROMISE else None
    if place is None:
        return None
    whole = promises[place]
    alike = (scale_of(whole.unit), whole.start, whole.end) == (scale_of(promise.unit), promise.start, promise.end)
    return place if alike else None


def figures_frame(figures: Sequence[tuple[Series, Figure]], numbers: Mapping[Series, int]) -> pl.DataFrame:
    """One row a figure, in their order. `version` is numbered so that it tells apart what agrees in all else."""
    versions = _numbered(figures)
    rows = [
        (
            numbers[series], figure.basis.value, figure.start, figure.end,
            exact(figure.value * scale_of(figure.unit).factor), LEAN[figure.qualifier],
            figure.stage.value, figure.known_on, version,
        )
        for (series, figure), version in zip(figures, versions, strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=FIGURES, orient="row")


def _numbered(figures: Sequence[tuple[Series, Figure]]) -> list[int]:
    """Places in an order that depends on the figures alone, counted within those that can play one part."""
    order = sorted(range(len(figures)), key=lambda place: _identity(*figures[place]))
    counts: dict[tuple[object, ...], int] = {}
    numbers = [0] * len(figures)
    for place in order:
        series, figure = figures[place]
        same = (series, *_part(figure), figure.end, figure.stage, figure.known_on)
        numbers[place] = counts[same] = counts.get(same, 0) + 1
    return numbers


def _part(figure: Figure) -> tuple[object, ...]:
    """What figures that can play one part have in common: a total of the same days, on whichever basis it was told."""
    if figure.basis is Basis.LEVEL:
        return (figure.basis,)
    return (Basis.CUMULATIVE if figure.basis is Basis.PERIOD else figure.basis, figure.start)


def _identity(series: Series, figure: Figure) -> tuple[object, ...]:
    return series, figure.version, figure.value * scale_of(figure.unit).factor, figure.qualifier.value, figure.id


def milestones_frame(promises: Sequence[Promise]) -> pl.DataFrame:
    """The milestones of every promise, in its family's first unit."""
    rows: Iterable[tuple[object, ...]] = [
        (place, day, exact(expected * scale_of(promise.unit).factor))
        for place, promise in enumerate(promises)
        for day, expected in promise.terms.milestones
    ]
    return pl.DataFrame(list(rows), schema=MILESTONES, orient="row")

"""Figures of bodies as columns: the frames that lineage_series.py works on, and the names behind their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from dondoc.evaluating.choosing import known
from dondoc.evaluating.columns import exact
from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.lineage import Lineage, heirs
from dondoc.evaluating.lineage_series import BODIES, BODY_FIGURES, HEIRS, INDICATORS
from dondoc.evaluating.merging import Merging
from dondoc.evaluating.rolling_up import MergingRule, numbered


@dataclass(frozen=True, slots=True)
class BodyFigure:
    """What is told of one body on the days `start` to `end`; of a rate also numerator and denominator."""

    body: str
    indicator: str
    basis: Basis
    start: date
    end: date
    known_on: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    stage: Stage = Stage.ESTIMATE
    version: int = 1


@dataclass(frozen=True, slots=True)
class BodyFrames:
    """Figures, rules and lineage as columns, and by their numbers the ids and names of bodies and indicators."""

    figures: pl.DataFrame
    indicators: pl.DataFrame
    bodies: pl.DataFrame
    heirs: pl.DataFrame
    names: tuple[str, ...]
    labels: tuple[str, ...]
    indicator_names: tuple[str, ...]

    @classmethod
    def of(
        cls,
        figures: Sequence[BodyFigure],
        rules: Sequence[MergingRule],
        lineage: Lineage,
        as_of: date,
        known_at: date,
    ) -> BodyFrames:
        numbers = numbered((*(body.id for body in lineage.bodies), *(figure.body for figure in figures)))
        indicators = numbered((*(rule.indicator for rule in rules), *(figure.indicator for figure in figures)))
        labels = {body.id: body.name for body in lineage.bodies}
        told = _figures_frame(figures, numbers, indicators)
        return cls(
            known(told, as_of, known_at),
            _indicators_frame(rules, indicators),
            _bodies_frame(lineage, numbers),
            _heirs_frame(lineage, numbers, as_of),
            tuple(numbers),
            tuple(labels.get(name, name) for name in numbers),
            tuple(indicators),
        )


def _figures_frame(
    figures: Sequence[BodyFigure], numbers: Mapping[str, int], indicators: Mapping[str, int]
) -> pl.DataFrame:
    rows = [
        (
            numbers[figure.body], indicators[figure.indicator], figure.basis.value, figure.start, figure.end,
            *map(_held, (figure.value, figure.numerator, figure.denominator)),
            figure.stage.value, figure.known_on, figure.version,
        )
        for figure in figures
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=BODY_FIGURES, orient="row")


def _indicators_frame(rules: Sequence[MergingRule], indicators: Mapping[str, int]) -> pl.DataFrame:
    by_name = {rule.indicator: rule for rule in rules}
    found = [by_name.get(name, MergingRule(name, Merging.NONE)) for name in indicators]
    rows = [(place, rule.merging.value, rule.is_rate, rule.per) for place, rule in enumerate(found)]
    return pl.DataFrame(rows, schema=INDICATORS, orient="row")


def _bodies_frame(lineage: Lineage, numbers: Mapping[str, int]) -> pl.DataFrame:
    days = {body.id: (body.valid_from, body.valid_to) for body in lineage.bodies}
    rows = [(place, *days.get(name, (None, None))) for name, place in numbers.items()]
    return pl.DataFrame(rows, schema=BODIES, orient="row")


def _heirs_frame(lineage: Lineage, numbers: Mapping[str, int], as_of: date) -> pl.DataFrame:
    found = heirs(lineage, as_of)
    rows = [
        (place, numbers[heir], part)
        for name, place in numbers.items()
        for heir, part in found.get(name, {name: Decimal(1)}).items()
    ]
    return pl.DataFrame(rows, schema=HEIRS, orient="row")


def _held(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else exact(amount)

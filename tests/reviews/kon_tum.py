"""The review of the Kon Tum resolution on any days, from the published figures or others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from dondoc import Resolution, evaluate, extract, read, read_figures
from dondoc.evaluating.figure_files import FigureFile
from dondoc.evaluating.figures import Figure
from dondoc.reporting.reviews.material import Material
from dondoc.reporting.reviews.remarks import Remark
from dondoc.reporting.reviews.review import Review
from dondoc.reporting.reviews.writing import review_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "kon-tum-2023-h2"
DAYS = (
    (date(2023, 7, 31), date(2023, 8, 20)),
    (date(2023, 12, 6), date(2023, 12, 6)),
    (date(2023, 12, 31), date(2023, 12, 31)),
)
ESTIMATE = DAYS[1]


@cache
def resolution() -> Resolution:
    return extract(read(EXAMPLE / "source.md"))


@cache
def told() -> FigureFile:
    return read_figures((EXAMPLE / "figures.csv").read_bytes())


def figure_of(target: str, value: str) -> Figure:
    """The published figure of a target with that value."""
    return next(each for each in told().figures if each.target == target and each.value == Decimal(value))


def changed(figure: Figure, value: str) -> tuple[Figure, ...]:
    """All figures, one of them with another value."""
    other = replace(figure, value=Decimal(value))
    return tuple(other if each.id == figure.id else each for each in told().figures)


def review(
    days: tuple[date, date] = ESTIMATE, figures: Sequence[Figure] | None = None, remarks: Sequence[Remark] = ()
) -> Review:
    as_of, known_at = days
    used = told().figures if figures is None else figures
    found = evaluate(resolution().targets, used, told().plans, as_of=as_of, known_at=known_at)
    return review_of(Material(resolution(), found, [each for each in used if each.known_on <= known_at], remarks))

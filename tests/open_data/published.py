"""The Kon Tum plan as published at the end of 2023, and what it was made from."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from dondoc import Evaluation, FigureFile, Resolution, evaluate, extract, read, read_figures
from dondoc.reporting.open_data import OpenPlan, open_plan

EXAMPLE = Path(__file__).parents[2] / "examples" / "kon-tum-2023-h2"
AS_OF = date(2023, 12, 31)


@cache
def resolution() -> Resolution:
    return extract(read(EXAMPLE / "source.md"))


@cache
def told() -> FigureFile:
    return read_figures((EXAMPLE / "figures.csv").read_bytes())


@cache
def evaluation() -> Evaluation:
    return evaluate(resolution().targets, told().figures, told().plans, as_of=AS_OF)


def every_target() -> frozenset[str]:
    return frozenset(target.id for target in resolution().targets)


@cache
def published() -> OpenPlan:
    """Everything of it."""
    figures, plans = told().figures, told().plans
    return open_plan(
        resolution(), figures, plans, evaluation(), public=every_target(), publisher="Văn phòng Tỉnh ủy Kon Tum"
    )

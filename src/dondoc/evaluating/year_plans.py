"""Year plans: what a file of figures says of flows of which it has the plan of a year and what the first half brought.

Only what adds up over a year can be taken apart into halves, so only rows of the bases `period` and `cumulative` count.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dondoc.evaluating.figure_files import FigureFile
from dondoc.evaluating.figures import Basis, Figure, PlanValue
from dondoc.text import fold
from dondoc.values import PlannedFlow

_ADDS_UP = (Basis.PERIOD, Basis.CUMULATIVE)


def planned_flows(told: FigureFile) -> tuple[PlannedFlow, ...]:
    """The flows with both a year's plan and a figure of the first half, one for each who set a plan.

    Of several figures of one first half the one that was known last counts, of those the highest version.
    """
    found = []
    for plan in told.plans:
        done = _first_half(plan, told.figures) if _is_of_a_year(plan) else None
        if done is not None:
            found.append(PlannedFlow(plan.indicator, plan.unit, plan.end.year, plan.value, done.value, plan.set_by))
    return tuple(found)


def _is_of_a_year(plan: PlanValue) -> bool:
    year = plan.end.year
    return plan.basis in _ADDS_UP and (plan.start, plan.end) == (date(year, 1, 1), date(year, 12, 31))


def _first_half(plan: PlanValue, figures: Iterable[Figure]) -> Figure | None:
    year = plan.end.year
    half = (date(year, 1, 1), date(year, 6, 30))
    known = [
        figure
        for figure in figures
        if figure.basis in _ADDS_UP and (figure.start, figure.end) == half and _is_same(plan, figure)
    ]
    return max(known, key=lambda figure: (figure.known_on, figure.version), default=None)


def _is_same(plan: PlanValue, figure: Figure) -> bool:
    if plan.body != figure.body or fold(plan.unit) != fold(figure.unit):
        return False
    if plan.target and figure.target:
        return plan.target == figure.target
    return fold(plan.indicator) == fold(figure.indicator)

"""Inputs: the figures that a standing rests on, so that every verdict can be defended figure by figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dondoc.evaluating.figures import Basis, Figure
from dondoc.evaluating.promises import Promise
from dondoc.evaluating.verdicts import Reason

_PLACES: Mapping[str, tuple[str, ...]] = {
    Reason.FIRST_PART_ABSENT: ("YEAR_TO_END_first",),
    Reason.STALE: ("LEVEL_INSIDE_first",),
    Reason.NO_TRAJECTORY: ("inside_first", "inside_second", "YEAR_INSIDE_first", "LEVEL_INSIDE_first"),
    Reason.NO_MILESTONE_DUE: ("inside_first", "inside_second", "YEAR_INSIDE_first", "LEVEL_INSIDE_first"),
    Reason.ABSENT: (),
    Reason.NOTHING_DUE: (),
    Reason.REPLACED: (),
}
_OF_AMOUNT = ("first", "second")
_VALUES = (Basis.PERIOD, Basis.CUMULATIVE)


def used(
    promise: Promise,
    row: Mapping[str, object],
    amount: str,
    told: Mapping[int, Figure],
    of_series: Callable[[], Iterable[Figure]],
) -> tuple[Figure, ...]:
    """The figures behind the columns of `row`; `amount` names the one that the status rests on ("tested", "inside").

    `told` are those that a position names, `of_series` gives the usable ones of this series: of a total that was added
    up, and of a seasonal trajectory, all that could have had a part in it.
    """
    names = _PLACES.get(str(row["reason"]), (*(f"{amount}_{end}" for end in _OF_AMOUNT), "base_first"))
    places = [place for name in names if isinstance(place := row[name], int)]
    found = [told[place] for place in places]
    if row[amount] is not None and row[f"{amount}_first"] is None:
        found += _within(promise, of_series())
    if row["method"] == "seasonal":
        found += _earlier(promise, of_series())
    return tuple(dict.fromkeys(found))


def _within(promise: Promise, of_series: Iterable[Figure]) -> list[Figure]:
    year = promise.start.replace(month=1, day=1) if promise.start else None
    return [
        figure
        for figure in of_series
        if year and promise.end and figure.basis in _VALUES and year <= figure.start and figure.end <= promise.end
    ]


def _earlier(promise: Promise, of_series: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in of_series if figure.basis in _VALUES and promise.start and figure.end < promise.start]

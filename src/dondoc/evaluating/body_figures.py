"""Figures of bodies, and their two views as dataclasses: lineage.py and lineage_series.py behind one door each.

as_it_was     each body's own figures on its own days
as_it_is_now  every figure on the body that has taken its body's place, with gaps told
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.evaluating.body_frames import BodyFigure, BodyFrames
from dondoc.evaluating.columns import plain
from dondoc.evaluating.doubts import number
from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.lineage import Lineage
from dondoc.evaluating.lineage_series import Origin, outside_their_bodies, series_as_it_is_now, series_as_it_was
from dondoc.evaluating.rolling_up import MergingRule, listed
from dondoc.findings import Finding

_CODES: Mapping[Origin, str] = {
    Origin.NO_SHARE: "split_without_share",
    Origin.ABSENT: "predecessor_absent",
    Origin.NOT_MERGEABLE: "not_mergeable",
    Origin.WEIGHT_MISSING: "weight_missing",
    Origin.NO_DENOMINATOR: "no_denominator",
}


@dataclass(frozen=True, slots=True)
class Brought:
    """A figure as it is now, on a body that exists now. `value` is None in a gap; `origin` says why.

    `known_on` is the day on which the last of its figures was known, `stage` the weakest among them.
    """

    body: str
    indicator: str
    basis: Basis
    start: date
    end: date
    origin: Origin
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    stage: Stage | None
    known_on: date | None


@dataclass(frozen=True, slots=True)
class SeriesNow:
    """The figures as they are now, sorted by body, indicator and days, and what is to be said about them."""

    figures: tuple[Brought, ...]
    findings: tuple[Finding, ...]


def as_it_was(
    figures: Sequence[BodyFigure], lineage: Lineage, as_of: date, known_at: date | None = None
) -> tuple[BodyFigure, ...]:
    """The figures that count, each on its own body, as known on `known_at` (`as_of` unless given)."""
    frames = BodyFrames.of(figures, (), lineage, as_of, known_at or as_of)
    rows = series_as_it_was(frames.figures, frames.bodies).to_dicts()
    return tuple(_own(row, frames) for row in rows)


def as_it_is_now(
    figures: Sequence[BodyFigure],
    rules: Sequence[MergingRule],
    lineage: Lineage,
    as_of: date,
    known_at: date | None = None,
) -> SeriesNow:
    """The figures on the bodies of the day `as_of`, as known on `known_at` (`as_of` unless given).

    An indicator without a rule does not merge; a body that is not listed has never changed. AmountError: columns.exact.
    """
    frames = BodyFrames.of(figures, rules, lineage, as_of, known_at or as_of)
    rows = series_as_it_is_now(frames.figures, frames.indicators, frames.bodies, frames.heirs).to_dicts()
    findings = [finding for row in rows for finding in _of_row(row, frames)]
    return SeriesNow(tuple(_brought(row, frames) for row in rows), (*findings, *_of_bodies(frames)))


def _amount(value: Decimal | None) -> Decimal | None:
    return None if value is None else plain(value)


def _own(row: Mapping[str, Any], frames: BodyFrames) -> BodyFigure:
    return BodyFigure(
        body=frames.names[row["body"]],
        indicator=frames.indicator_names[row["indicator"]],
        basis=Basis(row["basis"]),
        start=row["start"],
        end=row["end"],
        known_on=row["known_on"],
        value=_amount(row["value"]),
        numerator=_amount(row["numerator"]),
        denominator=_amount(row["denominator"]),
        stage=Stage(row["stage"]),
        version=row["version"],
    )


def _brought(row: Mapping[str, Any], frames: BodyFrames) -> Brought:
    return Brought(
        body=frames.names[row["body"]],
        indicator=frames.indicator_names[row["indicator"]],
        basis=Basis(row["basis"]),
        start=row["start"],
        end=row["end"],
        origin=Origin(row["origin"]),
        value=_amount(row["value"]),
        numerator=_amount(row["numerator"]),
        denominator=_amount(row["denominator"]),
        stage=None if row["stage"] is None else Stage(row["stage"]),
        known_on=row["known_on"],
    )


def _of_row(row: Mapping[str, Any], frames: BodyFrames) -> Iterator[Finding]:
    """A gap and why, or a recalculated value that is not what the predecessors make together."""
    indicator, body = frames.indicator_names[row["indicator"]], frames.labels[row["body"]]
    told = f"{indicator} ({body}, {_day(row['start'])}–{_day(row['end'])})"
    origin = Origin(row["origin"])
    if origin in _CODES:
        places = row["doubtful"] if origin is Origin.WEIGHT_MISSING else row["absent"]
        units = listed([frames.labels[place] for place in places])
        yield Finding(_CODES[origin], values=(("indicator", told), ("units", units)))
    if row["brought"] is not None and row["brought"] != row["value"]:
        values = (("told", number(plain(row["value"]))), ("added", number(plain(row["brought"]))))
        yield Finding("recalculated_differs", values=(("indicator", told), *values))


def _of_bodies(frames: BodyFrames) -> Iterator[Finding]:
    """Bodies whose figures lead nowhere, and figures about days on which their body did not exist."""
    told = series_as_it_was(frames.figures, frames.bodies)["body"]
    for place in sorted(set(told) - set(frames.heirs["body"])):
        yield Finding("body_without_successor", values=(("body", frames.labels[place]),))
    outside = outside_their_bodies(frames.figures, frames.bodies, frames.heirs).select("body", "end").unique()
    for place, end in outside.sort("body", "end").iter_rows():
        yield Finding("figure_outside_body", values=(("body", frames.labels[place]), ("until", _day(end))))


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"

"""What a chart of a promise shows; it is drawn by `chart_drawing`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Point = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class TargetChart:
    """One promise for the days `start` to `end`, in `unit`: `wanted` at its end, `trajectory` what is expected by
    when, `figures` what was reported of the days up to each, `projected` the lowest, likeliest and highest end. `note`
    stands over it wherever it is shown: «số liệu minh họa»."""

    unit: str
    start: date
    end: date
    wanted: Decimal
    figures: tuple[Point, ...]
    trajectory: tuple[Point, ...] = ()
    projected: tuple[Decimal, Decimal, Decimal] | None = None
    note: str = ""

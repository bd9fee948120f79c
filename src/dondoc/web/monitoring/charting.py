"""The chart of a target: what it shows, and its picture, which the worker draws and the cache keeps by its content.

    target -> Drawing -> asked for once -> drawn by the worker -> SVG

A page never waits for a picture: beside it stands a table of the same numbers. What is drawn is named by the SHA-256 of
the data, the language and the fonts' version: other numbers are another picture, the same ones are drawn once.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django_tasks import task

from dondoc.evaluating.figures import Stage
from dondoc.evaluating.units import converted
from dondoc.reporting.charts import Point, TargetChart
from dondoc.values import Measure, Period
from dondoc.web.amounts import language, plain
from dondoc.web.figures.due import BASIS, whole_of
from dondoc.web.figures.models import Version
from dondoc.web.figures.words import STAGES
from dondoc.web.monitoring.models import Verdict
from dondoc.web.monitoring.words import On
from dondoc.web.plans.models import Target

KEPT, ASKED_AGAIN = 30 * 86_400, 60  # seconds: a picture is kept, and one that was asked for is not asked for again
_STYLE = "3"  # another number draws all pictures anew
Interval = tuple[Decimal, Decimal, Decimal]  # least, mean and most


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of the chart, as the table beside it says it."""

    day: date
    value: Decimal
    stage: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with the table beside it; `name` is that of its picture."""

    chart: TargetChart
    told: tuple[Told, ...]
    name: str

    @property
    def is_drawn(self) -> bool:
        return cache.get(f"chart:{self.name}") is not None

    @property
    def svg(self) -> str | None:
        """The picture, where the worker has drawn it."""
        found: str | None = cache.get(f"chart:{self.name}")
        return found


def drawing_of(target: Target, day: date) -> Drawing | None:
    """The chart of a target with its plan and indicator; None where nothing was reported in its period and no way
    there was set."""
    period = Period(target.period or target.plan.period)
    told = _told(target, period, day) if target.indicator_id else ()
    trajectory = _trajectory(target, period)
    if not told and not trajectory:
        return None
    points = tuple((each.day, each.value) for each in told)
    projected = _projected(target) if points else None
    chart = TargetChart(target.unit, period.start, period.end, target.amount, points, trajectory, projected)
    return Drawing(chart, told, hashlib.sha256(_written(chart, language()).encode()).hexdigest())


def ask_for(drawing: Drawing) -> None:
    """Has the worker draw it, once in ASKED_AGAIN seconds at most."""
    if cache.add(f"chart-asked:{drawing.name}", "1", ASKED_AGAIN):
        draw.enqueue(_written(drawing.chart, language()), drawing.name)


@task
def draw(written: str, name: str) -> None:
    """Draws what `written` says and keeps the picture under `name`. Again: the same picture."""
    told = json.loads(written)
    chart = TargetChart(
        told["unit"], date.fromisoformat(told["start"]), date.fromisoformat(told["end"]), Decimal(told["wanted"]),
        _points(told["figures"]), _points(told["trajectory"]), _interval(told["projected"]),
    )  # fmt: skip
    from dondoc.reporting.chart_drawing import target_svg  # loads slowly, and is wanted here alone

    cache.set(f"chart:{name}", target_svg(chart, told["language"]), KEPT)


def _told(target: Target, period: Period, day: date) -> tuple[Told, ...]:
    """What counts now of the whole in the period, each day by its firmest stage, in the unit of the promise."""
    whole = whole_of(target.plan.office, day)
    versions = Version.objects.current().with_value().of([target.indicator_id], [whole.pk]).filter(
        figure__basis=BASIS[Measure(target.measure)].value, figure__start__gte=period.start, figure__end__lte=period.end
    )  # fmt: skip
    of_level = target.measure == Measure.LEVEL.value
    firmest: dict[date, tuple[int, Told]] = {}
    for version in versions.select_related("figure").order_by("figure__end", "figure"):
        figure, stage = version.figure, Stage(version.figure.stage)
        value = converted(version.value, version.unit, target.unit)
        if value is None or not (of_level or figure.start == period.start):
            continue
        rank = list(Stage).index(stage)
        if figure.end not in firmest or firmest[figure.end][0] < rank:
            firmest[figure.end] = rank, Told(figure.end, value, str(STAGES[stage]))
    return tuple(told for _rank, told in firmest.values())


def _trajectory(target: Target, period: Period) -> tuple[Point, ...]:
    """What is expected by when: the milestones people set, or the straight line where they chose that."""
    adds_up = target.measure in (Measure.FLOW.value, Measure.CHANGE.value)
    origin = Decimal(0) if adds_up else target.baseline
    begin = () if origin is None else ((period.start, origin),)
    milestones = tuple(target.milestones.order_by("on").values_list("on", "amount"))
    if milestones:
        return (*begin, *milestones)
    return (*begin, (period.end, target.amount)) if target.linear and begin else ()


def _projected(target: Target) -> Interval | None:
    """Where the period will end by what the verdict says now: the least, the mean and the most, in the unit of the
    promise; None where earlier years do not suffice for that, or the end is known."""
    said = Verdict.objects.current().filter(commitment=target.pk, on=On.PROMISE.value)
    return _interval(said.values_list("content__projected", flat=True).first())


def _written(chart: TargetChart, language: str) -> str:
    told: dict[str, Any] = {
        "style": _STYLE, "language": language, "unit": chart.unit, "start": chart.start.isoformat(),
        "end": chart.end.isoformat(), "wanted": plain(chart.wanted),
        "figures": [(day.isoformat(), plain(value)) for day, value in chart.figures],
        "trajectory": [(day.isoformat(), plain(value)) for day, value in chart.trajectory],
        "projected": [plain(each) for each in chart.projected] if chart.projected else None,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _interval(kept: Any) -> Interval | None:
    if kept is None:
        return None
    least, middle, most = map(Decimal, kept)
    return least, middle, most


def _points(rows: Any) -> tuple[Point, ...]:
    return tuple((date.fromisoformat(day), Decimal(value)) for day, value in rows)

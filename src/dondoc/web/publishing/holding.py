"""Which figures are held back on a day: by a person until a day, or by their indicator until its release."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from dondoc.web.figures.models import Figure
from dondoc.web.indicators.models import Indicator
from dondoc.web.publishing.publication_models import Embargo


def held_back(indicators: Iterable[int], day: date) -> frozenset[int]:
    """The primary keys of the figures of `indicators` that are not public on `day`.

    What a person said of a figure goes before the release of its indicator: `release_lag` days after its period.
    """
    keys = set(indicators)
    said = set(Embargo.objects.holding(day).filter(figure__indicator__in=keys).values_list("figure", flat=True))
    lags = Indicator.objects.filter(pk__in=keys, release_lag__isnull=False).values_list("pk", "release_lag")
    waiting = Q(pk__in=())
    for indicator, lag in lags:
        waiting |= Q(indicator=indicator, end__gt=day - timedelta(days=lag))
    later = Figure.objects.filter(waiting, embargo=None) if lags else Figure.objects.none()
    return frozenset(said | set(later.values_list("pk", flat=True)))


def embargo_until(figure: Figure) -> date | None:
    """The first day on which a figure is public; None: as soon as it counts. Its indicator and embargo are at hand."""
    embargo: Any = getattr(figure, "embargo", None)
    if embargo is not None:
        return embargo.until
    lag = figure.indicator.release_lag
    return None if lag is None else figure.end + timedelta(days=lag)


def figures_of(indicators: Collection[int]) -> Any:
    """The figures of `indicators`, the latest first, with what embargo_until() asks."""
    found = Figure.objects.filter(indicator__in=indicators).select_related("indicator", "embargo", "body")
    return found.order_by("-end", "indicator", "pk")

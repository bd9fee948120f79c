"""The pictures of public targets: drawn by the worker from what the public page says, and from nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from dondoc.evaluating.units import converted
from dondoc.findings import Language
from dondoc.reporting.charts import Point, TargetChart
from dondoc.values import Measure
from dondoc.web.figures.due import BASIS
from dondoc.web.public.models import Page, Register


def ask_for_charts(page: Page) -> None:
    """Has the worker draw the pictures of what the page says now."""
    draw_public_charts.enqueue(page.key)


@task
def draw_public_charts(key: str) -> None:
    """Draws the pictures of a page, where it still says the same when they are done. Again: the same pictures."""
    page = Page.objects.there().filter(key=key).first()
    content = page.told if page else {}
    if page is None or not points_of(content):
        return
    drawn = {f"chart_{each}": picture(content, each) for each in ("vi", "en")}
    with transaction.atomic():
        if Page.objects.filter(key=key, content=page.content).update(**drawn):
            Register.objects.filter(pk=1).update(revision=secrets.token_hex(8))


def picture(content: Any, language: Language) -> str:
    """The SVG of what `content` says, marked where one of its figures is an illustration."""
    with override(language):
        note = _("số liệu minh họa") if content["illustrative"] else ""
    start, end = map(date.fromisoformat, content["days"])
    chart = TargetChart(content["unit"], start, end, Decimal(content["amount"]), points_of(content), note=note)
    from dondoc.reporting.chart_drawing import target_svg  # loads slowly, and is wanted here alone

    return target_svg(chart, language)


def points_of(content: Any) -> tuple[Point, ...]:
    """The figures that are shown, of the kind that was promised and of the days from its beginning."""
    return tuple(_points(content)) if content.get("figures") else ()


def _points(content: Any) -> Iterable[Point]:
    measure, (start, end) = Measure(content["measure"]), content["days"]
    for each in content["figures"]:
        from_start = measure is Measure.LEVEL or each["start"] == start
        value = converted(Decimal(each["value"]), each["unit"], content["unit"])
        if each["basis"] == BASIS[measure].value and from_start and each["end"] <= end and value is not None:
            yield date.fromisoformat(each["end"]), value

"""The picture of a target's chart, and its place on a page until it is drawn."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dondoc.web.monitoring.charting import Drawing, ask_for, drawing_of
from dondoc.web.parameters import number_in
from dondoc.web.plans.models import Commitment, Target

TRIES = 30  # of a page that waits for a picture, one every two seconds; then the table is all there is


@require_safe
def target_chart(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The SVG; 404 where there is no chart or it is not drawn yet."""
    drawing = _drawing(request, plan, commitment)
    svg = drawing.svg
    if svg is None:
        raise Http404
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=86400"  # the address names its content
    return response


@require_safe
def target_chart_place(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The picture where it is drawn; else asks for it, and is asked again."""
    drawing = _drawing(request, plan, commitment)
    tries = number_in(request.GET, "lan") if "lan" in request.GET else 0
    if not drawing.is_drawn and tries < TRIES:
        ask_for(drawing)
    key = {"plan_id": plan, "commitment": {"pk": commitment}}
    context: dict[str, Any] = {"drawing": drawing, "next": tries + 1, "gave_up": tries >= TRIES, **key}
    return render(request, "monitoring/_chart_place.html", context)


def _drawing(request: HttpRequest, plan: int, commitment: int) -> Drawing:
    readable = Commitment.objects.filter(plan=plan, pk=commitment).readable(request.held)
    target = get_object_or_404(Target.objects.select_related("plan__office"), pk__in=readable.values("pk"))
    drawing = drawing_of(target, request.held.day)
    if drawing is None:
        raise Http404
    return drawing

"""Pages that belong to no one noun: the first page, the design system, the errors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

# The statuses of a verdict as the style sheet names them, with a word for each.
STATUSES = ("exceeded", "met", "near", "ontrack", "risk", "missed", "nodata", "notdue")
TOKENS = (
    "paper", "surface", "ink", "muted", "line", "line-strong", "accent", "accent-soft", "focus",
    *(status for status in STATUSES if status != "ontrack"), "mark", "mark-task", "mark-doubt",
)  # fmt: skip


def today(request: HttpRequest) -> HttpResponse:
    return render(request, "today.html")


def design_system(request: HttpRequest) -> HttpResponse:
    return render(request, "design_system.html", {"tokens": TOKENS})


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without request, account or database: any of them may be what has failed."""
    return HttpResponse(render_to_string("500.html", {"id": getattr(request, "id", "")}), status=500)

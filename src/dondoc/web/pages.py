"""Pages that belong to no one noun: the first page, the design system, the errors."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from dondoc.web.operations.problems import problem, tells_problems
from dondoc.web.outages import WORDS, Outage, outage_of, told_in, typed
from dondoc.web.work import work_of

# The statuses of a verdict as the style sheet names them, with a word for each.
STATUSES = ("exceeded", "met", "near", "ontrack", "risk", "missed", "nodata", "notdue")
TOKENS = (
    "paper", "surface", "ink", "muted", "line", "line-strong", "accent", "accent-soft", "focus",
    *(status for status in STATUSES if status != "ontrack"), "mark", "mark-task", "mark-doubt",
)  # fmt: skip


def today(request: HttpRequest) -> HttpResponse:
    """What waits for the account, by kind."""
    return render(request, "today.html", {"groups": work_of(request.held, request.user)})


def design_system(request: HttpRequest) -> HttpResponse:
    return render(request, "design_system.html", {"tokens": TOKENS})


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(403) if tells_problems(request) else render(request, "403.html", status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this browser: the page was open too long, or another site has sent it."""
    return render(request, "403_form.html", status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """More tries than a person makes."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(404) if tells_problems(request) else render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without account or database: any of them may be what has failed."""
    outage = outage_of(sys.exc_info()[1])
    if tells_problems(request):
        return problem(500, ". ".join(map(str, WORDS[outage])) if outage else "")
    if outage is not None:
        return unavailable(request, outage)
    return HttpResponse(render_to_string("500.html", {"id": getattr(request, "id", "")}), status=500)


def unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    """What has failed and what to do next; what was typed can be sent again from here."""
    what, next_step = WORDS[outage]
    context = {
        "what": what, "next_step": next_step, "id": getattr(request, "id", ""), "has_sent": request.method == "POST",
        "fields": (fields := typed(request)), "told": told_in(fields), "path": request.get_full_path(),
        "token": request.POST.get("csrfmiddlewaretoken", "") if request.method == "POST" else "",
    }  # fmt: skip
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = "60"
    return response

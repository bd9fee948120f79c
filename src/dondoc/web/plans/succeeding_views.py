"""The page on which what bodies that are no more were doing passes to their successors."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.succeeding import Orphan, orphans_of, take_over


@require_http_methods(["GET", "HEAD", "POST"])
def succeeding(request: HttpRequest, plan: int) -> HttpResponse:
    """Each item with its successor; where there are several, with a choice."""
    shown = request.about.readable_plan(request.held)
    orphans = orphans_of(shown, request.held.day, request.held)
    if request.method != "POST":
        return render(request, "plans/succeeding.html", {"plan": shown, "orphans": orphans})
    done = sum(_handed_over(request, each) for each in orphans)
    if done:
        messages.success(request, _("Đã chuyển giao %(count)s mục.") % {"count": done})
    else:
        messages.error(request, _("Hãy chọn cơ quan kế thừa."))
    return redirect("succeeding", plan)


def _handed_over(request: HttpRequest, orphan: Orphan) -> bool:
    """Whether the item was handed over to the body that was chosen for it; "" leaves it as it is."""
    chosen = request.POST.get(f"to-{orphan.responsibility.pk}", "")
    body = next((each for each in orphan.successors if str(each.pk) == chosen), None)
    if body is None:
        return False
    try:
        take_over(by=request.user, orphan=orphan, body=body, on=request.held.day)
    except PlanError as error:
        messages.error(request, f"{orphan.commitment.code}: {error}")
        return False
    return True

"""How a unit stands among those with a part of the same targets: for the office, and for the unit itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dondoc.web.monitoring.peers import LEAST, among_of
from dondoc.web.organizations.held import OFFICE_READERS, UNIT_READERS
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Target
from dondoc.web.plans.unit_work import Work

MOST = 50  # targets of a page


@require_safe
def unit_among(request: HttpRequest, key: str) -> HttpResponse:
    """Names of others are for the office of the plan; the unit itself is told its place and the spread alone."""
    shown = get_object_or_404(Body, key=key)
    held = request.held
    day = min(held.day, shown.valid_to or held.day)
    own = held.over(UNIT_READERS, [shown.pk])
    given = Work(shown, day, held).given_targets().values_list("pk", flat=True)[:MOST]
    targets = Target.objects.filter(pk__in=list(given)).select_related("plan__office", "indicator")
    offices = {office: held.over(OFFICE_READERS, [office]) for office in {each.plan.office_id for each in targets}}
    told = among_of(shown, [each for each in targets if own or offices[each.plan.office_id]], day)
    rows = [(each, offices[each.target.plan.office_id]) for each in told]
    return render(request, "monitoring/among.html", {"body": shown, "day": day, "rows": rows, "least": LEAST})

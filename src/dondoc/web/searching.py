"""One search over what an account may read: plans, what they promise, indicators, documents, bodies."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Commitment, Plan
from dondoc.web.resolutions.models import Document

MOST = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What has every word looked for, with or without accents; the first of each kind."""
    written = request.GET.get("q", "").strip()[:100]
    found = {}
    if written:
        held = request.held
        commitments = Commitment.objects.readable(held).filter(ended_on=None).search(written).select_related("plan")
        documents = Document.objects.of_offices(held.below(OFFICE_WRITERS)).search(written)
        found = {
            "plans": Plan.objects.readable(held).search(written)[:MOST],
            # The newest first: the database may stop when it has found enough.
            "commitments": commitments.order_by("-pk")[:MOST],
            "indicators": Indicator.objects.search(written)[:MOST],
            "documents": documents[:MOST],
            # Those of today first; what is gone is looked for too, by who reads an older document.
            "bodies": Body.objects.search(written).order_by(F("valid_to").desc(nulls_first=True), "sort_key")[:MOST],
        }
    return render(request, "search.html", {"written": written, "found": found, "nothing": not any(found.values())})

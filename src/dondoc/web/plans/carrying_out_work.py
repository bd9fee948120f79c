"""What waits for an account because plans carry out others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.web.counting import how_many
from dondoc.web.organizations.held import OFFICE_WRITERS, Held
from dondoc.web.plans.models import Commitment, Correspondence, Plan, PlanState
from dondoc.web.waiting import Waiting


def matching_waiting(held: Held, _account: Any) -> Iterable[Waiting]:
    """Approved implementing plans with rows that nobody has decided about, for the office of the plan above."""
    decided = Correspondence.objects.filter(accepted=True).values("row")
    rows = Commitment.objects.filter(ended_on=None).whole().exclude(pk__in=decided)
    approved = Plan.objects.filter(state=PlanState.APPROVED, parent__office__in=held.below(OFFICE_WRITERS))
    found = approved.readable(held).annotate(rows=how_many(rows, "plan")).select_related("parent")
    # Counted for the few plans that carry out others: asked to leave out zeros, the database counts for all there are.
    for plan in (each for each in found if each.rows):
        told = _("%(count)s dòng chờ quyết định · %(plan)s") % {"count": plan.rows, "plan": plan.parent.label}
        since = plan.approved_at.date() if plan.approved_at else None
        address = reverse("carrying_out", args=[plan.pk])
        yield Waiting(_("Khớp kế hoạch triển khai"), plan.label, address, told, since)

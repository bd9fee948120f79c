"""Which plans wait for an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.web.organizations.held import OFFICE_WRITERS, Held
from dondoc.web.plans.models import Plan, PlanState
from dondoc.web.plans.office_work import office_work
from dondoc.web.waiting import Waiting


def plans_waiting(held: Held, account: Any) -> Iterable[Waiting]:
    """Plans to approve, drafts to finish, and what waits in those that are in force (office_work.py)."""
    yield from _to_approve_or_finish(held)
    yield from office_work(held, account)


def _to_approve_or_finish(held: Held) -> Iterable[Waiting]:
    submitted = Q(state=PlanState.SUBMITTED, office__in=held.below({"assigner"}))
    drafts = Q(state=PlanState.DRAFT, office__in=held.below(OFFICE_WRITERS))
    plans = Plan.objects.filter(submitted | drafts).select_related("submitted_by").without_leads()
    for plan in sorted(plans, key=lambda plan: plan.state != PlanState.SUBMITTED):
        if plan.state == PlanState.SUBMITTED:
            told = _("%(who)s trình") % {"who": plan.submitted_by}
            since = plan.submitted_at.date() if plan.submitted_at else None
            yield Waiting(_("Phê duyệt kế hoạch"), plan.label, reverse("plan", args=[plan.pk]), told, since)
        else:
            told = plan.returned_because or _("%(count)s mục chưa có chủ trì") % {"count": plan.without_lead}
            yield Waiting(_("Hoàn thiện kế hoạch"), plan.label, reverse("assigning", args=[plan.pk]), told)

"""What waits for an account because plans are amended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.web.organizations.held import OFFICE_WRITERS, Held
from dondoc.web.plans.confirming import to_confirm
from dondoc.web.plans.models import Amendment, Commitment, PlanState
from dondoc.web.waiting import Waiting


def amendments_waiting(held: Held, account: Any) -> Iterable[Waiting]:
    """Amendments to approve, drafts to finish, and allocations to confirm after one."""
    offices = held.below(OFFICE_WRITERS)
    submitted = Q(state=PlanState.SUBMITTED, plan__office__in=held.below({"assigner"})) & ~Q(submitted_by=account)
    others = Q(state__in=(PlanState.DRAFT, PlanState.APPROVED), plan__office__in=offices)
    found = list(Amendment.objects.filter(submitted | others).select_related("plan", "submitted_by"))
    yield from _to_approve_or_finish([each for each in found if each.state != PlanState.APPROVED])
    yield from _to_confirm(held, [each for each in found if each.state == PlanState.APPROVED])


def _to_approve_or_finish(found: Iterable[Amendment]) -> Iterable[Waiting]:
    """Those that another has submitted, for nobody approves his own, then the drafts."""
    for each in sorted(found, key=lambda amendment: amendment.state != PlanState.SUBMITTED):
        if each.state == PlanState.SUBMITTED:
            told = _("%(who)s trình · %(plan)s") % {"who": each.submitted_by, "plan": each.plan.label}
            since = each.submitted_at.date() if each.submitted_at else None
            yield Waiting(_("Phê duyệt sửa đổi"), each.decision, _address(each), told, since)
        else:
            told = each.returned_because or each.plan.label
            yield Waiting(_("Hoàn thiện sửa đổi"), each.decision, _address(each), told, each.made_at.date())


def _to_confirm(held: Held, approved: Iterable[Amendment]) -> Iterable[Waiting]:
    """Looked for among what amendments have begun: few plans were amended, and the whole question is a long one."""
    begun = Commitment.objects.filter(begun_by__in=approved, ended_on=None) if approved else Commitment.objects.none()
    keys = list(begun.order_by().values_list("pk", flat=True))
    kept = to_confirm().filter(pk__in=keys).readable(held).select_related("plan", "begun_by") if keys else ()
    for target in kept:
        address = reverse("allocating", args=[target.plan_id, target.pk])
        name = f"{target.code} {target.name}"
        yield Waiting(_("Xác nhận lại mức giao"), name, address, target.begun_by.decision, target.valid_from)


def _address(amendment: Amendment) -> str:
    return reverse("amendment", args=[amendment.plan_id, amendment.pk])

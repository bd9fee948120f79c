"""The circle of readers of a commitment: made narrower by one person, wider only by two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.monitoring.actions import counts_changed
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.models import Commitment, Plan, PlanReader, Sensitivity, SensitivityChange
from dondoc.web.publishing.publications import withdraw_narrowed

_ORDER = tuple(Sensitivity)  # from the widest circle to the narrowest


@transaction.atomic
def narrow(*, by: Any, commitment: Commitment, to: Sensitivity) -> None:
    """Keeps a commitment and its sub-tasks from more readers, at once: what was public of it is withdrawn. An open wish
    to widen it ends with that."""
    before = _locked(commitment)
    if _ORDER.index(to) <= _ORDER.index(before):
        raise PlanError(_("Mở rộng phạm vi đọc cần người thứ hai đồng ý."))
    withdraw_narrowed(by=by, commitments=[commitment])
    commitment.sensitivity = to.value
    commitment.save(update_fields=["sensitivity"])
    wider = [each.value for each in _ORDER[: _ORDER.index(to)]]
    commitment.subtasks.filter(sensitivity__in=wider).update(sensitivity=to.value)
    parts = Q(commitment=commitment) | Q(commitment__subtask_of=commitment)
    SensitivityChange.objects.filter(parts, granted=None).delete()
    record(by=by, action="plans.narrow", subject=commitment, details={"before": before.value, "after": to.value})
    counts_changed(plan=commitment.plan)


@transaction.atomic
def ask_wider(*, by: Any, commitment: Commitment, to: Sensitivity, reason: str) -> SensitivityChange:
    """Asks that more people may read a commitment; nothing changes until a second person agrees."""
    before = _locked(commitment)
    if _ORDER.index(to) >= _ORDER.index(before):
        raise PlanError(_("Phạm vi này không rộng hơn phạm vi hiện nay."))
    whole = commitment.subtask_of
    if whole is not None and _ORDER.index(to) < _ORDER.index(Sensitivity(whole.sensitivity)):
        raise PlanError(_("Việc con không mở rộng hơn việc chung."))
    if not reason.strip():
        raise PlanError(_("Hãy nêu lý do mở rộng phạm vi đọc."))
    if SensitivityChange.objects.filter(commitment=commitment, granted=None).exists():
        raise PlanError(_("Mục này đang có một đề nghị chờ quyết định."))
    asked = SensitivityChange.objects.create(
        commitment=commitment, before=before.value, after=to.value, reason=reason.strip()[:500], asked_by=by
    )
    details = {"before": before.value, "after": to.value, "reason": asked.reason}
    record(by=by, action="plans.ask_wider", subject=commitment, details=details)
    return asked


@transaction.atomic
def decide_wider(*, by: Any, asked: SensitivityChange, granted: bool) -> None:
    """Grants or refuses; by another person than the one who asked."""
    if asked.asked_by_id == by.pk:
        raise PlanError(_("Người đề nghị không tự quyết định; cần người thứ hai."))
    before = _locked(asked.commitment)
    decided = SensitivityChange.objects.filter(pk=asked.pk, granted=None)
    if not decided.update(granted=granted, decided_by=by, decided_at=timezone.now()):
        raise PlanError(_("Đề nghị này đã được quyết định."))
    if granted:
        asked.commitment.sensitivity = asked.after
        asked.commitment.save(update_fields=["sensitivity"])
    details = {"granted": granted, "before": before.value, "after": asked.after}
    record(by=by, action="plans.decide_wider", subject=asked.commitment, details=details)
    counts_changed(plan=asked.commitment.plan)


@transaction.atomic
def ask_all_public(*, by: Any, plan: Plan, keys: Iterable[int], reason: str) -> int:
    """Asks that the internal ones of the commitments `keys` may be public; how many. Restricted ones are left out."""
    if not reason.strip():
        raise PlanError(_("Hãy nêu lý do mở rộng phạm vi đọc."))
    waiting = SensitivityChange.objects.filter(granted=None).values("commitment")
    internal = Commitment.objects.filter(plan=plan, pk__in=keys, sensitivity=Sensitivity.INTERNAL.value)
    chosen = internal.whole().exclude(pk__in=waiting).order_by("place", "pk")
    return len([ask_wider(by=by, commitment=each, to=Sensitivity.PUBLIC, reason=reason) for each in chosen])


@transaction.atomic
def grant_all(*, by: Any, plan: Plan, keys: Iterable[int], granted: bool) -> int:
    """Decides the wishes of others to make the commitments `keys` public; how many."""
    wishes = SensitivityChange.objects.filter(granted=None, after=Sensitivity.PUBLIC.value)
    chosen = wishes.filter(commitment__plan=plan, commitment__in=keys, before=Sensitivity.INTERNAL.value)
    for each in (found := list(chosen.select_related("commitment__plan").order_by("pk"))):
        decide_wider(by=by, asked=each, granted=granted)
    return len(found)


@transaction.atomic
def name_readers(*, by: Any, plan: Plan, roles: frozenset[str]) -> None:
    """Which roles read the restricted commitments of `plan`."""
    before = set(plan.readers.values_list("role", flat=True))
    plan.readers.exclude(role__in=roles).delete()
    PlanReader.objects.bulk_create(PlanReader(plan=plan, role=role) for role in sorted(roles - before))
    details = {"before": sorted(before), "after": sorted(roles)}
    record(by=by, action="plans.name_readers", subject=plan, details=details)


def _locked(commitment: Commitment) -> Sensitivity:
    Plan.objects.select_for_update().get(pk=commitment.plan_id)
    commitment.refresh_from_db(fields=["sensitivity"])
    return Sensitivity(commitment.sensitivity)

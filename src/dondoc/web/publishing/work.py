"""What waits for a publisher."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.web.organizations.held import Held
from dondoc.web.plans.models import Commitment, PlanState, Sensitivity
from dondoc.web.publishing.models import Publication
from dondoc.web.waiting import Waiting

PUBLISHERS = frozenset({"publisher"})


def items_to_publish(held: Held, _account: Any) -> Iterable[Waiting]:
    """Of each approved plan how many targets and tasks may be public and are not."""
    if not held.any(PUBLISHERS):
        return
    open_to_all = Commitment.objects.whole().filter(
        ended_on=None, sensitivity=Sensitivity.PUBLIC.value, plan__state=PlanState.APPROVED.value,
        plan__office__in=held.below(PUBLISHERS),
    )  # fmt: skip
    waiting = open_to_all.exclude(pk__in=Publication.objects.live().of_items().values("commitment"))
    rows = waiting.order_by().values_list("plan", "plan__title").annotate(count=Count("pk")).order_by("plan")
    for plan, title, count in rows:
        told = _("%(count)s mục được phép công khai, chưa công khai") % {"count": count}
        yield Waiting(_("Công khai"), title, reverse("publications", args=[plan]), told)

"""Alarms that wait for an administrator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.monitoring.models import Alarm
from dondoc.web.organizations.held import Held
from dondoc.web.waiting import Waiting


def alarms_waiting(_held: Held, account: Any) -> Iterable[Waiting]:
    """One line for all that nobody has settled, since the first of them."""
    if not account.is_administrator:
        return
    unsettled = Alarm.objects.filter(settled_at=None).order_by("raised_at")
    first = unsettled.first()
    if first is not None:
        name = _("%(count)s thay đổi không rõ lý do") % {"count": unsettled.count()}
        yield Waiting(_("Cảnh báo"), name, reverse("alarms"), since=timezone.localdate(first.raised_at))

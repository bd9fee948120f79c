"""Channels that fail, for administrators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.channels.models import Channel
from dondoc.web.organizations.held import Held
from dondoc.web.waiting import Waiting


def failing_channels(_held: Held, account: Any) -> Iterable[Waiting]:
    """One line for all, since the first of them."""
    if not account.is_administrator:
        return
    failing = Channel.objects.filter(is_on=True, failing_since__isnull=False).order_by("failing_since")
    first = failing.first()
    if first is not None:
        name = _("%(count)s kênh gửi không được") % {"count": failing.count()}
        yield Waiting(_("Cảnh báo"), name, reverse("channels"), since=timezone.localdate(first.failing_since))

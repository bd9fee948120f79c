"""What waits for an administrator because the chain over the record does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.audit.models import Check
from dondoc.web.organizations.held import Held
from dondoc.web.waiting import Waiting


def broken_chain(_held: Held, account: Any) -> Iterable[Waiting]:
    """One line where the last nightly check found the record changed; it goes when a check finds nothing."""
    if not account.is_administrator:
        return
    last = Check.objects.order_by("-checked_at").first()
    if last is not None and last.problems:
        name = _("Nhật ký không còn khớp với chuỗi niêm phong: %(count)s chỗ sai") % {"count": last.problems}
        told = _("Đừng khởi động lại hay dọn máy chủ; hãy chạy «dondoc audit verify» và đối chiếu với bản sao lưu.")
        yield Waiting(_("Cảnh báo"), name, reverse("audit"), told, timezone.localdate(last.checked_at))

"""Which documents wait for an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.web.organizations.held import OFFICE_WRITERS, Held
from dondoc.web.resolutions.models import Document, DocumentState
from dondoc.web.waiting import Waiting


def documents_waiting(held: Held, _account: Any) -> Iterable[Waiting]:
    """Documents of the account's offices with items to review, or all reviewed and without a plan.

    One by which a plan was amended has done its work; it can still be made a plan of its own.
    """
    own = Document.objects.of_offices(held.below(OFFICE_WRITERS)).filter(state=DocumentState.READ, annex_of=None)
    for document in own.counted().with_amends():
        received = document.received_at.date()
        if document.undecided:
            told = _("%(count)s mục chờ xác nhận") % {"count": document.undecided}
            yield Waiting(_("Rà soát"), document.label, reverse("review", args=[document.pk]), told, received)
        elif document.shown and not document.amends:
            told = _("đã rà soát xong")
            yield Waiting(_("Lập kế hoạch"), document.label, reverse("review", args=[document.pk]), told, received)

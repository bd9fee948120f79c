"""The text of a plan's document, public as an act of its own, while every target and task of the plan is public.

What takes one of them back closes the text first, in the same transaction; the database keeps to it
(migrations/0006_text_of_what_is_public.py). A text that is closed leaves nothing behind: no
page, no file, no line of the feed.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.plans.models import Commitment, Plan, PlanState
from dondoc.web.public.models import Change, File, Happened, Kind, Page
from dondoc.web.publishing.publication_error import PublicationError
from dondoc.web.publishing.publication_models import DocumentPublication, Publication
from dondoc.web.publishing.recording import new_page, revised
from dondoc.web.publishing.telling_documents import content_of_document, files_of_document


def is_all_public(plan: Plan) -> bool:
    """Whether every target and task of the plan is public, those that have ended among them."""
    live = Publication.objects.live().filter(commitment=OuterRef("pk"))
    items = Commitment.objects.filter(plan=plan).whole()
    return items.exists() and not items.filter(~Exists(live)).exists()


@transaction.atomic
def publish_document(*, by: Any, plan: Plan, on: date) -> None:
    """Publishes the text of the plan's document. PublicationError where an item of the plan is not public, or the text
    is public already."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.state != PlanState.APPROVED.value or not is_all_public(locked):
        raise PublicationError(_("Toàn văn chỉ công khai được khi mọi chỉ tiêu, nhiệm vụ của kế hoạch đã công khai."))
    before = DocumentPublication.objects.filter(plan=locked).select_related("page").last()
    if before is not None and before.withdrawn_at is None:
        raise PublicationError(_("Toàn văn đã công khai."))
    head = Publication.objects.live().select_related("page").get(plan=locked, commitment=None)
    page = before.page if before else new_page(Kind.DOCUMENT, head.page.key, 0)
    DocumentPublication.objects.create(plan=locked, page=page, published_on=on, by=by)
    _write(page, locked, on)
    record(by=by, action="publishing.publish_document", subject=locked, details={"on": on.isoformat()})


def _write(page: Page, plan: Plan, on: date) -> None:
    page.title, page.gone_at, page.changed_at = plan.label, None, timezone.now()
    page.content = json.dumps(content_of_document(plan, on), ensure_ascii=False, sort_keys=True)
    page.save()
    files = files_of_document(plan, on)
    File.objects.bulk_create(File(page=page, form=form, content=content) for form, content in files.items())
    Change.objects.create(page=page, happened=Happened.PUBLISHED.value, at=page.changed_at)
    revised()


@transaction.atomic
def withdraw_document(*, by: Any, plan: Plan, because: str) -> int:
    """Takes the text back; how many there were."""
    if not because.strip():
        raise PublicationError(_("Hãy nêu lý do rút."))
    Plan.objects.select_for_update().get(pk=plan.pk)
    return close_document(by=by, plan=plan, because=because)


def close_document(*, by: Any, plan: Plan, because: str) -> int:
    """Takes the text back, where it is public, within the transaction of an act that takes back an item of the plan."""
    live = DocumentPublication.objects.filter(plan=plan, withdrawn_at=None).select_related("page").first()
    if live is None:
        return 0
    live.withdrawn_by, live.withdrawn_at, live.withdrawn_because = by, timezone.now(), because.strip()[:500]
    live.save()
    _empty(live.page)
    record(by=by, action="publishing.withdraw_document", subject=plan, details={"reason": live.withdrawn_because})
    return 1


def _empty(page: Page) -> None:
    File.objects.filter(page=page).delete()
    Change.objects.filter(page=page).delete()
    page.title = page.content = ""
    page.gone_at = page.changed_at = timezone.now()
    page.save()
    revised()

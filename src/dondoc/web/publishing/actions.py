"""Writing editions: made, made anew, written over paragraph by paragraph, and kept for good."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.reporting.reviews.storing import review_to_plain
from dondoc.web.audit.actions import record
from dondoc.web.plans.models import Plan, PlanState
from dondoc.web.publishing.making import review_of_plan
from dondoc.web.publishing.models import Edition, Rewriting
from dondoc.web.publishing.reading import made_review


class PublishingError(Exception):
    """What was asked cannot be done; the text says why and what to do."""


@transaction.atomic
def make(*, by: Any, plan: Plan, as_of: date, known_at: date) -> Edition:
    """A draft of the review of an approved plan; the one of the same two days where there is one."""
    if plan.state != PlanState.APPROVED.value:
        raise PublishingError(_("Chỉ soạn báo cáo của kế hoạch đã phê duyệt."))
    Plan.objects.select_for_update().get(pk=plan.pk)
    draft = Edition.objects.filter(plan=plan, as_of=as_of, known_at=known_at, kept_at=None).first()
    if draft is not None:
        return draft
    content = review_to_plain(review_of_plan(plan, as_of=as_of, known_at=known_at))
    made = Edition.objects.create(plan=plan, as_of=as_of, known_at=known_at, content=content, made_by=by)
    record(by=by, action="publishing.make", subject=made, details=_days(made))
    return made


@transaction.atomic
def renew(*, by: Any, edition: Edition) -> None:
    """Makes a draft anew from what is recorded now; what people wrote over it stays."""
    draft = _draft(edition)
    draft.content = review_to_plain(review_of_plan(draft.plan, as_of=draft.as_of, known_at=draft.known_at))
    draft.save(update_fields=["content", "renewed_at"])
    record(by=by, action="publishing.renew", subject=draft, details=_days(draft))


@transaction.atomic
def rewrite(*, by: Any, edition: Edition, key: str, text: str) -> None:
    """Puts `text` in place of a paragraph; empty leaves the paragraph out."""
    draft = _draft(edition)
    generated = next((each.text for each in made_review(draft).paragraphs() if each.key == key), None)
    if generated is None:
        raise PublishingError(_("Đoạn này không còn trong báo cáo: hãy tải lại trang."))
    values = {"text": text, "generated": generated, "by": by}
    Rewriting.objects.update_or_create(edition=draft, key=key, defaults=values)
    record(by=by, action="publishing.rewrite", subject=draft, details={"key": key})


@transaction.atomic
def undo_rewriting(*, by: Any, edition: Edition, key: str) -> None:
    """Brings back the paragraph as it was made."""
    draft = _draft(edition)
    if draft.rewritings.filter(key=key).delete()[0]:
        record(by=by, action="publishing.undo_rewriting", subject=draft, details={"key": key})


@transaction.atomic
def keep(*, by: Any, edition: Edition) -> None:
    """Keeps an edition for good: nothing of it changes any more."""
    draft = _draft(edition)
    draft.kept_by, draft.kept_at = by, timezone.now()
    draft.save(update_fields=["kept_by", "kept_at"])
    record(by=by, action="publishing.keep", subject=draft, details=_days(draft))


def _draft(edition: Edition) -> Edition:
    """The edition, locked. PublishingError where it is kept."""
    locked = Edition.objects.select_for_update(of=("self",)).select_related("plan__office").get(pk=edition.pk)
    if locked.kept_at is not None:
        raise PublishingError(_("Bản đã chốt không sửa được: hãy soạn bản mới."))
    return locked


def _days(edition: Edition) -> dict[str, str]:
    return {"as_of": edition.as_of.isoformat(), "known_at": edition.known_at.isoformat()}

"""Publishing and withdrawing, item by item: each an act of a person, with one entry of the audit.

What is public is written out here and nowhere else (recording.py). Acts that change what is said of published items
call tell_items(); one that narrows an item calls withdraw_narrowed() first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.figures.models import Figure
from dondoc.web.plans.models import Commitment, Plan, PlanState, Sensitivity, Target
from dondoc.web.public.models import Kind
from dondoc.web.publishing.documents import close_document
from dondoc.web.publishing.publication_error import PublicationError
from dondoc.web.publishing.publication_models import Embargo, Publication, Scope
from dondoc.web.publishing.recording import erase, new_page, revised, tell_items, tell_plan
from dondoc.web.publishing.sharing import published_with_words_of, telling_of_others


@transaction.atomic
def publish(*, by: Any, plan: Plan, items: Collection[int], scope: Scope, on: date) -> int:
    """Publishes the head of an approved plan and, of the targets and tasks `items`, those that are not public yet; how
    many. What is not in force is passed over.

    PublicationError, and nothing is public, where one of them is not «công khai», or a task shares words with one.
    """
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.state != PlanState.APPROVED.value:
        raise PublicationError(_("Chỉ công khai kế hoạch đã phê duyệt."))
    chosen = _to_publish(locked, items)
    head = _head(by, locked, on)
    made = [_published(by, head, item, scope, on) for item in chosen]
    tell_items([each.commitment_id for each in made], timezone.localdate())
    revised(by_demo=by.is_demo)
    details = {"codes": [each.code for each in chosen], "scope": scope.value, "on": on.isoformat()}
    record(by=by, action="publishing.publish", subject=locked, details=details)
    return len(made)


def _to_publish(plan: Plan, keys: Collection[int]) -> list[Commitment]:
    live = Publication.objects.live().of_items().filter(plan=plan).values("commitment")
    whole = Commitment.objects.filter(plan=plan, pk__in=keys, ended_on=None).whole()
    chosen = list(whole.exclude(pk__in=live).order_by("place", "pk"))
    shut = [each.code for each in chosen if each.sensitivity != Sensitivity.PUBLIC.value]
    if shut:
        told = {"codes": ", ".join(shut)}
        raise PublicationError(_("Chưa ở phạm vi công khai: %(codes)s. Hãy đề nghị mở phạm vi trước.") % told)
    sharing = telling_of_others(each for each in chosen if each.kind == "task")
    if sharing:
        told = {"codes": ", ".join(each.code for each in sharing)}
        raise PublicationError(_("Câu chữ nằm chung với mục chưa ở phạm vi công khai: %(codes)s.") % told)
    return chosen


def _head(by: Any, plan: Plan, on: date) -> Publication:
    """The live publication of the head of the plan, made where there is none."""
    of_head = Publication.objects.filter(plan=plan, commitment=None).select_related("page")
    found = of_head.live().first()
    if found is not None:
        return found
    before = of_head.last()
    page = before.page if before else new_page(Kind.PLAN, "", 0)
    made = Publication.objects.create(plan=plan, page=page, published_on=on, by=by)
    tell_plan(made)
    return made


def _published(by: Any, head: Publication, item: Commitment, scope: Scope, on: date) -> Publication:
    """With the page of its earlier publication where there was one: an address is for ever."""
    before = Publication.objects.filter(commitment=item).select_related("page").last()
    page = before.page if before else new_page(Kind(item.kind), head.page.key, item.place)
    values = {"scope": scope.value, "published_on": on, "by": by}
    return Publication.objects.create(plan=head.plan, commitment=item, page=page, **values)


@transaction.atomic
def withdraw(*, by: Any, plan: Plan, items: Collection[int], because: str) -> int:
    """Takes back what is public of `items`; how many. Their addresses answer that they are withdrawn, not why."""
    live = _live(plan).filter(commitment__in=items)
    return _withdraw(by, plan, list(live), because)


@transaction.atomic
def withdraw_plan(*, by: Any, plan: Plan, because: str) -> int:
    """Takes back all that is public of a plan, its head last."""
    return _withdraw(by, plan, list(_live(plan)), because)


def withdraw_narrowed(*, by: Any, commitments: Sequence[Commitment]) -> None:
    """Takes back what is public of `commitments`, which are narrowed in this transaction, and the tasks in whose words
    they stand; nothing where nothing is."""
    shut = [*commitments, *published_with_words_of(commitments)]
    live = Publication.objects.live().filter(commitment__in=[each.pk for each in shut])
    for publication in live.select_related("page", "plan", "commitment"):
        _withdraw(by, publication.plan, [publication], _("thu hẹp phạm vi đọc"))


def _live(plan: Plan) -> Any:
    Plan.objects.select_for_update().get(pk=plan.pk)
    return Publication.objects.live().filter(plan=plan).select_related("page", "commitment")


def _withdraw(by: Any, plan: Plan, live: Sequence[Publication], because: str) -> int:
    if not because.strip():
        raise PublicationError(_("Hãy nêu lý do rút."))
    if not live:
        return 0
    close_document(by=by, plan=plan, because=because)
    values = {"withdrawn_by": by, "withdrawn_at": timezone.now(), "withdrawn_because": because.strip()[:500]}
    Publication.objects.filter(pk__in=[each.pk for each in live]).update(**values)
    erase([each.page for each in live])
    codes = [each.commitment.code if each.commitment else "" for each in live]
    # Without those, more or less may be told of others whose small counts hung together with theirs.
    tell_items([each.commitment_id for each in _still_live(plan)], timezone.localdate())
    details = {"codes": codes, "reason": values["withdrawn_because"]}
    record(by=by, action="publishing.withdraw", subject=plan, details=details)
    return len(live)


def _still_live(plan: Plan) -> Iterable[Publication]:
    return Publication.objects.live().of_items().filter(plan=plan)


@transaction.atomic
def hold_back(*, by: Any, figure: Figure, until: date, reason: str) -> None:
    """A figure is not public before the day `until`, whatever its indicator says; a day that has come lets it out."""
    if not reason.strip():
        raise PublicationError(_("Hãy nêu lý do."))
    before = Embargo.objects.filter(figure=figure).values_list("until", flat=True).first()
    values = {"until": until, "reason": reason.strip()[:500], "by": by}
    Embargo.objects.update_or_create(figure=figure, defaults=values)
    published = Target.objects.filter(indicator=figure.indicator_id, publications__withdrawn_at=None)
    tell_items(list(published.values_list("pk", flat=True)), timezone.localdate())
    details = {"before": before.isoformat() if before else None, "after": until.isoformat(), "reason": values["reason"]}
    record(by=by, action="publishing.hold_back", subject=figure, details=details)


def tell_all(*, day: date) -> int:
    """Holds all that is public against what is known on `day`: figures whose day has come, verdicts that the date
    changed. Each plan in a transaction of its own; how many pages differ."""
    told = 0
    for plan in Plan.objects.filter(publications__withdrawn_at=None).distinct().order_by("pk"):
        with transaction.atomic():
            keys = [each.commitment_id for each in _still_live(plan)]
            told += (changed := tell_items(keys, day))
            if changed:
                record(
                    by=None, action="publishing.tell", subject=plan, details={"on": day.isoformat(), "pages": changed}
                )
    with transaction.atomic():
        revised(checked=True)
    return told

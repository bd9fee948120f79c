"""What is public of a plan, for its office: chosen, looked at before, published, withdrawn; each many at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.web.amounts import language
from dondoc.web.open_text import problems_of
from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.models import Commitment, Plan, PlanState, Sensitivity, SensitivityChange, Target, Task
from dondoc.web.plans.reading import promise
from dondoc.web.plans.sensitivity import ask_all_public, grant_all
from dondoc.web.public.reading import in_language
from dondoc.web.publishing import publications as acts
from dondoc.web.publishing.documents import is_all_public, publish_document, withdraw_document
from dondoc.web.publishing.forms import HoldForm, PublishForm, ReasonForm
from dondoc.web.publishing.holding import embargo_until, figures_of
from dondoc.web.publishing.models import DocumentPublication, Publication, Scope
from dondoc.web.publishing.publication_error import PublicationError
from dondoc.web.publishing.telling import content_of_target, known_of
from dondoc.web.publishing.telling_tasks import content_of_task, due_words, known_of_tasks

MOST_FIGURES = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A target or a task as the publisher sees it: what is public of it, or what keeps it from being so.

    `promise`: the number, or by when.
    """

    item: Commitment
    promise: str
    publication: Publication | None
    asked: SensitivityChange | None

    @property
    def may_be_published(self) -> bool:
        return self.publication is None and self.item.sensitivity == Sensitivity.PUBLIC.value

    @property
    def may_be_asked(self) -> bool:
        return self.asked is None and self.item.sensitivity == Sensitivity.INTERNAL.value

    @property
    def is_shut(self) -> bool:
        """Restricted: no bulk act opens it."""
        return self.item.sensitivity == Sensitivity.RESTRICTED.value


@require_safe
def publications(request: HttpRequest, plan: int) -> HttpResponse:
    """All of the plan that the account reads, what is public of each, and the trace of what was withdrawn."""
    shown = request.about.readable_plan(request.held)
    rows = _rows(request, shown)
    publisher = request.held.over({"publisher"}, [shown.office_id])
    live = Publication.objects.live().filter(plan=shown, commitment=None).select_related("page").first()
    gone = Publication.objects.filter(plan=shown, withdrawn_at__isnull=False).select_related(
        "commitment", "withdrawn_by"
    )
    is_publisher = publisher and shown.state == PlanState.APPROVED.value
    may_agree = any(row.asked for row in rows) and request.held.over(OFFICE_WRITERS, [shown.office_id])
    context = {
        "plan": shown, "rows": rows, "head": live, "is_publisher": is_publisher, "may_agree": may_agree,
        "may_choose": is_publisher or may_agree, "form": PublishForm(), "reason": ReasonForm(auto_id="r_%s"),
        "public": sum(row.publication is not None for row in rows), "ready": sum(row.may_be_published for row in rows),
        "text": DocumentPublication.objects.filter(plan=shown, withdrawn_at=None).select_related("page").first(),
        "text_may_be_public": is_publisher and is_all_public(shown),
        "gone": gone.order_by("-withdrawn_at")[:MOST_FIGURES], "figures": _figures(rows) if publisher else (),
    }  # fmt: skip
    return render(request, "publishing/publications.html", context)


def _rows(request: HttpRequest, plan: Plan) -> list[Row]:
    readable = Commitment.objects.of_plan(plan, request.held).whole().order_by("kind", "place", "pk")
    items = list(readable.select_related("target", "task"))
    live = Publication.objects.live().of_items().filter(plan=plan).select_related("page", "by")
    published = {each.commitment_id: each for each in live}
    open_wishes = SensitivityChange.objects.filter(commitment__plan=plan, granted=None, after=Sensitivity.PUBLIC.value)
    asked = {each.commitment_id: each for each in open_wishes.select_related("asked_by")}
    shown = [each for each in items if each.ended_on is None or each.pk in published]
    return [Row(each, _promised(each), published.get(each.pk), asked.get(each.pk)) for each in shown]


def _promised(item: Commitment) -> str:
    return promise(item.target) if item.kind == "target" else due_words(item.task)


def _figures(rows: list[Row]) -> list[tuple[Any, Any]]:
    """The latest figures of what is or may be public, each with the day on which it is."""
    targets = (row.item.target for row in rows if row.item.kind == "target")
    open_to_all = (each for each in targets if each.sensitivity == Sensitivity.PUBLIC.value)
    indicators = {each.indicator_id for each in open_to_all if each.indicator_id}
    return [(each, embargo_until(each)) for each in figures_of(indicators)[:MOST_FIGURES]]


@require_safe
def preview_publication(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """What the public page of a target or task would say, word for word; nothing is public by looking."""
    shown = request.about.readable_plan(request.held)
    item = get_object_or_404(Commitment.objects.of_plan(shown, request.held).whole(), pk=commitment)
    content = _content(item, timezone.localdate())
    context = {"plan": shown, "item": item, "said": in_language(content), "language": language()}
    return render(request, "publishing/preview.html", context)


def _content(item: Commitment, today: date) -> Any:
    if item.kind == "task":
        task = Task.objects.select_related("plan__office").get(pk=item.pk)
        return content_of_task(known_of_tasks([task], today)[task.pk], Scope.RESULTS, today, today)
    target = Target.objects.select_related("plan__office", "indicator", "part_of").get(pk=item.pk)
    return content_of_target(known_of([target], today)[target.pk], Scope.RESULTS, today, today)


@require_POST
def publish_items(request: HttpRequest, plan: int) -> HttpResponse:
    """Publishes the ticked targets and tasks with the scope that was chosen, and with them the head of the plan."""
    form = PublishForm(request.POST)
    if not form.is_valid():
        messages.error(request, problems_of(form))
        return redirect("publications", plan)
    act = partial(
        acts.publish, by=request.user, plan=request.about.plan, items=_ticked(request),
        scope=Scope(form.cleaned_data["scope"]), on=timezone.localdate(),
    )  # fmt: skip
    return _done(request, act, _("Đã công khai %(count)s mục."))


@require_POST
def withdraw_items(request: HttpRequest, plan: int) -> HttpResponse:
    """Takes back the ticked targets, or the whole plan."""
    reason = _reason(request)
    if "whole" in request.POST:
        act = partial(acts.withdraw_plan, by=request.user, plan=request.about.plan, because=reason)
    else:
        act = partial(acts.withdraw, by=request.user, plan=request.about.plan, items=_ticked(request), because=reason)
    return _done(request, act, _("Đã rút %(count)s mục."))


@require_POST
def publish_text(request: HttpRequest, plan: int) -> HttpResponse:
    """Publishes the text of the plan's document, of which every item is public."""
    act = partial(publish_document, by=request.user, plan=request.about.plan, on=timezone.localdate())
    return _done(request, act, _("Đã công khai toàn văn."))


@require_POST
def withdraw_text(request: HttpRequest, plan: int) -> HttpResponse:
    """Takes the text back."""
    act = partial(withdraw_document, by=request.user, plan=request.about.plan, because=_reason(request))
    return _done(request, act, _("Đã rút toàn văn."))


@require_POST
def ask_public(request: HttpRequest, plan: int) -> HttpResponse:
    """Asks that the ticked internal targets may be public; a second person agrees."""
    act = partial(
        ask_all_public, by=request.user, plan=request.about.plan, keys=_ticked(request), reason=_reason(request)
    )
    return _done(request, act, _("Đã đề nghị mở phạm vi của %(count)s mục."))


@require_POST
def agree_public(request: HttpRequest, plan: int) -> HttpResponse:
    """Grants or refuses the wishes for the ticked targets."""
    granted = "refuse" not in request.POST
    act = partial(grant_all, by=request.user, plan=request.about.plan, keys=_ticked(request), granted=granted)
    return _done(request, act, _("Đã quyết định %(count)s đề nghị."))


@require_POST
def hold_figure_back(request: HttpRequest, plan: int) -> HttpResponse:
    """Sets the day before which a figure is not public."""
    form = HoldForm(request.POST)
    if not form.is_valid():
        messages.error(request, problems_of(form))
        return redirect("publications", plan)
    figure = next((each for each, _day in _figures(_rows(request, request.about.plan)) if each.pk == form.figure), None)
    if figure is None:
        raise Http404
    given = {"until": form.cleaned_data["until"], "reason": form.cleaned_data["reason"]}
    act = partial(acts.hold_back, by=request.user, figure=figure, **given)
    return _done(request, act, _("Đã ghi."))


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""


def _ticked(request: HttpRequest) -> list[int]:
    return [int(key) for key in request.POST.getlist("take") if key.isascii() and key.isdecimal() and len(key) < 10]


def _done(request: HttpRequest, act: Callable[[], int | None], told: str) -> HttpResponse:
    try:
        count = act()
    except (PublicationError, PlanError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told % {"count": count} if "%(" in told else told)
    return redirect("publications", request.about.plan.pk)

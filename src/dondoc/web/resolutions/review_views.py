"""The review: the document with what was found in it marked, the items beside it, one decision at a time.

Every decision is a form of its own, and works without a script; with one, only what changed is sent back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from dondoc.web.open_text import problems_of
from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.parameters import number, number_in
from dondoc.web.resolutions import review_actions as act
from dondoc.web.resolutions.forms import FORMS, RejectForm
from dondoc.web.resolutions.models import Decision, Document, DocumentState, Doubt, Item
from dondoc.web.resolutions.reviewing import Review, review_of

CONFLICT = 409


@require_safe
def review(request: HttpRequest, document: int) -> HttpResponse:
    """The whole page; `?muc=` names the item that is open, without it the first that waits for a decision."""
    shown = _review(request, document, request.GET.get("muc"))
    may_write = _may_write(request, shown)
    context = {"review": shown, "may_write": may_write, "editing_open": may_write and "sua" in request.GET}
    return render(request, "resolutions/review.html", context)


@require_safe
def review_item(request: HttpRequest, document: int, item: int) -> HttpResponse:
    """One item opened, to take the place of its closed card; the whole page where no script asks."""
    if not request.htmx:
        return redirect(f"{reverse('review', args=[document])}?muc={item}{'&sua' if 'sua' in request.GET else ''}")
    return _opened(request, _review(request, document, item), item)


@require_safe
def review_changes(request: HttpRequest, document: int) -> HttpResponse:
    """The cards that others have decided about since decision number `?tu=`."""
    since = request.GET.get("tu", "")
    shown = _review(request, document, request.GET.get("muc"))
    decisions = shown.decided_since(since, request.user)
    if decisions.exclude(act__in=("accept", "change", "reject")).exists():
        return HttpResponseClientRefresh()
    changed = Item.objects.filter(changes__decision__in=decisions)
    return _cards(request, shown, set(changed.values_list("pk", flat=True)))


@require_POST
def accept_item(request: HttpRequest, document: int, item: int) -> HttpResponse:
    return _decide(request, document, item, lambda found, seen: act.accept(by=request.user, item=found, seen=seen))


@require_POST
def reject_item(request: HttpRequest, document: int, item: int) -> HttpResponse:
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _refused(request, document, item, act.ReviewError(problems_of(form)))
    reason = form.cleaned_data["reason"]
    return _decide(
        request, document, item, lambda found, seen: act.reject(by=request.user, item=found, seen=seen, reason=reason)
    )


@require_POST
def split_item(request: HttpRequest, document: int, item: int) -> HttpResponse:
    at = number_in(request.POST, "at")
    return _decide(
        request,
        document,
        item,
        lambda found, seen: act.split(by=request.user, item=found, seen=seen, at=at),
        whole=True,
    )


@require_POST
def merge_item(request: HttpRequest, document: int, item: int) -> HttpResponse:
    """With the item that stands next in the text and is of the same kind."""

    def merged(found: Item, seen: int) -> object:
        other = Item.objects.shown().filter(document=document, kind=found.kind, start__gte=found.start)
        following = other.exclude(pk=found.pk).first()
        if following is None:
            raise act.ReviewError(_("Sau mục này không còn mục nào cùng loại để gộp."))
        return act.merge(by=request.user, item=found, seen=seen, other=following, other_seen=following.version)

    return _decide(request, document, item, merged, whole=True)


@require_POST
def change_item(request: HttpRequest, document: int, item: int) -> HttpResponse:
    found = get_object_or_404(Item.objects.select_related("document__reading"), pk=item, document=document)
    form = FORMS[found.kind](request.POST)
    if not form.is_valid():
        if not request.htmx:
            return _with_errors(request, document, item, form)
        return _opened(request, _review(request, document, item), item, form)
    content = form.content(found.content, found.document.reading.text)
    return _decide(
        request, document, item, lambda it, seen: act.change(by=request.user, item=it, seen=seen, content=content)
    )


@require_POST
def add_item(request: HttpRequest, document: int) -> HttpResponse:
    """An item at the words that were selected; it opens to be filled in."""
    found = get_object_or_404(Document.objects.select_related("reading"), pk=document)
    kind, start, end = request.POST.get("kind", ""), number_in(request.POST, "start"), number_in(request.POST, "end")
    if kind not in FORMS:
        raise Http404
    try:
        item = act.add(by=request.user, document=found, kind=kind, content=act.blank(found, kind, start, end))
    except act.ReviewError as error:
        return _refused(request, document, None, error)
    return redirect(f"{reverse('review', args=[document])}?muc={item.pk}&sua#muc-{item.pk}")


@require_POST
def accept_rest(request: HttpRequest, document: int) -> HttpResponse:
    """Every item that was shown as waiting, in the versions that were shown."""
    found = get_object_or_404(Document, pk=document)
    seen = dict(_seen(entry) for entry in request.POST.getlist("seen"))
    try:
        act.accept_all(by=request.user, document=found, seen=seen)
    except act.ReviewError as error:
        return _refused(request, document, None, error)
    messages.success(request, _("Đã nhận %(count)s mục. Có thể hoàn tác một lần cho tất cả.") % {"count": len(seen)})
    return redirect("review", document)


@require_POST
def undo_decision(request: HttpRequest, document: int) -> HttpResponse:
    """The decision that is named, or the latest of the account."""
    found = get_object_or_404(Document, pk=document)
    named = request.POST.get("decision")
    decision = (
        get_object_or_404(Decision, pk=named, document=found) if named else act.last_decision(request.user, found)
    )
    if decision is None:
        return _refused(request, document, None, act.ReviewError(_("Chưa có quyết định nào của bạn để hoàn tác.")))
    try:
        act.undo(by=request.user, decision=decision)
    except act.ReviewError as error:
        return _refused(request, document, None, error)
    return redirect(_address(document, decision.changes.first().item_id))


@require_POST
def settle_doubt(request: HttpRequest, document: int, doubt: int) -> HttpResponse:
    found = get_object_or_404(Doubt, pk=doubt, document=document)
    act.settle(by=request.user, doubt=found, settled="open" not in request.POST)
    return _after(request, document, None)


def _decide(
    request: HttpRequest, document: int, key: int, decide: Callable[[Item, int], object], *, whole: bool = False
) -> HttpResponse:
    """Decides about one item and shows what came of it; 409 with the other's decision where that was first.

    `whole`: the list has more or fewer items afterwards, and the page is made anew.
    """
    item = get_object_or_404(Item.objects.select_related("document__reading"), pk=key, document=document)
    try:
        decide(item, number_in(request.POST, "seen"))
    except act.ReviewError as error:
        return _refused(request, document, key, error)
    return _after(request, document, key, whole=whole)


def _after(request: HttpRequest, document: int, key: int | None, *, whole: bool = False) -> HttpResponse:
    """What changed: the cards of what was decided, closed, and of the next that waits, open."""
    shown = _review(request, document, None)
    following = shown.next_after(key)
    address = _address(document, following)
    if not request.htmx:
        return redirect(address)
    if whole:
        return HttpResponseClientRedirect(address)
    return _cards(request, shown.opened(following), {key, following})


def _refused(request: HttpRequest, document: int, key: int | None, error: Exception) -> HttpResponse:
    if not request.htmx:
        messages.error(request, str(error))
        return redirect(_address(document, key))
    status = CONFLICT if isinstance(error, act.ConflictError) else 422
    return _cards(request, _review(request, document, key), {key}, problem=str(error), status=status)


def _cards(
    request: HttpRequest, shown: Review, keys: Collection[int | None], *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The cards of `keys` and the counts, each to take the place of what is on the page."""
    context = {"review": shown, "cards": [card for card in shown.cards if card.item.pk in keys], "problem": problem}
    context |= {"may_write": _may_write(request, shown), "oob": True}
    return render(request, "resolutions/_cards.html", context, status=status)


def _opened(request: HttpRequest, shown: Review, key: int, form: Any = None) -> HttpResponse:
    """One card open, with its form where it is being changed; 422 where the form could not be taken."""
    card = next((card for card in shown.cards if card.item.pk == key), None)
    if card is None:
        raise Http404
    context = {"review": shown, "card": card, "form": form or card.form, "may_write": _may_write(request, shown)}
    context |= {"editing": form is not None or "sua" in request.GET, "oob": form is not None}
    return render(request, "resolutions/_card.html", context, status=422 if form is not None else 200)


def _with_errors(request: HttpRequest, document: int, key: int, form: Any) -> HttpResponse:
    """The whole page with the form as it was sent, for who works without a script."""
    context = {"review": _review(request, document, key), "may_write": True, "editing_open": True, "sent": form}
    return render(request, "resolutions/review.html", context, status=422)


def _address(document: int, key: int | None) -> str:
    return f"{reverse('review', args=[document])}{f'?muc={key}#muc-{key}' if key else ''}"


def _review(request: HttpRequest, document: int, opened: object) -> Review:
    found = Document.objects.select_related("office", "reading").exclude(reading__content=None)
    return review_of(get_object_or_404(found, pk=document), opened)


def _may_write(request: HttpRequest, shown: Review) -> bool:
    return shown.document.state == DocumentState.READ and request.held.over(OFFICE_WRITERS, [shown.document.office_id])


def _seen(entry: str) -> tuple[int, int]:
    key, _colon, version = entry.partition(":")
    return number(key), number(version)

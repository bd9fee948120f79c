"""Channels for administrators: where bodies are reached, what fails, what waits. Calendar addresses for units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dondoc.web.channels import actions
from dondoc.web.channels.actions import ChannelError, hashed
from dondoc.web.channels.composing import site_address
from dondoc.web.channels.feeds import feed_file
from dondoc.web.channels.forms import ChannelForm, FeedForm
from dondoc.web.channels.models import Channel, ChannelKind, Delivery, Feed, Message
from dondoc.web.channels.signing import key_of
from dondoc.web.open_text import problems_of
from dondoc.web.organizations.held import UNIT_READERS
from dondoc.web.organizations.models import Body

PAGE = 50
LONGEST = 100  # letters of a secret; a longer one was never given


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """Channels, those that fail first; then the outbox, what waits first. No words of what is told."""
    waiting = Count("deliveries", filter=Q(deliveries__sent_at=None))
    rows = Channel.objects.select_related("body").annotate(waiting=waiting)
    failing = rows.filter(failing_since__isnull=False, is_on=True).order_by("failing_since")
    waits_first = F("sent_at").desc(nulls_first=True)
    outbox = Delivery.objects.select_related("channel", "message__body").order_by(waits_first, "-pk")
    context = {
        "failing": failing, "rows": rows[:500], "page": Paginator(outbox, PAGE).get_page(request.GET.get("page")),
        "messages_waiting": Message.objects.filter(handed_at=None).count(), "form": ChannelForm(day=request.held.day),
        "has_mail": settings.ENVIRONMENT.mail is not None,
    }  # fmt: skip
    return render(request, "channels/list.html", context)


@never_cache
@require_POST
def add_channel(request: HttpRequest) -> HttpResponse:
    """Adds a channel; of a webhook this very answer shows the key, and no other."""
    form = ChannelForm(request.POST, day=request.held.day)
    if not form.is_valid():
        messages.error(request, problems_of(form))
        return redirect("channels")
    try:
        made = actions.add_channel(by=request.user, **form.cleaned_data)
    except ChannelError as error:
        messages.error(request, str(error))
        return redirect("channels")
    if made.kind == ChannelKind.WEBHOOK:
        return render(request, "channels/key.html", {"channel": made, "key": key_of(made)})
    messages.success(request, _("Đã thêm kênh."))
    return redirect("channels")


@require_POST
def switch_channel(request: HttpRequest, channel: int) -> HttpResponse:
    found = get_object_or_404(Channel, pk=channel)
    return _done(request, lambda: actions.switch_channel(by=request.user, channel=found, on="on" in request.POST))


@require_POST
def try_channel(request: HttpRequest, channel: int) -> HttpResponse:
    return _done(request, lambda: actions.try_again(by=request.user, channel=get_object_or_404(Channel, pk=channel)))


def _done(request: HttpRequest, act: Callable[[], Any], back: str = "channels") -> HttpResponse:
    try:
        act()
        messages.success(request, _("Đã ghi."))
    except ChannelError as error:
        messages.error(request, str(error))
    return redirect(back)


@never_cache
def feeds(request: HttpRequest) -> HttpResponse:
    """The calendar addresses of one's units; a new one is shown by the answer that gives it, and no other."""
    bodies = Body.objects.as_of(request.held.day).filter(pk__in=request.held.below(UNIT_READERS))
    form = FeedForm(request.POST or None, bodies=bodies)
    given = None
    if request.method == "POST" and form.is_valid():
        _feed, secret = actions.give_feed(by=request.user, **form.cleaned_data)
        given = f"{site_address()}/lich-han/{secret}.ics"
    rows = Feed.objects.filter(body__in=request.held.below(UNIT_READERS)).select_related("body", "given_by")
    return render(request, "channels/feeds.html", {"rows": rows[:200], "form": form, "given": given})


@require_POST
def revoke_feed(request: HttpRequest, feed: int) -> HttpResponse:
    """Whoever acts for the body may revoke any of its addresses."""
    found = get_object_or_404(Feed.objects.filter(body__in=request.held.below(UNIT_READERS)), pk=feed)
    return _done(request, lambda: actions.revoke_feed(by=request.user, feed=found), "feeds")


@require_safe
def feed_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address; 404 for one that never was, or was revoked."""
    if len(secret) > LONGEST:
        raise Http404
    found = get_object_or_404(Feed.objects.select_related("body"), sha256=hashed(secret), revoked_at=None)
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(
        feed_file(found, request.held.day), content_type="text/calendar; charset=utf-8", headers=headers
    )

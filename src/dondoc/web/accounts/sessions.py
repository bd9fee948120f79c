"""How a sign-in ends by itself: after a time in all, and after a time without a page.

When the last page was opened stands in a signed cookie of the browser and nowhere else: the site keeps no record of
who was there when.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from dondoc.web.accounts.demo import refused_here

BEGUN = "begun"
COOKIE = "dondoc_seen"


def begin(request: HttpRequest) -> None:
    """Notes in the session that it begins now; every sign-in passes here."""
    request.session[BEGUN] = time.time()


class SessionEnd:
    """Signs out who has been signed in or idle too long; a page for an account is kept by no cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if hasattr(request, "token"):  # the API: no session, no cookie
            return self.get_response(request)
        if request.user.is_authenticated and _is_over(request):
            logout(request)
            messages.info(request, _("Phiên làm việc đã hết hạn. Hãy đăng nhập lại để làm tiếp."))
        elif request.user.is_authenticated and refused_here(request, request.user):
            logout(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            _note_seen(request, response)
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
        return response


def _is_over(request: HttpRequest) -> bool:
    """A session without the cookie of its last page counts from its beginning, so leaving it out gains nothing."""
    asked = settings.ENVIRONMENT.sign_in
    age = time.time() - request.session.get(BEGUN, time.time())
    idle = min(_since_seen(request), age)
    return age > asked.session.total_seconds() or idle > asked.idle.total_seconds()


def _since_seen(request: HttpRequest) -> float:
    """Seconds since the last page of this very session, by its cookie; endless where there is none that is ours."""
    try:
        seen = _signer(request).unsign(request.COOKIES[COOKIE])
    except (KeyError, BadSignature):
        return inf
    return time.time() - int(seen)


def _note_seen(request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie(
        COOKIE,
        _signer(request).sign(str(int(time.time()))),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def _signer(request: HttpRequest) -> Signer:
    """Bound to the session: the cookie of another one is worth nothing."""
    return Signer(salt=f"{COOKIE}:{request.session.session_key}")

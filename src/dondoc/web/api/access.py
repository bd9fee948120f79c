"""Who asks the API: the account of the token that is shown, never that of a session, so no page can ask in its name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from dondoc.web.accounts.demo import refused_here
from dondoc.web.accounts.models import Token
from dondoc.web.accounts.required import has_totp, needs_second_step
from dondoc.web.accounts.tokens import token_of
from dondoc.web.api.scopes import OPEN, SCOPES
from dondoc.web.operations.problems import OF_THE_SITE, problem
from dondoc.web.organizations.held import held_by

MOST_BYTES = 2_500_000  # of what is sent; more than Django takes into memory is refused there too
_MINUTE = 60  # seconds
_BEARER = "bearer "


class TokenAccess:
    """Puts the account of the token into the request and asks whether the token is for it, before permissions do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_of_api(request):
            return self.get_response(request)
        request.token = _shown_token(request)
        request.user = request.token.account if request.token else AnonymousUser()
        if _is_too_often(request):
            refused = problem(429)
            refused["Retry-After"] = str(_MINUTE)
            return refused
        return _told_to_caches(request, self.get_response(request))

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if not _is_of_api(request):
            return None
        scopes = SCOPES[request.resolver_match.view_name]
        if request.method not in scopes:
            return _not_this_way(scopes)
        if scopes[request.method] == OPEN:
            return None
        return _refused(request, scopes[request.method]) or _refused_body(request)


def _is_of_api(request: HttpRequest) -> bool:
    return bool(request.path.startswith(OF_THE_SITE))


def _shown_token(request: HttpRequest) -> Token | None:
    shown = request.headers.get("Authorization", "")
    token = token_of(shown[len(_BEARER) :].strip()) if shown[: len(_BEARER)].lower() == _BEARER else None
    return None if token is None or refused_here(request, token.account) else token


def _is_too_often(request: HttpRequest) -> bool:
    """Counted a minute: for a token, or without a good one for the address that it comes from."""
    who = f"token-{request.token.pk}" if request.token else f"from-{get_adapter().get_client_ip(request)}"
    key = f"api-{who}-{int(time.time()) // _MINUTE}"
    if cache.add(key, 1, 2 * _MINUTE):
        return False
    try:
        return int(cache.incr(key)) > settings.API_REQUESTS_A_MINUTE
    except ValueError:  # the minute has just run out
        return False


def _refused(request: HttpRequest, scope: str) -> HttpResponse | None:
    if request.token is None:
        refused = problem(401)
        refused["WWW-Authenticate"] = "Bearer"
        return refused
    if scope not in request.token.scopes:
        return problem(403, _("Mã truy cập này không có quyền %(scope)s.") % {"scope": scope})
    user = request.user
    if needs_second_step(user, held_by(user, timezone.localdate())) and not has_totp(user):
        return problem(403, _("Vai trò của tài khoản cần xác thực hai bước; hãy bật ở trang tài khoản."))
    return None


def _refused_body(request: HttpRequest) -> HttpResponse | None:
    if request.method != "POST":
        return None
    if request.content_type != "application/json":
        return problem(415)
    return problem(413) if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES else None


def _not_this_way(methods: Iterable[str]) -> HttpResponse:
    refused = problem(405)
    refused["Allow"] = ", ".join(sorted(methods))
    return refused


def _told_to_caches(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What was read can be asked for again by its ETag; nobody but who asked keeps it."""
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Authorization", "Accept-Language"))
    if request.method != "GET" or response.status_code != 200:
        return response
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)

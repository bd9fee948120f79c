"""What goes around each answer of the public API: the same for everybody, kept by any cache, read from any site."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header

from dondoc.reporting.open_data import CC_BY
from dondoc.web.operations.problems import problem
from dondoc.web.operations.routing import View, known_alone
from dondoc.web.public.api.limiting import MINUTE, Minutes
from dondoc.web.public.models import current_revision

_SAFE = ("GET", "HEAD")
_minutes = Minutes()


def publicly(view: View, known: frozenset[str]) -> View:
    """`view`, asked without an account; a filter that is none of `known` is refused."""
    checked = known_alone(view, known)

    @wraps(view)
    def asked(request: HttpRequest, **parameters: Any) -> HttpResponse:
        return told(request, lambda: _refused(request) or checked(request, **parameters))

    return asked


def told(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer with what browsers and caches need to know; a refusal in the language that was asked for."""
    with override(_language(request)):
        response = answer()
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    if current_revision()[1]:
        response["X-Robots-Tag"] = "noindex, nofollow"
    if response.status_code != 200:
        response["Vary"], response["Cache-Control"] = "Accept-Language", "no-store"
        return response
    response["Link"] = f'<{CC_BY.address}>; rel="license"'
    response["Cache-Control"] = "public, no-cache"
    etag = response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    conditional: HttpResponse = get_conditional_response(request, etag=etag, response=response)
    return conditional


def not_there(request: HttpRequest) -> HttpResponse:
    """No such address, or nothing public at it."""
    return told(request, lambda: problem(404))


def _refused(request: HttpRequest) -> HttpResponse | None:
    if request.method not in _SAFE:
        refused = problem(405)
        refused["Allow"] = ", ".join(_SAFE)
        return refused
    if _minutes.is_too_often(get_adapter().get_client_ip(request), settings.API_REQUESTS_A_MINUTE):
        refused = problem(429)
        refused["Retry-After"] = str(MINUTE)
        return refused
    request.method = "GET"  # what is asked for by HEAD is made all the same: its ETag is made of it
    return None


def _language(request: HttpRequest) -> str:
    """Of the header alone: a cookie of the pages says nothing here."""
    asked = (code[:2] for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")))
    return next((each for each in asked if each in ("vi", "en")), "vi")

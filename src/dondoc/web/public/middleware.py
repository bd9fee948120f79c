"""Public pages are answered before anything asks who is there: no session, no cookie, no account, no language of a
browser. So they are the same for everybody, and may be kept by any cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import resolve

from dondoc.web.operations.problems import OF_THE_PUBLIC
from dondoc.web.public import views
from dondoc.web.public.api.asking import not_there

_BEGINNING = "/cong-khai"
_ALONE = frozenset({"/robots.txt", "/sitemap.xml"})
_SAFE = ("GET", "HEAD")
# An address says the same each time, and trying the patterns would cost more than the page; those that are not there
# are tried each time.
_resolved = lru_cache(1024)(resolve)


class PublicPages:
    """Its addresses are those of urls.py whose rule lets anyone in; what is not there is told in the same look."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = build_policy()  # the same for each: making it anew would cost more than the page

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not (path == _BEGINNING or path.startswith(f"{_BEGINNING}/") or path in _ALONE):
            return self.get_response(request)
        response = self._answer(request, path)
        response[HEADER] = self.policy
        return response

    def _answer(self, request: HttpRequest, path: str) -> HttpResponse:
        try:
            match = request.resolver_match = _resolved(path)
            if request.method not in _SAFE and not path.startswith(OF_THE_PUBLIC):
                return HttpResponseNotAllowed(_SAFE)
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except Http404:
            return not_there(request) if path.startswith(OF_THE_PUBLIC) else views.not_found(request)
        return answer

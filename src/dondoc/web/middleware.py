"""What happens around every request: one line of the log, and the rule of permissions.py."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from dondoc.web.audit.origin import asked_by
from dondoc.web.organizations.held import held_by
from dondoc.web.permissions import allowed
from dondoc.web.subjects import About

_log = logging.getLogger("dondoc.request")
Handler = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """One line a request, with the name of its URL instead of its address: a one-time link never reaches the log."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        request.id = secrets.token_hex(8)
        with asked_by(request.id):
            response = self.get_response(request)
        match = request.resolver_match
        fields = {
            "event": "request",
            "method": request.method,
            "url_name": match.view_name if match else None,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - begun) * 1000, 1),
            "request_id": request.id,
        }
        _log.log(_level(response.status_code), "request", extra=fields)
        response["X-Request-ID"] = request.id
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if not isinstance(exception, PermissionDenied):
            _log.error("error", exc_info=exception, extra={"event": "error", "request_id": request.id})


def _level(status: int) -> int:
    return logging.ERROR if status >= 500 else logging.INFO


class PermissionsPolicy:
    """No page needs the camera, the place or anything else a browser could hand out."""

    FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb")
    POLICY = ", ".join(f"{feature}=()" for feature in FEATURES)

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = self.POLICY
        return response


class Permission:
    """Asks permissions.py before any view: a visitor is led to sign in, an account without the right gets 403."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        match = request.resolver_match
        request.held = SimpleLazyObject(lambda: held_by(request.user, timezone.localdate()))
        request.about = About(match.kwargs)
        if not allowed(match.view_name, request.user, request.held, request.about, request.method):
            if request.user.is_authenticated:
                raise PermissionDenied
            return _to_sign_in(request)
        return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A part of a page that htmx asks for would show the sign-in inside the page: then the whole page is led there."""
    if request.htmx:
        return HttpResponseClientRedirect(redirect_to_login(request.htmx.current_url_abs_path or "/").url)
    return redirect_to_login(request.get_full_path())

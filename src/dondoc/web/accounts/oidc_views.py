"""The way to the office's provider and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.decorators import rate_limit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from dondoc.web.accounts.identities import failed, part_identity
from dondoc.web.accounts.oidc import JOIN, OfficeAdapter
from dondoc.web.sign_in_settings import OIDC_PROVIDER


@never_cache
@require_POST
@rate_limit(action="login")
def sign_in(request: HttpRequest) -> HttpResponse:
    """To the provider, to sign in."""
    return _asked(request, lambda: _provider(request).redirect(request, "login", get_next_redirect_url(request)))


@never_cache
@require_POST
@reauthentication_required(app="allauth.mfa")
def join(request: HttpRequest) -> HttpResponse:
    """To the provider, to join the identity there to the account that is signed in."""
    return _asked(request, lambda: _provider(request).redirect(request, JOIN))


@require_POST
@reauthentication_required(app="allauth.mfa")
def part(request: HttpRequest) -> HttpResponse:
    part_identity(by=request.user, provider=OIDC_PROVIDER)
    messages.success(request, _("Đã bỏ nối."))
    return redirect("my_account")


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """The provider's answer."""
    view = OAuth2CallbackView.adapter_view(OfficeAdapter(request, OIDC_PROVIDER))
    return _asked(request, lambda: view(request))


def _provider(request: HttpRequest) -> Any:
    return get_adapter().get_provider(request, OIDC_PROVIDER)


def _asked(request: HttpRequest, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """404 where no provider is set; what the provider does wrong, or that it is away, is said."""
    if settings.ENVIRONMENT.sign_in.oidc is None:
        raise Http404
    try:
        return ask()
    except (OAuth2Error, RequestException, ValueError, KeyError) as error:
        return failed(request, _("Máy chủ đăng nhập của cơ quan không trả lời đúng."), error)

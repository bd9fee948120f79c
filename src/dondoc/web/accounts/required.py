"""Who has to use the second step, and the way there for whoever has not switched it on.

Asked with every page and not only at the sign-in: a role may be given to an account that is signed in.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dondoc.web.accounts.models import User
from dondoc.web.organizations.held import Held
from dondoc.web.permissions import before_second_step
from dondoc.web.sign_in_settings import ADMINISTRATOR

SECOND_STEP = "second_step"  # in the session: its account is known to have the second step


class SecondStepFirst:
    """Leads whoever needs the second step and has none to where it is switched on, from every page but those of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if before_second_step(request.resolver_match.view_name) or not _is_missing(request):
            return None
        messages.info(request, _("Vai trò của bạn cần xác thực hai bước. Hãy bật trước khi làm việc tiếp."))
        return redirect("mfa_activate_totp")


def _is_missing(request: HttpRequest) -> bool:
    if hasattr(request, "token"):  # the API asks itself, without a session
        return False
    if not request.user.is_authenticated or request.session.get(SECOND_STEP):
        return False
    if not needs_second_step(request.user, request.held):
        return False
    request.session[SECOND_STEP] = has_totp(request.user)
    return not request.session[SECOND_STEP]


def needs_second_step(user: User, held: Held) -> bool:
    """Whether DONDOC_TOTP_ROLES names something that `user` is or, by `held`, holds.

    Accounts of the demo need none: their passwords are no secret, so a second step would keep nobody out.
    """
    roles = settings.ENVIRONMENT.sign_in.totp_roles
    return not user.is_demo and ((ADMINISTRATOR in roles and user.is_administrator) or held.any(roles))


def has_totp(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()

"""Pages of the second step: switched on with a picture of our own, off, and recovery codes; each leaves its entry."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dondoc.web.accounts.required import SECOND_STEP
from dondoc.web.audit.actions import record


class SwitchOn(ActivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record(by=self.request.user, action="accounts.second_step_on", subject=self.request.user)
        self.request.session[SECOND_STEP] = True
        return response


class SwitchOff(DeactivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record(by=self.request.user, action="accounts.second_step_off", subject=self.request.user)
        self.request.session[SECOND_STEP] = False
        return response


class NewRecoveryCodes(GenerateRecoveryCodesView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record(by=self.request.user, action="accounts.recovery_codes", subject=self.request.user)
        return response


@never_cache
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The picture to scan, of the secret that the page of switching on has just offered; 404 without one.

    A picture of its own, because the policy allows none inside the page.
    """
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(drawn, content_type="image/svg+xml")

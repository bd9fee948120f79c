"""Tokens on the page of one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dondoc.web.accounts.actions import AccountError
from dondoc.web.accounts.forms import TokenForm
from dondoc.web.accounts.models import Token
from dondoc.web.accounts.tokens import give_token as give
from dondoc.web.accounts.tokens import revoke_token as revoke


@never_cache
@require_POST
def give_token(request: HttpRequest) -> HttpResponse:
    """Makes a token; this very answer shows its secret, and no other."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(message for each in form.errors.values() for message in each))
        return redirect("my_account")
    try:
        token, secret = give(by=request.user, **form.cleaned_data)
    except AccountError as error:
        messages.error(request, str(error))
        return redirect("my_account")
    return render(request, "accounts/token.html", {"token": token, "secret": secret})


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        revoke(by=request.user, token=get_object_or_404(Token, pk=pk))
        messages.success(request, _("Đã thu hồi mã truy cập."))
    except AccountError as error:
        messages.error(request, str(error))
    return redirect("my_account")

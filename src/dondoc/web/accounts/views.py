from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dondoc.web.accounts.actions import LinkError, create_first_administrator, link_is_good
from dondoc.web.accounts.forms import FirstAdministratorForm


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def first_administrator(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind the one-time link. 404 as soon as the link is used or has run out."""
    if not link_is_good(secret):
        raise Http404
    form = FirstAdministratorForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/first_administrator.html", {"form": form}, status=422 if request.POST else 200)
    given = form.cleaned_data
    try:
        user = create_first_administrator(
            secret=secret, username=given["username"], name=given["name"], password=given["password"]
        )
    except LinkError:
        raise Http404 from None
    login(request, user)
    messages.success(request, _("Tài khoản quản trị đầu tiên đã được tạo. Liên kết này không còn dùng được."))
    return redirect("today")

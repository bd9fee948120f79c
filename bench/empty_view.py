"""The emptiest Django there is: one view that answers two bytes, no middleware, no database; for comparison."""

from __future__ import annotations

import secrets

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY=secrets.token_hex(), MIDDLEWARE=[])
django.setup()


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("", empty)]
application = get_wsgi_application()

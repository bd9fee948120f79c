"""What is cleared away of signing in, so that no record of it builds up."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, models
from django_tasks import task

from dondoc.web.accounts.models import OneTimeLink


@task
def forget_sign_ins(due: str) -> None:
    """Deletes sessions and one-time links that had run out by `due`, links that were used, and counts of tries.

    Django deletes a session's row only when its holder signs out, and a count, which bears an address, only when the
    table is full.
    """
    moment = datetime.fromisoformat(due)
    Session.objects.filter(expire_date__lt=moment).delete()
    OneTimeLink.objects.filter(models.Q(expires_at__lt=moment) | models.Q(used_at__lt=moment)).delete()
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        until = connection.ops.adapt_datetimefield_value(moment)
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [until])  # noqa: S608

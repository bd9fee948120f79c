"""For the machine that watches: `healthz` answers while the program runs, `readyz` when it can work."""

from __future__ import annotations

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from dondoc.web.jobs.models import BackgroundWorker


@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers, has every migration and a background worker lives, else 503 with what is missing.

    `worker`: none has said for a minute that it lives; what is read or computed in the background waits.
    """
    problem = _problem()
    if problem:
        return JsonResponse({"status": "unavailable", "problem": problem}, status=503)
    return JsonResponse({"status": "ok"})


def _problem() -> str | None:
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations"
        if not BackgroundWorker.objects.alive(timezone.now()).exists():
            return "worker"
    except Error:
        return "database"
    return None

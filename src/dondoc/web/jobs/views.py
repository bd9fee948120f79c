from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult

from dondoc.web.jobs.actions import ATTEMPTS, JobError, retry
from dondoc.web.jobs.models import BackgroundWorker, Occurrence
from dondoc.web.jobs.progress import standing, standing_of
from dondoc.web.jobs.recurring import RECURRING
from dondoc.web.jobs.words import task_words

PAGE = 50


@never_cache
@require_safe
def background_tasks(request: HttpRequest) -> HttpResponse:
    """What waits, runs and has failed, for administrators: kinds, times and codes, no content."""
    tasks = DBTaskResult.objects.select_related("progress", "failure")
    failed = Paginator(tasks.failed().order_by("-finished_at"), PAGE).get_page(request.GET.get("page"))
    context = {
        "workers": BackgroundWorker.objects.alive(timezone.now()).count(),
        "attempts": ATTEMPTS,
        "running": _rows(tasks.running()[:PAGE]),
        "waiting": _rows(tasks.filter(status="READY")[:PAGE]),
        "waiting_total": tasks.filter(status="READY").count(),
        "page": failed,
        "failed": _rows(failed),
        "recurring": _recurring(),
    }
    return render(request, "jobs/list.html", context)


@require_POST
def retry_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    try:
        retry(by=request.user, task=get_object_or_404(DBTaskResult, pk=task_id))
    except JobError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Việc đã được xếp hàng làm lại."))
    return redirect("background_tasks")


@never_cache
@require_safe
def task_progress(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """How far a task is, for the page that polls it; when it has ended, that page loads itself again."""
    shown = standing(task_id)
    if shown is None:
        raise Http404
    response = render(request, "jobs/_progress.html", {"standing": shown})
    if shown.finished and request.htmx:
        response["HX-Refresh"] = "true"
    return response


def _rows(tasks: Iterable[Any]) -> list[dict[str, object]]:
    return [{"task": task, "words": task_words(task.task_path), "standing": standing_of(task)} for task in tasks]


def _recurring() -> list[dict[str, object]]:
    last = {each.name: each for each in Occurrence.objects.select_related("task").order_by("due")}
    return [{"words": task_words(job.task.module_path), "last": last.get(job.name)} for job in RECURRING]

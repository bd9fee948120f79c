"""Public plans and targets for the bench of public pages: one made by publishing, the others copies of its page."""

from __future__ import annotations

import json
import secrets
import statistics
import time
import urllib.request
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench.monitoring_rows import fill as fill_figures
from dondoc.web.accounts.models import User
from dondoc.web.plans.models import Commitment, Plan, Target
from dondoc.web.public.models import Page, Register
from dondoc.web.publishing.drawing import picture
from dondoc.web.publishing.publication_models import Publication, Scope
from dondoc.web.publishing.publications import publish


def fill(figures: int, plans: int, targets: int, today: str) -> str:
    """Writes the rows; the keys of one plan and of targets, and how many figures and pages there are."""
    told = json.loads(fill_figures(figures, 5_000, today))
    plan, day = Plan.objects.get(pk=told["plan"]), date.fromisoformat(today)
    target = Target.objects.filter(plan=plan, indicator__isnull=False).order_by("pk").first()
    Commitment.objects.filter(pk=target.pk).update(sensitivity="public")
    by = User.objects.get(username="bench")
    publish(by=by, plan=plan, items=[target.pk], scope=Scope.RESULTS, on=day)
    page = Publication.objects.live().of_items().select_related("page").get().page
    page.refresh_from_db()
    _copies(page, plans, targets)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    keys = list(Page.objects.targets().order_by("pk").values_list("key", flat=True)[1:301])
    one = Page.objects.plans().order_by("pk")[plans // 2]
    return json.dumps({"plan": one.key, "targets": keys, "figures": told["figures"], "pages": Page.objects.count()})


@transaction.atomic
def _copies(page: Page, plans: int, targets: int) -> None:
    head, now = Page.objects.plans().get(), timezone.now()
    content = page.told
    drawn = picture(content, "vi") if content["figures"] else "<svg/>"
    for number in range(plans):
        key = f"k{number:07}"
        shared: dict[str, Any] = {"plan_key": key, "changed_at": now}
        heads = [Page(key=key, kind="plan", title=f"{head.title} {number}", content=head.content, **shared)]
        rows = [
            Page(
                key=f"{key}t{place}", kind="target", place=place, title=f"{page.title} {place}", content=page.content,
                look=page.look, chart_vi=drawn, chart_en=drawn, **shared,
            )
            for place in range(targets)
        ]  # fmt: skip
        Page.objects.bulk_create([*heads, *rows], batch_size=500)
    Register.objects.update(revision=secrets.token_hex(8))


def cold(server: str, path: str, rounds: int) -> str:
    """Median and 95th percentile in milliseconds of a page that no process has kept: something public has changed."""
    times = []
    for _ in range(rounds):
        Register.objects.update(revision=secrets.token_hex(8))
        begun = time.perf_counter()
        with urllib.request.urlopen(server + path, timeout=60) as response:  # noqa: S310 — a server of our own
            assert response.status == 200
            response.read()
        times.append((time.perf_counter() - begun) * 1000)
    return json.dumps([statistics.median(times), statistics.quantiles(times, n=20)[-1]])

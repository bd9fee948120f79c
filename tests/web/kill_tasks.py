"""A task in several steps, each of which must have its effect once however often its worker is killed."""

from __future__ import annotations

import time

from django.db import transaction
from django_tasks import TaskContext, task

from dondoc.web.figures.importing.actions import import_figures
from dondoc.web.jobs.progress import tell_progress
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body

STEPS = 5
ROWS = 40  # of a file of figures that is taken in
STEP_SECONDS = 0.02


@task(takes_context=True)
def make_bodies(context: TaskContext, number: int) -> int:
    """Makes STEPS bodies, each with its audit entry; those that are there already are left."""
    for step in range(STEPS):
        key = f"t{number}-{step}"
        with transaction.atomic():
            if not Body.objects.filter(key=key).exists():
                create_body(by=None, key=key, kind="commune", name=f"Xã {number}.{step} (minh họa)")
        tell_progress(context, "part", step + 1, STEPS)
        time.sleep(STEP_SECONDS)
    return number


@task
def take_in(number: int) -> int:
    """Takes in a file of ROWS figures, told apart from others by its source; a second time nothing is new."""
    days = (f"20{year:02}-01-01" for year in range(ROWS // 2, ROWS // 2 + ROWS))
    lines = (f"thu,nap,tỷ đồng,period,{day},{day},{number + 1},2026-01-01,minh họa {number},vì" for day in days)
    file = "\n".join(["indicator,body,unit,basis,from,to,value,known_on,source,kept_because", *lines])
    return import_figures(by=None, file=file.encode()).new

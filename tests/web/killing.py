"""Kills the background worker in the middle of tasks, and tells what became of them.

`python -m tests.web.killing KILLS` works on the database of the environment, which has its tables and nothing else,
with the supervisor and the worker of `dondoc serve`. It prints one JSON object. Then two processes enqueue the same
recurring jobs at once.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

import django

DEADLINE = 300.0  # seconds without a step forward; only a defect reaches it
DAYS = 40
FIRST_DAY = datetime(2100, 1, 1, tzinfo=UTC)  # later than what the workers themselves have enqueued


def main(kills: int) -> int:
    seed = random.randrange(10**6)
    django.setup()
    outcome = {"seed": seed, **kill_workers(kills, random.Random(seed)), **enqueue_twice()}
    print(json.dumps(outcome))
    return 0


def kill_workers(kills: int, dice: random.Random) -> dict[str, object]:
    """Until so many attempts have been lost to a kill; then lets the rest be done."""
    from django_tasks_db.models import DBTaskResult

    from dondoc.web.audit.models import Entry, Seal
    from dondoc.web.audit.sealing import seal_entries, verify_chain
    from dondoc.web.audit.tasks import seal_audit
    from dondoc.web.jobs.models import Failure, Progress
    from dondoc.web.jobs.supervising import background_worker
    from dondoc.web.organizations.models import Body
    from tests.web.kill_tasks import ROWS, STEPS, make_bodies, take_in

    _prepare_figures()
    halves: list[int] = []
    made = killed = 0
    with background_worker(longest_pause=0.05) as supervisor:
        while _lost() < kills:
            while DBTaskResult.objects.filter(status="READY").count() < 3:
                make_bodies.enqueue(made)
                made += 1
                seal_audit.enqueue(due="")
                take_in.enqueue(made)
            # Anywhere in a task: before its first step, in one, between two, after the last, while it is marked done.
            _until(_may_be_killed)
            time.sleep(dice.uniform(0, 0.15))
            child = supervisor.child
            if child is not None and child.poll() is None and _may_be_killed():
                os.kill(child.pid, signal.SIGKILL)
                killed += 1
                child.wait()
                halves += [rows for rows in _taken_in() if rows != ROWS]
        _until(lambda: not DBTaskResult.objects.filter(status__in=("READY", "RUNNING")).exists())
    sealed_before = Seal.objects.count()
    seal_entries()
    return {
        "kills": killed,
        "attempts_lost": _lost(),
        "tasks": made,
        "done": DBTaskResult.objects.successful().filter(task_path=make_bodies.module_path).count(),
        "failures": Failure.objects.count(),
        "told_to_the_end": Progress.objects.filter(done=STEPS, total=STEPS).count(),
        "bodies_wanted": made * STEPS,
        "bodies": Body.objects.filter(key__startswith="t").count(),
        "files": made,
        "files_taken_in": sum(rows == ROWS for rows in _taken_in()),
        "half_files": halves,
        "imports_recorded": Entry.objects.filter(action="figures.import").count(),
        "sealed_before_the_end": sealed_before,
        "unsealed": Entry.objects.unsealed().count(),
        "faults_of_the_chain": len(verify_chain().problems),
        "entries": Entry.objects.filter(action="organizations.create_body").count(),
    }


def _prepare_figures() -> None:
    """The indicator and the body of the files that take_in takes in."""
    from dondoc.web.indicators.actions import create
    from dondoc.web.organizations.models import Body

    fields = {"name": "Thu (minh họa)", "unit": "tỷ đồng", "measure": "flow", "over_time": "sum", "over_bodies": "sum"}
    create(by=None, key="thu", fields=fields)
    Body.objects.create(key="nap", kind="commune", name="Xã nạp (minh họa)")


def _taken_in() -> list[int]:
    """How many figures are kept of each file of which there are any."""
    from django.db.models import Count

    from dondoc.web.figures.models import Version

    counted = Version.objects.order_by().values("figure__source").annotate(rows=Count("pk"))
    return list(counted.values_list("rows", flat=True))


def _lost() -> int:
    from django_tasks_db.models import DBTaskResult

    tried = DBTaskResult.objects.exclude(status="RUNNING").values_list("status", "worker_ids")
    return sum(len(workers) - (status != "READY") for status, workers in tried)


def _may_be_killed() -> bool:
    """A task runs, and for none would it be the third attempt, which is the last."""
    from django_tasks_db.models import DBTaskResult

    unfinished = DBTaskResult.objects.filter(status__in=("READY", "RUNNING")).values_list("status", "worker_ids")
    runs = any(status == "RUNNING" for status, _ in unfinished)
    return runs and all(len(workers) <= (2 if status == "RUNNING" else 1) for status, workers in unfinished)


def _until(condition) -> None:
    end = time.monotonic() + DEADLINE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.03)


def enqueue_twice() -> dict[str, object]:
    """Two processes look for due jobs at the same moments."""
    from django_tasks_db.models import DBTaskResult

    from dondoc.web.jobs.models import Occurrence

    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    looking = [context.Process(target=_look, args=(barrier,)) for _ in range(2)]
    for process in looking:
        process.start()
    for process in looking:
        process.join(DEADLINE)
    enqueued = DBTaskResult.objects.filter(task_path="dondoc.web.jobs.tasks.prune")
    return {
        "days": DAYS,
        "ends": [process.exitcode for process in looking],
        "occurrences": Occurrence.objects.filter(name="prune", due__gt=FIRST_DAY - timedelta(days=1)).count(),
        "enqueued": enqueued.count(),
        "distinct": len({str(task.args_kwargs) for task in enqueued}),
    }


def _look(barrier) -> None:
    django.setup()
    from dondoc.web.jobs.recurring import RECURRING, enqueue_due

    for day in range(DAYS):
        barrier.wait(DEADLINE)
        enqueue_due(RECURRING, FIRST_DAY + timedelta(days=day))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))

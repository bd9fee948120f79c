"""Kills whoever reports, approves, accepts and seals, at random moments, and tells what the database holds afterwards.

`python -m tests.web.kill_reports KILLS` works on the database of the environment, which has its tables and nothing
else. A child does one step after the other and tells each when it has been kept; after every kill the parent looks
whether all that was told is there, and nothing by halves. It prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from decimal import Decimal
from typing import Any

import django

BODY = "xa1"
LONGEST_LIFE = 0.3  # seconds of a child, from its first step or from its start; a step takes some hundredths
DEADLINE = 60.0  # seconds; only a defect reaches it


def main(kills: int) -> int:
    seed = random.randrange(10**6)
    django.setup()
    from dondoc.web.accounts.models import User
    from tests.web.reporting import make_reporting

    reporting = make_reporting(User.objects.create(username="quantri", name="Quản trị", is_administrator=True))
    print(json.dumps({"seed": seed, **killed(reporting, kills, random.Random(seed))}))
    return 0


def killed(reporting: Any, kills: int, dice: random.Random) -> dict[str, Any]:
    """Until so many children were killed; what they told, and what was found wrong."""
    from dondoc.web.audit.models import Entry
    from dondoc.web.audit.sealing import seal_entries, verify_chain

    told: list[str] = []
    wrong: list[str] = []
    for _kill in range(kills):
        told += _one_life(reporting, dice, len(told))
        wrong += [f"after {len(told)} steps: {each}" for each in faults_of(reporting, told)]
    seal_entries()
    return {
        "kills": kills, "steps": len(told), "wrong": wrong, "unsealed": Entry.objects.unsealed().count(),
        "faults_of_the_chain": len(verify_chain().problems), "kinds": sorted({each.split()[0] for each in told}),
    }  # fmt: skip


def _one_life(reporting: Any, dice: random.Random, begun: int) -> list[str]:
    """What a child told before it was killed, a line a step."""
    from django.db import connections

    connections.close_all()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _work(reporting, write, begun)
    os.close(write)
    if dice.random() < 0.7:  # not before its first step: connecting takes its time where the machine is busy
        select.select([read], [], [], DEADLINE)
    time.sleep(dice.uniform(0.02, LONGEST_LIFE))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read) as lines:
        return lines.read().splitlines()


def _work(reporting: Any, write: int, begun: int) -> None:
    """One step after the other, from wherever the report stands, told once it is kept."""
    from dondoc.web.audit.sealing import seal_entries
    from dondoc.web.figures import approving

    people = reporting.people
    number = begun
    while True:
        report = reporting.report(BODY)
        step, value = report.state, ""
        cell = report.cells.first()
        typed = report.because if cell is None or cell.recorded_id is None else str(cell.recorded.value != cell.value)
        if step == "draft" and (cell is None or typed == "False"):
            number += 1
            step, value = "save", str(1000 + number)
            reporting.type(BODY, value, who="xa1-reporter", seen=cell.version if cell else 0)
        elif step == "draft":
            reporting.submit(BODY, who="xa1-reporter")
        elif step == "submitted":
            approving.approve(by=people["xa1-head"], report=report)
        elif step == "approved":
            approving.accept(by=people["editor"], report=report)
        else:
            seal_entries()
            approving.reopen(by=people["editor"], report=report, reason="đối chiếu lại")
        os.write(write, f"{step} {value}\n".encode())


def faults_of(reporting: Any, told: list[str]) -> list[str]:
    """What was told and is not there, and what is there by halves."""
    from dondoc.web.audit.models import Entry
    from dondoc.web.figures.models import Version

    report = reporting.report(BODY)
    cell = report.cells.select_related("recorded").first()
    entries = list(Entry.objects.filter(action__startswith="figures.", subject_id=str(report.pk)).order_by("pk"))
    saves = [each for each in entries if each.action == "figures.save_cell"]
    versions = list(Version.objects.filter(figure__body=report.body, figure__source="").order_by("number"))
    count = {kind: sum(line.startswith(kind) for line in told) for kind in ("save", "draft", "submitted", "approved")}
    names = {"draft": "submit", "submitted": "approve", "approved": "accept", "save": "save_cell"}
    kept = {kind: sum(each.action == f"figures.{name}" for each in entries) for kind, name in names.items()}
    waiting = [each.state for each in versions if each.state in ("submitted", "approved")]
    counting = [each for each in versions if each.state == "accepted"]
    checks = {
        "a step that was told is not there": all(count[kind] <= kept[kind] for kind in count),
        "a save without its entry, or the reverse": (cell.version if cell else 0) == len(saves),
        "the cell is not what was saved last": not saves or cell.value == Decimal(saves[-1].details["after"]["value"]),
        "a submission without its version": len(versions) == kept["draft"],
        "the versions are not where the report is": waiting == ([report.state] if report.state in _WAITS else []),
        "more than one counts": len(counting) == min(kept["approved"], 1),
        "an accepted value does not count": not kept["approved"] or counting[0].number == kept["approved"],
    }
    return [fault for fault, holds in checks.items() if not holds]


_WAITS = ("submitted", "approved")

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))

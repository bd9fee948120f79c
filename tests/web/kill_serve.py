"""Kills `dondoc serve` itself at random moments, while people save, import, report and accept over HTTP and its
background worker seals, and tells what the database holds afterwards.

`python -m tests.web.kill_serve KILLS` works on the data folder and the database of the environment, which are empty. A
web process, both of them, the background worker or all of the site is killed; then everyone's last request is waited
for, and what was acknowledged is looked for. It prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.web.killed_people import PEOPLE, Person
from tests.web.running import Site, running

LONGEST_PAUSE = 0.6  # seconds of work before a kill
LEAST_ACKNOWLEDGED = 3  # and so many requests: starting anew takes its time where the machine is busy
DEADLINE = 120.0  # seconds; only a defect reaches it
# What is killed, and how often of twelve.
VICTIMS = {"web": 5, "webs": 3, "worker": 3, "site": 1}


@dataclass
class Told:
    """What the site has acknowledged, and what was found wrong."""

    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    wrong: list[str] = field(default_factory=list)


def main(kills: int) -> int:
    seed = random.randrange(10**6)
    dice, told, people = random.Random(seed), Told(), None
    while sum(told.kills.values()) < kills:
        with running(Path(os.environ["DONDOC_DATA"]), **_database()) as site:
            people = people or _people()
            for person in people:
                person.address = site.address
            _lives(site, people, dice, told, kills)
    print(json.dumps({"seed": seed, **_ended(people or [], told)}))
    return 0


def _database() -> dict[str, str]:
    return {"DATABASE_URL": os.environ["DATABASE_URL"]} if os.environ.get("DATABASE_URL") else {}


def _people() -> list[Person]:
    import django

    django.setup()
    from dondoc.web.accounts.models import User
    from tests.web.reporting import make_reporting

    made = make_reporting(User.objects.create(username="quantri", name="Quản trị", is_administrator=True))
    return [kind(made) for kind in PEOPLE]


def _lives(site: Site, people: list[Person], dice: random.Random, told: Told, kills: int) -> None:
    """Kill after kill until the whole site was killed, or so many were."""
    while sum(told.kills.values()) < kills and site.process.poll() is None:
        whom = dice.choices(list(VICTIMS), list(VICTIMS.values()))[0]
        enough = _acknowledged(people) + LEAST_ACKNOWLEDGED
        stop = threading.Event()
        with ThreadPoolExecutor(len(people)) as pool:
            working = [pool.submit(person.work, stop) for person in people]
            try:
                _until(partial(_is_reached, site, people, enough))
                time.sleep(dice.uniform(0, LONGEST_PAUSE))
                killed = _kill(site, whom)
            finally:
                stop.set()
            for each in working:
                each.result()
        told.kills[whom] += killed
        kills_now = sum(told.kills.values())
        told.wrong += [f"after {kills_now} kills: {fault}" for person in people for fault in person.faults()]
        if whom == "site":
            site.process.wait(DEADLINE)


def _acknowledged(people: list[Person]) -> int:
    return sum(len(person.acknowledged) for person in people)


def _is_reached(site: Site, people: list[Person], enough: int) -> bool:
    """So many were acknowledged. The site is there as long as it is not killed itself, whatever dies under it."""
    if site.process.poll() is not None:
        raise RuntimeError(f"the site ended by itself: {site.process.returncode}")
    return _acknowledged(people) >= enough


def _kill(site: Site, whom: str) -> bool:
    if site.process.poll() is not None:
        return False
    processes = processes_of(site.process.pid)
    victims = {"web": sorted(processes["web"])[:1], "webs": processes["web"], "worker": processes["worker"]}.get(
        whom, [site.process.pid]
    )
    for process in victims:
        os.kill(process, signal.SIGKILL)
    return bool(victims)


def processes_of(parent: int) -> dict[str, list[int]]:
    """The web processes and the background worker of the site `parent`."""
    found: dict[str, list[int]] = {"web": [], "worker": []}
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split() + _of_threads(parent):
        try:
            command = Path(f"/proc/{child}/cmdline").read_text()
        except OSError:
            continue
        kind = "worker" if "background_worker" in command else "web" if "spawn_main" in command else ""
        if kind and int(child) not in found[kind]:
            found[kind].append(int(child))
    return found


def _of_threads(parent: int) -> list[str]:
    """Who starts a child is told by thread."""
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    return [child for task in tasks for child in task.read_text().split()]


def _ended(people: list[Person], told: Told) -> dict[str, Any]:
    from dondoc.web.audit.models import Entry, Seal
    from dondoc.web.audit.sealing import seal_entries, verify_chain

    by_worker = Seal.objects.count()
    seal_entries()
    for person in people:
        told.acknowledged.update(kind for kind, _what in person.acknowledged)
        told.unanswered += person.unanswered
    told.wrong += [f"{type(person).__name__} would not notice" for person in people if not _notices(person)]
    return {
        "kills": dict(told.kills), "acknowledged": dict(told.acknowledged), "unanswered": told.unanswered,
        "wrong": told.wrong, "sealed_by_the_worker": by_worker, "unsealed": Entry.objects.unsealed().count(),
        "faults_of_the_chain": len(verify_chain().problems),
    }  # fmt: skip


def _notices(person: Person) -> bool:
    """Whether it finds that something was acknowledged that never happened; who acknowledges nothing finds nothing."""
    if not person.acknowledged:
        return True
    made_up = {"import": [("import", "tệp 0")], "save": [("save", "-1")]}
    person.acknowledged += made_up.get(person.acknowledged[0][0], []) + [("approved", "")] * 1000
    return bool(person.faults())


def _until(holds: Any) -> None:
    end = time.monotonic() + DEADLINE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))

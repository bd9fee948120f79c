"""How long a save of a report takes when many reporters type at once, on both databases, and whether any is lost.

So many communes (300 unless told) with a part of one target; each reporter types five times into its own cell, all at
once, of a real server on loopback; then thirty pairs type into the same thirty cells. Beside it an empty view of the
same site, asked alike.
`python -m bench.reporting [--reporters N]` writes bench/results/reporting-N.md.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.web.postgresql import create_database, server_running
from tests.web.running import Site, running, set_up

RESULTS = Path(__file__).parent / "results"
SAVES, PAIRS = 5, 30
TOKEN = "t" * 32
FILL = """
from bench.reporting_rows import fill
print(fill({reporters}))
"""
COUNT = """
import json
from dondoc.web.audit.models import Entry
from dondoc.web.figures.models import Cell
cells = {{str(each.report_id): [each.version, str(each.value)] for each in Cell.objects.all()}}
print(json.dumps({{"cells": cells, "entries": Entry.objects.filter(action="figures.save_cell").count()}}))
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reporters", type=int, default=300)
    asked = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder, server_running() as server:
        for name, url in (("SQLite", ""), ("PostgreSQL", create_database(server, "bench"))):
            with running(Path(folder) / name, from_nothing=True, **({"DATABASE_URL": url} if url else {})) as site:
                found.append((name, _measured(site, asked.reporters)))
    text = _report(asked.reporters, found)
    (RESULTS / f"reporting-{asked.reporters}.md").write_text(text, encoding="utf-8")
    print(text)
    return 0 if all(not each["lost"] and each["kept"] == each["told"] for _name, each in found) else 1


def _measured(site: Site, reporters: int) -> dict[str, Any]:
    set_up(site)
    rows = json.loads(site.run(FILL.format(reporters=reporters)).splitlines()[-1])
    empty = _all_at_once(rows, lambda row: _times(site, row, lambda ask, _row: [ask("GET", "/healthz")] * SAVES))
    own = _all_at_once(rows, lambda row: _times(site, row, _own))
    counted = json.loads(site.run(COUNT.format()).splitlines()[-1])
    statuses = Counter(status for each in own for status, _seconds in each)
    lost = sum(counted["cells"].get(str(row["report"])) != [SAVES, f"{1000 + SAVES - 1}.000000"] for row in rows)
    pairs = _all_at_once([row for row in rows[:PAIRS] for _twice in range(2)], lambda row: _times(site, row, _same))
    again = json.loads(site.run(COUNT.format()).splitlines()[-1])
    both = Counter(status for each in pairs for status, _seconds in each)
    return {
        "empty": _figures(empty), "own": _figures(own), "statuses": dict(statuses), "lost": lost,
        "told": statuses[200] + both[200], "kept": again["entries"], "pairs": dict(both),
    }  # fmt: skip


def _all_at_once(rows: Sequence[Any], work: Callable[[Any], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(rows)) as pool:
        return list(pool.map(work, rows))


def _times(site: Site, row: dict[str, Any], work: Callable[..., list[Any]]) -> list[tuple[int, float]]:
    server = urlsplit(site.address)
    connection = http.client.HTTPConnection(server.hostname or "", server.port, timeout=300)
    heads = {"Cookie": f"sessionid={row['session']}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN, "HX-Request": "true"}
    heads["Content-Type"] = "application/x-www-form-urlencoded"

    def ask(method: str, path: str, fields: dict[str, Any] | None = None) -> tuple[int, float]:
        begun = time.perf_counter()
        connection.request(method, path, urllib.parse.urlencode(fields or {}), heads)
        answer = connection.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - begun

    return work(ask, row)


def _save(ask: Callable[..., Any], row: dict[str, Any], seen: int, value: int) -> tuple[int, float]:
    key = row["row"]
    return ask("POST", f"/bao-cao/{row['report']}/ghi", {"row": key, f"{key}-seen": seen, f"{key}-value": value})


def _own(ask: Callable[..., Any], row: dict[str, Any]) -> list[tuple[int, float]]:
    return [_save(ask, row, seen, 1000 + seen) for seen in range(SAVES)]


def _same(ask: Callable[..., Any], row: dict[str, Any]) -> list[tuple[int, float]]:
    return [_save(ask, row, SAVES, 2000 + int(time.perf_counter_ns() % 997))]


def _figures(found: list[list[tuple[int, float]]]) -> tuple[float, float, float]:
    """Median and 95th percentile in milliseconds, and how many a second."""
    times = sorted(1000 * seconds for each in found for _status, seconds in each)
    longest = max(sum(seconds for _status, seconds in each) for each in found)
    return statistics.median(times), times[int(0.95 * (len(times) - 1))], len(times) / longest


def _report(reporters: int, found: list[tuple[str, dict[str, Any]]]) -> str:
    lines = [
        f"# {reporters} reporters at once", "", __doc__.split("\n\n")[1].replace("\n", " "), "",
        f"{reporters} reporters; times in milliseconds as who types waits for them, with all others waiting too.",
        f"Load over five minutes at the end: {os.getloadavg()[1]:.1f}, on {os.cpu_count()} processors.", "",
        "| database | what | median | p95 | a second |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for name, each in found:
        for what in ("empty", "own"):
            median, p95, rate = each[what]
            lines.append(f"| {name} | {_WHAT[what]} | {median:.0f} | {p95:.0f} | {rate:.0f} |")
    lines += [
        "",
        "| database | answers | lost updates | saves told as kept | kept | two at one cell |",
        "|---|---|---|---|---|---|",
    ]
    for name, each in found:
        told = ", ".join(f"{status}: {count}" for status, count in sorted(each["statuses"].items()))
        both = ", ".join(f"{status}: {count}" for status, count in sorted(each["pairs"].items()))
        lines.append(f"| {name} | {told} | {each['lost']} | {each['told']} | {each['kept']} | {both} |")
    return "\n".join([*lines, ""])


_WHAT = {"empty": "an empty view", "own": "a save"}

if __name__ == "__main__":
    sys.exit(main())

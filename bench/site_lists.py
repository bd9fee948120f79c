"""How long the list pages of the site take with many plans and several readers at once, on both databases.

1,000 plans of 60 targets each, of which the unit s0 leads 3,000; 4 readers ask at once, of a real server on loopback.
Beside them an empty view of the same site, in the same run. `python -m bench.site_lists [--plans N]` writes
bench/results/site-lists.md.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from tests.web.postgresql import create_database, server_running
from tests.web.running import PASSWORD, Site, running, set_up

RESULTS = Path(__file__).parent / "results" / "site-lists.md"
READERS, ROUNDS, WARMING = 4, 40, 5
BAR = 120.0  # milliseconds
EMPTY = "/healthz"
PAGES = (
    EMPTY, "/", "/ke-hoach", "/ke-hoach?q=thu+ngan+sach", "/ke-hoach/{plan}", "/ke-hoach/{plan}/phan-cong", "/van-ban",
    "/don-vi/s0", "/tim?q=trong+rung",
)  # fmt: skip
FILL = """
from bench.site_rows import fill
print(fill({plans}, {targets}, {password!r}))
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--plans", type=int, default=1000)
    asked = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as folder, server_running() as server:
        for name, url in (("SQLite", ""), ("PostgreSQL", create_database(server, "bench"))):
            settings = {"DATABASE_URL": url} if url else {}
            with running(Path(folder) / name, **settings) as site:
                lines += [(name, *line) for line in _measured(site, asked.plans)]
    text = _report(asked.plans, lines)
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 0 if all(p95 <= BAR for _name, address, _median, p95, _used in lines if address != EMPTY) else 1


def _measured(site: Site, plans: int) -> list[tuple[str, float, float, float]]:
    set_up(site)
    plan, session = site.run(FILL.format(plans=plans, targets=60, password=PASSWORD)).split()[-2:]
    addresses = [address.format(plan=plan) for address in PAGES]
    return [(address, *measured_page(site, address, session)) for address in addresses]


def measured_page(site: Site, address: str, session: str) -> tuple[float, float, float]:
    """Median and 95th percentile, and the processor time of the site a request: it does not depend on who else works
    on the machine. That of PostgreSQL is not in it."""
    before = _used(site.process.pid)
    median, p95 = _times(site.address, address, session)
    return median, p95, (_used(site.process.pid) - before) / (READERS * (ROUNDS + WARMING))


def _used(process: int) -> float:
    """Milliseconds of processor time of a process and of all that it has begun, those that have ended included."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    own = sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK") * 1000
    begun = Path(f"/proc/{process}/task").glob("*/children")
    return own + sum(_used(int(child)) for each in begun for child in each.read_text(encoding="ascii").split())


def _times(server: str, address: str, session: str) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, of READERS asking at once."""
    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(lambda _: _read(server, address, session, WARMING), range(READERS)))  # warm
        taken = [
            each
            for times in readers.map(lambda _: _read(server, address, session, ROUNDS), range(READERS))
            for each in times
        ]
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def _read(server: str, address: str, session: str, rounds: int) -> Iterable[float]:
    parts = urlsplit(server)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": f"sessionid={session}"})
        response = connection.getresponse()
        response.read()
        times.append((time.perf_counter() - begun) * 1000)
        assert response.status == 200, (address, response.status)
    connection.close()
    return times


def _report(plans: int, lines: Iterable[tuple[str, str, float, float, float]]) -> str:
    rows = list(lines)
    empty = {name: p95 for name, address, _median, p95, _used in rows if address == EMPTY}
    told = [
        f"| {name} | `{address}` | {median:.0f} | {p95:.0f} | {p95 / empty[name]:.1f} | {used:.0f} | "
        f"{'–' if address == EMPTY else 'reached' if p95 <= BAR else '**missed**'} |"
        for name, address, median, p95, used in rows
    ]
    head = [
        "# Lists of the site",
        "",
        f"Written by `python -m bench.site_lists` (Python {sys.version.split()[0]}, two processors): {plans:,} plans",
        f"of 60 targets, {READERS} readers at once on the machine of the server, {ROUNDS} requests each,",
        "in milliseconds. The unit `s0` leads 3,000 targets. Processor time is that of the site a request, without the",
        "database server's: it hardly depends on what else the machine does, the times do.",
        "",
        "| database | page | median | p95 | × an empty view | processor time | bar p95 ≤ 120 |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    return "\n".join([*head, *told, ""])


if __name__ == "__main__":
    sys.exit(main())

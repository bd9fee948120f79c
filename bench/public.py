"""How fast public pages are: kept by the process, made anew after a change, and beside an empty view of Django.

1,000 public plans of 60 targets, with ten million figures in the same database, on both databases; 4 readers ask at
once, of a real server on loopback, without signing in. Beside them, in the same run, an empty view of the site and one
of a Django without middleware and database, under the same server with as many workers. Readers and server share the
processors: the processor time a request is of the server alone. `python -m bench.public [--figures N] [--plans N]`
writes bench/results/public.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.site_lists import EMPTY, READERS, ROUNDS, WARMING, _read, _used
from dondoc.web.serving import WORKERS
from tests.web.postgresql import create_database, server_running
from tests.web.processes import free_port
from tests.web.running import Site, running, set_up

RESULTS = Path(__file__).parent / "results" / "public.md"
KEPT_BAR, COLD_BAR, SHARE_BAR = 30.0, 120.0, 0.5  # milliseconds, milliseconds, of an empty view's throughput
PAGES = (
    "/cong-khai/chi-tieu/{target}", "/cong-khai/ke-hoach/{plan}", "/cong-khai/chi-tieu/{target}/bieu-do.svg",
    "/cong-khai/thay-doi.atom",
)  # fmt: skip
HOURS = 4 * 3600
_RUN = "from bench import public_rows\nprint(public_rows.{call})"


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one address: milliseconds, requests a second of all readers together, processor milliseconds a request."""

    median: float
    p95: float
    rate: float
    used: float


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--figures", type=int, default=10_000_000)
    parser.add_argument("--plans", type=int, default=1000)
    parser.add_argument("--database", choices=("SQLite", "PostgreSQL"), help="one alone, and nothing is written")
    asked = parser.parse_args()
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder, server_running() as server:
        bare = _bare()
        for name, url in (("SQLite", ""), ("PostgreSQL", create_database(server, "bench"))):
            if asked.database in (None, name):
                with running(Path(folder) / name, **({"DATABASE_URL": url} if url else {})) as site:
                    lines += _lines(name, site, bare, asked.figures, asked.plans)
    text = "\n".join([*_head(asked.figures, asked.plans), *lines, ""])
    if asked.database is None:
        RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 0 if "**missed**" not in text else 1


def _lines(name: str, site: Site, bare: Measured, figures: int, plans: int) -> Iterator[str]:
    set_up(site)
    filled = _asked(site, f"fill({figures}, {plans}, 60, {date.today().isoformat()!r})")
    empty = measured(site.process.pid, site.address, EMPTY)
    yield _row(name, "an empty view of Django, nothing around it", bare, None, bare)
    yield _row(name, "an empty view of the site", empty, None, bare)
    for path in PAGES:
        address = path.format(plan=filled["plan"], target=filled["targets"][0])
        kept = measured(site.process.pid, site.address, address)
        cold = _asked(site, f"cold({site.address!r}, {address!r}, {ROUNDS})")
        yield _row(name, f"`{path}`", kept, cold, bare)


def _row(name: str, what: str, kept: Measured, cold: list[float] | None, bare: Measured) -> str:
    share, effort = kept.rate / bare.rate, bare.used / kept.used if kept.used else 0
    good = cold is None or (kept.p95 <= KEPT_BAR and cold[1] <= COLD_BAR and share >= SHARE_BAR)
    told = "–" if cold is None else f"{cold[1]:.0f}"
    verdict = "–" if cold is None else "reached" if good else "**missed**"
    return (
        f"| {name} | {what} | {kept.median:.1f} | {kept.p95:.1f} | {told} | {kept.rate:,.0f} | {share:.0%} | "
        f"{kept.used:.2f} | {effort:.0%} | {verdict} |"
    )


def measured(process: int, server: str, address: str) -> Measured:
    """READERS at once, ROUNDS × 10 requests each."""
    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(lambda _: list(_read(server, address, "", WARMING)), range(READERS)))
        before, begun = _used(process), time.perf_counter()
        found = list(readers.map(lambda _: list(_read(server, address, "", ROUNDS * 10)), range(READERS)))
        taken, used = time.perf_counter() - begun, _used(process) - before
    times = sorted(each for times in found for each in times)
    return Measured(times[len(times) // 2], times[int(len(times) * 0.95)], len(times) / taken, used / len(times))


def _bare() -> Measured:
    with _bare_running() as (process, address):
        return measured(process, address, "/")


@contextmanager
def _bare_running() -> Iterator[tuple[int, str]]:
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", str(WORKERS),
               "--no-access-log", "--log-level", "error", "bench.empty_view:application"]  # fmt: skip
    with subprocess.Popen(command) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/")
            yield process.pid, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 — a server of our own
            return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(address)


def _asked(site: Site, call: str) -> Any:
    return json.loads(site.run(_RUN.format(call=call), timeout=HOURS).splitlines()[-1])


def _head(figures: int, plans: int) -> Iterable[str]:
    return (
        "# Public pages", "",
        f"Written by `python -m bench.public --figures {figures} --plans {plans}` (Python {sys.version.split()[0]},",
        f"{os.cpu_count()} processors, load over five minutes at the end {os.getloadavg()[1]:.1f}): {plans:,} public",
        f"plans of 60 targets, {figures:,} figures asked for in the same database. {READERS} readers at once on the",
        f"machine of the server, {ROUNDS * 10} requests each, in milliseconds. *Cold*: each request after something",
        "public has changed. *Share*: of the throughput of an empty view of Django under the same server; *effort*: of",
        "its processor time, which does not depend on the readers. The share is judged.", "",
        (f"| database | page | median | p95 kept (≤ {KEPT_BAR:.0f}) | p95 cold (≤ {COLD_BAR:.0f}) | requests/s "
         f"| share (≥ {SHARE_BAR:.0%}) | processor ms | effort | bar |"),
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---|",
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

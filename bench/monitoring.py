"""The leader's pages with many targets and figures and several readers at once, one act, and one night, on both
databases.

100 offices with nine half-years of plans of 50 targets each and one plan of 5,000, and ten million figures of 200
bodies, made up by the database; 4 readers ask at once, of a real server on loopback. Beside them an empty view and one
SELECT by an index, in the same run. `python -m bench.monitoring [--figures N] [--targets N]` writes
bench/results/monitoring.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from bench.site_lists import EMPTY, READERS, ROUNDS, measured_page
from tests.web.postgresql import create_database, server_running
from tests.web.running import Site, running, set_up

RESULTS = Path(__file__).parent / "results" / "monitoring.md"
NIGHT_TARGETS = 50_000  # that the bar of a night is asked of
PAGE_BAR, QUERY_BAR, ACT_BAR, NIGHT_BAR = 120.0, 10, 50.0, 10.0  # milliseconds, queries, milliseconds, seconds
PAGES = ("/giam-sat", "/giam-sat/ke-hoach/{plan}", "/giam-sat/ke-hoach/{plan}?status=missed")
_RUN = "from bench import monitoring_rows\nprint(monitoring_rows.{call})"
HOURS = 4 * 3600  # ten million figures take their time on a machine that others use as well


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--figures", type=int, default=10_000_000)
    parser.add_argument("--targets", type=int, default=50_000)
    parser.add_argument("--database", choices=("SQLite", "PostgreSQL"), help="one alone, and nothing is written")
    asked = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder, server_running() as server:
        for name, url in (("SQLite", ""), ("PostgreSQL", create_database(server, "bench"))):
            if asked.database in (None, name):
                with running(Path(folder) / name, **({"DATABASE_URL": url} if url else {})) as site:
                    found.append((name, _measured(site, asked.figures, asked.targets)))
    text = "\n".join([*_head(found), *_lines(found), ""])
    if asked.database is None:
        RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 0 if "**missed**" not in text else 1


def _measured(site: Site, figures: int, targets: int) -> dict[str, Any]:
    set_up(site)
    today = date.today().isoformat()
    filled = _asked(site, f"fill({figures}, {targets}, {today!r})")
    ran = _asked(site, f"run({today!r})")
    pages = {}
    for path in (EMPTY, *PAGES):
        address = path.format(plan=filled["plan"])
        times = measured_page(site, address, filled["session"])
        pages[path] = (*times, _asked(site, f"queries({address!r}, {filled['session']!r})"))
    return filled | ran | {"pages": pages, "select": statistics.median(_asked(site, "one_select(200)"))}


def _asked(site: Site, call: str) -> Any:
    return json.loads(site.run(_RUN.format(call=call), timeout=HOURS).splitlines()[-1])


def _head(found: list[tuple[str, dict[str, Any]]]) -> Iterable[str]:
    told = found[0][1]
    return (
        "# Monitoring", "",
        f"Written by `python -m bench.monitoring` (Python {sys.version.split()[0]}, {os.cpu_count()} processors, load",
        f"over five minutes at the end {os.getloadavg()[1]:.1f}): {told['figures']:,} figures,",
        f"{told['targets']:,} targets in {told['plans']:,} plans, of which `{{plan}}` is the largest.",
        f"{READERS} readers at once on the machine of the server, {ROUNDS} requests each.", "",
    )  # fmt: skip


def _lines(found: list[tuple[str, dict[str, Any]]]) -> Iterable[str]:
    yield "| database | page | median ms | p95 ms | × empty | × one SELECT | processor ms | queries | bar |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---|"
    for name, told in found:
        empty = told["pages"][EMPTY][1]
        for path, (median, p95, used, asked) in told["pages"].items():
            good = _verdict(path == EMPTY or (p95 <= PAGE_BAR and asked <= QUERY_BAR))
            yield (
                f"| {name} | `{path}` | {median:.0f} | {p95:.0f} | {p95 / empty:.1f} | {p95 / told['select']:.0f} "
                f"| {used:.0f} | {asked} | {good} |"
            )
    yield ""
    yield (
        f"p95 ≤ {PAGE_BAR:.0f} ms and at most {QUERY_BAR} queries. One indexed SELECT through the same layers, alone: "
        + (", ".join(f"{told['select']:.2f} ms on {name}" for name, told in found))
    )
    yield ""
    yield "| database | what | | bar |"
    yield "|---|---|---:|---|"
    for name, told in found:
        acts = sorted(1000 * each for each in told["acts"][1:])
        yield (
            f"| {name} | accepting one figure, its targets said anew, median of {len(acts)} | "
            f"{statistics.median(acts):.0f} ms | {_verdict(statistics.median(acts) <= ACT_BAR)}, ≤ {ACT_BAR:.0f} ms |"
        )
        yield (
            f"| {name} | a night over all targets ({told['night_said'] or 'nothing changed'}) | {told['night']:.1f} s, "
            f"of it {told['night_used']:.1f} s of our own processor time | {_of_night(told)}, ≤ {NIGHT_BAR:.0f} s |"
        )
        yield f"| {name} | the first night, which says everything | {told['first']:.1f} s | |"


def _of_night(told: dict[str, Any]) -> str:
    """The bar is one of 50,000 targets: fewer reach nothing."""
    return _verdict(told["night"] <= NIGHT_BAR) if told["targets"] >= NIGHT_TARGETS else "not asked of so few"


def _verdict(good: bool) -> str:
    return "reached" if good else "**missed**"


if __name__ == "__main__":
    sys.exit(main())

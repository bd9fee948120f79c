"""How fast a file of figures is taken in on PostgreSQL, against plain COPY of the same rows in the same run.

    python -m bench.figures_import [--rows 100000 …] [--url postgresql://…/name]

Without --url a server of Debian's package is started for it. The rows are checked, staged, compared and written, with
their versions and constraints; COPY puts the same cells, as text, into a table without any. Seconds are those of the
clock, and beside them those that the processors worked, in the importing process and in its process of the database,
one after the other: where nothing else runs the two are the same, and a busy machine does not change the second, on
which the bar is. Memory is the most that the importing process held after a tenth of the rows and at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bench.samples import ROOT

RESULTS = ROOT / "bench" / "results"
LEAST_ROWS_PER_SECOND = 20_000
MOST_GROWTH = 1.5  # of memory, from a tenth of the rows to all of them
WHOLE = 1_000_000  # of fewer rows a tenth is less than a batch, and says nothing of memory
INDICATORS, BODIES = 40, 250
HEADINGS = "indicator,body,unit,basis,from,to,value,known_on,stage,source"


def write_file(file: Path, rows: int, source: str) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in (HEADINGS, *_lines(rows, source)))


def _lines(rows: int, source: str) -> Iterator[str]:
    """Monthly figures, illustrative, of each indicator and body; each row is a figure of its own."""
    for number in range(rows):
        rest, indicator = divmod(number, INDICATORS)
        month, body = divmod(rest, BODIES)
        first = date(1950 + month // 12, month % 12 + 1, 1)
        last = date(1950 + (month + 1) // 12, (month + 1) % 12 + 1, 1).toordinal() - 1
        value = 1000 + number * 7919 % 401 + (number % 10) / 10  # nothing that a rule takes for a jump
        days = f"{first.isoformat()},{date.fromordinal(last).isoformat()}"
        yield f"chi-tieu-{indicator},xa-{body},tỷ đồng,period,{days},{value:.1f},2026-11-01,ước,{source}"


def work(rows: int, file: Path) -> dict[str, float]:
    """In a process of its own, on the database of the environment: prepares, copies, imports, imports again."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from dondoc.web.accounts.models import User
    from dondoc.web.figures.importing.actions import import_figures

    call_command("migrate", verbosity=0, interactive=False)
    by = User.objects.create(username="bench", name="Đo tốc độ")
    _prepare()
    told = {"rows": float(rows), "copy": _copied(file)}
    tenth = file.with_suffix(".tenth")
    write_file(tenth, rows // 10, "lần đầu (minh họa)")
    import_figures(by=by, file=tenth)
    told["memory_tenth"] = _memory()
    begun, worked = time.perf_counter(), _worked()
    outcome = import_figures(by=by, file=file)
    told |= {"seconds": time.perf_counter() - begun, "worked": _worked() - worked, "memory": _memory()}
    told |= {"new": outcome.new, "refused": outcome.refused}
    begun = time.perf_counter()
    again = import_figures(by=by, file=file)
    told |= {"again": time.perf_counter() - begun, "same": again.same}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM figures_version")
        told["versions"] = cursor.fetchone()[0]
    return told


def _prepare() -> None:
    from dondoc.web.indicators.actions import create
    from dondoc.web.organizations.models import Body

    fields = {"unit": "tỷ đồng", "measure": "flow", "over_time": "sum", "over_bodies": "sum"}
    for number in range(INDICATORS):
        create(by=None, key=f"chi-tieu-{number}", fields={"name": f"Chỉ tiêu {number} (minh họa)", **fields})
    Body.objects.bulk_create(
        Body(key=f"xa-{number}", kind="commune", name=f"Xã {number} (minh họa)") for number in range(BODIES)
    )


def _copied(file: Path) -> float:
    from django.db import connection

    columns = ", ".join(f'"{name}" text' for name in HEADINGS.split(","))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE plain_copy ({columns})")
        begun = time.perf_counter()
        with cursor.copy("COPY plain_copy FROM STDIN (FORMAT csv, HEADER)") as copy, file.open("rb") as rows:
            while chunk := rows.read(1_000_000):
                copy.write(chunk)
        return time.perf_counter() - begun


def _worked() -> float:
    """Seconds that the processors worked for this process, and for its process of the database on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def database(url: str) -> Iterator[str]:
    if url:
        yield url
        return
    from tests.web.postgresql import create_database, server_running

    with server_running() as server:
        yield create_database(server, "figures_import")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000])
    parser.add_argument("--url", default="")
    parser.add_argument("--work", type=Path)
    asked = parser.parse_args()
    if asked.work:
        print(json.dumps(work(asked.rows[0], asked.work)))
        return 0
    return report([measured(rows, asked.url) for rows in asked.rows])


def measured(rows: int, given: str) -> dict[str, float]:
    """What work() tells, of a process and, unless one is `given`, a database of its own."""
    with tempfile.TemporaryDirectory() as folder, database(given) as url:
        file = Path(folder) / "figures.csv"
        write_file(file, rows, "minh họa")
        settings = {"DATABASE_URL": url, "DONDOC_DATA": folder, "DJANGO_SETTINGS_MODULE": "dondoc.web.settings"}
        command = [sys.executable, "-m", "bench.figures_import", "--rows", str(rows), "--work", str(file)]
        done = subprocess.run(
            command, env=os.environ | settings, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
    return json.loads(done.stdout.splitlines()[-1]) | {"load": os.getloadavg()[1]}


def report(told: list[dict[str, float]]) -> int:
    """Prints and keeps what was measured; 1 where a bar is missed."""
    text = "\n".join(
        [
            "# Taking in a file of figures on PostgreSQL\n",
            "Every row is checked, also against what counts already (a tenth as many), staged, compared and",
            f"written with its version. On {os.cpu_count()} processors, with other work where the load is higher.\n",
            *_lines_of({name: [show(each) for each in told] for name, show in SHOWN.items()}),
        ]
    )
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "figures-import.md").write_text(f"{text}\n", encoding="utf-8")
    return 0 if all(map(_is_good, told)) else 1


def _lines_of(rows: dict[str, list[str]]) -> Iterator[str]:
    (first, heads), *rest = rows.items()
    yield f"| {first} | {' | '.join(heads)} | bar |"
    yield "|---" * (len(heads) + 2) + "|"
    for name, cells in rest:
        yield f"| {name} | {' | '.join(cells)} | {BARS.get(name, '–')} |"


_SECOND = "new rows a second of the processors"
_GROWTH = "that, of what it was after a tenth of as many rows"
BARS = {_SECOND: f"≥ {LEAST_ROWS_PER_SECOND:,}", _GROWTH: f"≤ {MOST_GROWTH} from {WHOLE:,} rows"}
SHOWN: dict[str, Callable[[dict[str, float]], str]] = {
    "rows": lambda told: f"{told['rows']:,.0f}",
    _SECOND: lambda told: f"{told['new'] / told['worked']:,.0f}",
    "new rows a second by the clock, beside whatever else ran": lambda told: f"{told['new'] / told['seconds']:,.0f}",
    "load of the machine over five minutes": lambda told: f"{told['load']:.1f}",
    "plain COPY of the same cells as text": lambda told: f"{told['copy']:.2f} s",
    "taking in, times that by the clock": lambda told: f"{told['seconds'] / told['copy']:.0f}",
    "the same file again, rows a second, nothing written": lambda told: f"{told['same'] / told['again']:,.0f}",
    "most memory": lambda told: f"{told['memory']:.0f} MB",
    _GROWTH: lambda told: f"{told['memory'] / told['memory_tenth']:.2f}",
}


def _is_good(told: dict[str, float]) -> bool:
    flat = told["memory"] <= MOST_GROWTH * told["memory_tenth"] or told["rows"] < WHOLE
    whole = told["versions"] == told["rows"] + told["rows"] // 10 and told["same"] == told["rows"]
    return told["new"] / told["worked"] >= LEAST_ROWS_PER_SECOND and flat and whole and not told["refused"]


if __name__ == "__main__":
    sys.exit(main())

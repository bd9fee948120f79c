"""Speed and memory of reading, as ratios to other readers of the same files in the same run. Run by `make bench`.

Writes bench/results/reading.json and reading.md. Each measurement has a process of its own and is taken three times,
in turn with all others, for a machine is not equally fast all the time. A ratio is the other reader's time over ours
(times faster), or, where the bar says so, ours over the other's (times slower).
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import samples

RESULTS = samples.ROOT / "bench" / "results"
FILES = {
    "text": "20 KB of text",
    "docx": "100 pages of DOCX",
    "pdf": "100 pages of PDF, a resolution",
    "prose_pdf": "100 pages of PDF, prose",
    "table_pdf": "100 pages of PDF, tables",
}
RUNS = (
    ("dondoc", "text"),
    ("dondoc_read", "text"),
    ("dondoc_check", "text"),
    ("quantulum3", "text"),
    ("dondoc", "docx"),
    ("dondoc_read", "docx"),
    ("dondoc_check", "docx"),
    ("markitdown", "docx"),
    ("docx2python", "docx"),
    ("dondoc", "pdf"),
    *((job, file) for file in ("pdf", "prose_pdf", "table_pdf") for job in ("dondoc_read", "pypdfium2")),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar to reach: `ours` and `other` are runs; without `other` it is documents per second."""

    what: str
    ours: tuple[str, str]
    other: tuple[str, str] | None
    at_least: float | None = None
    at_most: float | None = None


BARS = (
    Bar("read and extract 20 KB of text, documents per second", ("dondoc", "text"), None, at_least=100),
    Bar("times faster than quantulum3 on the same text", ("dondoc", "text"), ("quantulum3", "text"), at_least=50),
    Bar("times faster than markitdown on the same DOCX", ("dondoc_read", "docx"), ("markitdown", "docx"), at_least=1),
    Bar("times faster than docx2python on the same DOCX", ("dondoc_read", "docx"), ("docx2python", "docx"), at_least=1),
    Bar("times reading and extracting, checking 20 KB", ("dondoc_check", "text"), ("dondoc", "text"), at_most=1.3),
    Bar("times reading and extracting, checking a DOCX", ("dondoc_check", "docx"), ("dondoc", "docx"), at_most=1.3),
    Bar(
        "times pypdfium2's own extraction, prose", ("dondoc_read", "prose_pdf"), ("pypdfium2", "prose_pdf"), at_most=1.5
    ),
    Bar(
        "times pypdfium2's own extraction, tables", ("dondoc_read", "table_pdf"), ("pypdfium2", "table_pdf"), at_most=3
    ),
)
PASSES = 3
MEMORY = ("peak_bytes", "peak_bytes_above_start")
Measured = dict[tuple[str, str], dict[str, float]]


def run(paths: dict[str, Path]) -> Measured:
    """All runs, each in a fresh process; of several passes the fastest round and the highest memory."""
    measured: Measured = {}
    for number in range(PASSES):
        for job, file in RUNS:
            found = _measured(job, file, paths[file])
            before = measured.get((job, file), found)
            measured[job, file] = {
                key: (min if key == "seconds" else max)(before[key], found[key]) for key in ("seconds", *MEMORY)
            }
            speed, peak = 1 / found["seconds"], found["peak_bytes"] / 1e6
            print(f"{number + 1}. {job:12} {FILES[file]:32} {speed:10.2f} documents/s {peak:8.0f} MB", flush=True)
    return measured


def _measured(job: str, file: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.one", job, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=samples.ROOT, timeout=1800)
    if done.returncode:
        raise SystemExit(f"{job} on {FILES[file]} failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def value(bar: Bar, measured: Measured) -> float:
    ours = measured[bar.ours]["seconds"]
    if bar.other is None:
        return 1 / ours
    other = measured[bar.other]["seconds"]
    return other / ours if bar.at_most is None else ours / other


def is_reached(bar: Bar, found: float) -> bool:
    return (bar.at_least is None or found >= bar.at_least) and (bar.at_most is None or found <= bar.at_most)


def machine() -> str:
    return f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors"


def as_markdown(measured: Measured) -> str:
    lines = [
        "# Speed and memory of reading",
        "",
        f"Written by `make bench`; all in one run on one machine ({machine()}). Each line is a process of",
        "its own, and its time that of the fastest round of three processes, run in turn with the others: the time of",
        "the processor, not of the clock. `dondoc` reads and extracts, `dondoc_read` reads only, `dondoc_check` reads,",
        "extracts and checks.",
        "",
        "| reader | file | documents/s | ms a document | peak memory, MB |",
        "|---|---|---:|---:|---:|",
    ]
    for (job, file), row in measured.items():
        seconds = row["seconds"]
        lines.append(
            f"| {job} | {FILES[file]} | {1 / seconds:.4g} | {seconds * 1e3:.1f} | {row['peak_bytes'] / 1e6:.0f} |"
        )
    lines += ["", "| what | found | bar | |", "|---|---:|---:|---|"]
    for bar in BARS:
        found = value(bar, measured)
        limit = f"≥ {bar.at_least:g}" if bar.at_least is not None else f"≤ {bar.at_most:g}"
        lines.append(
            f"| {bar.what} | {found:.3g} | {limit} | {'reached' if is_reached(bar, found) else '**missed**'} |"
        )
    return "\n".join([*lines, ""])


def main() -> int:
    """Exit status 1 where a bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        measured = run(samples.write(Path(folder)))
    RESULTS.mkdir(parents=True, exist_ok=True)
    rows = [{"reader": job, "file": FILES[file], **row} for (job, file), row in measured.items()]
    bars = [{"what": bar.what, "found": value(bar, measured)} for bar in BARS]
    text = json.dumps({"machine": machine(), "runs": rows, "bars": bars}, ensure_ascii=False, indent=1)
    (RESULTS / "reading.json").write_text(text + "\n", encoding="utf-8")
    (RESULTS / "reading.md").write_text(as_markdown(measured), encoding="utf-8")
    missed = [bar.what for bar in BARS if not is_reached(bar, value(bar, measured))]
    print("\n".join(f"missed: {what}" for what in missed) or "All bars are reached.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())

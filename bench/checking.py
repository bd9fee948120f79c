"""What a check adds to reading and extracting the same file. Run by `make bench`; writes bench/results/checking.md.

Both are timed in turn in one process, by the processor's time, and the fastest round of each counts: so the ratio holds
on a machine that is busy, or not equally fast all the time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench import samples
from dondoc import read
from dondoc.checking import check_extraction
from dondoc.extracting import extraction

RESULT = samples.ROOT / "bench" / "results" / "checking.md"
FILES = {"text": "20 KB of text", "docx": "100 pages of DOCX", "table_pdf": "100 pages of PDF, tables"}
AT_MOST = 1.3
LEAST_ROUNDS, LEAST_SECONDS = 5, 4.0


@dataclass(frozen=True, slots=True)
class Added:
    """Seconds of the processor for one document."""

    file: str
    before: float
    check: float

    @property
    def ratio(self) -> float:
        """Reading, extracting and checking over reading and extracting."""
        return 1 + self.check / self.before

    @property
    def is_reached(self) -> bool:
        return self.ratio <= AT_MOST


def added(file: str, path: Path) -> Added:
    """The fastest rounds of many, the first left out: it fills the tables."""
    name, content = path.name, path.read_bytes()
    before, check, rounds, begun = [], [], 0, time.process_time()
    while rounds < LEAST_ROUNDS or time.process_time() - begun < LEAST_SECONDS:
        start = time.process_time()
        extracted = extraction(read(content, name=name))
        between = time.process_time()
        check_extraction(extracted)
        before.append(between - start)
        check.append(time.process_time() - between)
        rounds += 1
    return Added(file, min(before[1:]), min(check[1:]))


def as_markdown(rows: list[Added]) -> str:
    lines = [
        "# What a check adds",
        "",
        "Written by `make bench`: milliseconds of the processor for one document, the fastest of many rounds, both",
        f"timed in turn in one process. Bar: reading, extracting and checking ≤ {AT_MOST} × reading and extracting.",
        "",
        "| file | read and extract | check | ratio | |",
        "|---|---:|---:|---:|---|",
    ]
    for row in rows:
        told = "reached" if row.is_reached else "**missed**"
        lines.append(f"| {row.file} | {row.before * 1e3:.1f} | {row.check * 1e3:.1f} | {row.ratio:.2f} | {told} |")
    return "\n".join([*lines, ""])


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        paths = samples.write(Path(folder))
        rows = [added(name, paths[key]) for key, name in FILES.items()]
    text = as_markdown(rows)
    RESULT.write_text(text, encoding="utf-8")
    print(text)
    return int(not all(row.is_reached for row in rows))


if __name__ == "__main__":
    sys.exit(main())

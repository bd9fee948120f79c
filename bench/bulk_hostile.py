"""A thousand documents with fifty hostile ones among them: 950 are read, 50 told with their reason, nothing hangs.

`python -m bench.bulk_hostile`; exit status 1 where it is otherwise. Among the hostile ones are some that take all the
time and all the memory they are given.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.bulk.samples import hostile, write_plans
from tests.reading.docx_samples import docx, p, r

READ, HOSTILE = 950, 50
SECONDS_EACH, MEGABYTES = 3, 500
MOST_SECONDS = 900
PARAGRAPHS = 90_000
SLOW = {"reader_timeout", "reader_crashed", "too_complex"}


def write(folder: Path) -> Counter[str]:
    """Writes the documents; how many hostile ones there are of each code ("slow" for those that only take long)."""
    write_plans(folder, READ)
    kinds = [*hostile().items(), ("cham.docx", (slow(), "slow")), ("to.txt", (large(), "slow"))]
    counted: Counter[str] = Counter()
    for number in range(HOSTILE):
        name, (content, code) = kinds[number % len(kinds)]
        # Not two of the same bytes: each is to be met.
        (folder / f"{number:02}-{name}").write_bytes(content + (b" " * number if content else b""))
        counted[code] += 1
    return counted


def slow() -> bytes:
    """A DOCX that takes longer than it is given."""
    lines = (f"{number}. Trồng mới {number} ha cây, giao Sở {number} chủ trì." for number in range(PARAGRAPHS))
    return docx("".join(map(p, map(r, lines))))


def large() -> bytes:
    """A text that needs more memory than it is given."""
    return "Trồng mới 455 ha cây mắc ca.\n".encode() * 500_000


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        expected = write(Path(folder, "in"))
        began = time.monotonic()
        where = [str(Path(folder, "in")), "--out", str(Path(folder, "out"))]
        limits = ["--seconds", str(SECONDS_EACH), "--memory", str(MEGABYTES)]
        command = [sys.executable, "-m", "dondoc.cli", "bulk", *where, *limits]
        subprocess.run(command, check=False, timeout=MOST_SECONDS)
        report = json.loads(Path(folder, "out", "report.json").read_text(encoding="utf-8"))
    found: Counter[str] = Counter()
    for code, count in report["by_reason"].items():
        found["slow" if code in SLOW else code] += count
    good = report["read"] == READ and found == expected
    seconds = time.monotonic() - began
    print(f"{report['read']} read, {sum(found.values())} not, in {seconds:.0f} s: {report['by_reason']}")
    print("as expected" if good else f"**not as expected**: {dict(expected)}")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())

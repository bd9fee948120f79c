"""One measurement in a process of its own: `python -m bench.one JOB FILE` prints seconds a document and peak memory."""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

LEAST_ROUNDS = 3
LEAST_SECONDS = 2.0

Job = Callable[[Path], object]


def _dondoc_read() -> Job:
    dondoc = importlib.import_module("dondoc")
    return lambda path: dondoc.read(path)


def _dondoc() -> Job:
    dondoc = importlib.import_module("dondoc")
    return lambda path: dondoc.extract(dondoc.read(path))


def _dondoc_check() -> Job:
    dondoc = importlib.import_module("dondoc")
    return lambda path: dondoc.check(dondoc.read(path))


def _quantulum3() -> Job:
    parser = importlib.import_module("quantulum3.parser")
    return lambda path: parser.parse(path.read_text(encoding="utf-8"))


def _pypdfium2() -> Job:
    pypdfium2 = importlib.import_module("pypdfium2")

    def extract(path: Path) -> int:
        with pypdfium2.PdfDocument(path) as document:
            return sum(len(page.get_textpage().get_text_range()) for page in document)

    return extract


def _markitdown() -> Job:
    converter = importlib.import_module("markitdown").MarkItDown(enable_plugins=False)
    return lambda path: converter.convert(path).text_content


def _docx2python() -> Job:
    docx2python = importlib.import_module("docx2python").docx2python

    def extract(path: Path) -> str:
        with docx2python(path) as document:
            return str(document.text)

    return extract


JOBS: dict[str, Callable[[], Job]] = {
    "dondoc": _dondoc,
    "dondoc_read": _dondoc_read,
    "dondoc_check": _dondoc_check,
    "quantulum3": _quantulum3,
    "pypdfium2": _pypdfium2,
    "markitdown": _markitdown,
    "docx2python": _docx2python,
}


def peak_memory() -> int:
    """The most memory this process has held, in bytes. VmHWM, because ru_maxrss also counts the parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) * 1024


def measure(job: Job, path: Path) -> list[float]:
    """Seconds of each round after one that warms up: at least three rounds, and two seconds in all.

    Of the processor's time, in all threads: what else the machine does at the same time is not counted.
    """
    job(path)
    rounds: list[float] = []
    while len(rounds) < LEAST_ROUNDS or sum(rounds) < LEAST_SECONDS:
        gc.collect()
        began = time.process_time()
        job(path)
        rounds.append(time.process_time() - began)
    return rounds


def main() -> int:
    warnings.simplefilter("ignore")  # quantulum3 warns that its classifier is not installed
    name, path = sys.argv[1], Path(sys.argv[2])
    job = JOBS[name]()
    before = peak_memory()
    rounds = measure(job, path)
    result = {
        "seconds": min(rounds),  # the round least disturbed by what else the machine did
        "rounds": len(rounds),
        "peak_bytes": peak_memory(),
        "peak_bytes_above_start": peak_memory() - before,
    }
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())

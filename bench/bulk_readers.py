"""What `dondoc bulk` is measured against, each in a process of its own: `python -m bench.bulk_readers JOB LIST`.

LIST is a file of paths. `plain` reads and extracts in this process and writes the rows of each document as JSON Lines;
`readers` hands the documents to two child readers, as bulk does, without Daft and without tables; markitdown and
docx2python read DOCX in this process. Prints documents per second.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from bench.one import _docx2python, _markitdown
from dondoc.bulk.child import rows_of
from dondoc.bulk.worker import Task, Worker
from dondoc.reading.limits import DEFAULT

WORKERS = 2


def plain(paths: Sequence[Path]) -> None:
    """One process of its own that does all there is to do, and nothing more."""
    with tempfile.TemporaryFile() as file:
        for path in paths:
            file.write(rows_of(path.read_bytes(), DEFAULT, lambda pages: None))


def readers(paths: Sequence[Path]) -> None:
    """The child readers of bulk, as fast as they answer."""
    idle: SimpleQueue[Worker] = SimpleQueue()
    for _ in range(WORKERS):
        idle.put(Worker(Task()))

    def answer(path: Path) -> int:
        worker = idle.get()
        try:
            return len(worker.answer(str(path)))
        finally:
            idle.put(worker)

    with ThreadPoolExecutor(WORKERS) as threads:
        sum(threads.map(answer, paths))
    for _ in range(WORKERS):
        idle.get().close()


def main() -> int:
    job, listed = sys.argv[1:]
    paths = [Path(line) for line in Path(listed).read_text(encoding="utf-8").splitlines()]
    began = time.perf_counter()
    if job in ("markitdown", "docx2python"):
        convert = _markitdown() if job == "markitdown" else _docx2python()
        for path in paths:
            convert(path)
    else:
        {"plain": plain, "readers": readers}[job](paths)
    print(len(paths) / (time.perf_counter() - began))
    return 0


if __name__ == "__main__":
    sys.exit(main())

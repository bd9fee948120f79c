"""`dondoc bulk` against plain processes and other readers, in one run: `python -m bench.bulk --documents 100000`.

Two plain processes, and the child readers of bulk without Daft, read a part of the same documents, half of it before
and half after bulk has read them all, for a machine is not equally fast all the time. Each time is taken twice: by the
clock, and by the processor (of a process and all it has started), which tells the work that is done even where other
programs run beside. Writes bench/results/bulk.md. Exit status 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench import bulk_samples, samples
from bench.reading import machine

RESULTS = samples.ROOT / "bench" / "results"
MOST_COMPARED = 8_000
MOST_OTHERS = 200
WORKERS = 2
BARS = (("as many as two plain processes, times", 0.9, None), ("longer than its readers alone, %", None, 15.0))
TOLERATED_SHARE, TOLERATED_BYTES = 0.10, 20_000_000
_SECONDS_BETWEEN_LOOKS = 0.5


@dataclass(slots=True)
class Spent:
    """Documents, and the seconds of the clock and of the processor that they took."""

    documents: int = 0
    clock: float = 0.0
    processor: float = 0.0

    @property
    def rate(self) -> float:
        return self.documents / self.clock

    @property
    def processor_each(self) -> float:
        """Milliseconds of the processor for a document."""
        return self.processor / self.documents * 1e3


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _measure(spent: Spent, commands: Sequence[Sequence[str]], documents: int, memory: list[int] | None = None) -> None:
    """Runs the commands side by side."""
    began, before = time.perf_counter(), _used()
    running = [subprocess.Popen(command, cwd=samples.ROOT, stdout=subprocess.DEVNULL) for command in commands]
    while any(process.poll() is None for process in running):
        if memory is not None:
            memory.append(sum(map(_resident, running)))
        time.sleep(_SECONDS_BETWEEN_LOOKS if memory is not None else 0.02)
    if any(process.returncode for process in running):
        raise SystemExit(f"failed: {commands}")
    spent.documents += documents
    spent.clock += time.perf_counter() - began
    spent.processor += _used() - before


def _resident(process: subprocess.Popen[bytes]) -> int:
    """Bytes of a process and all it has started."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(process.pid)
        for each in (root, *root.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):  # it ended since: the others still count
                total += each.memory_info().rss
    return total


def _job(name: str, paths: Sequence[Path], folder: Path) -> list[str]:
    listed = folder / f"{name}-{len(list(folder.iterdir()))}.txt"
    listed.write_text("\n".join(map(str, paths)), encoding="utf-8")
    return [sys.executable, "-m", "bench.bulk_readers", name, str(listed)]


def _compared(spent: dict[str, Spent], paths: Sequence[Path], folder: Path) -> None:
    _measure(spent["plain"], [_job("plain", paths[:: 2 * WORKERS], folder)], len(paths[:: 2 * WORKERS]))
    _measure(spent["two plain"], [_job("plain", paths[half::WORKERS], folder) for half in range(WORKERS)], len(paths))
    _measure(spent["readers"], [_job("readers", paths, folder)], len(paths))


def run(count: int, folder: Path) -> tuple[dict[str, Spent], list[int]]:
    """All measurements, and the memory of bulk over time."""
    paths = bulk_samples.write(folder / "documents", count)
    (folder / "lists").mkdir()
    names = ("plain", "two plain", "readers", "bulk", "markitdown", "docx2python")
    spent = {name: Spent() for name in names}
    compared = paths[:: max(1, len(paths) // MOST_COMPARED)]
    memory: list[int] = []
    _compared(spent, compared[::2], folder / "lists")
    command = [sys.executable, "-m", "dondoc.cli", "bulk", str(folder / "documents"), "--out", str(folder / "tables")]
    _measure(spent["bulk"], [[*command, "--workers", str(WORKERS)]], len(paths), memory)
    _compared(spent, compared[1::2], folder / "lists")
    word_files = [path for path in paths if path.suffix == ".docx"][:MOST_OTHERS]
    for name in ("markitdown", "docx2python"):
        _measure(spent[name], [_job(name, word_files, folder / "lists")], len(word_files))
    return spent, memory


def flat(memory: Sequence[int]) -> tuple[int, int]:
    """The most bytes in the second tenth of the time, and in the last half of it."""
    tenth = max(1, len(memory) // 10)
    return max(memory[tenth : 2 * tenth + 1]), max(memory[len(memory) // 2 :])


def _memory_line(early: int, late: int, is_flat: bool) -> str:
    told = f"Memory of bulk and its readers: {early / 1e6:.0f} MB early, {late / 1e6:.0f} MB late"
    return f"{told}: {'flat' if is_flat else '**grows**'}."


def as_markdown(spent: dict[str, Spent], memory: Sequence[int]) -> tuple[str, bool]:
    """The page of results, and whether all bars are reached."""
    early, late = flat(memory)
    bulk, two, readers = spent["bulk"], spent["two plain"], spent["readers"]
    found = (bulk.rate / two.rate, (readers.rate / bulk.rate - 1) * 100)
    by_processor = (
        two.processor_each / bulk.processor_each,
        (bulk.processor_each / readers.processor_each - 1) * 100,
    )
    is_flat = late <= early * (1 + TOLERATED_SHARE) + TOLERATED_BYTES
    reached = [
        (least is None or value >= least) and (most is None or value <= most)
        for value, (_, least, most) in zip(found, BARS, strict=True)
    ]
    lines = [
        "# Many documents: `dondoc bulk`",
        "",
        f"Written by `python -m bench.bulk --documents {bulk.documents}`; all in one run on one machine ({machine()}).",
        "",
        "| | documents | documents/s | ms of the processor a document |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {each.documents} | {each.rate:.1f} | {each.processor_each:.2f} |"
            for name, each in spent.items()
        ),
        "",
        f"Two plain processes read {two.rate / spent['plain'].rate:.2f} times as many as one.",
        _memory_line(early, late, is_flat),
        "",
        "| what | by the clock | by the processor | bar | |",
        "|---|---:|---:|---:|---|",
        *(
            f"| {what} | {value:.3g} | {other:.3g} | {f'≥ {least:g}' if least else f'≤ {most:g}'} | "
            f"{'reached' if good else '**missed**'} |"
            for (what, least, most), value, other, good in zip(BARS, found, by_processor, reached, strict=True)
        ),
        "",
    ]
    return "\n".join(lines), all(reached) and is_flat


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=2_000, help="how many are read (2000)")
    count = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as folder:
        text, good = as_markdown(*run(count, Path(folder)))
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "bulk.md").write_text(text, encoding="utf-8")
    print(text)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())

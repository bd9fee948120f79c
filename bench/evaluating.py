"""Speed and memory of evaluating, beside the same work in pandas and in plain Python. Run by `make bench`.

3,321 communes × 500 targets of the second half of 2023, two figures each. The same statuses must come out of all three.
Every measurement has a process of its own; the time is the clock's, best of three rounds, without making the tables.
Writes bench/results/evaluating.md.
"""

from __future__ import annotations

import json
import platform
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl

from dondoc.evaluating.columns import AMOUNT, BASIS, COMPARISON, FIGURES, MEASURE, PROMISES, STAGE
from dondoc.evaluating.standing import standings

RESULTS = Path(__file__).parent / "results" / "evaluating.md"
UNITS, TARGETS = 3_321, 500
YEAR, START, HALF, END = date(2023, 1, 1), date(2023, 7, 1), date(2023, 6, 30), date(2023, 12, 31)
KNOWN = date(2023, 12, 20)
ROUNDS = 3
BAR_SECONDS, BAR_MEGABYTES = 1.0, 1_500
_KINDS = ("flow", "level", "change", "growth")


def promises(units: int, first: int = 0) -> pl.DataFrame:
    """`units` × TARGETS promises: flows, levels, changes and growths in turn, some of them lower-is-better."""
    row = pl.int_range(units * TARGETS, dtype=pl.UInt32, eager=True).alias("row")
    target, unit = pl.col("row") % TARGETS, pl.col("row") // TARGETS + first
    amount = (100 + (target * 7 + unit * 3) % 900).cast(AMOUNT)
    lower = target % 10 == 9
    made = pl.DataFrame(row).select(
        series=pl.col("row"),
        measure=_one_of(target % 4, _KINDS, MEASURE),
        comparison=pl.when(lower).then(pl.lit("at_most")).otherwise(pl.lit("at_least")).cast(COMPARISON),
        amount=amount,
        quantum=pl.lit(1).cast(AMOUNT),
        near=amount / pl.lit(20).cast(AMOUNT),
        higher_is_better=~lower,
        own_base=pl.lit(True),
        start=pl.lit(START),
        end=pl.lit(END),
        due_on=pl.lit(date(2023, 12, 25)),
        tolerance_days=pl.lit(31, dtype=pl.Int32),
        linear=pl.lit(True),
    )
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in PROMISES.items() if name not in made.columns]
    return made.with_columns(absent).select(list(PROMISES))


def figures(units: int, first: int = 0) -> pl.DataFrame:
    """Two figures a promise: the first half and the year of a flow, a level or growth before and at the end."""
    row = pl.int_range(units * TARGETS, dtype=pl.UInt32, eager=True).alias("series")
    target, unit = pl.col("series") % TARGETS, pl.col("series") // TARGETS + first
    first_half, second_half = (target * 5 + unit) % 400, (target * 7 + unit * 3 + unit % 97) % 900 + 90
    basis = _one_of(target % 4, ("cumulative", "level", "change", "growth"), BASIS)
    # A tenth of the communes have told of the months to September only.
    late = unit % 10 == 0
    early = pl.DataFrame(row).select(
        "series", basis=basis, start=pl.lit(YEAR), end=pl.lit(HALF), value=first_half.cast(AMOUNT)
    )
    end = pl.when(late).then(pl.lit(date(2023, 9, 30))).otherwise(pl.lit(END))
    flow = target % 4 == 0
    done = pl.when(flow).then(first_half + second_half).otherwise(second_half).cast(AMOUNT)
    whole = pl.DataFrame(row).select(
        "series", basis=basis, start=pl.when(flow).then(pl.lit(YEAR)).otherwise(pl.lit(START)), end=end, value=done
    )
    told = {"lean": pl.lit(0, dtype=pl.Int8), "stage": pl.lit("estimate").cast(STAGE), "known_on": pl.lit(KNOWN)}
    both = pl.concat([early, whole]).with_columns(**told, version=pl.lit(1, dtype=pl.UInt32))
    return both.sort("series", maintain_order=True).select(list(FIGURES))


def _one_of(number: pl.Expr, names: tuple[str, ...], kind: pl.Enum) -> pl.Expr:
    return number.replace_strict(dict(enumerate(names)), return_dtype=pl.String).cast(kind)


def dondoc(asked: pl.DataFrame, told: pl.DataFrame) -> Counter[str]:
    return Counter(dict(standings(asked, told, as_of=END)["status"].value_counts().iter_rows()))


def _timed(work: Callable[[], Counter[str]]) -> tuple[float, Counter[str]]:
    rounds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = work()
        rounds.append(time.perf_counter() - begun)
    return min(rounds), found


def _ours(times: int) -> tuple[float, Counter[str]]:
    """`times` × all communes, in pieces of one province's size, as a program would read them from its database."""
    if times == 1:
        asked, told = promises(UNITS), figures(UNITS)
        return _timed(lambda: dondoc(asked, told))
    seconds, found = 0.0, Counter[str]()
    for piece in range(times):
        asked, told = promises(UNITS, piece * UNITS), figures(UNITS, piece * UNITS)
        begun = time.perf_counter()
        found += dondoc(asked, told)
        seconds += time.perf_counter() - begun
    return seconds, found


def _python() -> tuple[float, Counter[str]]:
    from bench.evaluating_others import in_python

    asked, told = promises(UNITS), figures(UNITS)
    begun = time.perf_counter()
    found = in_python(asked, told)
    return time.perf_counter() - begun, found


def _pandas() -> tuple[float, Counter[str]]:
    from bench.evaluating_others import for_pandas, in_pandas

    asked, told = for_pandas(promises(UNITS), figures(UNITS))
    return _timed(lambda: in_pandas(asked, told))


JOBS: dict[str, Callable[[], tuple[float, Counter[str]]]] = {
    "dondoc": lambda: _ours(1),
    "dondoc, 10 × as many": lambda: _ours(10),
    "pandas": _pandas,
    "plain Python": _python,
}


def measured(job: str) -> dict[str, object]:
    """Seconds, peak memory and how many of each status, from a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", "bench.evaluating", job], stdout=subprocess.PIPE, check=True, timeout=900
    )
    found: dict[str, object] = json.loads(ended.stdout)
    return found


def table(found: dict[str, dict[str, object]]) -> Iterator[str]:
    """The lines of the result, as Markdown."""
    ours = float(str(found["dondoc"]["seconds"]))
    yield "# Speed and memory of evaluating\n"
    machine = f"Python {platform.python_version()}, {platform.machine()}, Polars {pl.__version__}, two processors"
    yield (
        f"Written by `make bench` ({machine}): {UNITS:,} communes × {TARGETS}\n"
        f"targets, two figures each; the clock's time, best of {ROUNDS} rounds (one round of plain Python and of ten\n"
        "times as many), without the making of the tables.\n"
    )
    yield "| what | seconds | times ours | peak memory, MB |\n|---|---:|---:|---:|"
    for job, row in found.items():
        seconds = float(str(row["seconds"]))
        yield f"| {job} | {seconds:.2f} | {seconds / ours:.1f} | {float(str(row['peak_bytes'])) / 1e6:.0f} |"
    memory = float(str(found["dondoc"]["peak_bytes"])) / 1e6
    yield "\n| what | found | bar | |\n|---|---:|---:|---|"
    yield f"| seconds | {ours:.2f} | < {BAR_SECONDS:.0f} | {_said(ours < BAR_SECONDS)} |"
    yield f"| peak memory, MB | {memory:.0f} | < {BAR_MEGABYTES} | {_said(memory < BAR_MEGABYTES)} |"
    counts = ", ".join(f"{count:,} {status}" for status, count in sorted(dict(found["dondoc"]["counts"]).items()))
    yield f"\nAll three give the same: {counts}."


def _said(reached: bool) -> str:
    return "reached" if reached else "**missed**"


def main(arguments: list[str]) -> int:
    if arguments:
        seconds, counts = JOBS[arguments[0]]()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"seconds": seconds, "peak_bytes": peak, "counts": counts}))
        return 0
    found = {job: measured(job) for job in JOBS}
    same = {job: row["counts"] for job, row in found.items() if "10 ×" not in job}
    if any(counts != same["dondoc"] for counts in same.values()):
        print(f"The results differ: {same}", file=sys.stderr)
        return 1
    text = "\n".join(table(found)) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 1 if "missed" in text else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Scans: how well the cases are read from pictures of their pages, and how long it takes. `python -m bench.scans`.

Each case is printed, and scanned well (200 dpi) and badly: laid two degrees askew, yellowed, noisy, with a red stamp
over the text. Found targets are compared with what a careful reader found; the time with that of Tesseract's own call
on the same pictures, page by page, one thread, in the same run: processor seconds, children included.
Writes bench/results/scans.md; exit status 1 where a bar is missed. Names of cases limit it to them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from PIL import Image

from bench.reading import machine
from dondoc import Limits, Resolution, extract, read, to_json
from dondoc.reading.document import Document
from tests.reading.scan_samples import BOLD_FILE, badly_scanned, image_file, pictures, printed, stamped
from tools.cases import ROOT, SCORER, Case, cases, scorer

RESULTS = ROOT / "bench" / "results" / "scans.md"
QUALITIES = ("well", "badly")
LEAST_FOUND = {"well": 0.95, "badly": 0.85}
MOST_TIME = 1.2


@dataclass(frozen=True, slots=True)
class Scanned:
    """A case read from pictures: F1 of found and exact targets, and targets whose amount was misread unnoticed."""

    case: str
    quality: str
    pages: int
    found: float
    exact: float
    misread: tuple[str, ...]
    seconds: float = 0.0
    own_seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        in_time = not self.own_seconds or self.seconds <= MOST_TIME * self.own_seconds
        return self.found >= LEAST_FOUND[self.quality] and not self.misread and in_time


def scanned_cases() -> list[Case]:
    """One source of each case: what the scans are printed from."""
    first: dict[str, Case] = {}
    for case in cases():
        first.setdefault(case.name, case)
    return list(first.values())


def pages_of(document: Document, quality: str) -> list[Image.Image]:
    """The printed document, scanned `well` or `badly`."""
    clean = pictures(printed(document))
    if quality == "well":
        return clean
    return [
        badly_scanned(
            stamped(
                page, "ĐÃ KIỂM TRA", (300 + 50 * (number % 8), 500 + 150 * (number % 3)), turned=5 - 3 * (number % 4)
            ),
            turned=2 if number % 2 else -2,
            seed=number,
        )
        for number, page in enumerate(clean)
    ]


def read_scanned(case: Case, quality: str, *, timed: bool) -> Scanned:
    """The case read from its pictures, and the same pages given to Tesseract alone where it is `timed`."""
    document = read(case.source)
    pages = pages_of(document, quality)
    file = image_file(pages)
    before = _processor_seconds()
    resolution = extract(read(file, name=case.name, limits=Limits(scan_threads=1)))
    seconds = _processor_seconds() - before
    result = scorer().score(json.loads(case.expected.read_text(encoding="utf-8")), json.loads(to_json(resolution)))
    targets = result["lists"]["targets"]
    return Scanned(
        case.name, quality, len(pages), targets["f1"], targets["exact_f1"],
        misread(resolution, extract(document), case), seconds, _alone(pages) if timed else 0.0,
    )  # fmt: skip


def misread(scan: Resolution, text: Resolution, case: Case) -> tuple[str, ...]:
    """Targets of a scan with an amount that stands nowhere in the document, and no doubt about it."""
    expected = json.loads(case.expected.read_text(encoding="utf-8"))["targets"]
    known = {str(target.amount) for target in text.targets} | {str(row["amount"]) for row in expected}
    doubted = [(found.start, found.end) for found in scan.findings if found.code == "number_unsure"]
    return tuple(
        target.quote
        for target in scan.targets
        if str(target.amount) not in known
        and not any(start is not None and target.start <= start < target.end for start, _ in doubted)
    )


def _alone(pages: list[Image.Image]) -> float:
    """Processor seconds of Tesseract's own call on each page."""
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    files = [image_file([page], "PNG") for page in pages]
    before = _processor_seconds()
    for file in files:
        command = ["tesseract", "stdin", "stdout", "-l", "vie", "tsv"]
        subprocess.run(command, input=file, capture_output=True, check=True, env=environment)
    return _processor_seconds() - before


def _processor_seconds() -> float:
    return sum(os.times()[:4])


def as_markdown(rows: list[Scanned]) -> str:
    lines = [
        "# Scans",
        "",
        f"Written by `make scans` ({machine()}).",
        "Pages printed in a Times-like letter and scanned at 200 dpi: well, and badly (askew by two degrees, yellowed,",
        "noisy, poor JPEG, a red stamp over the text). Found and exact are F1 of targets against what a careful reader",
        "found. Time: processor seconds of reading and extracting, over those of Tesseract's own call on the same",
        "pages. Misread: amounts that stand nowhere in the document and are not doubted.",
        "",
        "| case | scanned | pages | found | exact | misread | seconds a page | times Tesseract's own |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.case} | {row.quality} | {row.pages} | {row.found:.3f} | {row.exact:.3f} | {len(row.misread)} "
        f"| {row.seconds / row.pages:.2f} | {row.seconds / row.own_seconds:.2f} |"
        for row in rows
    ]
    ours, own = sum(row.seconds for row in rows), sum(row.own_seconds for row in rows)
    bars = f"at least {LEAST_FOUND['well']} found of good scans, {LEAST_FOUND['badly']} of bad ones, nothing misread,"
    lines += ["", f"Bars: {bars} at most {MOST_TIME} times. All pages: {ours / own:.2f} times.", ""]
    return "\n".join(lines)


def main(names: list[str]) -> int:
    if not SCORER.exists() or not BOLD_FILE.exists():
        print("needs ../shared/tools/score.py and Debian's fonts-liberation2", file=sys.stderr)
        return 1
    rows = []
    for case in scanned_cases():
        for quality in QUALITIES if not names or case.name in names else ():
            rows.append(read_scanned(case, quality, timed=True))
            print(rows[-1], flush=True)
    if not names:
        RESULTS.write_text(as_markdown(rows), encoding="utf-8")
    return 0 if all(row.is_good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Real documents of ../shared/corpus with what readers who saw no code found in them, and how Đôn Đốc reads them.

    python -m tools.annotated            the score of each document, and of all together
    python -m tools.annotated --misses   what was missed as well

A file of tests/annotated names its document and lists targets, tasks, assignments and shortcomings as
../shared/cases/FORMAT.md says, but for the words: `at` is where they stand in the text as `dondoc.read` gives it, whose
SHA-256 is `text`; the document stays in ../shared. Names of indicators and bodies are those the readers gave. The
scorer is that of ../shared/tools.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from dondoc import Document, extract, read, to_json
from tools.cases import ROOT, SHARED, scorer

FOLDER = ROOT / "tests" / "annotated"
LISTS = ("targets", "tasks", "assignments", "shortcomings")
_COUNTED = ("wanted", "had", "found", "exact")


def expected(told: dict[str, Any], document: Document) -> dict[str, Any]:
    """The annotation with the words of its document. ValueError where the document is read as another text now."""
    if sha256(document.text.encode()).hexdigest() != told["text"]:
        raise ValueError(f"{told['document']}: the text is another one now; the places have to be told anew")
    lists = {name: [_quoted(row, document.text) for row in told[name]] for name in LISTS if name in told}
    return {"format": "dondoc.expected/1", **lists}


def _quoted(row: dict[str, Any], text: str) -> dict[str, Any]:
    start, end = row["at"]
    optional = dict.fromkeys(("upper_amount", "unit", "period", "level_at_end", "part_of", "lead", "deadline"))
    return {**optional, "supporting": [], "bodies": [], **row, "quote": " ".join(text[start:end].split())}


def scores() -> Iterator[tuple[str, dict[str, Any]]]:
    """Of each annotated document its name and what the scorer says."""
    score = scorer().score
    for file in sorted(FOLDER.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        document = read(SHARED / "corpus" / told["document"])
        yield file.stem, score(expected(told, document), json.loads(to_json(extract(document))))


def counted(result: dict[str, Any]) -> Counter[str]:
    """What one result counts: "targets found", "tasks lead" …"""
    found: Counter[str] = Counter()
    for name, of in result["lists"].items():
        found.update({f"{name} {each}": of[each] for each in _COUNTED if each in of})
        found.update({f"{name} {each}": of[each][0] for each in ("lead", "deadline") if each in of})
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    asked, total = parser.parse_args(), Counter[str]()
    for name, result in scores():
        total += (own := counted(result))
        print(f"{name}: {', '.join(f'{each} {count}' for each, count in own.items())}")
        for miss in result["misses"] if asked.misses else ():
            print(f"    {miss}")
    print(f"all: {', '.join(f'{each} {count}' for each, count in total.items())}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

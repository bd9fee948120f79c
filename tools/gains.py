"""What a change gains and loses: re-reads all cases and compares with the committed results. Run by `make gains`.

The results stand in bench/results/gains, one file a case. Of each item they keep its values and a short digest of its
words; the words themselves only where the document may stand in this repository.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dondoc import Resolution, extract, read
from dondoc.reporting.interchange import as_mapping
from dondoc.text import fold
from tools.cases import ROOT, Case, cases

RESULTS = ROOT / "bench" / "results" / "gains"
EXPLAINED = RESULTS / "explained.toml"
LISTS = ("targets", "tasks", "assignments", "shortcomings", "citations")
_VALUES = {
    "targets": (
        "amount", "upper_amount", "unit", "comparison", "measure", "period", "better", "level_at_end", "part_of",
    ),
    "tasks": ("nature",),
}  # fmt: skip
_DIGESTED = {"targets": ("indicator",), "tasks": ("lead", "product")}
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing found: `key` tells it apart within its source; `values` say what; `words` is its quote if known."""

    key: str
    values: Values
    words: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What one source gained, lost and changed against the committed results."""

    case: Case
    gained: tuple[Item, ...]
    lost: tuple[Item, ...]
    changed: tuple[tuple[Item, Item], ...]


def digest(words: str) -> str:
    """A short digest of the folded words of a text: accents, capitals and spaces make no difference."""
    return hashlib.sha256(" ".join(fold(words).split()).encode()).hexdigest()[:12]


def items(resolution: Resolution) -> dict[str, Item]:
    """All items of a resolution by key: list, digest of the quote, amount, and a count where that is not enough."""
    mapping = as_mapping(resolution)
    seen: Counter[str] = Counter()
    found: dict[str, Item] = {}
    for name in LISTS:
        for entry in mapping[name]:  # type: ignore[attr-defined]
            amount = f" {entry['amount']}" if name == "targets" else ""
            base = f"{name} {digest(entry['quote'])}{amount}"
            seen[base] += 1
            key = base if seen[base] == 1 else f"{base} #{seen[base]}"
            found[key] = Item(key, dict(_values(name, entry)), " ".join(str(entry["quote"]).split()))
    return found


def _values(name: str, entry: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key in _VALUES.get(name, ()):
        yield key, entry[key]
    for key in _DIGESTED.get(name, ()):
        yield key, digest(str(entry[key])) if entry[key] else None
    deadline = entry.get("deadline")
    if isinstance(deadline, dict):
        yield "deadline", deadline["on"] or deadline["recurs"]


def committed(case: Case) -> dict[str, Item]:
    """The items of one source as last accepted; none where there are no results yet."""
    path = RESULTS / f"{case.name}.json"
    if not path.exists():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8")).get(case.source.name, {})
    return {key: Item(key, row["values"], row.get("words")) for key, row in rows.items()}


def difference(case: Case) -> Difference:
    """Reads the source again and compares."""
    before, now = committed(case), items(extract(read(case.source)))
    return Difference(
        case,
        gained=tuple(now[key] for key in now if key not in before),
        lost=tuple(before[key] for key in before if key not in now),
        changed=tuple(
            (before[key], now[key]) for key in now if key in before and before[key].values != now[key].values
        ),
    )


def explained() -> frozenset[tuple[str, str]]:
    """The losses that are right: (case and source, key of the item), each with its reason in explained.toml."""
    if not EXPLAINED.exists():
        return frozenset()
    rows = tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).get("loss", [])
    return frozenset((row["source"], row["item"]) for row in rows if row["why"].strip())


def unexplained(found: Difference) -> tuple[Item, ...]:
    """The losses that nobody has explained."""
    known = explained()
    return tuple(item for item in found.lost if (str(found.case), item.key) not in known)


def _lines(found: Difference) -> Iterator[str]:
    yield f"{found.case}: {len(found.gained)} gained, {len(found.lost)} lost, {len(found.changed)} changed"
    yield from (f"  + {_shown(item)}" for item in found.gained)
    yield from (f"  - {_shown(item)}" for item in found.lost)
    for before, now in found.changed:
        what = ", ".join(
            f"{key} {before.values.get(key)} → {now.values.get(key)}"
            for key in sorted({*before.values, *now.values})
            if before.values.get(key) != now.values.get(key)
        )
        yield f"  ~ {_shown(now)}: {what}"


def _shown(item: Item) -> str:
    return f"{item.key}  {(item.words or '')[:90]}".rstrip()


def update(found: Iterable[Case]) -> None:
    """Accepts what is found now as the committed results."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    by_name: dict[str, dict[str, object]] = {}
    for case in found:
        rows = {
            item.key: {"values": item.values} | ({"words": item.words} if case.is_ours else {})
            for item in items(extract(read(case.source))).values()
        }
        by_name.setdefault(case.name, {})[case.source.name] = rows
    for name, sources in by_name.items():
        text = json.dumps(sources, ensure_ascii=False, indent=1, sort_keys=False)
        Path(RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main() -> int:
    """Prints the differences. Exit status 1 where there is a loss that nobody has explained."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--update", action="store_true", help="accept what is found now")
    accept = parser.parse_args().update
    missing = False
    for case in cases():
        found = difference(case)
        print("\n".join(_lines(found)))
        missing = missing or bool(unexplained(found))
    if accept:
        update(cases())
        print(f"written to {RESULTS.relative_to(ROOT)}")
        return 0
    if missing:
        print(f"There are losses that {EXPLAINED.relative_to(ROOT)} does not explain.")
    return int(missing)


if __name__ == "__main__":
    sys.exit(main())

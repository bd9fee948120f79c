"""Near-duplicates: one document as DOC, PDF and portal page, found by what the texts share and never by name.

    sketches ──candidates──▶ pairs ──contradictions, resemblance──▶ pairs that are one ──▶ groups, the best one kept

Two documents whose numbers, symbols, dates or amounts contradict are never one, however alike their words are: a
resolution of the next year often repeats that of the last. What one of them does not say does not contradict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

import polars

from dondoc.bulk.columns import from_rows
from dondoc.bulk.dataset import Dataset, Part
from dondoc.bulk.facts import Facts, contradict, facts_of, is_same_header, is_same_numbers
from dondoc.bulk.sketching import resemblance
from dondoc.bulk.tables import DOCUMENTS, DUPLICATES

# Tried on the corpus and on the cases as DOCX, PDF, HTML and scan (tests/bulk/test_duplicates.py).
WITH_THE_SAME_HEADER = 0.5
WITHOUT = 0.9
_KEYS = 16  # of the sketch; two documents that share 0.5 have one in common with a chance of 0.99998
_MOST_HOLDERS = 50  # a shingle in more documents is a set phrase
Pair = tuple[float, str, str]


def find_duplicates(dataset: Dataset, parts: Sequence[Part]) -> Iterator[dict[str, object]]:
    """Rows of DUPLICATES for the documents of these files of `dataset`."""
    candidates = _candidates(dataset, [part for part in parts if part.table == DOCUMENTS.name])
    facts = facts_of(dataset, parts, {name for pair in candidates for name in pair})
    pairs = sorted(filter(None, (_alike(facts[one], facts[other]) for one, other in candidates)))
    for group in _groups(pairs, facts):
        best = min(group, key=lambda name: facts[name].goodness)
        for name in sorted(group):
            shared = 1.0 if name == best else resemblance(facts[name].sketch, facts[best].sketch)
            yield {"group": min(group), "document": name, "best": name == best, "resemblance": Decimal(f"{shared:.6f}")}


def write_duplicates(dataset: Dataset, parts: Sequence[Part]) -> list[Part]:
    """The file of DUPLICATES; none where there are no duplicates."""
    rows = sorted(find_duplicates(dataset, parts), key=lambda row: (row["group"], row["document"]))
    return [dataset.write(DUPLICATES, "", from_rows(rows, DUPLICATES))] if rows else []


def _candidates(dataset: Dataset, documents: Iterable[Part]) -> set[tuple[str, str]]:
    """Pairs that share one of their smallest hashes."""
    heads = [
        polars.DataFrame(polars.from_arrow(rows)).select(
            "document", polars.col("sketch").list.head(_KEYS).alias("hash")
        )
        for rows in dataset.read_parts(documents, DOCUMENTS, ["document", "sketch"])
    ]
    if not heads:
        return set()
    holders = (
        polars.concat(heads)
        .explode("hash")
        .drop_nulls()
        .group_by("hash")
        .agg(polars.col("document").sort())
        .filter(polars.col("document").list.len().is_between(2, _MOST_HOLDERS))
    )
    return {pair for names in holders["document"].unique().to_list() for pair in combinations(names, 2)}


def _alike(one: Facts, other: Facts) -> Pair | None:
    """How far two documents are from being one (0: their sketches are the same); None where they are two."""
    if contradict(one, other):
        return None
    shared = resemblance(one.sketch, other.sketch)
    same = is_same_header(one, other)
    if shared < (WITH_THE_SAME_HEADER if same else WITHOUT) or not (same or is_same_numbers(one, other)):
        return None
    return (1 - shared, one.document, other.document)


def _groups(pairs: Iterable[Pair], facts: dict[str, Facts]) -> list[set[str]]:
    """Documents that belong together, the surest pairs first; nobody joins a group that has one it contradicts."""
    group_of: dict[str, set[str]] = {}
    for _, one, other in pairs:
        here, there = group_of.get(one, {one}), group_of.get(other, {other})
        if here is there or any(contradict(facts[each], facts[another]) for each in here for another in there):
            continue
        joined = here | there
        group_of |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in group_of.values()}.values())

"""Near-duplicates: one document as DOC, PDF and portal page, found by what the texts share and never by name.

    sketches ──candidates──▶ pairs ──contradictions, resemblance──▶ pairs that are one ──▶ groups, the best one kept

Two documents whose numbers, symbols, dates or amounts contradict are never one, however alike their words are: a
resolution of the next year often repeats that of the last. What one of them does not say does not contradict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dondoc.bulk.candidates import Candidates
from dondoc.bulk.columns import from_rows
from dondoc.bulk.dataset import Dataset, Part
from dondoc.bulk.facts import Facts, amounts, contents, contradict, each_has_more, headers, is_same_header, numerals
from dondoc.bulk.sketching import resemblance
from dondoc.bulk.tables import DUPLICATES

# Tried on the corpus and on the cases as DOCX, PDF, HTML and scan (tests/bulk/test_duplicates.py).
WITH_THE_SAME_HEADER = 0.5
WITHOUT = 0.9


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two documents, by their hashes and places; `distance` 0: their sketches are the same.

    `is_sure`: both name the same number, symbol and date; else their numerals have to agree.
    """

    distance: float
    one: str
    other: str
    here: int
    there: int
    is_sure: bool


def find_duplicates(dataset: Dataset, parts: Sequence[Part]) -> Iterator[dict[str, object]]:
    """Rows of DUPLICATES for the documents of these files of `dataset`."""
    with Candidates() as candidates:
        candidates.add_headers(headers(dataset, parts))
        wanted = candidates.pair()
        if not wanted:
            return
        candidates.add_contents(contents(dataset, parts, wanted))
        candidates.add_amounts(amounts(dataset, parts, wanted))
        pairs = [pair for here, there in candidates.pairs() if (pair := _alike(here, there, candidates.facts))]
        unsure = {name for pair in pairs if not pair.is_sure for name in (pair.one, pair.other)}
        candidates.add_numerals(numerals(dataset, parts, unsure) if unsure else ())
        pairs = sorted(pair for pair in pairs if pair.is_sure or not _contradict(pair, candidates))
        for group in _groups(pairs, candidates.facts):
            yield from _rows([candidates.facts(place) for place in group])


def write_duplicates(dataset: Dataset, parts: Sequence[Part]) -> list[Part]:
    """The file of DUPLICATES; none where there are no duplicates."""
    rows = sorted(find_duplicates(dataset, parts), key=lambda row: (row["group"], row["document"]))
    return [dataset.write(DUPLICATES, "", from_rows(rows, DUPLICATES))] if rows else []


def _rows(group: Sequence[Facts]) -> Iterator[dict[str, object]]:
    best = min(group, key=lambda facts: (facts.content.badness, facts.header.document))
    first = min(facts.header.document for facts in group)
    for facts in group:
        shared = 1.0 if facts is best else resemblance(facts.content.sketch, best.content.sketch)
        row = {"group": first, "document": facts.header.document, "best": facts is best}
        yield {**row, "resemblance": Decimal(f"{shared:.6f}")}


def _alike(here: int, there: int, facts: Callable[[int], Facts]) -> Pair | None:
    """The pair, where its texts share enough and nothing contradicts."""
    one, other = facts(here), facts(there)
    if contradict(one, other):
        return None
    shared = resemblance(one.content.sketch, other.content.sketch)
    is_sure = is_same_header(one.header, other.header)
    if shared < (WITH_THE_SAME_HEADER if is_sure else WITHOUT):
        return None
    (first, here), (second, there) = sorted([(one.header.document, here), (other.header.document, there)])
    return Pair(1 - shared, first, second, here, there, is_sure)


def _contradict(pair: Pair, candidates: Candidates) -> bool:
    """Unless all numbers of one text stand in the other, which may have more: pages, the time of a portal."""
    return each_has_more(candidates.numerals(pair.here), candidates.numerals(pair.there))


def _groups(pairs: Iterable[Pair], facts: Callable[[int], Facts]) -> list[set[int]]:
    """Documents that belong together, the surest pairs first; nobody joins a group that has one it contradicts."""
    group_of: dict[int, set[int]] = {}
    for pair in pairs:
        one, other = pair.here, pair.there
        here, there = group_of.get(one, {one}), group_of.get(other, {other})
        if here is there or any(contradict(facts(each), facts(another)) for each in here for another in there):
            continue
        joined = here | there
        group_of |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in group_of.values()}.values())

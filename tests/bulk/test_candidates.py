"""Candidates: pairs of documents that may be one, against all pairs looked at one by one."""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations

import pytest

from dondoc.bulk.candidates import Candidates
from dondoc.bulk.facts import Content, Facts, Header, contradict

DAYS = (None, date(2023, 6, 30), date(2024, 7, 1))


def _some(number: int) -> dict[str, Facts]:
    """Documents of few numbers, symbols, days, hashes and amounts, so that many agree."""
    draw = random.Random(number)
    documents = {}
    for place in range(60):
        header = Header(f"{place:064x}", draw.choice(["", "1", "2"]), draw.choice(["", "nq"]), draw.choice(DAYS))
        sketch = tuple(sorted(draw.sample(range(40), 4)))
        amounts = frozenset(draw.choices(range(-(10**18), 10**18), k=draw.choice([0, 0, 1])))
        shared = frozenset(draw.sample(range(10**9, 10**9 + 60), draw.choice([0, 1, 40])))
        documents[header.document] = Facts(header, Content(sketch, (0, 0, -1, -place), amounts | shared))
    return documents


@pytest.mark.parametrize("number", range(3))
def test_no_pair_that_may_be_one_is_lost(number: int) -> None:
    """Found are pairs that share a hash and do not contradict, with their facts, and none whose headers contradict."""
    documents = _some(number)
    with Candidates() as candidates:
        candidates.add_headers((facts.header, list(facts.content.sketch)) for facts in documents.values())
        wanted = candidates.pair()
        candidates.add_contents((name, documents[name].content) for name in wanted)
        promised = {name: documents[name].content.amounts for name in wanted}
        candidates.add_amounts((name, amounts) for name, amounts in promised.items() if amounts)
        pairs = [(candidates.facts(one), candidates.facts(other)) for one, other in candidates.pairs()]
    assert all(facts == documents[facts.header.document] for pair in pairs for facts in pair)
    found = {(one.header.document, other.header.document) for one, other in pairs}
    fitting = {
        (one.header.document, other.header.document)
        for one, other in combinations(documents.values(), 2)
        if not contradict(one, other) and set(one.content.sketch) & set(other.content.sketch)
    }
    assert fitting and fitting <= found
    without = (
        (Facts(one.header, Content((), (0, 0, 0, 0))), Facts(other.header, Content((), (0, 0, 0, 0))))
        for one, other in pairs
    )
    assert not any(contradict(one, other) for one, other in without)
    assert len(found) == len(pairs) < 1.3 * len(fitting)


def test_a_set_phrase_makes_no_pair() -> None:
    """A hash that more than fifty documents have tells nothing; one that two have does."""
    headers = [(Header(f"{place:064x}", "", "", None), [7, 100 + place // 2]) for place in range(51)]
    with Candidates() as candidates:
        candidates.add_headers(headers)
        assert len(candidates.pair()) == 50
        assert list(candidates.pairs()) == [(place, place + 1) for place in range(0, 50, 2)]

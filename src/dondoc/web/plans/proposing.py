"""What the program proposes for a commitment: field, lead, whether it is restricted, where it began.

Every proposal is for a person to take or leave; those of bodies come with a score and a reason. Indicators are proposed
by the registry (dondoc.indicators).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz, process

from dondoc.commitments import Target
from dondoc.text import fold, mend
from dondoc.values import Measure
from dondoc.web.plans.words import Field, fields, restricted_words

NAMED_ENOUGH = 88.0  # of 100: spellings of one name, not names of two bodies
MOST = 3
_OF_FIELD = Decimal("0.5")  # what a usual lead is worth beside one that the document names


@dataclass(frozen=True, slots=True)
class Proposal:
    """`subject` is proposed with a score from 0 to 1; `named` tells that the document itself names it."""

    subject: Any
    score: Decimal
    named: bool


def field_of(words: str, heading: str = "") -> Field | None:
    """The field whose words stand in `words` most; those of the heading decide where the words tell nothing."""
    return _most(words) or _most(heading)


def _most(words: str) -> Field | None:
    low = _low(words)
    told = [(sum(len(term) for term in field.terms if term in low), field) for field in fields().values()]
    weight, best = max(told, key=lambda each: each[0])
    return best if weight else None


def is_restricted(words: str, heading: str) -> bool:
    """Whether the commitment should be read by named roles only, until two persons have said otherwise."""
    of_headings, of_words = restricted_words()
    return any(term in _low(heading) for term in of_headings) or any(term in _low(words) for term in of_words)


def baseline_of(target: Target) -> Decimal | None:
    """Where a change began: the level promised for the end less the increase."""
    if target.measure == Measure.CHANGE and target.level_at_end is not None:
        return target.level_at_end - target.amount
    return None


def leads_of(named: str | None, field: Field | None, bodies: Sequence[Any]) -> list[Proposal]:
    """The bodies that may lead: those that `named`, the words of the document, may mean, else the usual ones."""
    folded = {body.pk: body.folded for body in bodies}
    by_key = {body.pk: body for body in bodies}
    if named:
        found = process.extract(
            fold(named), folded, scorer=fuzz.token_sort_ratio, limit=MOST, score_cutoff=NAMED_ENOUGH
        )
        return [Proposal(by_key[key], _share(score), named=True) for _words, score, key in found]
    usual: list[Proposal] = []
    for name in field.leads if field else ():
        best = process.extractOne(fold(name), folded, scorer=fuzz.token_set_ratio, score_cutoff=NAMED_ENOUGH)
        if best and all(best[2] != each.subject.pk for each in usual):
            usual.append(Proposal(by_key[best[2]], _share(best[1]) * _OF_FIELD, named=False))
    return usual[:MOST]


def bodies_named(names: Iterable[str], bodies: Sequence[Any]) -> list[Any]:
    """The bodies that `names` mean, each the best match where one is near enough."""
    found = [leads_of(name, None, bodies)[:1] for name in names]
    return list({each[0].subject.pk: each[0].subject for each in found if each}.values())


def _low(words: str) -> str:
    return mend(words).lower


def _share(score: float) -> Decimal:
    return (Decimal(str(score)) / 100).quantize(Decimal("0.01"))

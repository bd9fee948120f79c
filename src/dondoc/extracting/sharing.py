"""Sharing: what the numbers of one sentence have in common and say only once."""

from __future__ import annotations

from collections.abc import Sequence

from dondoc.extracting.spans import FoundTarget
from dondoc.extracting.vocabulary import phrase
from dondoc.values import Measure

_PREDICATE = phrase("promises", "predicate")
_VALUE_FIRST = 12  # characters before a number that opens its clause: "phấn đấu trên 80% …"
_KIND = 4  # words by which two names are of one kind: "tỷ lệ thư viện …"
_FAR = 6  # characters between two numbers beyond which they share nothing


def sharing_predicates(found: Sequence[FoundTarget], layer: str) -> list[FoundTarget]:
    """ "100% thư viện cấp tỉnh, 80% thư viện cấp huyện và 50% thư viện cấp xã tổ chức …": the last verb serves all.

    `layer` is the matching layer in lower case: what a semicolon parts shares nothing, unless it is of the same kind.
    """
    shared: list[FoundTarget] = []
    predicate, follower = "", None
    for before, target in reversed(list(zip([None, *found], found, strict=False))):
        opens = (
            target.key - target.start <= _VALUE_FIRST
            and target.test.unit == "%"
            and target.test.measure is Measure.LEVEL
        )
        verb = _PREDICATE.search(target.indicator) if opens else None
        listed = before is not None and _close(before, target, layer)
        close = follower is not None and (
            _close(target, follower, layer) or (listed and _of_one_kind(before, target, follower))
        )
        if opens and verb is None and predicate and close:
            target = target._replace(indicator=f"{target.indicator} {predicate}")
        predicate = target.indicator[verb.start() :] if verb else predicate if opens else ""
        follower = target
        shared.append(target)
    return shared[::-1]


def _close(one: FoundTarget, other: FoundTarget, layer: str) -> bool:
    gap = layer[one.end : other.start]
    return len(gap) <= _FAR and ";" not in gap


def _of_one_kind(*targets: FoundTarget | None) -> bool:
    """ "80% thư viện cấp tỉnh và 40% thư viện cấp xã; 60% thư viện cấp tỉnh và …": the list goes on behind the mark."""
    return len({tuple(target.indicator.lower().split()[:_KIND]) for target in targets if target is not None}) == 1

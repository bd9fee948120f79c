"""Sharing: what the numbers of one sentence have in common and say only once."""

from __future__ import annotations

from collections.abc import Sequence

from dondoc.extracting.spans import FoundTarget
from dondoc.extracting.vocabulary import phrase
from dondoc.values import Measure

_PREDICATE = phrase("promises", "predicate")
_VALUE_FIRST = 12  # characters before a number that opens its clause: "phấn đấu trên 80% …"
_FAR = 6  # characters between two numbers beyond which they share nothing


def sharing_predicates(found: Sequence[FoundTarget], layer: str) -> list[FoundTarget]:
    """ "100% thư viện cấp tỉnh, 80% thư viện cấp huyện và 50% thư viện cấp xã tổ chức …": the last verb serves all.

    `layer` is the matching layer in lower case: what a semicolon parts shares nothing.
    """
    shared: list[FoundTarget] = []
    predicate, follower = "", None
    for target in reversed(found):
        opens = (
            target.key - target.start <= _VALUE_FIRST
            and target.test.unit == "%"
            and target.test.measure is Measure.LEVEL
        )
        verb = _PREDICATE.search(target.indicator) if opens else None
        gap = layer[target.end : follower.start] if follower is not None else ";"
        close = len(gap) <= _FAR and ";" not in gap
        if opens and verb is None and predicate and close:
            target = target._replace(indicator=f"{target.indicator} {predicate}")
        predicate = target.indicator[verb.start() :] if verb else predicate if opens else ""
        follower = target
        shared.append(target)
    return shared[::-1]

"""Which item of an amending document is meant for which commitment: by what both are about, and by the old amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from dondoc.notation import number
from dondoc.web.amounts import trimmed
from dondoc.web.plans.contents import content_of, kind_of, subject_of
from dondoc.web.plans.likeness import Likeness
from dondoc.web.plans.models import Amendment, Commitment, Target
from dondoc.web.resolutions.models import STANDING, Item, ItemState

_OLD_AMOUNT = Decimal("0.15")  # "từ 2.670 tỷ đồng xuống 2.500 tỷ đồng" names what it changes
_SAYS = ("indicator", "measure", "comparison", "amount", "upper_amount", "unit", "period", "nature", "deadline")


@dataclass(frozen=True, slots=True)
class Match:
    """`item` is proposed in place of `commitment`; `same` tells that it promises the same as before."""

    commitment: Commitment
    item: Item
    score: Decimal
    same: bool


def items_of(amendment: Amendment) -> tuple[list[Item], int]:
    """The reviewed targets and tasks of the amending document and its annexes; and how many nobody has reviewed."""
    if amendment.document is None:
        return [], 0
    whole = Q(document=amendment.document) | Q(document__annex_of=amendment.document)
    found = Item.objects.filter(whole, state__in=(*STANDING, ItemState.PROPOSED), kind__in=("target", "task"))
    items = list(found.select_related("document__reading"))
    reviewed = [item for item in items if item.state != ItemState.PROPOSED]
    return reviewed, len(items) - len(reviewed)


def matches_of(amendment: Amendment, items: Sequence[Item], commitments: Iterable[Any]) -> list[Match]:
    """One commitment for an item and one item for a commitment, the likeliest first.

    `commitments` are those that no draft names, `items` those of the amending document; an item that the amendment has
    put somewhere already is proposed no more.
    """
    taken = {alteration.item_id for alteration in amendment.alterations.all()}
    unused = [item for item in items if item.pk not in taken]
    used: set[tuple[str, int]] = set()
    matches = []
    for match in sorted(_candidates(unused, list(commitments)), key=lambda each: -each.score):
        if not {("c", match.commitment.pk), ("i", match.item.pk)} & used:
            used |= {("c", match.commitment.pk), ("i", match.item.pk)}
            matches.append(match)
    return sorted(matches, key=lambda each: each.commitment.place)


def _candidates(items: Sequence[Item], commitments: Sequence[Any]) -> Iterable[Match]:
    for kind in ("target", "task"):
        by_key = {each.pk: each for each in commitments if kind_of(each) == kind}
        own = {item.pk: item for item in items if item.kind == kind}
        texts = {key: item.content.get("indicator") or item.content["quote"] for key, item in own.items()}
        for like in Likeness(texts, {key: each.name for key, each in by_key.items()}).all():
            commitment, item = by_key[like.found], own[like.wanted]
            yield Match(commitment, item, _with_amount(like.score, commitment, item), _same(commitment, item))


def _with_amount(score: Decimal, commitment: Commitment, item: Item) -> Decimal:
    subject = subject_of(commitment)
    if not isinstance(subject, Target):
        return score
    printed = re.escape(number(trimmed(subject.amount), "vi"))
    named = re.search(rf"(?<![\d.,]){printed}(?![.,]?\d)", item.content["quote"])
    return min(score + _OLD_AMOUNT, Decimal(1)) if named else score


def _same(commitment: Commitment, item: Item) -> bool:
    before = content_of(commitment)
    return all(_plain(before.get(name)) == _plain(item.content.get(name)) for name in _SAYS)


def _plain(value: Any) -> Any:
    """Words without their spacing: an indicator keeps the line breaks of its document."""
    return " ".join(value.split()) if isinstance(value, str) else value

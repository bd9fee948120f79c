"""How a unit stands among those that were given a part of the same target: compared only where that is fair.

    alike    the same target, so the same promise and the same days; what each was given is shown beside it
    done     what its own figures tell of its own part, by the rules of the core, in per cent of what it was given
    MOST     nobody has a place where fewer than five tell, and who has not told has none: it is said how many have not

It is shown to the office and to the unit itself, which is told no other's name; in public never.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from dondoc.evaluating.evaluation import evaluate_table
from dondoc.evaluating.promises import Terms
from dondoc.evaluating.verdicts import Verdict
from dondoc.web.figures.standing import as_read
from dondoc.web.figures.told import named, table_of
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.querysets import existing_on
from dondoc.web.plans.models import Allocation, Target

LEAST = 5


@dataclass(frozen=True, slots=True)
class Peer:
    """One unit: what it was given, and what share of that its figures tell; None where they tell none."""

    body: Body
    given: Decimal
    percent: Decimal | None
    basis: str


@dataclass(frozen=True, slots=True)
class Among:
    """The units that were given a part of a target, and which of them is looked at."""

    target: Target
    own: Peer
    peers: tuple[Peer, ...]

    @property
    def told(self) -> list[Peer]:
        """Those of which a share is told, the one that is farthest first."""
        found = [peer for peer in self.peers if peer.percent is not None]
        return sorted(found, key=lambda peer: (-(peer.percent or 0), peer.body.sort_key))

    @property
    def silent(self) -> list[Peer]:
        return [peer for peer in self.peers if peer.percent is None]

    @property
    def is_fair(self) -> bool:
        """Whether there are enough that tell."""
        return len(self.told) >= LEAST

    @property
    def place(self) -> int | None:
        """1: no other is farther. None where it has not told, or too few have."""
        if not self.is_fair or self.own.percent is None:
            return None
        return 1 + sum(1 for peer in self.told if (peer.percent or 0) > self.own.percent)

    @property
    def spread(self) -> tuple[Decimal, Decimal, Decimal]:
        """Least, median and most of the shares; only where it is fair."""
        shares = [peer.percent for peer in self.told if peer.percent is not None]
        return min(shares), median(shares), max(shares)

    @property
    def sizes(self) -> tuple[Decimal, Decimal]:
        """The least and the most that was given."""
        given = [peer.given for peer in self.peers]
        return min(given), max(given)


def among_of(body: Body, targets: Sequence[Target], day: date) -> list[Among]:
    """How `body` stands among the units of each of `targets`, with plan and indicator at hand; nothing of a target of
    which fewer than five were given a part, or of an amount that a share of means nothing. In four queries."""
    wanted = {target.pk: target for target in targets if target.indicator_id is not None}
    given = _given(wanted, day)
    of_target = {key: rows for key, rows in given.items() if len(rows) >= LEAST}
    verdicts = _verdicts([row for rows in of_target.values() for row in rows], wanted, day)
    found = [_among(wanted[key], body, rows, verdicts) for key, rows in of_target.items()]
    return [each for each in found if each is not None]


def _given(targets: Iterable[int], day: date) -> dict[int, list[Allocation]]:
    found: dict[int, list[Allocation]] = {}
    rows = Allocation.objects.filter(existing_on(day), target__in=list(targets)).select_related("body")
    for row in rows.order_by("target__plan", "target__place", "body__sort_key"):
        found.setdefault(row.target_id, []).append(row)
    return found


def _verdicts(rows: Sequence[Allocation], targets: Mapping[int, Target], day: date) -> dict[str, Verdict]:
    """Of each allocation how its own body stands by its own figures, as if the part were the promise."""
    if not rows:
        return {}
    asked, series = [], set()
    for row in rows:
        target = targets[row.target_id]
        part = {"id": _key(row), "amount": row.amount, "upper_amount": None, "level_at_end": None}
        asked.append(as_read(target, named(_indicator(target), row.body_id), **part))
        series.add((_indicator(target), row.body_id))
    terms = {_key(row): Terms(tolerance_days=_tolerance(targets[row.target_id])) for row in rows}
    found = evaluate_table(asked, table_of(series, day), as_of=day, terms=terms)
    return {each.target: each for each in found}


def _indicator(target: Any) -> int:
    return int(target.indicator_id)


def _tolerance(target: Any) -> int | None:
    return target.indicator.tolerance


def _key(row: Allocation) -> str:
    return f"{row.target_id} {row.body_id}"


def _among(
    target: Target, body: Body, rows: Sequence[Allocation], verdicts: Mapping[str, Verdict]
) -> Among | None:  # fmt: skip
    peers = tuple(_peer(row, verdicts[_key(row)]) for row in rows if _key(row) in verdicts)
    own = next((peer for peer in peers if peer.body.pk == body.pk), None)
    return None if own is None else Among(target, own, peers)


def _peer(row: Allocation, verdict: Verdict) -> Peer:
    return Peer(row.body, row.amount, verdict.percent, verdict.basis.value if verdict.basis else "")

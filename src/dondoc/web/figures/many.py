"""How thousands of targets stand: of each only the terms by which it is judged are read, not its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from dondoc.evaluating.verdicts import Verdict
from dondoc.web.figures.standing import standings, standings_of_wholes
from dondoc.web.keys import Keys
from dondoc.web.plans.models import Target


class OfPlan(NamedTuple):
    """What of its plan the standing of a target depends on."""

    office_id: int
    period: str


class Counted(NamedTuple):
    """What of its indicator it depends on."""

    rolled_up: bool
    tolerance: int
    release_lag: int | None


class Followed(NamedTuple):
    """A Target as far as its standing depends on it. Of thousands, making models takes longer than judging."""

    pk: int
    plan_id: int
    indicator_id: int | None
    measure: str
    comparison: str
    amount: Decimal
    unit: str
    period: str
    better: str
    upper_amount: Decimal | None
    base: str
    level_at_end: Decimal | None
    baseline: Decimal | None
    baseline_stage: str
    linear: bool
    ended_on: date | None
    plan: OfPlan
    indicator: Counted | None


_READ = Followed._fields[:-2]
_OF_PLAN, _OF_INDICATOR = (
    tuple(f"{of}__{name}" for name in kind._fields) for of, kind in (("plan", OfPlan), ("indicator", Counted))
)


def standings_of(keys: Sequence[int], *, as_of: date) -> Iterable[Verdict]:
    """The verdicts of the targets among `keys` as `standings` gives them, on what was known on `as_of`."""
    targets = _followed(keys)
    rolled = [target.pk for target in targets if target.indicator and target.indicator.rolled_up]
    wholes = [target for target in targets if not (target.indicator and target.indicator.rolled_up)]
    yield from standings_of_wholes(wholes, as_of=as_of, known_at=as_of)
    if rolled:
        models = Target.objects.filter(pk__in=Keys(rolled)).select_related("plan__office", "indicator")
        yield from chain.from_iterable(standings(list(models), as_of=as_of).values())


def _followed(keys: Sequence[int]) -> list[Followed]:
    own, plan = len(_READ), len(_READ) + len(_OF_PLAN)
    rows = Target.objects.filter(pk__in=Keys(keys)).order_by().values_list(*_READ, *_OF_PLAN, *_OF_INDICATOR)
    return [
        Followed._make((*row[:own], OfPlan(*row[own:plan]), None if row[2] is None else Counted(*row[plan:])))
        for row in rows
    ]

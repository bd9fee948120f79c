"""What a unit is asked for in a round: the figures of the targets it leads or was given a part of, and words on them.

A figure is asked once, however many plans need it, and names them. Who leads a target tells the value of the whole,
unless the indicator is rolled up from the units; who was given a part tells its own. An indicator is asked as often as
it is counted, and in the period with which its target ends in any case. A target without an indicator cannot be asked
for a figure: it is named, so that the office links it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q

from dondoc.evaluating.calendars import kind_of
from dondoc.evaluating.figures import Basis
from dondoc.values import Measure, Period
from dondoc.web.figures.models import Round, Way
from dondoc.web.figures.round_models import row_key
from dondoc.web.indicators.models import Indicator
from dondoc.web.indicators.words import Frequency
from dondoc.web.organizations.held import Held
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.querysets import existing_on
from dondoc.web.plans.models import Allocation, Commitment, Plan, PlanState, Responsibility, Target

MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}
FREQUENCY_MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.HALF: 6, Frequency.YEAR: 12}
BASIS = {
    Measure.FLOW: Basis.CUMULATIVE,
    Measure.LEVEL: Basis.LEVEL,
    Measure.CHANGE: Basis.CHANGE,
    Measure.GROWTH: Basis.GROWTH,
}


@dataclass(frozen=True, slots=True)
class Need:
    """A target that needs a figure, and what the unit was given of it; None: it leads the target."""

    target: Target
    given: Decimal | None = None


@dataclass(slots=True)
class Asked:
    """One figure that is asked: of which body, about which days; `needs` are the targets that need it.

    `is_part`: it is the unit's own part of the whole. `unit` is that of the first target: in it the number is told.
    """

    indicator: Indicator
    body: Body
    basis: Basis
    start: date
    end: date
    is_part: bool
    needs: list[Need] = field(default_factory=list)

    @property
    def row(self) -> str:
        return row_key(self.indicator.pk, self.body.pk, self.basis.value, self.start)

    @property
    def unit(self) -> str:
        return self.needs[0].target.unit or self.indicator.unit


@dataclass(frozen=True, slots=True)
class Due:
    """All that one unit is asked for: figures, targets and tasks to tell of in words, targets without an indicator.

    `given` are the bodies that were given a part of each target that the unit leads.
    """

    figures: tuple[Asked, ...]
    commitments: tuple[Commitment, ...]
    unlinked: tuple[Target, ...]
    given: Mapping[int, frozenset[int]]

    def of_row(self, row: str) -> Asked | None:
        return next((asked for asked in self.figures if asked.row == row), None)


def due_of(round_: Round, body: Body, held: Held | None = None, indicator: int | None = None) -> Due:
    """What `body` is asked for in the round; with `held` what its holder may read, with `indicator` of it alone."""
    return dues_of(round_, [body], held, indicator)[body.pk]


def dues_of(
    round_: Round, bodies: Sequence[Body], held: Held | None = None, indicator: int | None = None
) -> Mapping[int, Due]:
    """The same of many bodies at once, by their primary keys; as many queries as for one."""
    commitments = {each.pk: each for each in _readable(round_, held, indicator)}
    day = round_.days.end
    leading = Responsibility.objects.filter(existing_on(day), part="lead", body__in=bodies, commitment__in=commitments)
    leads = _grouped(leading.values_list("body", "commitment"))
    led = frozenset().union(*leads.values())
    amounts: dict[int, dict[int, Decimal]] = {}
    allocations = Allocation.objects.filter(Q(body__in=bodies) | Q(target__in=led), existing_on(day))
    rows = list(allocations.filter(target__in=commitments).values_list("body", "target", "amount"))
    for body, target, amount in rows:
        amounts.setdefault(body, {})[target] = amount
    given = _grouped((target, body) for body, target, _amount in rows if target in led)
    return {
        body.pk: _due(round_, body, commitments, leads.get(body.pk, set()), amounts.get(body.pk, {}), given)
        for body in bodies
    }


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    groups: dict[int, set[int]] = {}
    for key, member in pairs:
        groups.setdefault(key, set()).add(member)
    return groups


def bodies_due(round_: Round) -> list[Body]:
    """The bodies that lead or were given something that the round asks for, in the order of their names."""
    commitments = _readable(round_, None)
    keys = [each.pk for each in commitments]
    day = round_.days.end
    leading = Responsibility.objects.filter(existing_on(day), part="lead", commitment__in=keys).values("body")
    given = Allocation.objects.filter(existing_on(day), target__in=keys).values("body")
    return list(Body.objects.filter(Q(pk__in=leading) | Q(pk__in=given)))


def whole_of(office: Body, day: date) -> Body:
    """The body that the numbers of the whole are of: as the office's way says, else what stands above all."""
    way = Way.objects.filter(office=office).select_related("whole").first()
    if way is not None and way.whole is not None:
        return way.whole
    return top_of(office, day)


def top_of(office: Body, day: date) -> Body:
    """What the office stood under at the top on `day`."""
    above = Body.objects.with_ancestors(office, day).placed(day)
    return next((each for each in above if each.parent_on is None), office)


def plans_of(office: Body, period: Period) -> list[Plan]:
    """The approved plans of the office whose period contains `period`, each with its own way where it has one."""
    plans = Plan.objects.filter(office=office, state=PlanState.APPROVED.value).select_related("way")
    return [plan for plan in plans if contains(Period(plan.period), period)]


def contains(longer: Period, shorter: Period) -> bool:
    return longer.start <= shorter.start and shorter.end <= longer.end


def _readable(round_: Round, held: Held | None, indicator: int | None = None) -> list[Commitment]:
    """The commitments of the office's approved plans around the period, that are asked for in it."""
    last = round_.days.end
    commitments = Commitment.objects.whole().as_of(last).filter(
        plan__office=round_.office, plan__state=PlanState.APPROVED.value, plan__ends_on__gte=last,
    )  # fmt: skip
    if held is not None:
        commitments = commitments.readable(held)
    if indicator is not None:
        commitments = commitments.filter(target__indicator=indicator)
    rows = commitments.select_related("plan__way", "target__indicator", "task").order_by("plan", "place", "pk")
    for row in rows:
        if row.kind == "target":
            row.target.plan = row.plan
    asked = round_.days
    return [row for row in rows if contains(Period(row.plan.period), asked) and _is_asked(row, asked)]


def _is_asked(commitment: Commitment, asked: Period) -> bool:
    """Tasks and what has no indicator in every round; a target as often as its indicator is counted, and at its end."""
    if commitment.kind != "target" or commitment.target.indicator is None:
        return True
    own = Period(commitment.target.period or commitment.plan.period)
    if not contains(own, asked):
        return False
    months = MONTHS.get(kind_of(asked.start, asked.end) or "", 12)
    return own.end == asked.end or FREQUENCY_MONTHS[Frequency(commitment.target.indicator.frequency)] <= months


def _due(
    round_: Round, body: Body, commitments: Mapping[int, Commitment], leads: set[int], amounts: Mapping[int, Decimal],
    given: Mapping[int, set[int]],
) -> Due:  # fmt: skip
    asked: dict[str, Asked] = {}
    for commitment in commitments.values():
        if commitment.kind != "target" or commitment.target.indicator is None:
            continue
        target = commitment.target
        if commitment.pk in leads and not target.indicator.rolled_up:
            _ask(asked, round_, target, round_.whole or round_.office, None)
        if commitment.pk in amounts:
            _ask(asked, round_, target, body, amounts[commitment.pk])
    told = tuple(each for each in commitments.values() if each.pk in leads or each.pk in amounts)
    unlinked = tuple(each.target for each in told if each.kind == "target" and each.target.indicator is None)
    parts = {target: frozenset(bodies) for target, bodies in given.items() if target in leads}
    return Due(tuple(asked.values()), told, unlinked, parts)


def _ask(asked: dict[str, Asked], round_: Round, target: Target, body: Body, given: Decimal | None) -> None:
    basis = BASIS[Measure(target.measure)]
    end = round_.days.end
    start = end if basis is Basis.LEVEL else Period(target.period or target.plan.period).start
    one = Asked(target.indicator, body, basis, start, end, given is not None)
    asked.setdefault(one.row, one).needs.append(Need(target, given))


def periods_of(plan: Plan) -> list[str]:
    """The periods in which a plan can be asked for: its own, and the months, quarters and halves within it."""
    own = Period(plan.period)
    years = range(own.start.year, own.end.year + 1)
    names = [
        *(f"{year}-H{half}" for year in years for half in (1, 2)),
        *(f"{year}-9M" for year in years),
        *(f"{year}-Q{quarter}" for year in years for quarter in (1, 2, 3, 4)),
        *(f"{year}-{month:02}" for year in years for month in range(1, 13)),
    ]
    within = [name for name in (*map(str, years), *names) if name != plan.period and contains(own, Period(name))]
    return [plan.period, *within]

"""The verdict on one promise, as the definitions say it: one target at a time, over plain lists of figures.

A second writing of what `evaluate` works out in columns, to be held against it. It is made from the definitions of the
words and from decision record 10 alone, and is slow on purpose: an amount that is worked out is an exact Fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from oracle_amounts import (
    DAY,
    RATES,
    UNITS,
    Amount,
    Case,
    Found,
    amount_of,
    baseline,
    both_values,
    flow,
    increase,
    latest,
    level,
    published,
    total,
    usable,
    whole,
    year_before,
)

from dondoc import Basis, Comparison, Direction, Figure, Measure, Reason, Status, Target, Terms


@dataclass(frozen=True)
class Told:
    """Status, reason and what was done, in the unit of the promise and floored to six decimals."""

    status: Status
    reason: Reason
    done: Decimal | None = None


def verdict(
    target: Target,
    terms: Terms,
    figures: Iterable[Figure],
    parts: Sequence[tuple[Target, Terms, Sequence[Figure]]],
    as_of: date,
    known_at: date,
) -> Told:
    """Order of decision: replaced, a figure of the whole period, trajectory, no trajectory, due and absent, not due."""
    if terms.replaced_on and terms.replaced_on <= as_of:
        return Told(Status.REPLACED, Reason.REPLACED)
    if target.period is None:
        return Told(Status.NOT_DUE, Reason.NO_PERIOD)
    of_parts = tuple(Case(one, own, usable(some, as_of, known_at), as_of) for one, own, some in parts)
    case = Case(target, terms, usable(figures, as_of, known_at), as_of, of_parts)
    return outcome(case) or outlook(case) or absence(case)


@dataclass(frozen=True)
class Asked:
    """What is asked: the bound to pass, the bound to exceed, each with the unit of its last printed digit."""

    bound: Fraction
    better_bound: Fraction
    quantum: Fraction
    sign: int
    strict: bool

    def passes(self, amount: Amount) -> bool:
        over = Amount((amount.value - self.bound) * self.sign, amount.lean * self.sign)
        return over > Amount(Fraction(0)) if self.strict else over >= Amount(Fraction(0))

    def is_exceeded(self, amount: Amount) -> bool:
        over = Amount((amount.value - self.better_bound) * self.sign, amount.lean * self.sign)
        return over >= Amount(self.quantum)

    def within(self, amount: Amount, room: Fraction) -> bool:
        return Amount((amount.value - self.bound) * self.sign + room, amount.lean * self.sign) >= Amount(Fraction(0))


def asked_of(case: Case, reason: Reason | None = None) -> Asked:
    """A range is promised from its worse bound on and exceeded beyond its better one."""
    target = case.target
    higher = target.better is Direction.HIGHER
    bound = better_bound = target.amount
    if reason is Reason.LEVEL_AT_END and target.level_at_end is not None:
        bound = better_bound = target.level_at_end
    elif target.upper_amount is not None:
        bound, better_bound = sorted((target.amount, target.upper_amount), reverse=not higher)
    last_digit = min(0, *(int(each.as_tuple().exponent) for each in (bound, better_bound)))
    quantum = case.based(Decimal(1).scaleb(last_digit))
    strict = target.comparison in (Comparison.MORE_THAN, Comparison.LESS_THAN)
    return Asked(case.based(bound), case.based(better_bound), quantum, 1 if higher else -1, strict)


def outcome(case: Case) -> Told | None:
    found = whole(case)
    if found is None:
        return None
    asked = asked_of(case, found.reason)
    status, reason = Status.MISSED, found.reason
    if asked.is_exceeded(found.amount) and asked.passes(found.amount):
        status = Status.EXCEEDED
    elif asked.passes(found.amount):
        status = Status.MET
    elif is_near(case, found, asked):
        why_not = never_near(case, found, asked)
        status, reason = (Status.MISSED, why_not) if why_not else (Status.NEARLY_MET, found.reason)
    return Told(status, reason, written(case, found.amount))


def is_near(case: Case, found: Found, asked: Asked) -> bool:
    """Half a point for a level or growth in % or ‰; 5 % of the promise for all else; an amount of 0 is never near."""
    measure = Measure.LEVEL if found.reason is Reason.LEVEL_AT_END else case.target.measure
    is_rate = measure in (Measure.LEVEL, Measure.GROWTH) and case.target.unit in RATES
    room = Fraction(1, 2) if is_rate else abs(asked.bound) * Fraction(5, 100)
    return asked.bound != 0 and asked.within(found.amount, room)


def never_near(case: Case, found: Found, asked: Asked) -> Reason | None:
    """A level worse than its baseline; a change or growth of the wrong sign."""
    if case.target.measure is Measure.LEVEL or found.reason is Reason.LEVEL_AT_END:
        began = baseline(case)
        worse = began is not None and (found.amount - began).value * asked.sign < 0
        if worse:
            return Reason.WORSE_THAN_BASELINE
    return Reason.WRONG_SIGN if went_wrong(case, found) else None


def went_wrong(case: Case, found: Found) -> bool:
    moved: Found | None = found
    if found.reason is Reason.LEVEL_AT_END:
        moved = increase(case, case.end, found.amount)
    moves = case.target.measure in (Measure.CHANGE, Measure.GROWTH)
    return moves and moved is not None and moved.amount.value * Fraction(case.target.amount) < 0


def written(case: Case, amount: Amount) -> Decimal:
    micro = amount.value / UNITS[case.target.unit or ""] * 10**6
    return Decimal(floor(micro)).scaleb(-6)


# Before the end


def inside(case: Case) -> Found | None:
    """The latest amount within the period, from its start. What is a level only tells nothing of the first day."""
    days = sorted({f.end for f in case.figures if case.start <= f.end < case.end}, reverse=True)
    return next((found for day in days if (found := inside_until(case, day))), None)


def inside_until(case: Case, day: date) -> Found | None:
    if case.target.measure is Measure.FLOW:
        return flow(case, case.start, day)
    if case.target.measure is Measure.GROWTH:
        return published(case, day)
    state = state_on(case, day)
    if case.target.measure is Measure.LEVEL:
        return Found(state, Reason.FIGURE_OF_PERIOD, day) if state else None
    return increase(case, day, state)


def state_on(case: Case, day: date) -> Amount | None:
    """A level of a day after the first. Too old for the end, it counts no more once the report was due."""
    stale = case.as_of >= case.due_on and day < case.oldest
    figure = latest(case, Basis.LEVEL, after=max(case.start, day - DAY), until=day)
    return amount_of(figure) if figure and not stale else None


def outlook(case: Case) -> Told | None:
    """What passes already is reached or held; of what adds up a ceiling is only broken; else a trajectory tells."""
    found = inside(case)
    if found is None:
        return None
    done, asked, amount = written(case, found.amount), asked_of(case), found.amount
    state = state_on(case, found.until)
    if case.target.level_at_end is not None and state:
        asked, amount = asked_of(case, Reason.LEVEL_AT_END), state
    is_flow, passes = case.target.measure is Measure.FLOW, asked.passes(amount)
    if is_flow and asked.sign < 0:
        if not passes:
            return Told(Status.OFF_TRACK, Reason.BROKEN, done)
    elif passes:
        held = case.target.comparison is Comparison.MAINTAIN and not is_flow
        return Told(Status.ON_TRACK, Reason.HELD if held else Reason.REACHED, done)
    expected = trajectory(case, found)
    return Told(by_pace(case, found, expected), Reason.PACE, done) if expected is not None else None


def trajectory(case: Case, found: Found) -> Fraction | None:
    """What is expected by the day of the figure: milestones, the line that a person chose, the earlier years."""
    due = [(day, amount) for day, amount in case.terms.milestones if day <= found.until]
    if due:
        return case.based(max(due)[1])
    if case.terms.linear:
        return linear(case, found)
    return seasonal(case, found) if case.target.measure is Measure.FLOW and not case.terms.milestones else None


def origin(case: Case) -> Fraction | None:
    """Where a way begins: at its baseline for a level, at nothing for all else."""
    if case.target.measure is not Measure.LEVEL:
        return Fraction(0)
    began = baseline(case)
    return began.value if began else None


def linear(case: Case, found: Found) -> Fraction | None:
    began = origin(case)
    share = Fraction((found.until - case.start).days + 1, (case.end - case.start).days + 1)
    return None if began is None else began + (asked_of(case).bound - began) * share


def seasonal(case: Case, found: Found) -> Fraction | None:
    """The mean share of the period reached by the same day in up to five earlier years."""
    shares = []
    for years in range(1, 6):
        start, day, end = (year_before(each, years) for each in (case.start, found.until, case.end))
        by_then, all_of_it = flow(case, start, day), flow(case, start, end)
        if by_then and all_of_it and by_then.amount.value >= 0 and all_of_it.amount.value > 0:
            shares.append(by_then.amount.value / all_of_it.amount.value)
    return asked_of(case).bound * sum(shares) / len(shares) if shares else None


def by_pace(case: Case, found: Found, expected: Fraction) -> Status:
    """Done ÷ expected, of a way from its origin; of what must not grow, expected ÷ done. Below 0 there is no share."""
    sign, began = asked_of(case).sign, origin(case)
    done, wanted = (found.amount.value - (began or 0)) * sign, (expected - (began or 0)) * sign
    if done >= wanted:
        return Status.ON_TRACK
    is_ceiling = sign < 0 and asked_of(case).bound >= 0 and (began is None or case.target.measure is not Measure.LEVEL)
    share = (wanted, done) if is_ceiling else (done, wanted)
    on_its_side = (share[1] < 0) if is_ceiling else (share[1] > 0)
    return Status.AT_RISK if on_its_side and share[0] / share[1] >= Fraction(8, 10) else Status.OFF_TRACK


# Neither


def absence(case: Case) -> Told:
    """What is known instead; a figure and no trajectory; due and absent; else not due."""
    measure, found = case.target.measure, inside(case)
    whole_year = total(case, case.start.replace(month=1, day=1), case.end) if measure is Measure.FLOW else None
    if measure is Measure.GROWTH and not case.target.base and has_no_base(case):
        return Told(Status.NO_DATA, Reason.NO_BASE, written(case, found.amount) if found else None)
    if whole_year:
        return Told(Status.NO_DATA, Reason.FIRST_PART_ABSENT, written(case, whole_year))
    if measure is Measure.CHANGE and level(case):
        return Told(Status.NO_DATA, Reason.NO_BASELINE, written(case, found.amount) if found else None)
    old = latest(case, Basis.LEVEL, after=case.start, until=min(case.oldest, case.end) - DAY)
    of_levels = measure in (Measure.LEVEL, Measure.CHANGE)
    if of_levels and old and not found and case.as_of >= case.due_on:
        began = baseline(case) if measure is Measure.CHANGE else Amount(Fraction(0))
        return Told(Status.NO_DATA, Reason.STALE, written(case, amount_of(old) - began) if began else None)
    if known := found or part_known(case):
        waits = case.terms.milestones and all(day > known.until for day, _ in case.terms.milestones)
        reason = Reason.NO_MILESTONE_DUE if waits else Reason.NO_TRAJECTORY
        return Told(Status.NOT_DUE, reason, written(case, found.amount) if found else year_so_far(case))
    return Told(
        *((Status.NOT_DUE, Reason.NOTHING_DUE) if case.as_of < case.due_on else (Status.NO_DATA, Reason.ABSENT))
    )


def has_no_base(case: Case) -> bool:
    pair = both_values(case)
    return pair is not None and pair[1].value <= 0


def part_known(case: Case) -> Found | None:
    """The year so far, where what came before the period is not known; a level, where its baseline is not."""
    days = sorted({f.end for f in case.figures if case.start <= f.end < case.end}, reverse=True)
    if case.target.measure is Measure.CHANGE:
        figure = latest(case, Basis.LEVEL, after=case.start, until=case.end - DAY)
        return Found(amount_of(figure), Reason.NO_BASELINE, figure.end) if figure else None
    first = case.start.replace(month=1, day=1)
    known = ((total(case, first, day), day) for day in days if case.target.measure is Measure.FLOW)
    return next((Found(amount, Reason.FIRST_PART_ABSENT, day) for amount, day in known if amount), None)


def year_so_far(case: Case) -> Decimal | None:
    """Shown as progress; of a change a level alone tells none."""
    known = part_known(case) if case.target.measure is Measure.FLOW else None
    return written(case, known.amount) if known else None

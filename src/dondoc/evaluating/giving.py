"""Giving: a case as the verdict that is shown, stored and sent, in the units of its promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dondoc.evaluating.assembling import Case
from dondoc.evaluating.figures import Figure, Qualifier, Stage
from dondoc.evaluating.settings import RULE_VERSION, Settings
from dondoc.evaluating.verdicts import OUTCOMES, OUTLOOKS, Input, On, Plan, Reason, Verdict

_QUALIFIERS = {1: Qualifier.MORE_THAN, 0: Qualifier.EXACT, -1: Qualifier.NEAR}
_HUNDREDTH = Decimal("0.01")


def verdict_of(case: Case, group: Sequence[Case], as_of: date, known_at: date, settings: Settings) -> Verdict:
    """The verdict on `case`, beside which stand the plans of its `group`."""
    promise, done = case.promise, case.done
    looks_ahead = case.status in OUTLOOKS
    return Verdict(
        target=promise.target.id,
        on=promise.on,
        status=case.status,
        reason=case.reason,
        as_of=as_of,
        known_at=known_at,
        measure=promise.measure,
        comparison=promise.comparison,
        unit=promise.unit,
        wanted=_wanted(case),
        upper=promise.target.upper_amount if promise.on is On.PROMISE else None,
        start=promise.start,
        end=promise.end,
        done=done.value if done else None,
        done_from=done.start if done else None,
        done_to=done.end if done else None,
        qualifier=_QUALIFIERS[done.lean if done else 0],
        basis=_basis(case),
        baseline=case.amount("base"),
        percent=case.percent(),
        remaining=case.remaining(),
        year_on_year=case.growth,
        expected=case.amount("expected") if looks_ahead else None,
        method=str(case.row["method"]) if looks_ahead and case.row["method"] else None,
        pace=_rounded(case.row["pace"]) if case.reason is Reason.PACE else None,
        projected=_projected(case) if looks_ahead else None,
        due_on=promise.due_on,
        set_by=promise.plan.set_by if promise.plan else None,
        inputs=tuple(map(_input, case.figures)),
        plans=tuple(_plan(each) for each in group if each.promise.plan),
        rule_version=RULE_VERSION,
        thresholds=settings.thresholds(),
    )


def _wanted(case: Case) -> Decimal:
    """What was tested against: the level at the end where it decides, else the amount promised."""
    promise = case.promise
    level = promise.target.level_at_end if case.row["by_level"] and case.status in OUTCOMES else None
    return promise.amount if level is None else level


def _basis(case: Case) -> Stage | None:
    """The weakest stage among the inputs; None where nothing was reported or a person set all of it."""
    if case.done is not None and case.done.stage is not None:
        return case.done.stage
    stages = [figure.stage for figure in case.figures]
    return min(stages, key=list(Stage).index) if stages else None


def _projected(case: Case) -> tuple[Decimal, Decimal, Decimal] | None:
    """Least, mean and most of the end of the period, rounded to the last printed digit of the promise."""
    found = [case.amount(name) for name in ("projected_low", "projected", "projected_high")]
    exponent = Decimal((0, (1,), min(int(case.promise.amount.as_tuple().exponent), 0)))
    low, middle, high = (None if each is None else each.quantize(exponent, ROUND_HALF_UP) for each in found)
    return (low, middle, high) if low is not None and middle is not None and high is not None else None


def _rounded(pace: object) -> Decimal | None:
    return pace.quantize(_HUNDREDTH, ROUND_HALF_UP) if isinstance(pace, Decimal) else None


def _input(figure: Figure) -> Input:
    return Input(
        figure.id, figure.version, figure.value, figure.unit, figure.start, figure.end,
        figure.stage, figure.known_on, figure.source,
    )  # fmt: skip


def _plan(case: Case) -> Plan:
    promise, plan = case.promise, case.promise.plan
    if plan is None or promise.start is None or promise.end is None:
        raise AssertionError(promise)
    return Plan(plan.id, plan.set_by, plan.value, plan.unit, promise.start, promise.end, case.percent())

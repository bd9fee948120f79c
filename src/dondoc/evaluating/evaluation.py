"""Evaluation: a document's targets and what was reported, in; verdicts and findings, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from dondoc.commitments import Target
from dondoc.evaluating.assembling import Case, assembled
from dondoc.evaluating.choosing import is_in_range
from dondoc.evaluating.columns import is_exact
from dondoc.evaluating.doubts import doubts
from dondoc.evaluating.figures import Figure, PlanValue
from dondoc.evaluating.giving import verdict_of
from dondoc.evaluating.matching import Matched, matched
from dondoc.evaluating.promises import Promise, Terms, of_plans, of_target
from dondoc.evaluating.settings import DEFAULT, Settings
from dondoc.evaluating.told import InColumns, Listed, Table, is_known
from dondoc.evaluating.told import Told as AllTold
from dondoc.evaluating.units import scale_of
from dondoc.evaluating.verdicts import Evaluation, Verdict
from dondoc.findings import Finding

Reported = TypeVar("Reported", Figure, PlanValue)
_NO_TERMS = Terms()


def evaluate(
    targets: Iterable[Target],
    figures: Iterable[Figure],
    plans: Iterable[PlanValue] = (),
    *,
    as_of: date,
    known_at: date | None = None,
    terms: Mapping[str, Terms] | None = None,
    settings: Settings = DEFAULT,
) -> Evaluation:
    """How every target stands on `as_of`, from what was known on `known_at` (`as_of` unless given).

    `figures` and `plans` are those of one body. Those that match no target, days more than 44 years from `as_of` and
    amounts that cannot be held exactly become findings. `terms` are what people have settled, by target id. The order
    of what is given changes nothing.
    """
    known = known_at or as_of
    wanted, too_fine = _holdable_targets(targets)
    orderly, far = _orderly([figure for figure in figures if figure.known_on <= known], as_of)
    told, fine_figures = _holdable(orderly)
    in_force, fine_plans = _holdable([plan for plan in plans if plan.known_on <= known])
    pairs = matched(wanted, told, in_force)
    cases = _cases(wanted, pairs, Listed(pairs), terms or {}, as_of, known, settings)
    usable = [figure for figure in told if is_known(figure, as_of, known)]
    findings = (*too_fine, *far, *fine_figures, *fine_plans, *pairs.findings, *doubts(cases, pairs, usable))
    return Evaluation(as_of, known, _verdicts(cases, as_of, known, settings), findings)


def evaluate_table(
    targets: Iterable[Target],
    table: Table,
    plans: Iterable[PlanValue] = (),
    *,
    as_of: date,
    known_at: date | None = None,
    terms: Mapping[str, Terms] | None = None,
    settings: Settings = DEFAULT,
) -> tuple[Verdict, ...]:
    """The verdicts that `evaluate` gives, of the figures of a table, in one pass; what is odd is left out and not told.

    Of many bodies at once: each indicator of a body is named otherwise, in targets and in the kinds of the table alike.
    """
    known = known_at or as_of
    wanted, _ = _holdable_targets(targets)
    in_force, _ = _holdable([plan for plan in plans if plan.known_on <= known])
    pairs = matched(wanted, table.kinds, in_force)
    cases = _cases(wanted, pairs, InColumns(pairs, table, as_of), terms or {}, as_of, known, settings)
    return _verdicts(cases, as_of, known, settings)


def _cases(
    targets: Iterable[Target],
    pairs: Matched,
    told: AllTold,
    settled: Mapping[str, Terms],
    as_of: date,
    known_at: date,
    settings: Settings,
) -> list[tuple[Case, ...]]:
    """Of each target its promise, and the plans around it behind it."""
    plans_of = pairs.plans_by_target()
    promises: list[tuple[Promise, ...]] = [
        (own, *of_plans(target, plans_of.get(target.id, ()), own.terms, settings))
        for target in targets
        for own in (of_target(target, settled.get(target.id, _NO_TERMS), settings),)
    ]
    return assembled(promises, pairs, told, as_of, known_at, settings)


def _verdicts(
    cases: Iterable[tuple[Case, ...]], as_of: date, known_at: date, settings: Settings
) -> tuple[Verdict, ...]:  # fmt: skip
    return tuple(verdict_of(case, group, as_of, known_at, settings) for group in cases for case in group[:2])


def _holdable_targets(targets: Iterable[Target]) -> tuple[list[Target], list[Finding]]:
    """The targets whose amounts the columns hold exactly, and a finding on each of the others."""
    doubted = [
        (target, _doubt(target.id, target.unit, target.amount, target.upper_amount, target.level_at_end))
        for target in targets
    ]
    return [target for target, doubt in doubted if not doubt], [doubt for _, doubt in doubted if doubt]


def _orderly(told: Iterable[Figure], as_of: date) -> tuple[list[Figure], list[Finding]]:
    """The figures whose days can be put in order, and a finding on each of the others: one slip must not stop all."""
    near: list[Figure] = []
    findings: list[Finding] = []
    for figure in told:
        far = next((day for day in (figure.end, figure.known_on) if not is_in_range(day, as_of)), None)
        if far is None:
            near.append(figure)
        else:
            findings.append(Finding("figure_far", values=(("figure", figure.id), ("day", far.isoformat()))))
    return near, findings


def _holdable(told: Iterable[Reported]) -> tuple[list[Reported], list[Finding]]:
    doubted = [(each, _doubt(each.id, each.unit, each.value)) for each in told]
    return [each for each, doubt in doubted if not doubt], [doubt for _, doubt in doubted if doubt]


def _doubt(identity: str, unit: str | None, *amounts: Decimal | None) -> Finding | None:
    factor = scale_of(unit).factor
    too_fine = (amount for amount in amounts if amount is not None and not is_exact(amount * factor))
    amount = next(too_fine, None)
    return None if amount is None else Finding("amount_too_fine", values=(("id", identity), ("amount", str(amount))))

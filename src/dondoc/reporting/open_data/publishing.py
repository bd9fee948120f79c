"""Publishing: an OpenPlan from the targets, figures and verdicts that may be shown.

What is given is published, and nothing that follows from something else: a verdict goes out only where every figure it
rests on does, and names no plan that is not given; a part does not name a whole that is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from dondoc.commitments import Resolution, Target
from dondoc.evaluating.figures import Figure, PlanValue
from dondoc.evaluating.verdicts import Evaluation, On, Verdict
from dondoc.reporting.akoma_ntoso.identifying import identity_of, written_number
from dondoc.reporting.illustrating import is_illustrative
from dondoc.reporting.open_data.records import (
    CC_BY,
    About,
    FigureRow,
    Licence,
    OpenPlan,
    PlanValueRow,
    TargetRow,
    VerdictRow,
)
from dondoc.reporting.reviews.material import Material
from dondoc.reporting.sentences import label, sentence

Told = TypeVar("Told", Figure, PlanValue)
_NONE: Mapping[str, str] = MappingProxyType({})


def open_plan(
    resolution: Resolution,
    figures: Iterable[Figure],
    plans: Iterable[PlanValue],
    evaluation: Evaluation,
    *,
    public: Collection[str],
    publisher: str,
    withheld: Mapping[str, str] = _NONE,
    licence: Licence = CC_BY,
    published_on: date | None = None,
) -> OpenPlan:
    """What is published of a plan whose targets are those of `resolution`: of these, the ones named in `public`.

    `figures` and `plans` are those that may be shown; what bears the id of another target stays out all the same. Only
    what was known on the evaluation's `known_at` goes out, of each figure the last version known. `withheld` gives, by
    the id of a figure whose number is kept back, the reason.
    """
    shown = frozenset(public)
    targets = [each for each in resolution.targets if each.id in shown]
    ids = {each.id for each in targets}
    hidden = [each for each in resolution.targets if each.id not in ids]
    known = _last_versions(_shown(figures, hidden, evaluation.known_at))
    in_force = _shown(plans, hidden, evaluation.known_at)
    told = _Told.of([each for each in known if each.id not in withheld], in_force)
    material = Material(resolution, evaluation, told.figures)
    verdicts = [
        _safe(verdict, material, told)
        for verdict in evaluation.verdicts
        if verdict.target in ids and _is_publishable(verdict, told)
    ]
    rows = tuple(_figure(each, ids, withheld.get(each.id)) for each in known)
    return OpenPlan(
        _about(resolution, evaluation, rows, publisher, licence, published_on),
        tuple(_target(each, ids, hidden) for each in targets),
        rows,
        tuple(_plan_value(each, ids) for each in in_force),
        tuple(_verdict(each, material) for each in verdicts),
    )


def _shown(rows: Iterable[Told], hidden: Iterable[Target], known_at: date) -> list[Told]:
    ids = {each.id for each in hidden}
    return [each for each in rows if each.known_on <= known_at and each.target not in ids]


def _last_versions(figures: Iterable[Figure]) -> list[Figure]:
    """Each figure once, in the order in which they were given."""
    last: dict[str, Figure] = {}
    for each in figures:
        if each.id not in last or last[each.id].version < each.version:
            last[each.id] = each
    return list(last.values())


@dataclass(frozen=True, slots=True)
class _Told:
    """The figures whose numbers go out, and by what a verdict's inputs and plans are found among them and the plans."""

    figures: Sequence[Figure]
    versions: frozenset[tuple[str, int]]
    plans: frozenset[str]
    set_amounts: frozenset[tuple[str, date, Decimal]]

    @staticmethod
    def of(figures: Sequence[Figure], plans: Sequence[PlanValue]) -> _Told:
        return _Told(
            figures,
            frozenset((each.id, each.version) for each in figures),
            frozenset(each.id for each in plans),
            frozenset((each.set_by, each.end, each.value) for each in plans),
        )


def _is_publishable(verdict: Verdict, told: _Told) -> bool:
    """Whether everything that a verdict rests on is told beside it."""
    if not all((each.figure, each.version) in told.versions for each in verdict.inputs):
        return False
    return verdict.on is On.PROMISE or (verdict.set_by or "", verdict.end, verdict.wanted) in told.set_amounts


def _safe(verdict: Verdict, material: Material, told: _Told) -> Verdict:
    """Without shares of plans, and growth over a year, that rest on what is not told."""
    shown = tuple(plan for plan in verdict.plans if plan.figure in told.plans)
    grown = verdict.year_on_year if material.before(verdict) else None
    return replace(verdict, plans=shown, year_on_year=grown)


def _about(
    resolution: Resolution,
    evaluation: Evaluation,
    figures: Sequence[FigureRow],
    publisher: str,
    licence: Licence,
    published_on: date | None,
) -> About:
    header = resolution.header
    kind = (header.kind or "văn bản").capitalize()
    number = written_number(header)
    return About(
        identifier=identity_of(resolution).work,
        title=" ".join(" ".join(part for part in (kind, number, header.title) if part).split()),
        document=number,
        issuer=header.issuer,
        issued_on=header.issued_on,
        period=header.period.written if header.period else None,
        publisher=publisher,
        as_of=evaluation.as_of,
        known_at=evaluation.known_at,
        rule_version=next((each.rule_version for each in evaluation.verdicts), ""),
        sources=tuple(dict.fromkeys(each.source for each in figures if each.source)),
        illustrative=any(each.illustrative for each in figures),
        licence=licence,
        published_on=published_on,
    )


def _target(target: Target, ids: Collection[str], hidden: Iterable[Target]) -> TargetRow:
    """Without its words where these are in part the words of a hidden one: "…, trong đó …"."""
    period = target.period
    alone = not any(target.start < other.end and other.start < target.end for other in hidden)
    return TargetRow(
        target.id, target.section, target.indicator, target.measure.value, target.comparison.value, target.amount,
        target.upper_amount, target.unit, period.written if period else None, period.start if period else None,
        period.end if period else None, target.better.value, target.base, target.level_at_end,
        target.part_of if target.part_of in ids else None, target.quote if alone else None,
    )  # fmt: skip


def _figure(figure: Figure, ids: Collection[str], reason: str | None) -> FigureRow:
    return FigureRow(
        figure.id, figure.version, figure.target if figure.target in ids else None, figure.indicator, figure.unit,
        figure.body, figure.basis.value, figure.qualifier.value, figure.start, figure.end, figure.cut_off,
        figure.value if reason is None else None, reason, figure.stage.value, figure.known_on, figure.source,
        is_illustrative(figure.source),
    )  # fmt: skip


def _plan_value(plan: PlanValue, ids: Collection[str]) -> PlanValueRow:
    return PlanValueRow(
        plan.id, "plan", plan.target if plan.target in ids else None, plan.indicator, plan.unit, plan.body,
        plan.basis.value, plan.comparison.value if plan.comparison else None, plan.start, plan.end, plan.value,
        plan.set_by, plan.known_on,
    )  # fmt: skip


def _verdict(verdict: Verdict, material: Material) -> VerdictRow:
    return VerdictRow(
        verdict.target, material.indicator(verdict), verdict.on.value, verdict.set_by, verdict.status.value,
        label(verdict, "vi"), verdict.reason.value, verdict.basis.value if verdict.basis else None,
        verdict.comparison.value, verdict.wanted, verdict.upper, verdict.unit, verdict.start, verdict.end, verdict.done,
        verdict.done_from, verdict.done_to, verdict.qualifier.value, verdict.percent, verdict.remaining,
        verdict.year_on_year, verdict.baseline, verdict.expected, verdict.due_on, verdict.as_of, verdict.known_at,
        " ".join(each.figure for each in verdict.inputs), material.is_illustrative(verdict), sentence(verdict, "vi"),
    )  # fmt: skip

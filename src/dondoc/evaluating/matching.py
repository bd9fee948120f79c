"""Matching: which figures and plans tell of which target. By the target's id, else by folded indicator and unit.

A *series* is the indicator of one body. A growth target shares the series of the amounts it grows from, so that its
growth can be computed ("đạt 2.283 tỷ đồng, tăng 37%" is one series and two targets).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dondoc.commitments import Target
from dondoc.evaluating.figures import Basis, Figure, PlanValue
from dondoc.evaluating.units import scale_of
from dondoc.findings import Finding
from dondoc.text import fold
from dondoc.values import Measure

Series = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Matched:
    """`series` of each target, the figures of each series and the plans of each target; `findings` on the rest."""

    series: dict[str, Series]
    figures: tuple[tuple[Series, Figure], ...]
    plans: tuple[tuple[str, PlanValue], ...]
    findings: tuple[Finding, ...]

    @property
    def numbers(self) -> dict[Series, int]:
        """The number of each series in the columns."""
        return {series: number for number, series in enumerate(sorted(set(self.series.values())))}

    def plans_by_target(self) -> dict[str, list[PlanValue]]:
        found: dict[str, list[PlanValue]] = {}
        for owner, plan in self.plans:
            found.setdefault(owner, []).append(plan)
        return found


def matched(targets: Sequence[Target], figures: Iterable[Figure], plans: Iterable[PlanValue]) -> Matched:
    """Everything matched once; a figure or plan of no target becomes the finding `figure_unmatched`."""
    folded = _Folded()
    series, directory = _series(targets, folded), _Directory(targets, folded)
    of_series: list[tuple[Series, Figure]] = []
    of_target: list[tuple[str, PlanValue]] = []
    findings: list[Finding] = []
    for figure in figures:
        found = directory.targets_of(figure)
        of_series += [(each, figure) for each in dict.fromkeys(series[target.id] for target in found)]
        findings += [] if found else [_unmatched(figure, targets)]
    for plan in plans:
        found = directory.targets_of(plan)
        of_target += [(target.id, plan) for target in found]
        findings += [] if found else [_unmatched(plan, targets)]
    return Matched(series, tuple(of_series), tuple(of_target), tuple(findings))


class _Folded(dict[str, str]):
    """Names of indicators as they are matched, each folded once: thousands of targets share a few."""

    def __missing__(self, name: str) -> str:
        self[name] = folded = fold(name)
        return folded


def _series(targets: Sequence[Target], folded: _Folded) -> dict[str, Series]:
    families: dict[str, set[str]] = {}
    for target in targets:
        if target.measure is not Measure.GROWTH:
            families.setdefault(folded[target.indicator], set()).add(scale_of(target.unit).family)
    found: dict[str, Series] = {}
    for target in targets:
        name = folded[target.indicator]
        values = families.get(name, set())
        grows_alone = target.measure is Measure.GROWTH and len(values) != 1
        family = "growth" if grows_alone else next(iter(values)) if target.measure is Measure.GROWTH else None
        found[target.id] = (name, family or scale_of(target.unit).family)
    return found


class _Directory:
    """Targets by their id and by their folded indicator: looked up once a figure, however many targets there are."""

    def __init__(self, targets: Sequence[Target], folded: _Folded) -> None:
        self._folded = folded
        self._by_id: dict[str, list[Target]] = {}
        self._by_name: dict[str, list[Target]] = {}
        for target in targets:
            self._by_id.setdefault(target.id, []).append(target)
            self._by_name.setdefault(folded[target.indicator], []).append(target)

    def targets_of(self, told: Figure | PlanValue) -> tuple[Target, ...]:
        by_id = self._by_id.get(told.target, ()) if told.target is not None else ()
        named = tuple(target for target in by_id if _fits(told, target))
        return named or tuple(
            target for target in self._by_name.get(self._folded[told.indicator], ()) if _fits(told, target)
        )


def _fits(told: Figure | PlanValue, target: Target) -> bool:
    """The same family of units; a growth target also takes the amounts that it grows from."""
    of_values = target.measure is Measure.GROWTH and told.basis in (Basis.PERIOD, Basis.CUMULATIVE, Basis.LEVEL)
    return of_values or scale_of(told.unit).family == scale_of(target.unit).family


def _unmatched(told: Figure | PlanValue, targets: Sequence[Target]) -> Finding:
    named = next((target for target in targets if target.id == told.target), None)
    values = (("figure", told.id), ("indicator", told.indicator), ("unit", told.unit))
    if named is not None:
        return Finding("figure_unit", values=(*values, ("target", named.id), ("wanted", named.unit or "–")))
    return Finding("figure_unmatched", values=values)

"""The counts of persons behind public targets, as the core's rule of small counts asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.evaluating.figures import Basis, Figure
from dondoc.evaluating.units import converted
from dondoc.evaluating.verdicts import Verdict
from dondoc.reporting.small_counts import Cell, Key, kept_back
from dondoc.web.plans.models import Target
from dondoc.web.publishing.persons import counts_persons


@dataclass(frozen=True, slots=True)
class Counted:
    """A target with what is told of it."""

    target: Target
    figures: tuple[Figure, ...]
    verdict: Verdict | None

    def key_of(self, figure: Figure) -> Key:
        return self._key(figure.start, figure.end)

    @property
    def done_key(self) -> Key | None:
        given = self.verdict
        if given is None or given.done is None or given.done_from is None or given.done_to is None:
            return None
        return self._key(given.done_from, given.done_to)

    def cells(self) -> Iterator[Cell]:
        """Each figure that is a number of persons, and what the verdict says was done."""
        if not counts_persons(self.target.unit):
            return
        for each in self.figures:
            value = converted(each.value, each.unit, self.target.unit)
            if value is not None and each.basis is not Basis.GROWTH:
                yield Cell(*self.key_of(each), value)
        if self.done_key and self.verdict and self.verdict.done is not None:
            yield Cell(*self.done_key, self.verdict.done)

    def _key(self, start: date, end: date) -> Key:
        """Counts of the same indicator are one series, whichever target they are told of; states are another."""
        return _series(self.target, start == end), start, end


def small_counts(counted: Sequence[Counted]) -> frozenset[Key]:
    """The keys of the cells that may not be told."""
    cells = {cell.key: cell for each in counted for cell in each.cells()}
    wholes: dict[str, set[str]] = {}
    by_key = {each.target.pk: each.target for each in counted}
    for each in counted:
        whole = by_key.get(each.target.part_of_id)
        if whole is not None:
            for level in (True, False):
                wholes.setdefault(_series(whole, level), set()).add(_series(each.target, level))
    return kept_back(list(cells.values()), wholes)


def _series(target: Target, is_state: bool) -> str:
    return f"{target.indicator_id or f'-{target.pk}'}{'=' if is_state else '+'}"

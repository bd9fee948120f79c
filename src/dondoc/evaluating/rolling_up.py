"""Rolling up: from what the units tell to the value of the whole, with how many told and which did not.

    rolled_up       one indicator: values in, the whole out
    merging.merged  the same over columns: one indicator of a period or a million of them

The whole of an incomplete set is not told: `so_far` is what the reporting units make together, and an estimate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from dondoc.evaluating.columns import exact, plain
from dondoc.evaluating.figures import Stage
from dondoc.evaluating.merging import ASKED, TOLD, WHOLES, Merge, Merging, is_rate, merged
from dondoc.findings import Finding
from dondoc.values import Measure

_MOST_NAMED = 10
_PER_CENT = Decimal(100)

_CODES: Mapping[Merge, str] = {
    Merge.NOT_MERGEABLE: "not_mergeable",
    Merge.REPORTED_TWICE: "unit_reported_twice",
    Merge.WEIGHT_MISSING: "weight_missing",
    Merge.NOTHING_REPORTED: "nothing_reported",
    Merge.NO_DENOMINATOR: "no_denominator",
    Merge.INCOMPLETE: "roll_up_incomplete",
}


@dataclass(frozen=True, slots=True)
class MergingRule:
    """How the units' values of one indicator make the whole. A rate is told `per` so many of its denominator.

    ValueError where `per` is no whole number from 1 to a million.
    """

    indicator: str
    merging: Merging
    measure: Measure = Measure.FLOW
    unit: str | None = None
    per: Decimal = _PER_CENT

    def __post_init__(self) -> None:
        if self.per != self.per.to_integral_value() or not 1 <= self.per <= 1_000_000:
            raise ValueError("per is a whole number from 1 to 1000000: 100 for per cent")

    @property
    def is_rate(self) -> bool:
        return is_rate(self.measure, self.unit)


@dataclass(frozen=True, slots=True)
class UnitValue:
    """What one unit of the whole tells (or is given, in an allocation), in the unit of measure of the whole.

    A rate comes with numerator and denominator, or as `value` with the denominator it is weighed by.
    """

    unit: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    stage: Stage = Stage.ESTIMATE


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The whole of one indicator. `whole` is None unless every unit asked has told; `so_far` is of those that did.

    `stage` is the weakest of the units'; of an incomplete set an estimate.
    """

    merge: Merge
    whole: Decimal | None
    so_far: Decimal | None
    stage: Stage | None
    reported: int
    asked: int
    absent: tuple[str, ...]
    findings: tuple[Finding, ...]


def rolled_up(rule: MergingRule, values: Sequence[UnitValue], asked: Iterable[str]) -> RolledUp:
    """The whole of the units `asked`, from `values`. AmountError where a column cannot hold an amount."""
    wanted = tuple(dict.fromkeys(asked))
    units = numbered((*wanted, *(value.unit for value in values)))
    names = tuple(units)
    frame = merged(
        wholes_frame([rule]), asked_frame([(0, units[unit]) for unit in wanted]), told_frame([values], units)
    )
    row = frame.to_dicts()[0]
    return RolledUp(
        Merge(row["merge"]),
        _amount(row["whole"]),
        _amount(row["so_far"]),
        None if row["stage"] is None else Stage(row["stage"]),
        row["reported"],
        row["asked"],
        tuple(names[place] for place in row["absent"]),
        tuple(merging_findings(frame, [rule.indicator], names)),
    )


def _amount(value: Decimal | None) -> Decimal | None:
    return None if value is None else plain(value)


def numbered(names: Iterable[str]) -> dict[str, int]:
    """Every name with its number in the columns, in the order in which they first come."""
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def wholes_frame(rules: Sequence[MergingRule]) -> pl.DataFrame:
    """WHOLES, one group a rule."""
    rows = [(group, rule.merging.value, rule.is_rate, rule.per) for group, rule in enumerate(rules)]
    return pl.DataFrame(rows, schema=WHOLES, orient="row")


def asked_frame(pairs: Sequence[tuple[int, int]]) -> pl.DataFrame:
    """ASKED from pairs of group and unit."""
    return pl.DataFrame(list(pairs), schema=ASKED, orient="row")


def told_frame(groups: Sequence[Sequence[UnitValue]], units: Mapping[str, int]) -> pl.DataFrame:
    """TOLD from the values of every group. AmountError: see columns.exact."""
    rows = [
        (group, units[told.unit], *map(_held, (told.value, told.numerator, told.denominator)), told.stage.value)
        for group, values in enumerate(groups)
        for told in values
    ]
    return pl.DataFrame(rows, schema=TOLD, orient="row")


def _held(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else exact(amount)


def merging_findings(merged_rows: pl.DataFrame, groups: Sequence[str], units: Sequence[str]) -> Iterator[Finding]:
    """What is to be said of the rows of MERGED, by the names of groups and units (by their numbers)."""
    odd = (pl.col("merge") != Merge.COMPLETE.value) | (pl.col("unasked").list.len() > 0)
    for row in merged_rows.filter(odd).to_dicts():
        indicator = groups[row["group"]]
        code = _CODES.get(Merge(row["merge"]))
        if code:
            places = row["doubtful"] if code in ("unit_reported_twice", "weight_missing") else row["absent"]
            counts = {"reported": str(row["reported"]), "asked": str(row["asked"])}
            yield _finding(code, indicator=indicator, units=listed([units[place] for place in places]), **counts)
        if row["unasked"]:
            yield _finding(
                "unit_not_asked", indicator=indicator, units=listed([units[place] for place in row["unasked"]])
            )


def listed(names: Sequence[str]) -> str:
    """The names as one phrase; of very many the first ten and how many more."""
    more = len(names) - _MOST_NAMED
    shown = "; ".join(names[:_MOST_NAMED]) or "–"
    return f"{shown}; … (+{more})" if more > 0 else shown


def _finding(code: str, **values: str) -> Finding:
    return Finding(code, values=tuple(values.items()))

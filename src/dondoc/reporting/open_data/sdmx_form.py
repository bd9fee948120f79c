"""SDMX-CSV 2.0: what was promised, planned and reported, as observations of the structure DONDOC:PLAN(1.0).

One observation a series and period, as SDMX has it: of several numbers told for the same the firmest counts, then the
latest. `OBS_STATUS` says how firm it is; a number that is due and absent, or withheld, is an observation without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dondoc.reporting.columns import Cell
from dondoc.reporting.delimited import rows_to_csv
from dondoc.reporting.open_data.records import FigureRow, OpenPlan, PlanValueRow, TargetRow, VerdictRow
from dondoc.reporting.open_data.sdmx_codes import (
    MISSING,
    MISSING_VALUE,
    NOT_APPLICABLE,
    PLANNED,
    STATUSES,
    SUPPRESSED,
    codes_of,
    time_of,
)
from dondoc.reporting.open_data.sdmx_structure import ATTRIBUTES, DIMENSIONS, STRUCTURE_ID, Names, structure_of
from dondoc.reporting.open_data.writing import as_json, encodable

_BASES = {"flow": "CUMULATIVE", "level": "LEVEL", "change": "CHANGE", "growth": "GROWTH"}
_FIRMEST = tuple(STATUSES)  # weakest first


@dataclass(frozen=True, slots=True)
class _Observation:
    """One line. `key` are the values of the dimensions in their order, `rank` tells which of two of one key counts."""

    key: tuple[str, ...]
    value: Decimal | None
    status: str
    unit: str
    attributes: Mapping[str, Cell]
    rank: tuple[int, str, int] = (0, "", 0)

    @property
    def cells(self) -> list[Cell]:
        value = MISSING_VALUE if self.value is None else self.value
        told = [self.attributes.get(name) for name in ATTRIBUTES]
        cells = ("dataflow", STRUCTURE_ID, "I", *self.key, value, self.status, self.unit, *told)
        return [encodable(cell) if isinstance(cell, str) else cell for cell in cells]


def sdmx_files(plan: OpenPlan) -> dict[str, bytes]:
    """open-data.sdmx.csv, and its structure as SDMX-JSON 2.0: structure.json."""
    names = _names(plan)
    heading = [
        "STRUCTURE",
        "STRUCTURE_ID",
        "ACTION",
        *DIMENSIONS,
        "OBS_VALUE",
        "OBS_STATUS",
        "UNIT_MEASURE",
        *ATTRIBUTES,
    ]
    rows = [each.cells for each in _observations(plan, names)]
    return {
        "open-data.sdmx.csv": rows_to_csv(heading, rows).encode(),
        "structure.json": as_json(structure_of(plan.about, names)),
    }


def _names(plan: OpenPlan) -> Names:
    """Indicators by the id of their target, else by their name; bodies and those who set plans by theirs."""
    told: list[FigureRow | PlanValueRow] = [*plan.figures, *plan.plan_values]
    targets = {row.id: row.indicator for row in plan.targets}
    free = codes_of(row.indicator for row in told if row.target is None)
    return Names(
        indicators={**{row.id: row.indicator for row in plan.targets}, **{code: name for name, code in free.items()}},
        free={name: code if code not in targets else f"{code}_2" for name, code in free.items()},
        bodies=codes_of(row.body for row in told if row.body),
        setters=codes_of(row.set_by for row in plan.plan_values if row.set_by),
    )


def _observations(plan: OpenPlan, names: Names) -> list[_Observation]:
    found: dict[tuple[str, ...], _Observation] = {}
    for each in (*_figures(plan, names), *_absent(plan, names), *_plan_values(plan, names), *_targets(plan, names)):
        if each.key not in found or found[each.key].rank < each.rank:
            found[each.key] = each
    return list(found.values())


def _figures(plan: OpenPlan, names: Names) -> Iterator[_Observation]:
    for row in plan.figures:
        attributes: dict[str, Cell] = {
            "QUALIFIER": row.qualifier,
            "KNOWN_ON": row.known_on,
            "CUT_OFF": row.cut_off,
            "SOURCE": row.source,
            "ILLUSTRATIVE": str(row.illustrative).lower(),
            "FIGURE": row.id,
            "COMMENT_OBS": row.reason,
        }
        status = SUPPRESSED if row.value is None else STATUSES[row.stage]
        rank = (_FIRMEST.index(row.stage), row.known_on.isoformat(), row.version)
        yield _Observation(_key_of(row, names, "FIGURE"), row.value, status, row.unit, attributes, rank)


def _plan_values(plan: OpenPlan, names: Names) -> Iterator[_Observation]:
    for row in plan.plan_values:
        attributes: dict[str, Cell] = {
            "COMPARISON": row.qualifier, "KNOWN_ON": row.known_on, "ILLUSTRATIVE": "false",
            "FIGURE": row.id,
        }  # fmt: skip
        rank = (0, row.known_on.isoformat(), 0)
        yield _Observation(_key_of(row, names, "PLAN"), row.value, PLANNED, row.unit, attributes, rank)


def _key_of(row: FigureRow | PlanValueRow, names: Names, kind: str) -> tuple[str, ...]:
    frequency, period = time_of(row.start, row.end)
    indicator = row.target or names.free[row.indicator]
    set_by = names.setters.get(row.set_by, NOT_APPLICABLE) if isinstance(row, PlanValueRow) else NOT_APPLICABLE
    body = names.bodies.get(row.body, NOT_APPLICABLE)
    return frequency, body, indicator, kind, row.basis.upper(), set_by, period


def _targets(plan: OpenPlan, names: Names) -> Iterator[_Observation]:
    """What was promised, with how it stands; a target without a period has no place in time."""
    verdicts = {row.target: row for row in plan.verdicts if row.on == "promise"}
    for row in plan.targets:
        if row.start is None or row.end is None:
            continue
        verdict = verdicts.get(row.id)
        attributes = {
            "COMPARISON": row.comparison,
            "UPPER_VALUE": row.upper_amount,
            "ILLUSTRATIVE": str(bool(verdict and verdict.illustrative)).lower(),
            "VERDICT": verdict.status if verdict else None,
            "COMMENT_OBS": verdict.sentence if verdict else None,
        }
        yield _Observation(_promised(row, names, "TARGET"), row.amount, PLANNED, row.unit or "", attributes)


def _absent(plan: OpenPlan, names: Names) -> Iterator[_Observation]:
    """The figure of a promise's period where it was due and nobody has told it."""
    targets = {row.id: row for row in plan.targets}
    for verdict in plan.verdicts:
        row = targets[verdict.target]
        if _is_absent(verdict) and row.start and row.end:
            attributes = {"ILLUSTRATIVE": "false", "COMMENT_OBS": verdict.sentence}
            rank = (-1, "", 0)
            yield _Observation(_promised(row, names, "FIGURE"), None, MISSING, row.unit or "", attributes, rank)


def _is_absent(verdict: VerdictRow) -> bool:
    return verdict.on == "promise" and verdict.status == "no_data"


def _promised(row: TargetRow, names: Names, kind: str) -> tuple[str, ...]:
    """The series of a promise; its body is that of the figures, where all are of one."""
    if row.start is None or row.end is None:
        raise AssertionError(row.id)
    frequency, period = time_of(row.start, row.end)
    body = next(iter(names.bodies.values())) if len(names.bodies) == 1 else NOT_APPLICABLE
    return frequency, body, row.id, kind, _BASES[row.measure], NOT_APPLICABLE, period

"""Rows of a batch held against the rules, in columns: those that can be kept, and why the others cannot."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
from django.utils import timezone

from dondoc.evaluating.calendars import period_of
from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.merging import Merging
from dondoc.evaluating.settings import DEFAULT
from dondoc.evaluating.telling import MOST_DECIMALS, Beside, Counted, Said, problems
from dondoc.evaluating.telling_columns import codes_against
from dondoc.evaluating.units import scale_of
from dondoc.findings import Finding, Severity, codes
from dondoc.values import Measure
from dondoc.web.figures.importing.naming import KnownIndicator, Names
from dondoc.web.figures.importing.outcome import Outcome, Refusal
from dondoc.web.figures.importing.tables import Batch
from dondoc.web.figures.importing.typing_cells import CellReader
from dondoc.web.figures.importing.words import cell_words, finding_words

Days = tuple[date, date]


@dataclass(slots=True)
class Checker:
    """Checks batch after batch of one file. `closed`: first and last days of the periods that an office has closed."""

    reader: CellReader
    outcome: Outcome
    closed: Collection[Days] = ()

    def checked(self, batch: Batch) -> pl.DataFrame:
        """The rows that can be kept; the others are told to the outcome."""
        self.outcome.rows += batch.rows.height
        rows, wrong = self.reader.read(batch.rows)
        longer = [(row, "–", "cells_too_many", "") for row in batch.longer]
        wrong = pl.concat([pl.DataFrame(longer, schema=wrong.schema, orient="row"), wrong])
        kept = self._without(rows, wrong)
        kept = self._without(kept, _not_possible(kept))
        kept = _with_days(kept, self.closed)
        kept = _with_names(kept, self.reader.names)
        kept = self._without(kept, _not_then(kept))
        return self._without_breakers(kept)

    def _without(self, rows: pl.DataFrame, wrong: pl.DataFrame) -> pl.DataFrame:
        """`rows` without those that are `wrong`, of which the first reason is told."""
        first = wrong.unique("row", keep="first", maintain_order=True).sort("row")
        for row, column, code, cell in first.iter_rows():
            self.outcome.refuse_as(lambda: Refusal(row, column, code, cell_words(code, row, column, cell or "")))  # noqa: B023
        return rows.join(first.select("row"), on="row", how="anti", maintain_order="left")

    def _without_breakers(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` without those that break a rule, or that a rule doubts and nobody says why they stay."""
        told = rows.with_columns(codes_against(rows).alias("codes"))
        told = _one_by_one(told, self.reader.names)
        said = pl.col("kept_because") != ""
        stop = pl.col("codes").list.set_intersection(list(_errors())).list.len() > 0
        breaks = (pl.col("codes").list.len() > 0) & (stop | ~said) | pl.col("is_closed")
        for row in told.filter(breaks).iter_rows(named=True):
            self.outcome.refuse_as(lambda: _refusal(row, self.reader.names))  # noqa: B023
        return told.filter(~breaks)


def said_of(row: dict[str, Any]) -> Said:
    """A row as the rules take it."""
    return Said(
        amount(row["value"]), row["unit"], Basis(row["basis"]), row["start"], row["end"], Stage(row["stage"]),
        row["known_on"], amount(row["numerator"]), amount(row["denominator"]), row["cut_off"],
    )  # fmt: skip


def counted_of(indicator: KnownIndicator) -> Counted:
    return Counted(
        indicator.unit, Measure(indicator.measure), indicator.decimals, Merging(indicator.merging), indicator.per
    )


def amount(scaled: int | None) -> Decimal | None:
    return None if scaled is None else exact(scaled)


def exact(scaled: int) -> Decimal:
    """The amount that is kept as `scaled` millionths."""
    return Decimal(scaled).scaleb(-MOST_DECIMALS)


def stands(findings: tuple[Finding, ...], kept_because: str) -> bool:
    """Whether a row stays in spite of `findings`: none stops it, and of doubts it says why."""
    return not any(each.code in _errors() or not kept_because for each in findings)


def _refusal(row: dict[str, Any], names: Names) -> Refusal:
    if row["told_out"]:
        return Refusal(row["row"], "value", "told_range", cell_words("told_range", row["row"], "value", ""))
    found = problems(said_of(row), counted_of(names.indicator[row["indicator"]]), Beside(is_closed=row["is_closed"]))
    worst = next((each for each in found if each.code in _errors()), found[0])
    return Refusal(row["row"], "value", worst.code, finding_words(worst))


@cache
def _errors() -> frozenset[str]:
    return frozenset(name for name, code in codes().items() if code.severity is Severity.ERROR)


def _not_possible(rows: pl.DataFrame) -> pl.DataFrame:
    """What no rule has to look at: half a rate, nothing told without a reason, a day that is not yet."""
    empty = pl.col("value").is_null() & ~pl.col("told_out")
    return pl.concat(
        [
            _found(rows, pl.col("numerator").is_null() != pl.col("denominator").is_null(), "numerator", "half_rate"),
            _found(rows, empty & (pl.col("reason") == ""), "value", "no_reason"),
            _found(rows, pl.col("known_on") > timezone.localdate(), "known_on", "future"),
        ]
    )


def _not_then(rows: pl.DataFrame) -> pl.DataFrame:
    """Bodies and indicators that are not there on the last day of the figure."""
    ended = (pl.col("end") < pl.col("since")) | (pl.col("end") > pl.col("until"))
    return pl.concat(
        [
            _found(rows, ended, "body", "body_not_then"),
            _found(rows, pl.col("end") >= pl.col("ended"), "indicator", "indicator_ended"),
        ]
    )


def _found(rows: pl.DataFrame, where: pl.Expr, column: str, code: str) -> pl.DataFrame:
    told = (pl.lit(column).alias("column"), pl.lit(code).alias("code"), pl.lit("").alias("cell"))
    return rows.filter(where).select("row", *told)


def _with_days(rows: pl.DataFrame, closed: Collection[Days]) -> pl.DataFrame:
    """With `start` and `end`; the cut-offs of the reporting regime stand for the period they belong to."""
    spans = rows.select("from", "to", "basis").unique()
    told = [_span(first or last, last) for first, last, _basis in spans.iter_rows()]
    shut = [
        _is_closed(closed, start, end, basis) for (start, end, _day), basis in zip(told, spans["basis"], strict=True)
    ]
    spans = spans.with_columns(
        pl.Series("start", [each[0] for each in told], dtype=pl.Date),
        pl.Series("end", [each[1] for each in told], dtype=pl.Date),
        pl.Series("regime_cut_off", [each[2] for each in told], dtype=pl.Date),
        pl.Series("is_closed", shut, dtype=pl.Boolean),
    )
    found = rows.join(spans, on=["from", "to", "basis"], how="left", nulls_equal=True, maintain_order="left")
    return found.with_columns(pl.coalesce("cut_off", "regime_cut_off").alias("cut_off"))


def _is_closed(closed: Collection[Days], start: date, end: date, basis: str) -> bool:
    """Whether an office has closed a period that holds these days; a running total is told for its last day."""
    held = basis in (Basis.LEVEL.value, Basis.CUMULATIVE.value)
    return any(first <= (end if held else start) and end <= last for first, last in closed)


def _span(start: date, end: date) -> tuple[date, date, date | None]:
    period = period_of(start, end, DEFAULT.regime) if start < end else None
    if period is None or (period.start, period.end) == (start, end):
        return start, end, None
    return period.start, period.end, end


def _with_names(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    """With what the rules ask of the indicator, and the days of the body."""
    counted = [(each.pk, each.unit, each.measure, each.decimals, each.ended_on) for each in names.indicator.values()]
    there = [(each.pk, each.since, each.until) for each in names.body.values()]
    of_indicator = {
        "indicator": pl.Int64,
        "wanted": pl.String,
        "measure": pl.String,
        "decimals": pl.Int32,
        "ended": pl.Date,
    }
    of_body = {"body": pl.Int64, "since": pl.Date, "until": pl.Date}
    found = rows.join(pl.DataFrame(counted, schema=of_indicator, orient="row"), on="indicator", maintain_order="left")
    found = found.join(pl.DataFrame(there, schema=of_body, orient="row"), on="body", maintain_order="left")
    pairs = found.select("unit", "wanted").unique()
    scales = [_scales(*pair) for pair in pairs.iter_rows()]
    pairs = pairs.with_columns(
        pl.Series("same_family", [same for same, _shift in scales], dtype=pl.Boolean),
        pl.Series("shift", [shift for _same, shift in scales], dtype=pl.Int32),
    )
    return found.join(pairs, on=["unit", "wanted"], how="left", maintain_order="left")


def _scales(unit: str, wanted: str) -> tuple[bool, int | None]:
    """Whether the two measure the same, and by how many places a value moves; None where it is no power of ten."""
    here, there = scale_of(unit), scale_of(wanted)
    if here.family != there.family:
        return False, None
    ratio = here.factor / there.factor
    return True, ratio.adjusted() if ratio == Decimal(1).scaleb(ratio.adjusted()) else None


def _one_by_one(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    """With the codes of the few rows that are not tested in columns: rates, units that are no power of ten apart."""
    alone = pl.col("numerator").is_not_null() | (pl.col("same_family") & pl.col("shift").is_null())
    rest = rows.filter(alone & ~pl.col("told_out"))
    if rest.is_empty():
        return rows
    found = pl.DataFrame(
        {"row": rest["row"], "alone": list(_codes(rest, names))}, schema_overrides={"alone": pl.List(pl.String)}
    )
    joined = rows.join(found, on="row", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("alone", "codes").alias("codes")).drop("alone")


def _codes(rows: pl.DataFrame, names: Names) -> Iterator[list[str]]:
    for row in rows.iter_rows(named=True):
        counted = counted_of(names.indicator[row["indicator"]])
        yield [each.code for each in problems(said_of(row), counted)]

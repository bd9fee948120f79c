"""Telling, in columns: which rows of a table the rules of telling.py speak against, for a million as for one.

The rules that need nothing but the row and its indicator; what stands beside a figure is asked of the database. A rate
is divided row by row: the product of two columns of amounts may be larger than a column holds. The words are those of
telling.py, asked for the rows that are shown; a test holds both against each other on rows of every kind.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.telling import MOST_DECIMALS, of_measure
from dondoc.values import Measure

# What of a row is asked for, and of its indicator. Amounts are millionths, None where there is no value.
# `told_out`: the value cannot be kept. `shift`: by how many places a value moves to be told in the unit of the
# indicator (3 for triệu told of a tỷ is -3), None where the two units differ by something else than a power of ten.
COLUMNS: Mapping[str, pl.DataType] = {
    "value": pl.Int64(), "exponent": pl.Int32(), "told_out": pl.Boolean(), "unit": pl.String(), "basis": pl.String(),
    "start": pl.Date(), "end": pl.Date(), "stage": pl.String(), "known_on": pl.Date(), "cut_off": pl.Date(),
    "measure": pl.String(), "decimals": pl.Int32(), "same_family": pl.Boolean(), "shift": pl.Int32(),
}  # fmt: skip
_HUNDRED = 100 * 10**MOST_DECIMALS


def codes_against(rows: pl.DataFrame) -> pl.Series:
    """Of each of `rows` (see COLUMNS) the codes of what speaks against it, in the order of telling.RULES."""
    flags = [pl.when(flag.fill_null(False)).then(pl.lit(code)) for code, flag in _flags().items()]
    return rows.select(pl.concat_list(flags).list.drop_nulls().alias("codes")).to_series()


def _flags() -> dict[str, pl.Expr]:
    start, end, basis = pl.col("start"), pl.col("end"), pl.col("basis")
    level = basis == Basis.LEVEL.value
    told = pl.col("value").is_not_null()
    measure = pl.col("measure")
    return {
        "told_days": (start > end) | (level & (start != end)),
        "told_cut_off": (pl.col("cut_off") > end) | (pl.col("cut_off") > pl.col("known_on")),
        "told_early": (pl.col("stage") != Stage.ESTIMATE.value) & (pl.col("known_on") <= end) & ~level,
        "told_basis": (told | pl.col("told_out")) & ~_fits(measure, basis),
        "told_unit": (told | pl.col("told_out")) & ~pl.col("same_family"),
        "told_range": pl.col("told_out"),
        "told_negative": (pl.col("value") < 0) & measure.is_in([Measure.FLOW.value, Measure.LEVEL.value]),
        "told_share": (measure == Measure.LEVEL.value) & (pl.col("unit") == "%") & (pl.col("value") > _HUNDRED),
        "told_precision": told & _is_too_precise(),
    }


def _fits(measure: pl.Expr, basis: pl.Expr) -> pl.Expr:
    fits = pl.lit(False)
    for each in Measure:
        fits = fits | ((measure == each.value) & basis.is_in([known.value for known in of_measure(each)]))
    return fits


def _is_too_precise() -> pl.Expr:
    """More decimals, in the unit of the indicator, than it is published with; of those that are kept at all.

    Nothing is as precise in every unit.
    """
    places = -(pl.col("exponent") + pl.col("shift"))
    told = pl.col("same_family") & (pl.col("value") != 0)
    return told & (places > pl.col("decimals")) & (places <= MOST_DECIMALS)

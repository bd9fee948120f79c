"""Breakdowns: a whole that nobody reported, added from parts that all were.

Only where the parts promised add up to the whole promised ("cây ăn quả 550 ha, gồm 250 + 100 + 50 …"): a
"trong đó" names some parts only. The reverse, a whole that is known and a part that is not, tells nothing about it.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from dondoc.evaluating.amounts import FIGURE, Told, because, named, with_done
from dondoc.evaluating.choosing import picked
from dondoc.evaluating.columns import AMOUNT, PROMISES, Schema, collected
from dondoc.evaluating.verdicts import Reason

_NO_PARTS: Schema = {"promise": pl.UInt32, "parts": AMOUNT, "parts_lean": pl.Int8, "parts_stage": pl.UInt8}


def added_parts(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """For each whole whose parts are complete and all known: `promise`, `parts`, `parts_lean`, `parts_stage`.

    `promises` have `part_of`, the position of the whole where a promise has its unit and period, null elsewhere.
    """
    if promises["part_of"].null_count() == promises.height:
        return pl.DataFrame(schema=_NO_PARTS)
    parts = promises.filter(pl.col("part_of").is_not_null() & (pl.col("measure") == "flow"))
    if parts.is_empty():
        return pl.DataFrame(schema=_NO_PARTS)
    asked = parts.select("promise", *PROMISES)
    wide = with_done(asked, figures, picked(asked, figures, as_of)).with_columns(parts["part_of"])
    sums = wide.group_by("part_of").agg(
        promised=pl.col("amount").sum(),
        parts=pl.col("done").sum(),
        parts_lean=(pl.col("done_lean").max() + pl.col("done_lean").min()).clip(-1, 1).cast(pl.Int8),
        parts_stage=pl.col("done_stage").min(),
        all_known=pl.col("done").is_not_null().all(),
        children=pl.len(),
    )
    wholes = promises.lazy().select(pl.col("promise").alias("part_of"), "amount", pl.col("measure").alias("of_whole"))
    complete = (pl.col("promised") == pl.col("amount")) & pl.col("all_known") & (pl.col("of_whole") == "flow")
    told = sums.join(wholes, on="part_of").filter(complete & (pl.col("children") > 1))
    return told.select(pl.col("part_of").alias("promise"), *list(_NO_PARTS)[1:]).pipe(collected)


def with_added(promises: pl.LazyFrame, parts: pl.DataFrame) -> pl.LazyFrame:
    """`promises` with `done` taken from the parts where it was not told."""
    if parts.is_empty():
        return promises
    wide = promises.join(parts.lazy(), on="promise", how="left", maintain_order="left")
    nothing = pl.lit(None, dtype=FIGURE)
    whole = Told(
        pl.col("parts"), pl.col("parts_lean"), pl.col("parts_stage"), nothing, nothing, because(Reason.PARTS_ADDED)
    )
    return wide.with_columns(*named("done").or_else(whole.where(pl.col("parts").is_not_null())).named("done"))

"""The work of bench/evaluating.py by other means: the same rules for the same tables, in plain Python and in pandas.

Plain Python goes target by target over Decimals; pandas works on whole numbers of a millionth, in 64 bits.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl

START, HALF, NINE, END = date(2023, 7, 1), date(2023, 6, 30), date(2023, 9, 30), date(2023, 12, 31)
_HALF_WAY = 2  # the straight line on 30 September: 92 of 184 days


def in_python(promises: pl.DataFrame, figures: pl.DataFrame) -> Counter[str]:
    """One promise after the other."""
    names = ("series", "measure", "comparison", "amount")
    told: dict[int, list[tuple[str, date, date, Decimal]]] = {}
    for series, basis, start, end, value in figures.select("series", "basis", "start", "end", "value").iter_rows():
        told.setdefault(series, []).append((basis, start, end, value))
    return Counter(
        _status(measure, comparison == "at_least", amount, told.get(series, []))
        for series, measure, comparison, amount in promises.select(names).iter_rows()
    )


def _status(measure: str, upward: bool, amount: Decimal, told: list[tuple[str, date, date, Decimal]]) -> str:
    at = {end: value for _, _, end, value in told}
    before = at.get(HALF)
    base = before if measure == "level" else None
    less = before if measure == "flow" else Decimal(0)
    if END in at and less is not None:
        return _outcome(at[END] - less, upward, amount, base)
    if NINE in at and less is not None and measure != "level":  # a level of September is too old for the end
        return _outlook(measure, at[NINE] - less, upward, amount)
    return "no_data"


def _outcome(done: Decimal, upward: bool, amount: Decimal, base: Decimal | None) -> str:
    gap = done - amount if upward else amount - done
    if gap >= 0:
        return "exceeded" if gap >= 1 else "met"
    worse = base is not None and (done < base if upward else done > base)
    return "nearly_met" if gap >= -amount / 20 and not worse else "missed"


def _outlook(measure: str, inside: Decimal, upward: bool, amount: Decimal) -> str:
    passes = inside >= amount if upward else inside <= amount
    ceiling = measure == "flow" and not upward
    if passes and not ceiling:
        return "on_track"
    if ceiling and not passes:
        return "off_track"
    expected = amount / _HALF_WAY
    done, wanted = (inside, expected) if upward else (expected, inside)
    if wanted <= 0:
        return "on_track" if done >= wanted else "off_track"
    return "on_track" if done >= wanted else "at_risk" if done >= wanted * Decimal("0.8") else "off_track"


def in_pandas(promises: pd.DataFrame, figures: pd.DataFrame) -> Counter[str]:
    """All at once; amounts are whole numbers of a millionth. The tables are made by `for_pandas`."""
    wide = promises
    for name, end in (("before", HALF), ("nine", NINE), ("last", END)):
        of_day = figures.loc[figures["end"] == np.datetime64(end), ["series", "value"]]
        wide = wide.merge(of_day.rename(columns={"value": name}), on="series", how="left")
    flow, level = wide["measure"] == "flow", wide["measure"] == "level"
    base = wide["before"].where(level)
    less = wide["before"].where(flow, 0)
    done, inside = wide["last"] - less, wide["nine"] - less
    status = np.select(
        [done.notna(), inside.notna() & ~level],
        [_outcomes(done, wide, base), _outlooks(inside, wide, flow)],
        default="no_data",
    )
    return Counter(pd.Series(status).value_counts().to_dict())


def for_pandas(promises: pl.DataFrame, figures: pl.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two tables with amounts as nullable whole numbers of a millionth."""

    def frame(table: pl.DataFrame, amount: str) -> pd.DataFrame:
        columns = {name: table[name].to_numpy() for name in table.columns if name != amount}
        scaled = (table[amount].cast(pl.Int64) * 1_000_000).to_numpy()
        return pd.DataFrame({**columns, amount: pd.array(scaled, dtype="Int64")})

    asked = promises.select("series", pl.col("measure").cast(pl.String), pl.col("comparison").cast(pl.String), "amount")
    return frame(asked, "amount"), frame(figures.select("series", "end", "value"), "value")


def _outcomes(done: pd.Series, wide: pd.DataFrame, base: pd.Series) -> np.ndarray:
    upward, amount = wide["comparison"] == "at_least", wide["amount"]
    gap = (done - amount).where(upward, amount - done)
    worse = ((done < base) & upward | (done > base) & ~upward).fillna(False)
    near = (gap * 20 >= -amount) & ~worse
    conditions = [gap >= 1_000_000, gap >= 0, near]
    return np.select([_true(each) for each in conditions], ["exceeded", "met", "nearly_met"], default="missed")


def _outlooks(inside: pd.Series, wide: pd.DataFrame, flow: pd.Series) -> np.ndarray:
    upward, amount = wide["comparison"] == "at_least", wide["amount"]
    passes = (inside >= amount).where(upward, inside <= amount)
    ceiling = flow & ~upward
    expected = amount // _HALF_WAY
    done, wanted = inside.where(upward, expected), expected.where(upward, inside)
    conditions = [
        passes & ~ceiling, ceiling & ~passes, (wanted <= 0) & (done >= wanted), wanted <= 0,
        done >= wanted, done * 5 >= wanted * 4,
    ]  # fmt: skip
    names = ["on_track", "off_track", "on_track", "off_track", "on_track", "at_risk"]
    return np.select([_true(each) for each in conditions], names, default="off_track")


def _true(condition: pd.Series) -> np.ndarray:
    return condition.fillna(False).to_numpy(dtype=bool)

"""Numbers of a whole column of cells: read as cells.py reads one, without a float on the way.

What comes out is counted in millionths (scaled integers, as the database keeps them) and only compared, never computed
with: a sum or product of scaled integers would wrap in silence.
"""

from __future__ import annotations

import polars as pl

from dondoc.evaluating.cells import MOST_DIGITS, NumberStyle

DECIMALS = 6
LARGEST = 2**63 - 1  # of millionths
_SIGNS_AND_BLANKS = {"\u2212": "-", "\u00a0": " ", "\u202f": " "}
_WHOLE = r"(?:[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+|[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+|[0-9]+)"
_PLAIN = r"^[-+]?" + _WHOLE.format(mark=",") + r"(?:\.[0-9]+)?$"
_VIETNAMESE = r"^[-+]?" + _WHOLE.format(mark=r"\.") + r"(?:,[0-9]+)?$"


def styles(cells: pl.Series) -> set[NumberStyle]:
    """The styles that alone can have written one of `cells`."""
    read = pl.DataFrame({"cell": cells}).select(_readings("cell"))
    told = set()
    if read.select((pl.col("plain").is_not_null() & pl.col("vietnamese").is_null()).any()).item():
        told.add(NumberStyle.PLAIN)
    if read.select((pl.col("vietnamese").is_not_null() & pl.col("plain").is_null()).any()).item():
        told.add(NumberStyle.VIETNAMESE)
    return told


def numbers(cells: pl.Series, style: NumberStyle) -> pl.DataFrame:
    """Of each cell `scaled` (its millionths), `exponent` (the place of its last digit that tells something: -2 for
    12,340) and `code`: why it is no number; "told_range" where it is one that cannot be kept. An empty cell has none.
    """
    read = pl.DataFrame({"cell": cells}).with_columns(*_readings("cell"))
    plain, vietnamese = pl.col("plain"), pl.col("vietnamese")
    either = {NumberStyle.PLAIN: plain, NumberStyle.VIETNAMESE: vietnamese}.get(style, pl.lit(None, pl.String))
    same = pl.when(plain == vietnamese).then(plain).otherwise(either)
    both = plain.is_not_null() & vietnamese.is_not_null()
    text = pl.when(both).then(same).otherwise(pl.coalesce(plain, vietnamese))
    wrong = pl.when(both).then(pl.lit("cell_number_ambiguous")).otherwise(pl.lit("cell_number"))
    empty = pl.col("cell").str.strip_chars() == ""
    found = read.select(text.alias("text"), wrong.alias("wrong"), empty.alias("empty")).with_columns(*_digits())
    return found.with_columns(_scaled()).select("scaled", "exponent", _code())


def _readings(name: str) -> tuple[pl.Expr, pl.Expr]:
    """What a cell says in each style, with a point before its decimals, without marks; null where nothing."""
    bare = pl.col(name).str.strip_chars()
    bare = bare.str.replace_many(list(_SIGNS_AND_BLANKS), list(_SIGNS_AND_BLANKS.values()))
    few = bare.str.count_matches("[0-9]") <= MOST_DIGITS
    plain = bare.str.replace_all("[, ]", "").str.strip_prefix("+")
    vietnamese = bare.str.replace_all("[. ]", "").str.replace(",", ".", literal=True).str.strip_prefix("+")
    return (
        pl.when(few & bare.str.contains(_PLAIN)).then(plain).alias("plain"),
        pl.when(few & bare.str.contains(_VIETNAMESE)).then(vietnamese).alias("vietnamese"),
    )


def _digits() -> tuple[pl.Expr, ...]:
    decimals = pl.col("text").str.extract(r"\.([0-9]*?)0*$").fill_null("")
    whole = pl.col("text").str.extract(r"^-?0*([0-9]*)").fill_null("")
    zeros = whole.str.extract(r"(0*)$").str.len_chars().cast(pl.Int32)
    places = decimals.str.len_chars().cast(pl.Int32)
    exponent = pl.when(places > 0).then(-places).when(whole == "").then(0).otherwise(zeros)
    sign = pl.when(pl.col("text").str.starts_with("-")).then(pl.lit("-")).otherwise(pl.lit(""))
    return decimals.alias("decimals"), whole.alias("whole"), exponent.alias("exponent"), sign.alias("sign")


def _scaled() -> pl.Expr:
    """Null where there are more decimals than are kept, or more than a BIGINT holds."""
    digits = pl.concat_str("sign", "whole", pl.col("decimals").str.pad_end(DECIMALS, "0"))
    scaled = digits.cast(pl.Int64, strict=False)
    fits = (pl.col("decimals").str.len_chars() <= DECIMALS) & (scaled >= -LARGEST) & pl.col("text").is_not_null()
    return pl.when(fits).then(scaled).alias("scaled")


def _code() -> pl.Expr:
    return (
        pl.when(pl.col("empty")).then(pl.lit(None, pl.String))
        .when(pl.col("text").is_null()).then(pl.col("wrong"))
        .when(pl.col("scaled").is_null()).then(pl.lit("told_range"))
        .alias("code")
    )  # fmt: skip

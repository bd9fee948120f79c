"""Cells of a batch read as what they are: names, words, days once for each way they are written, numbers as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from dondoc.evaluating.cells import CellError, Cells, NumberStyle, key_of
from dondoc.evaluating.figures import Basis, Qualifier, Stage
from dondoc.evaluating.number_columns import numbers
from dondoc.reading.secrecy import find_secrecy_mark
from dondoc.web.figures.importing.naming import Names
from dondoc.web.figures.importing.tables import TableError

LONGEST: Mapping[str, int] = {"source": 300, "unit": 100, "reason": 1000, "kept_because": 1000, "note": 10_000}
MOST_REMEMBERED = 200_000  # ways of writing of one column; a file in which nothing repeats is read all the same
AMOUNTS = ("value", "numerator", "denominator")
_CHOICES: Mapping[str, tuple[type[StrEnum], StrEnum | None]] = {
    "basis": (Basis, None), "stage": (Stage, Stage.ESTIMATE), "qualifier": (Qualifier, Qualifier.EXACT),
}  # fmt: skip
_DAYS = ("from", "to", "cut_off", "known_on")
_NEEDED = frozenset({"to", "known_on", "unit"})
_ALL = ("indicator", "body", *_CHOICES, *_DAYS, *LONGEST)


@dataclass(slots=True)
class CellReader:
    """Reads batch after batch of one file, whose numbers are in `style`."""

    names: Names
    style: NumberStyle
    _read: dict[str, dict[str, tuple[Any, str | None]]] = field(default_factory=dict)

    def read(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Every row typed, and what cannot be read: `row`, `column`, `code`, `cell`."""
        missing = [pl.lit("").alias(name) for name in (*_ALL, *AMOUNTS) if name not in rows.columns]
        rows = rows.with_columns(missing)
        typed, wrong = {"row": rows["row"]}, []
        for name in _ALL:
            typed[name], code = self._distinct(name, rows[name])
            wrong.append(_wrong(rows, name, code))
        for name in AMOUNTS:
            read = numbers(rows[name], self.style)
            typed[name] = read["scaled"]
            is_out = (read["code"] == "told_range").fill_null(False)
            if name == "value":
                typed |= {"exponent": read["exponent"], "told_out": is_out}
            wrong.append(_wrong(rows, name, read["code"].set(is_out, None) if name == "value" else read["code"]))
        return pl.DataFrame(typed), pl.concat(wrong)

    def _distinct(self, name: str, cells: pl.Series) -> tuple[pl.Series, pl.Series]:
        """The values of a column and the codes of what is wrong, each way of writing read once."""
        known = self._read.setdefault(name, {})
        if len(known) > MOST_REMEMBERED:
            known.clear()
        written = cells.unique().to_list()
        for each in written:
            if each not in known:
                known[each] = self._value(name, each)
        kind = pl.Date() if name in _DAYS else pl.Int64() if name in ("indicator", "body") else pl.String()
        ways = pl.DataFrame(
            {
                "cell": pl.Series(written, dtype=pl.String),
                "value": pl.Series([known[each][0] for each in written], dtype=kind),
                "code": pl.Series([known[each][1] for each in written], dtype=pl.String),
            }
        )
        found = pl.DataFrame({"cell": cells}).join(ways, on="cell", how="left", maintain_order="left")
        return found["value"], found["code"]

    def _value(self, name: str, written: str) -> tuple[Any, str | None]:
        cells = Cells({name: written}, self.style)
        try:
            if name in _NEEDED or name in ("indicator", "body"):
                cells.needed(name)
            if name in ("indicator", "body"):
                return self._named(name, written)
            if name in _CHOICES:
                kinds, usual = _CHOICES[name]
                return str(usual if usual and not cells.text(name) else cells.choice(name, kinds, name)), None
            if name in _DAYS:
                return (cells.day(name) if cells.text(name) else None), None
        except CellError as error:
            return None, error.code
        text = cells.text(name)
        if find_secrecy_mark(text.splitlines()):
            raise TableError(_("Tệp có dấu chỉ độ mật; không nhận, và không giữ lại gì của tệp."))
        return (None, "too_long") if len(text) > LONGEST[name] else (text, None)

    def _named(self, name: str, written: str) -> tuple[int | None, str | None]:
        table = self.names.indicators if name == "indicator" else self.names.bodies
        found = table.get(key_of(written), frozenset())
        if len(found) == 1:
            (pk,) = found
            return (None, "of_custodian") if name == "indicator" and pk in self.names.withheld else (pk, None)
        return None, f"{'several' if found else 'no'}_{name}"


def _wrong(rows: pl.DataFrame, column: str, code: pl.Series) -> pl.DataFrame:
    found = pl.DataFrame({"row": rows["row"], "code": code, "cell": rows[column]}).filter(pl.col("code").is_not_null())
    return found.select("row", pl.lit(column).alias("column"), "code", "cell")

"""Facts: what tells two documents of like words apart."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow

from dondoc.bulk.dataset import Dataset, Part
from dondoc.bulk.tables import DOCUMENTS, TARGETS, Table
from dondoc.text import fold

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_SIGN = re.compile(r"[\W_]+")
_COLUMNS = (
    "document",
    "number",
    "symbol",
    "issued_on",
    "targets",
    "tasks",
    "citations",
    "partial",
    "recognised_words",
    "sketch",
    "text",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """`amounts`: numbers promised, with their units; `numerals`: all numbers of its text; `goodness`: less is best."""

    document: str
    number: str
    symbol: str
    issued_on: date | None
    sketch: tuple[int, ...]
    numerals: frozenset[str]
    goodness: tuple[bool, bool, int, int, str]
    amounts: set[tuple[str, str]] = field(default_factory=set)


def facts_of(dataset: Dataset, parts: Sequence[Part], wanted: Container[str]) -> dict[str, Facts]:
    """The facts of the documents that are wanted. Of a file only these are kept in memory."""
    found: dict[str, Facts] = {}
    for rows in dataset.read_parts(_of(DOCUMENTS, parts), DOCUMENTS, _COLUMNS):
        chosen = [place for place, name in enumerate(rows.column("document").to_pylist()) if name in wanted]
        found |= {row["document"]: _facts(row) for row in rows.take(pyarrow.array(chosen, pyarrow.int64())).to_pylist()}
    targets = _of(TARGETS, parts) if found else []
    for rows in dataset.read_parts(targets, TARGETS, ["document", "amount_written", "unit"]):
        for row in rows.to_pylist():
            if row["document"] in found:
                found[row["document"]].amounts.add((row["amount_written"], row["unit"] or ""))
    return found


def _of(table: Table, parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part.table == table.name]


def contradict(one: Facts, other: Facts) -> bool:
    """Whether both say something of which the other says another thing."""
    return (
        _differ(one.number, other.number)
        or _differ(one.symbol, other.symbol)
        or (one.issued_on is not None and other.issued_on is not None and one.issued_on != other.issued_on)
        or _each_has_more(one.amounts, other.amounts)
    )


def is_same_header(one: Facts, other: Facts) -> bool:
    """Both name the same number, symbol and date."""
    return bool(
        one.number
        and one.number == other.number
        and one.symbol == other.symbol
        and one.issued_on is not None
        and one.issued_on == other.issued_on
    )


def is_same_numbers(one: Facts, other: Facts) -> bool:
    """All numbers of one text stand in the other, which may have more: pages, the time of a portal."""
    return not _each_has_more(one.numerals, other.numerals)


def plain_number(number: object) -> str:
    """ "012" as "12"; empty where there is none."""
    return str(number or "").lstrip("0")


def plain_symbol(symbol: object) -> str:
    """Without signs and accents, "NQ-HĐND" as "nqhdnd"; empty where there is none."""
    return _SIGN.sub("", fold(str(symbol or "")))


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _each_has_more(one: Iterable[object], other: Iterable[object]) -> bool:
    here, there = set(one), set(other)
    return bool(here - there and there - here)


def _facts(row: dict[str, object]) -> Facts:
    text = str(row["text"])
    found = sum(int(str(row[name])) for name in ("targets", "tasks", "citations"))
    sketch, issued_on, document = row["sketch"], row["issued_on"], str(row["document"])
    assert isinstance(sketch, list)
    assert issued_on is None or isinstance(issued_on, date)
    return Facts(
        document,
        plain_number(row["number"]),
        plain_symbol(row["symbol"]),
        issued_on,
        tuple(sketch),
        frozenset(_NUMERAL.findall(text)),
        # With its own text before a recognised one, whole before partial, with more items, longer.
        (bool(row["recognised_words"]), bool(row["partial"]), -found, -len(text), document),
    )

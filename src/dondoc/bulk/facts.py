"""Facts: what tells two documents of like words apart."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import pyarrow
import pyarrow.compute

from dondoc.bulk.citing import plain_number, plain_symbol
from dondoc.bulk.dataset import Dataset, Part
from dondoc.bulk.tables import DOCUMENTS, TARGETS, Table

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_HEADER = ("document", "number", "symbol", "issued_on", "sketch")
_CONTENT = ("document", "targets", "tasks", "citations", "partial", "recognised_words", "sketch", "text")
_AMOUNT = ("document", "amount_written", "unit")
_TEXTS_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Header:
    """What a document says of itself; empty and None where it does not. `number` and `symbol` in plain writing."""

    document: str
    number: str
    symbol: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Content:
    """`amounts`: those promised, with their units, as Python hashes them in this process; `badness`: the least is the
    best one to keep.
    """

    sketch: tuple[int, ...]
    badness: tuple[int, int, int, int]
    amounts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a document here."""

    header: Header
    content: Content


def headers(dataset: Dataset, parts: Sequence[Part]) -> Iterator[tuple[Header, list[int]]]:
    """Each document's header, and its sketch."""
    for rows in dataset.read_parts(_of(DOCUMENTS, parts), DOCUMENTS, _HEADER):
        for row in rows.to_pylist():
            number, symbol = plain_number(row["number"]), plain_symbol(row["symbol"])
            yield Header(row["document"], number, symbol, row["issued_on"]), row["sketch"]


def contents(dataset: Dataset, parts: Sequence[Part], wanted: Container[str]) -> Iterator[tuple[str, Content]]:
    """The content of the documents that are wanted, without their amounts."""
    for rows in _chosen(dataset, parts, _CONTENT, wanted):
        lengths = pyarrow.compute.utf8_length(rows.column("text"))
        for row, length in zip(rows.drop_columns("text").to_pylist(), lengths.to_pylist(), strict=True):
            yield row["document"], _content(row, length)


def numerals(dataset: Dataset, parts: Sequence[Part], wanted: Container[str]) -> Iterator[tuple[str, frozenset[int]]]:
    """All numbers in the texts of the documents that are wanted, hashed."""
    for rows in _chosen(dataset, parts, ("document", "text"), wanted):
        for row in rows.to_pylist():
            yield row["document"], frozenset(map(hash, _NUMERAL.findall(row["text"])))


def _chosen(
    dataset: Dataset, parts: Sequence[Part], columns: Sequence[str], wanted: Container[str]
) -> Iterator[pyarrow.Table]:
    """Rows of DOCUMENTS that are wanted, a few at a time: they may have long texts."""
    for rows in dataset.read_parts(_of(DOCUMENTS, parts), DOCUMENTS, columns):
        chosen = [place for place, name in enumerate(rows.column("document").to_pylist()) if name in wanted]
        for start in range(0, len(chosen), _TEXTS_AT_ONCE):
            yield rows.take(pyarrow.array(chosen[start : start + _TEXTS_AT_ONCE], pyarrow.int64()))


def amounts(dataset: Dataset, parts: Sequence[Part], wanted: Container[str]) -> Iterator[tuple[str, frozenset[int]]]:
    """The amounts of the documents that are wanted and promise any. All rows of a document stand together."""
    for rows in dataset.read_parts(_of(TARGETS, parts), TARGETS, _AMOUNT):
        lines = zip(*(rows.column(name).to_pylist() for name in _AMOUNT), strict=True)
        for document, group in groupby(lines, key=lambda line: line[0]):
            if document in wanted:
                yield document, frozenset(hash((amount, unit or "")) for _, amount, unit in group)


def _of(table: Table, parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part.table == table.name]


def contradict(one: Facts, other: Facts) -> bool:
    """Whether both say something of which the other says another thing."""
    here, there = one.header, other.header
    return (
        _differ(here.number, there.number)
        or _differ(here.symbol, there.symbol)
        or _differ(here.issued_on, there.issued_on)
        or each_has_more(one.content.amounts, other.content.amounts)
    )


def is_same_header(one: Header, other: Header) -> bool:
    """Both name the same number, symbol and date."""
    return bool(
        one.number
        and one.number == other.number
        and one.symbol == other.symbol
        and one.issued_on is not None
        and one.issued_on == other.issued_on
    )


def _differ(one: str | date | None, other: str | date | None) -> bool:
    return bool(one and other and one != other)


def each_has_more(one: frozenset[int], other: frozenset[int]) -> bool:
    """Each has something that the other lacks."""
    return bool(one - other and other - one)


def _content(row: dict[str, Any], length: int) -> Content:
    found = row["targets"] + row["tasks"] + row["citations"]
    # With its own text before a recognised one, whole before partial, with more items, longer.
    badness = (int(bool(row["recognised_words"])), int(row["partial"]), -found, -length)
    return Content(tuple(row["sketch"]), badness)

"""Comparing: what a dataset says across its documents, as rows to be shown.

    dataset ──▶ Library ──▶ indicators | targets of one indicator | changes | citations ──▶ View

Of a document that is there more than once only the best is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dondoc.bulk.changes import JUMP, Change, changes
from dondoc.bulk.citing import followed
from dondoc.bulk.dataset import Dataset
from dondoc.bulk.linking import Asked, Linked, key_of, link
from dondoc.bulk.tables import CITATIONS, DOCUMENTS, DUPLICATES, SOURCES, TARGETS, Table

Row = Mapping[str, Any]
Value = str | int | Decimal | date | None
_DOCUMENT = ("document", "kind", "number", "symbol", "issuer_name", "issued_on", "place", "title")
_TARGET = ("document", "id", "indicator", "measure", "comparison", "amount_written", "unit", "period", "quote")


@dataclass(frozen=True, slots=True)
class View:
    """Rows under named columns; the names are those of words (`compare.<name>`) and of files."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The documents of a dataset by hash, each once, and the targets of these; `addresses`: where each was found."""

    dataset: Dataset
    documents: Mapping[str, Row]
    targets: tuple[Row, ...]
    addresses: Mapping[str, str]

    def called(self, document: str) -> str:
        """ "22-NQ/TU" of the Party, "244/QĐ-TTg" of the state; else the name of its file."""
        row = self.documents[document]
        number, symbol = row["number"], row["symbol"]
        if number and symbol:
            return f"{number}{'-' if '/' in symbol else '/'}{symbol}"
        return Path(self.addresses.get(document, document)).name


def library(dataset: Dataset) -> Library:
    """What is compared, in memory."""
    left_out = {row["document"] for row in _rows(dataset, DUPLICATES) if not row["best"]}
    documents = {
        row["document"]: {**row, "issuer": row["issuer_name"]}
        for row in _rows(dataset, DOCUMENTS, _DOCUMENT)
        if row["document"] not in left_out
    }
    targets = (row for row in _rows(dataset, TARGETS, _TARGET) if row["document"] in documents)
    addresses: dict[str, str] = {}
    for row in _rows(dataset, SOURCES):
        addresses.setdefault(row["document"], row["address"])
    ordered = sorted(targets, key=lambda row: (row["document"], row["id"]))
    return Library(dataset, documents, tuple(ordered), addresses)


def _rows(dataset: Dataset, table: Table, columns: Iterable[str] | None = None) -> Iterator[Row]:
    for rows in dataset.read(table, list(columns) if columns else None):
        yield from rows.to_pylist()


def indicators(read: Library, most: int) -> View:
    """What most documents promise: the commonest name of each indicator, its documents and issuers."""
    grouped: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for target in read.targets:
        grouped[key_of(target)].append(target)
    rows = sorted((_indicator(group, read) for group in grouped.values()), key=lambda row: (-int(row[3]), row[0]))
    return View(("indicator", "unit", "measure", "documents", "issuers", "targets"), tuple(rows[:most]))


def _indicator(group: list[Row], read: Library) -> tuple[str, str, str, int, int, int]:
    names = sorted(target["indicator"] for target in group)
    name = max(names, key=names.count)
    documents = {target["document"] for target in group}
    issuers = {read.documents[each]["issuer"] for each in documents}
    return name, group[0]["unit"] or "", group[0]["measure"], len(documents), len(issuers), len(group)


def targets(read: Library, asked: Asked) -> View:
    """One indicator over issuers and periods, in one unit; each row with the score and the reason of its link."""
    linked = link(asked, read.targets)
    columns = ("issuer", "period", "comparison", "amount", "unit", "indicator", "score", "reason", "words")
    ordered = sorted(linked, key=lambda each: _order(each, read))
    rows = (_target(each, asked, read) for each in ordered)
    return View((*columns, "called", "issued_on", "quote"), tuple(rows))


def _order(linked: Linked, read: Library) -> tuple[str, str, str, str]:
    target = linked.target
    row = read.documents[target["document"]]
    place = f"{target['document']}{target['id']}"
    return row["issuer"] or "~", target["period"] or "~", str(row["issued_on"] or ""), place


def _target(linked: Linked, asked: Asked, read: Library) -> tuple[Value, ...]:
    target = linked.target
    row = read.documents[target["document"]]
    return (
        row["issuer"],
        target["period"],
        target["comparison"],
        linked.amount,
        asked.unit,
        target["indicator"],
        linked.score,
        linked.reason.value,
        " ".join(linked.words),
        read.called(target["document"]),
        row["issued_on"],
        target["quote"],
    )


def changed(read: Library, jump: Decimal = JUMP) -> View:
    """From one resolution to the next of the same issuer: what repeats, changes, jumps, appears or vanishes."""
    columns = ("issuer", "earlier", "later", "what", "indicator", "before", "after", "unit")
    return View(columns, tuple(_change(each, read) for each in changes(read.documents, read.targets, jump)))


def _change(change: Change, read: Library) -> tuple[Value, ...]:
    shown = change.after or change.before
    assert shown is not None
    return (
        read.documents[change.later]["issuer"],
        read.called(change.earlier),
        read.called(change.later),
        change.what.value,
        shown["indicator"],
        Decimal(change.before["amount_written"]) if change.before else None,
        Decimal(change.after["amount_written"]) if change.after else None,
        shown["unit"],
    )


def citations(read: Library) -> View:
    """Which document implements, amends or replaces which; `found`: the one named is among those read."""
    texts = {row["document"]: row["text"] for row in _rows(read.dataset, DOCUMENTS, ("document", "text"))}
    documents = {name: {**row, "text": texts[name]} for name, row in read.documents.items()}
    cited = [row for row in _rows(read.dataset, CITATIONS) if row["document"] in documents]
    rows = (
        (
            read.documents[each.document]["issuer"],
            read.called(each.document),
            each.relation,
            each.named,
            read.called(each.found) if each.found else None,
        )
        for each in followed(documents, sorted(cited, key=lambda row: (row["document"], row["start"])))
    )
    return View(("issuer", "called", "relation", "named", "found"), tuple(rows))

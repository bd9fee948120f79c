"""Tables: what `dondoc bulk` writes, column by column. docs/bulk.md is made from this file.

`document` is the SHA-256 of a file's bytes: it names the document in every table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Types of columns. An `amount` is a decimal of 38 digits, six of them after the point; nothing is rounded."""

    TEXT = "text"
    TEXTS = "list of texts"
    WHOLE = "whole number"
    WHOLES = "list of whole numbers"
    AMOUNT = "amount"
    DAY = "day"
    FLAG = "true or false"


@dataclass(frozen=True, slots=True)
class Column:
    """`meaning`: in a few words, with its unit where it has one."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """`partitioned`: in folders by year and issuer of the document."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    partitioned: bool = True


def _columns(*rows: tuple[str, Kind, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_OF = ("document", Kind.TEXT, "SHA-256 of the file's bytes, in hexadecimal")
_PLACE = (
    ("quote", Kind.TEXT, "the words that say so"),
    ("start", Kind.WHOLE, "where they begin in the document's `text`, in characters"),
    ("end", Kind.WHOLE, "where they end"),
)

DOCUMENTS = Table(
    "documents",
    "one row for each document that was read",
    _columns(
        _OF,
        ("media_type", Kind.TEXT, "told by the content, not by the name"),
        ("pages", Kind.WHOLE, "number of pages; null where the format has none"),
        ("kind", Kind.TEXT, "«nghị quyết», «kế hoạch», …"),
        ("number", Kind.TEXT, "«22»"),
        ("symbol", Kind.TEXT, "«NQ/TU»"),
        ("issuer_name", Kind.TEXT, "the body that issued it, as written"),
        ("issued_on", Kind.DAY, "its date"),
        ("place", Kind.TEXT, "where it was issued"),
        ("title", Kind.TEXT, "its subject (trích yếu)"),
        ("period", Kind.TEXT, "what it is about: `2023`, `2023-H2`, `2021/2025`, … as in docs/json.md"),
        ("recipients", Kind.TEXTS, "bodies it is sent to"),
        ("targets", Kind.WHOLE, "how many rows it has in `targets`"),
        ("tasks", Kind.WHOLE, "how many in `tasks`"),
        ("citations", Kind.WHOLE, "how many in `citations`"),
        ("findings", Kind.WHOLE, "how many in `findings`"),
        ("partial", Kind.FLAG, "a part of it could not be read: a finding of severity `error`"),
        ("recognised_words", Kind.WHOLE, "words that were recognised in pictures; 0: the file has a text layer"),
        ("sketch", Kind.WHOLES, "smallest hashes of its runs of five words, by which near-duplicates are found"),
        ("version", Kind.TEXT, "of the program that read it"),
        ("text", Kind.TEXT, "the document's text, in which `start` and `end` count"),
    ),
)
TARGETS = Table(
    "targets",
    "one row for each number promised",
    _columns(
        _OF,
        ("id", Kind.TEXT, "`T01`, parts of one `T01a`; unique within the document"),
        ("section", Kind.TEXT, "path of numbers in the outline, «II.1.1»"),
        ("indicator", Kind.TEXT, "what is measured, as written"),
        ("measure", Kind.TEXT, "`flow`, `level`, `change` or `growth`"),
        ("comparison", Kind.TEXT, "`at_least`, `more_than`, `at_most`, `less_than`, `between`, `maintain`"),
        ("amount", Kind.AMOUNT, "what is promised; null where it has more digits than fit"),
        ("amount_written", Kind.TEXT, "the same in plain notation, with every digit"),
        ("upper_amount", Kind.AMOUNT, "the upper end, with `between` only"),
        ("unit", Kind.TEXT, "«%», «tỷ đồng», «ha», …"),
        ("period", Kind.TEXT, "when; null where neither it nor the document says"),
        ("period_start", Kind.DAY, "first day of `period`"),
        ("period_end", Kind.DAY, "last day of `period`"),
        ("better", Kind.TEXT, "`higher` or `lower`"),
        ("base", Kind.TEXT, "«so với năm 2025», as written"),
        ("level_at_end", Kind.AMOUNT, "the level in «(cuối năm 2023 đạt 93,35%)»"),
        ("part_of", Kind.TEXT, "id of the whole that it breaks down"),
        *_PLACE,
    ),
)
TASKS = Table(
    "tasks",
    "one row for each task",
    _columns(
        _OF,
        ("id", Kind.TEXT, "`N01`; unique within the document"),
        ("section", Kind.TEXT, "path of numbers in the outline"),
        ("nature", Kind.TEXT, "`deliverable`, `event` or `ongoing`"),
        ("lead", Kind.TEXT, "the body in charge"),
        ("supporting", Kind.TEXTS, "bodies that help"),
        ("product", Kind.TEXT, "what is to be there at the end"),
        ("deadline", Kind.TEXT, "when it is due, as written"),
        ("due_on", Kind.DAY, "the last day; null for a recurring duty"),
        ("recurs", Kind.TEXT, "how often, for a recurring duty"),
        *_PLACE,
    ),
)
CITATIONS = Table(
    "citations",
    "one row for each document that is named",
    _columns(
        _OF,
        ("id", Kind.TEXT, "`C01`; unique within the document"),
        ("number", Kind.TEXT, "of the document named"),
        ("symbol", Kind.TEXT, "of the document named; a law's name where it has no symbol"),
        ("issued_on", Kind.DAY, "of the document named"),
        *_PLACE,
    ),
)
FINDINGS = Table(
    "findings",
    "one row for each doubt; docs/findings.md explains the codes",
    _columns(
        _OF,
        ("code", Kind.TEXT, "which doubt"),
        ("severity", Kind.TEXT, "`info`, `warning` or `error`"),
        ("message", Kind.TEXT, "in Vietnamese"),
        ("start", Kind.WHOLE, "where it begins in `text`; null: it is about the whole document"),
        ("end", Kind.WHOLE, "where it ends"),
    ),
)
SOURCES = Table(
    "sources",
    "one row for each address that was asked for, but none for a document that bears a secrecy mark",
    _columns(
        ("address", Kind.TEXT, "path, `archive.zip!/member` or URL"),
        ("document", Kind.TEXT, "what was found there; null where nothing could be fetched"),
        ("outcome", Kind.TEXT, "`read`, `partial`, `refused` or `failed`"),
        ("code", Kind.TEXT, "why it was refused or failed (docs/findings.md)"),
        ("message", Kind.TEXT, "the same in Vietnamese"),
    ),
    partitioned=False,
)

DUPLICATES = Table(
    "duplicates",
    "one row for each document that is there more than once, as DOC, PDF or page of a portal",
    _columns(
        ("group", Kind.TEXT, "the first hash of the group"),
        _OF,
        ("best", Kind.FLAG, "the one to use: its own text before a recognised one, then the most complete"),
        ("resemblance", Kind.AMOUNT, "how much its text shares with the best one's, 0 to 1, estimated"),
    ),
    partitioned=False,
)

# What a child makes of one document, in this order.
TABLES = (DOCUMENTS, TARGETS, TASKS, CITATIONS, FINDINGS)
ALL_TABLES = (*TABLES, SOURCES, DUPLICATES)

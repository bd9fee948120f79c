"""Wire: limits, documents and errors as JSON, for the pipe between a child reader and its parent.

JSON and not pickle: what comes back was made next to a hostile file, and unpickling can run code.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from dondoc.commitments import SourceFile
from dondoc.findings import Finding, ReadError, SecretDocumentError, codes
from dondoc.reading.document import Block, Cell, Document, PlacedWord
from dondoc.reading.limits import Limits
from dondoc.text import Span


def to_wire(value: object) -> bytes:
    # A lone surrogate can stand in a text that a file has spoilt; it passes unchanged.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_wire(raw: bytes) -> Any:
    return json.loads(raw.decode("utf-8", "surrogatepass"))


@lru_cache(maxsize=8)  # many documents are asked for in the same words
def request_to_wire(name: str, limits: Limits) -> bytes:
    return to_wire({"name": name, "limits": asdict(limits)})


def request_from_wire(raw: bytes) -> tuple[str, Limits]:
    row = from_wire(raw)
    return str(row["name"]), Limits(**row["limits"])


def scanning_to_wire(pages: int) -> bytes:
    return to_wire({"scanning": pages})


def scanning_from_wire(raw: bytes) -> int | None:
    """How many pages the child is about to recognise; None where the message is something else."""
    try:
        row = from_wire(raw) if raw.startswith(b'{"scanning"') else {}
        return int(row["scanning"]) if row else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def error_to_wire(error: ReadError) -> bytes:
    return to_wire({"error": error.code, "values": {key: str(value) for key, value in error.values.items()}})


def document_to_wire(document: Document) -> bytes:
    return to_wire(
        {
            "source": asdict(document.source),
            "text": document.text,
            "blocks": [_block_row(block) for block in document.blocks],
            "findings": [[found.code, found.start, found.end, found.values] for found in document.findings],
            "recognised": document.recognised,
        }
    )


def answer_from_wire(raw: bytes) -> Document:
    """The document that was sent. Raises the ReadError that was sent; ValueError for an answer that is neither."""
    try:
        row = from_wire(raw)
        if "error" in row:
            error = _error(row)
        else:
            return _document(row)
    except (KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise ValueError("not an answer of a child reader") from problem
    raise error


def _error(row: dict[str, Any]) -> ReadError:
    if row["error"] == "secret":
        return SecretDocumentError()
    if row["error"] not in codes():
        raise ValueError("an unknown code")
    return ReadError(row["error"], **row["values"])


def _block_row(block: Block) -> list[object]:
    cells = [list(cell) for cell in block.cells]
    return [*block.span, block.page, block.strong, block.note, block.table, cells, block.joins]


def _block(row: list[Any]) -> Block:
    start, end, page, strong, note, table, cells, joins = row
    made = tuple(Cell(*cell) for cell in cells)
    return Block(Span(start, end), page, strong, note, table, made, tuple(joins))


def _document(row: dict[str, Any]) -> Document:
    findings = (
        Finding(code, start, end, tuple((key, value) for key, value in values))
        for code, start, end, values in row["findings"]
    )
    blocks = tuple(map(_block, row["blocks"]))
    recognised = tuple(PlacedWord(*word) for word in row["recognised"])
    return Document(SourceFile(**row["source"]), row["text"], blocks, tuple(findings), recognised)

"""From the core to rows and back: what was read in a document, as the database keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dondoc.commitments import Assignment, Header, Resolution, Shortcoming, Target, Task
from dondoc.extracting import Extraction
from dondoc.findings import Finding
from dondoc.reading.document import Block, Cell, Document
from dondoc.reading.outline import Mark
from dondoc.reporting.interchange import Commitment, as_mapping, commitment_as_mapping, commitment_of
from dondoc.text import Span
from dondoc.values import Period
from dondoc.web.resolutions.review_models import ItemKind

KINDS: Mapping[ItemKind, type[Target] | type[Task] | type[Assignment] | type[Shortcoming]] = {
    ItemKind.TARGET: Target,
    ItemKind.TASK: Task,
    ItemKind.ASSIGNMENT: Assignment,
    ItemKind.SHORTCOMING: Shortcoming,
}
# A heading longer than this is a paragraph; its first words name the section as well.
HEADING = 160


def block_rows(blocks: Sequence[Block]) -> list[list[Any]]:
    """`blocks` as Reading.blocks keeps them."""
    return [
        [*block.span, block.page, block.strong, block.note, block.table, [list(cell) for cell in block.cells]]
        for block in blocks
    ]


def blocks_of(rows: Iterable[Sequence[Any]]) -> tuple[Block, ...]:
    return tuple(
        Block(Span(start, end), page, strong, note, table, tuple(Cell(*cell) for cell in cells))
        for start, end, page, strong, note, table, cells in rows
    )


def content_of(resolution: Resolution) -> dict[str, object]:
    """A dondoc.resolution/1 without its text, which stands beside it."""
    mapping = as_mapping(resolution)
    del mapping["text"]
    return mapping


def section_headings(extraction: Extraction) -> dict[str, str]:
    """The heading of every section that has one, by its path; words as printed, without their number."""
    found: dict[str, str] = {}
    for item in extraction.outline.items:
        # "1.3. Về quốc phòng, an ninh: Có từ 71%…" is a section too, whose heading runs into its only paragraph.
        runs_in = item.head > item.body and item.mark < Mark.BRACKET
        if (item.children or runs_in) and item.label and item.path not in found:
            end = item.head if item.head > item.body else item.end
            words = " ".join(extraction.outline.mended.text[item.body : end].split()).strip(" .:;")
            found[item.path] = words[:HEADING]
    return found


def header_fields(header: Header) -> dict[str, Any]:
    """The fields of a received document that its head tells; "" and None for what it does not."""
    return {
        "kind": header.kind or "",
        "number": header.number or "",
        "symbol": header.symbol or "",
        "issuer": (header.issuer or "")[:300],
        "issued_on": header.issued_on,
        "title": (header.title or "")[:1000],
        "period": str(header.period or ""),
    }


def commitments(resolution: Resolution) -> list[tuple[ItemKind, Commitment]]:
    """Every item that is reviewed, list by list."""
    listed: tuple[tuple[ItemKind, Sequence[Commitment]], ...] = (
        (ItemKind.TARGET, resolution.targets),
        (ItemKind.TASK, resolution.tasks),
        (ItemKind.ASSIGNMENT, resolution.assignments),
        (ItemKind.SHORTCOMING, resolution.shortcomings),
    )
    return [(kind, item) for kind, items in listed for item in items]


def as_content(item: Commitment) -> dict[str, Any]:
    return commitment_as_mapping(item)


def as_commitment(kind: str, content: object, text: str) -> Commitment:
    """The item that `content` is. InterchangeError where it is none, or does not stand in `text`."""
    return commitment_of(KINDS[ItemKind(kind)], content, text)


def doubt_fields(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "start": finding.start, "end": finding.end, "values": dict(finding.values)}


def finding_of(doubt: Any) -> Finding:
    """The finding that a Doubt keeps, for its message and hint."""
    return Finding(doubt.code, doubt.start, doubt.end, tuple(sorted(doubt.values.items())))


def period_or_none(written: str) -> Period | None:
    return Period(written) if written else None


def document_text(document: Document) -> dict[str, Any]:
    """The fields of a Reading that reading alone gives."""
    return {"text": document.text, "blocks": block_rows(document.blocks)}

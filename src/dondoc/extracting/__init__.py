"""Extracting: what a document promises, rule by rule.

    Document ── outline ──▶ Outline ── read_header, sections ──▶ parts with a role
             ── targets, tasks, assignments, shortcomings, citations ──▶ Resolution

`extract` is the whole pipeline on one screen. Each stage is a pure function; nothing is kept between documents.
"""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.commitments import Resolution
from dondoc.extracting import digits
from dondoc.extracting.acting import acts_behind_opening, opening
from dondoc.extracting.assembling import (
    numbered_assignments,
    numbered_shortcomings,
    numbered_targets,
    numbered_tasks,
)
from dondoc.extracting.bodies import heading_body, named_subject
from dondoc.extracting.body_tables import find_body_targets
from dondoc.extracting.cell_targets import find_cell_targets
from dondoc.extracting.citations import find_citations
from dondoc.extracting.digits import Digits, digits_of
from dondoc.extracting.doubts import find_doubts
from dondoc.extracting.header import HeaderReading, read_header
from dondoc.extracting.measuring import opening_kind, told_kinds
from dondoc.extracting.sections import Sections, sections
from dondoc.extracting.sentences import sentences
from dondoc.extracting.shortcomings import find_shortcomings
from dondoc.extracting.table_targets import find_table_targets
from dondoc.extracting.table_tasks import find_table_tasks
from dondoc.extracting.tables import find_tables
from dondoc.extracting.targets import find_targets
from dondoc.extracting.tasks import find_duties
from dondoc.reading.document import Document
from dondoc.reading.outline import Outline, outline


@dataclass(frozen=True, slots=True)
class Extraction:
    """A resolution with what it was read from: for whoever has to look at the lines, their roles and the header too.

    `digits` are those of the matching layer in lower case.
    """

    resolution: Resolution
    outline: Outline
    head: HeaderReading
    sections: Sections
    digits: Digits


def extract(document: Document) -> Resolution:
    """The commitments of `document`: every item tied to its words, `text[start:end] == quote`."""
    return extraction(document).resolution


def extraction(document: Document) -> Extraction:
    """`extract` with what stood behind it. Costs no more than `extract`."""
    lines = outline(document)
    head = read_header(document, lines.mended)
    parts = sections(lines, head)
    tables = tuple(find_tables(lines))
    promised = [
        *find_targets(lines, parts, head.header),
        *find_table_targets(lines, tables, parts, head.header.period),
        *find_body_targets(lines, tables, parts, head.header.period),
        *find_cell_targets(lines, tables, parts, head.header.period),
    ]
    targets, doubts = numbered_targets(lines, promised)
    duties = find_duties(lines, parts, promised, head.header)
    resolution = Resolution(
        source=document.source,
        text=document.text,
        header=head.header,
        targets=targets,
        tasks=numbered_tasks(lines, [*duties.tasks, *find_table_tasks(lines, tables, parts, head.header.period)]),
        assignments=numbered_assignments(lines, duties.assignments),
        shortcomings=numbered_shortcomings(lines, tuple(find_shortcomings(lines, parts))),
        citations=find_citations(document, lines.mended, head.body_start),
        findings=(*document.findings, *head.findings, *doubts, *find_doubts(lines, tables, parts, promised)),
    )
    numbers = digits_of(lines.mended.lower)
    forget()
    return Extraction(resolution, lines, head, parts, numbers)


def forget() -> None:
    """Sentences are asked about more than once; what was answered is kept no longer than the document is read."""
    for answered in (sentences, acts_behind_opening, named_subject, heading_body, opening, told_kinds, opening_kind):
        answered.cache_clear()
    digits.forget()


__all__ = ["Extraction", "extract", "extraction", "forget"]

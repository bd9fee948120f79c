"""Extracting: what a document promises, rule by rule.

    Document ── outline ──▶ Outline ── read_header, sections ──▶ parts with a role
             ── targets, tasks, assignments, shortcomings, citations ──▶ Resolution

`extract` is the whole pipeline on one screen. Each stage is a pure function; nothing is kept between documents.
"""

from __future__ import annotations

from dondoc.commitments import Resolution
from dondoc.extracting.assembling import numbered_targets
from dondoc.extracting.sections import sections
from dondoc.extracting.table_targets import find_table_targets
from dondoc.extracting.targets import find_targets
from dondoc.reading.document import Document
from dondoc.reading.outline import outline


def extract(document: Document) -> Resolution:
    """The commitments of `document`: every item tied to its words, `text[start:end] == quote`."""
    from dondoc.extracting.header import read_header

    lines = outline(document)
    head = read_header(document, lines.mended)
    body, foot = lines.mended.place(head.body_start), lines.mended.place(head.foot_start)
    parts = sections(lines, head.header.kind, body, foot)
    prose = [*find_targets(lines, parts, head.header.period), *find_table_targets(lines, parts, head.header.period)]
    targets, doubts = numbered_targets(lines, prose)
    return Resolution(
        source=document.source,
        text=document.text,
        header=head.header,
        targets=targets,
        findings=(*document.findings, *head.findings, *doubts),
    )

"""Checked: a document with what the rules mark in it, and where that stands for a reader: paragraph, page, words."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from dondoc.commitments import SourceFile
from dondoc.findings import Finding, Severity
from dondoc.reading.document import Document


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands: the paragraph or table row (from 1), and the page where the format has pages."""

    paragraph: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """One document and its findings, in the order of its text."""

    document: Document
    findings: tuple[Finding, ...]

    @property
    def source(self) -> SourceFile:
        return self.document.source

    @property
    def text(self) -> str:
        return self.document.text

    def place(self, finding: Finding) -> Place | None:
        """None for what is about the whole document."""
        if finding.start is None or not self.document.blocks:
            return None
        number = bisect_right(self.document.blocks, finding.start, key=lambda block: block.span.start)
        return Place(max(number, 1), self.document.blocks[max(number - 1, 0)].page)

    def words(self, finding: Finding) -> str:
        """The words marked, as they stand in the text."""
        return "" if finding.start is None else self.text[finding.start : finding.end]

    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity there are."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in Severity}

"""Formats of `dondoc check` for programs: JSON (dondoc.check/1) and CSV. SARIF has a file of its own."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict

from dondoc.findings import Finding, Language, rule_groups
from dondoc.reporting.check_text import where
from dondoc.reporting.checked import Checked
from dondoc.reporting.delimited import safe_cell
from dondoc.reporting.words import word

FORMAT = "dondoc.check/1"


def check_json(checked: Checked, language: Language, *, indent: int | None = 2) -> str:
    """One document: its source, how many findings there are of each severity, and the findings."""
    content = {
        "format": FORMAT,
        "source": asdict(checked.source),
        "counts": {severity.value: count for severity, count in checked.counts().items()},
        "findings": [_row(checked, finding, language) for finding in checked.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=indent)


def _row(checked: Checked, finding: Finding, language: Language) -> dict[str, object]:
    place = checked.place(finding)
    return {
        "code": finding.code,
        "group": rule_groups().get(finding.code),
        "severity": finding.severity.value,
        "message": finding.message(language),
        "hint": finding.hint(language),
        "start": finding.start,
        "end": finding.end,
        "words": checked.words(finding),
        "paragraph": place.paragraph if place else None,
        "page": place.page if place else None,
        "values": dict(finding.values),
    }


_COLUMNS = ("document", "severity", "code", "group", "where", "words", "message", "hint")


def check_csv(checked: Checked, language: Language, *, heading: bool = True) -> str:
    """One line a finding, under a line of headings unless `heading` is false; safe to open in a spreadsheet program."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    if heading:
        writer.writerow(word(f"column.{name}", language) for name in _COLUMNS)
    for finding in checked.findings:
        group = rule_groups().get(finding.code)
        cells = (
            checked.source.name,
            word(f"severity.{finding.severity}", language),
            finding.code,
            word(f"group.{group}", language) if group else "",
            where(checked, finding, language),
            " ".join(checked.words(finding).split()),
            finding.message(language),
            finding.hint(language),
        )
        writer.writerow(map(safe_cell, cells))
    return file.getvalue()

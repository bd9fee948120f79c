"""SARIF 2.1.0 (OASIS standard): findings as editors and build servers read them.

Places count in the text as read, in which a paragraph is one line. That text stands in the log as an artifact inside
the file's own, so that a viewer can show the words also of a DOCX or PDF.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from dondoc.checking.catalogue import explained
from dondoc.findings import Finding, Language, Severity, rule_codes
from dondoc.reporting.checked import Checked

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def check_sarif(documents: Sequence[Checked], language: Language, version: str) -> str:
    """One run over all `documents`; `version` is that of the program."""
    run = {
        "tool": {"driver": _driver(language, version)},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "artifacts": [artifact for number, checked in enumerate(documents) for artifact in _artifacts(checked, number)],
        "results": [
            _result(checked, finding, number, language)
            for number, checked in enumerate(documents)
            for finding in checked.findings
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _driver(language: Language, version: str) -> dict[str, object]:
    rules = [
        {
            "id": rule.code.name,
            "fullDescription": {"text": rule.why(language)},
            "help": {"text": rule.code.hint(language)},
            "defaultConfiguration": {"level": _LEVELS[rule.code.severity]},
            "properties": {"tags": [rule.group]},
        }
        for rule in explained()
    ]
    return {"name": "dondoc", "semanticVersion": version, "rules": rules}


def _artifacts(checked: Checked, number: int) -> tuple[dict[str, object], ...]:
    source = checked.source
    file: dict[str, object] = {
        "location": {"uri": _address(source.name)},
        "mimeType": source.media_type,
        "hashes": {"sha-256": source.sha256},
        "roles": ["analysisTarget"],
    }
    text: dict[str, object] = {
        "location": {"uri": f"{_address(source.name)}.txt"},
        "parentIndex": 2 * number,
        "mimeType": "text/plain",
        "contents": {"text": checked.text},
    }
    return file, text


def _address(name: str) -> str:
    """A relative address; a name with a colon or a blank is still one path segment."""
    return quote(name, safe="") or "stdin"


def _result(checked: Checked, finding: Finding, number: int, language: Language) -> dict[str, object]:
    names = list(rule_codes())
    result: dict[str, object] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message(language)} {finding.hint(language)}"},
        "locations": [_location(checked, finding, number)],
    }
    if finding.code in names:
        result["ruleIndex"] = names.index(finding.code)
    return result


def _location(checked: Checked, finding: Finding, number: int) -> dict[str, object]:
    place = checked.place(finding)
    if place is None or finding.start is None or finding.end is None:
        whole = {"uri": _address(checked.source.name), "index": 2 * number}
        return {"physicalLocation": {"artifactLocation": whole}}
    text = {"uri": f"{_address(checked.source.name)}.txt", "index": 2 * number + 1}
    region = _region(checked.text, finding.start, finding.end)
    logical = [{"name": f"paragraph {place.paragraph}", "kind": "paragraph"}]
    return {"physicalLocation": {"artifactLocation": text, "region": region}, "logicalLocations": logical}


def _region(text: str, start: int, end: int) -> dict[str, object]:
    """Lines and columns count from 1; the end column is behind the last character."""
    return {
        "startLine": text.count("\n", 0, start) + 1,
        "startColumn": start - text.rfind("\n", 0, start),
        "endLine": text.count("\n", 0, end) + 1,
        "endColumn": end - text.rfind("\n", 0, end),
        "charOffset": start,
        "charLength": end - start,
        "snippet": {"text": text[start:end]},
    }

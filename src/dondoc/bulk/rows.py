"""Rows: one resolution as lines of JSON, table by table, and where in the folder of tables it belongs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.bulk.sketching import sketch
from dondoc.bulk.tables import TABLES
from dondoc.commitments import Citation, Header, Resolution, Target, Task
from dondoc.findings import Finding, Severity
from dondoc.text import fold
from dondoc.values import Period

NOBODY = "__HIVE_DEFAULT_PARTITION__"  # how folders of tables write null
_LONGEST_FOLDER = 80
_FITTING_DIGITS, _FITTING_PLACES = 32, 6
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Partition:
    """Names of the folders of one document's rows; NOBODY where it does not say."""

    year: str
    issuer: str

    @property
    def folder(self) -> str:
        return f"year={self.year}/issuer={self.issuer}"


def partition_of(header: Header) -> Partition:
    """By the year of issue and the issuer without accents: "tinh-uy-kon-tum"."""
    words = re.findall(r"[a-z0-9]+", fold(header.issuer or ""))
    issuer = "-".join(words)[:_LONGEST_FOLDER].strip("-")
    return Partition(str(header.issued_on.year) if header.issued_on else NOBODY, issuer or NOBODY)


def is_partial(resolution: Resolution) -> bool:
    """Read, but part of the document could not be."""
    return any(found.severity is Severity.ERROR for found in resolution.findings)


def lines(resolution: Resolution, recognised_words: int, version: str) -> tuple[bytes, ...]:
    """JSON Lines of `resolution` for each of TABLES. The same resolution gives the same bytes."""
    document = resolution.source.sha256
    rows = {
        "documents": [_document(resolution, recognised_words, version)],
        "targets": map(_target, resolution.targets),
        "tasks": map(_task, resolution.tasks),
        "citations": map(_citation, resolution.citations),
        "findings": map(_finding, resolution.findings),
    }
    return tuple(_written(document, rows[table.name]) for table in TABLES)


def _written(document: str, rows: Iterable[Row]) -> bytes:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    text = "".join(encode({"document": document, **row}) + "\n" for row in rows)
    # Half a surrogate pair, from a spoilt file, becomes one other character: places stay where they are.
    return text.encode("utf-8", "replace")


def _document(resolution: Resolution, recognised_words: int, version: str) -> Row:
    source, header = resolution.source, resolution.header
    return {
        "media_type": source.media_type,
        "pages": source.pages,
        "kind": header.kind,
        "number": header.number,
        "symbol": header.symbol,
        "issuer_name": header.issuer,
        "issued_on": _day(header.issued_on),
        "place": header.place,
        "title": header.title,
        "period": _written_period(header.period),
        "recipients": list(header.recipients),
        "targets": len(resolution.targets),
        "tasks": len(resolution.tasks),
        "citations": len(resolution.citations),
        "findings": len(resolution.findings),
        "partial": is_partial(resolution),
        "recognised_words": recognised_words,
        "sketch": list(sketch(resolution.text)),
        "version": version,
        "text": resolution.text,
    }


def _target(target: Target) -> Row:
    return {
        "id": target.id,
        "section": target.section,
        "indicator": target.indicator,
        "measure": target.measure,
        "comparison": target.comparison,
        "amount": _amount(target.amount),
        "amount_written": format(target.amount, "f"),
        "upper_amount": _amount(target.upper_amount),
        "unit": target.unit,
        "period": _written_period(target.period),
        "period_start": _day(target.period.start) if target.period else None,
        "period_end": _day(target.period.end) if target.period else None,
        "better": target.better,
        "base": target.base,
        "level_at_end": _amount(target.level_at_end),
        "part_of": target.part_of,
        "quote": target.quote,
        "start": target.start,
        "end": target.end,
    }


def _task(task: Task) -> Row:
    deadline = task.deadline
    return {
        "id": task.id,
        "section": task.section,
        "nature": task.nature,
        "lead": task.lead,
        "supporting": list(task.supporting),
        "product": task.product,
        "deadline": deadline.quote if deadline else None,
        "due_on": _day(deadline.on) if deadline else None,
        "recurs": deadline.recurs if deadline else None,
        "quote": task.quote,
        "start": task.start,
        "end": task.end,
    }


def _citation(citation: Citation) -> Row:
    return {
        "id": citation.id,
        "number": citation.number,
        "symbol": citation.symbol,
        "issued_on": _day(citation.issued_on),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def _finding(finding: Finding) -> Row:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message("vi"),
        "start": finding.start,
        "end": finding.end,
    }


def _amount(amount: Decimal | None) -> str | None:
    """In plain notation; None where it does not fit a column of 32 digits before the point and six after it."""
    if amount is None:
        return None
    whole, _, places = format(amount, "f").lstrip("-").partition(".")
    fits = len(whole) <= _FITTING_DIGITS and len(places.rstrip("0")) <= _FITTING_PLACES
    return f"{amount:.6f}" if fits else None


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _written_period(period: Period | None) -> str | None:
    return None if period is None else period.written

"""Interchange: a Resolution as JSON and back, `"format": "dondoc.resolution/1"` (docs/json.md).

Amounts are strings in plain notation ("12.28"), dates are ISO, what a document does not say is null.
`from_json(to_json(resolution)) == resolution`, in either language: only the messages of findings are translated.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from dondoc.commitments import (
    Assignment,
    Citation,
    Deadline,
    Header,
    Nature,
    Resolution,
    Shortcoming,
    SourceFile,
    Target,
    Task,
)
from dondoc.findings import Finding, InterchangeError, Language, codes
from dondoc.reporting.entry import Entry
from dondoc.values import Comparison, Direction, Measure, Period

FORMAT = "dondoc.resolution/1"
Commitment = Target | Task | Assignment | Shortcoming


def to_json(resolution: Resolution, *, language: Language = "vi", indent: int | None = 2) -> str:
    """`resolution` as JSON text; `indent=None` puts it on one line. The same resolution gives the same text."""
    text = json.dumps(as_mapping(resolution, language=language), ensure_ascii=False, indent=indent)
    # Half a surrogate pair, from a spoilt file, becomes its JSON escape: the text can always be encoded.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def from_json(text: str) -> Resolution:
    """The resolution that `to_json` wrote. Raises InterchangeError where `text` is anything else."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InterchangeError("$", f"{error}"[:200]) from error
    entry = Entry.of(loaded, "$")
    if entry.text("format") != FORMAT:
        raise entry.problem("format", f"{entry.text('format')!r} ≠ {FORMAT!r}")
    whole = entry.text("text")
    return Resolution(
        source=_source(entry.entry("source")),
        text=whole,
        header=_header(entry.entry("header")),
        targets=tuple(_target(item.grounded(whole)) for item in entry.entries("targets")),
        tasks=tuple(_task(item.grounded(whole)) for item in entry.entries("tasks")),
        assignments=tuple(_assignment(item.grounded(whole)) for item in entry.entries("assignments")),
        shortcomings=tuple(_shortcoming(item.grounded(whole)) for item in entry.entries("shortcomings")),
        citations=tuple(_citation(item.grounded(whole)) for item in entry.entries("citations")),
        findings=tuple(_finding(item) for item in entry.entries("findings")),
    )


def as_mapping(resolution: Resolution, *, language: Language = "vi") -> dict[str, object]:
    """The object that `to_json` writes, as plain Python values."""
    source = resolution.source
    return {
        "format": FORMAT,
        "source": {
            "name": source.name,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "pages": source.pages,
        },
        "text": resolution.text,
        "header": _header_mapping(resolution.header),
        "targets": [commitment_as_mapping(target) for target in resolution.targets],
        "tasks": [commitment_as_mapping(task) for task in resolution.tasks],
        "assignments": [commitment_as_mapping(item) for item in resolution.assignments],
        "shortcomings": [commitment_as_mapping(item) for item in resolution.shortcomings],
        "citations": [_citation_mapping(citation) for citation in resolution.citations],
        "findings": [_finding_mapping(finding, language) for finding in resolution.findings],
    }


def commitment_as_mapping(item: Commitment) -> dict[str, object]:
    """One item as `to_json` writes it, whichever list it stands in."""
    if isinstance(item, Target):
        return _target_mapping(item)
    if isinstance(item, Task):
        return _task_mapping(item)
    return _place(item) | {"bodies": list(item.bodies)} if isinstance(item, Assignment) else _place(item)


def commitment_of(kind: type[Commitment], mapping: object, text: str) -> Commitment:
    """The item of `kind` that `commitment_as_mapping` wrote. InterchangeError where it is none, or not in `text`."""
    return _MAKERS[kind](Entry.of(mapping, "$").grounded(text))


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _written(period: Period | None) -> str | None:
    return None if period is None else period.written


def _place(item: Target | Task | Assignment | Shortcoming) -> dict[str, object]:
    return {"id": item.id, "section": item.section, "quote": item.quote, "start": item.start, "end": item.end}


def _header_mapping(header: Header) -> dict[str, object]:
    return {
        "kind": header.kind,
        "number": header.number,
        "symbol": header.symbol,
        "issuer": header.issuer,
        "issued_on": _iso(header.issued_on),
        "place": header.place,
        "title": header.title,
        "period": _written(header.period),
        "recipients": list(header.recipients) or None,
    }


def _target_mapping(target: Target) -> dict[str, object]:
    return _place(target) | {
        "indicator": target.indicator,
        "measure": target.measure.value,
        "comparison": target.comparison.value,
        "amount": _plain(target.amount),
        "upper_amount": _plain(target.upper_amount),
        "unit": target.unit,
        "period": _written(target.period),
        "base": target.base,
        "level_at_end": _plain(target.level_at_end),
        "part_of": target.part_of,
        "better": target.better.value,
    }


def _task_mapping(task: Task) -> dict[str, object]:
    due = task.deadline
    return _place(task) | {
        "nature": task.nature.value,
        "lead": task.lead,
        "supporting": list(task.supporting),
        "product": task.product,
        "deadline": None if due is None else {"quote": due.quote, "on": _iso(due.on), "recurs": due.recurs},
    }


def _citation_mapping(citation: Citation) -> dict[str, object]:
    return {
        "id": citation.id,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "number": citation.number,
        "symbol": citation.symbol,
        "issued_on": _iso(citation.issued_on),
    }


def _finding_mapping(finding: Finding, language: Language) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message(language),
        "start": finding.start,
        "end": finding.end,
        "values": dict(finding.values),
    }


def _source(entry: Entry) -> SourceFile:
    return SourceFile(entry.text("name"), entry.text("sha256"), entry.text("media_type"), entry.whole_or_none("pages"))


def _header(entry: Entry) -> Header:
    return Header(
        kind=entry.text_or_none("kind"),
        number=entry.text_or_none("number"),
        symbol=entry.text_or_none("symbol"),
        issuer=entry.text_or_none("issuer"),
        issued_on=entry.day_or_none("issued_on"),
        place=entry.text_or_none("place"),
        title=entry.text_or_none("title"),
        period=entry.period_or_none("period"),
        recipients=entry.texts("recipients"),
    )


def _where(entry: Entry) -> tuple[str, str, str, int, int]:
    return entry.text("id"), entry.text("section"), entry.text("quote"), entry.whole("start"), entry.whole("end")


def _target(entry: Entry) -> Target:
    return Target(
        *_where(entry),
        indicator=entry.text("indicator"),
        measure=entry.choice("measure", Measure),
        comparison=entry.choice("comparison", Comparison),
        amount=entry.amount("amount"),
        unit=entry.text_or_none("unit"),
        period=entry.period_or_none("period"),
        better=entry.choice("better", Direction),
        upper_amount=entry.amount_or_none("upper_amount"),
        base=entry.text_or_none("base"),
        level_at_end=entry.amount_or_none("level_at_end"),
        part_of=entry.text_or_none("part_of"),
    )


def _task(entry: Entry) -> Task:
    due = entry.entry_or_none("deadline")
    return Task(
        *_where(entry),
        nature=entry.choice("nature", Nature),
        lead=entry.text_or_none("lead"),
        supporting=entry.texts("supporting"),
        product=entry.text_or_none("product"),
        deadline=None if due is None else _deadline(due),
    )


def _deadline(entry: Entry) -> Deadline:
    return Deadline(entry.text("quote"), entry.day_or_none("on"), entry.text_or_none("recurs"))


def _assignment(entry: Entry) -> Assignment:
    return Assignment(*_where(entry), bodies=entry.texts("bodies"))


def _shortcoming(entry: Entry) -> Shortcoming:
    return Shortcoming(*_where(entry))


def _citation(entry: Entry) -> Citation:
    return Citation(
        id=entry.text("id"),
        quote=entry.text("quote"),
        start=entry.whole("start"),
        end=entry.whole("end"),
        number=entry.text_or_none("number"),
        symbol=entry.text_or_none("symbol"),
        issued_on=entry.day_or_none("issued_on"),
    )


def _finding(entry: Entry) -> Finding:
    code = entry.text("code")
    if code not in codes():
        raise entry.problem("code", f"{code!r} is no code of this version")
    values = entry.entry("values")
    return Finding(
        code=code,
        start=entry.whole_or_none("start"),
        end=entry.whole_or_none("end"),
        values=tuple((name, values.text(name)) for name in values.names()),
    )


_MAKERS: Mapping[type[Commitment], Callable[[Entry], Commitment]] = {
    Target: _target,
    Task: _task,
    Assignment: _assignment,
    Shortcoming: _shortcoming,
}

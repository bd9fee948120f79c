"""Assembling: found items get their ids and their place in the original text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dondoc.commitments import Assignment, Shortcoming, Target, Task
from dondoc.extracting.spans import FoundAssignment, FoundShortcoming, FoundTarget, FoundTask
from dondoc.findings import Finding
from dondoc.reading.outline import Outline


def numbered_targets(outline: Outline, found: Sequence[FoundTarget]) -> tuple[tuple[Target, ...], tuple[Finding, ...]]:
    """Targets with their ids (T01, T02 …; parts T03a, T03b …) in the order of the text, and their doubts."""
    targets: list[Target] = []
    findings: list[Finding] = []
    ids = _ids(found)
    for item in sorted(found, key=lambda target: target.key):
        span = outline.mended.original(item.start, item.end)
        quote = span.of(outline.document.text)
        targets.append(
            Target(
                id=ids[item.key],
                section=item.section,
                quote=quote,
                start=span.start,
                end=span.end,
                indicator=item.indicator,
                measure=item.test.measure,
                comparison=item.test.comparison,
                amount=item.test.amount,
                unit=item.test.unit,
                period=item.period,
                better=item.test.better,
                upper_amount=item.test.upper,
                base=item.base,
                level_at_end=Decimal(item.level_at_end) if item.level_at_end else None,
                part_of=ids.get(item.whole) if item.whole is not None else None,
            )
        )
        doubts = item.doubts if item.period else (*item.doubts, "period_missing")
        findings.extend(Finding(code, span.start, span.end, (("quote", " ".join(quote.split())),)) for code in doubts)
    return tuple(targets), tuple(findings)


def _ids(found: Sequence[FoundTarget]) -> dict[int, str]:
    """T01, T02 … for wholes, T03a, T03b … for the parts of T03; after z the letters double."""
    ids: dict[int, str] = {}
    parts: dict[int, int] = {}
    count = 0
    for target in sorted(found, key=lambda item: item.key):
        if target.whole is not None and target.whole in ids:
            parts[target.whole] = number = parts.get(target.whole, 0) + 1
            ids[target.key] = ids[target.whole] + _letters(number)
        else:
            count += 1
            ids[target.key] = f"T{count:02d}"
    return ids


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _grounded(outline: Outline, start: int, end: int) -> tuple[str, int, int]:
    span = outline.mended.original(start, end)
    return span.of(outline.document.text), span.start, span.end


def numbered_tasks(outline: Outline, found: Sequence[FoundTask]) -> tuple[Task, ...]:
    """Tasks N01, N02 … in the order of the text."""
    return tuple(
        Task(f"N{number:02d}", item.section, *_grounded(outline, item.start, item.end), item.nature,
             _in_small_letters(outline, item.lead), item.supporting, item.product, item.deadline)
        for number, item in enumerate(sorted(found, key=lambda task: task.start), 1)
    )  # fmt: skip


def _in_small_letters(outline: Outline, name: str | None) -> str | None:
    """A name that a heading prints in capitals, as the document writes it elsewhere; as printed where it does not."""
    if name is None or " " not in name or not name.isupper():
        return name
    text, low = outline.mended.text, name.lower()
    at = outline.mended.lower.find(low)
    while at >= 0:
        written = text[at : at + len(low)]
        if not written.isupper():
            return written[0].upper() + written[1:]
        at = outline.mended.lower.find(low, at + 1)
    return name


def numbered_assignments(outline: Outline, found: Sequence[FoundAssignment]) -> tuple[Assignment, ...]:
    """Assignments A01, A02 … in the order of the text."""
    return tuple(
        Assignment(f"A{number:02d}", item.section, *_grounded(outline, item.start, item.end), item.bodies)
        for number, item in enumerate(found, 1)
    )


def numbered_shortcomings(outline: Outline, found: Sequence[FoundShortcoming]) -> tuple[Shortcoming, ...]:
    """Shortcomings H01, H02 … in the order of the text."""
    return tuple(
        Shortcoming(f"H{number:02d}", item.section, *_grounded(outline, item.start, item.end))
        for number, item in enumerate(found, 1)
    )

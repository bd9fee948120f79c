"""Verdicts as JSON (`"format": "dondoc.verdicts/1"`, docs/evaluate.md) and as rows of a table, worst first.

Amounts are strings in plain notation, dates are ISO, what is not known is null. The same verdicts give the same text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from dondoc.commitments import Target
from dondoc.evaluating.verdicts import Evaluation, Input, On, Plan, Status, Verdict
from dondoc.findings import Finding, Language
from dondoc.notation import day
from dondoc.reporting.columns import Cell
from dondoc.reporting.sentences import label, sentence, tested_against
from dondoc.reporting.words import word

FORMAT = "dondoc.verdicts/1"
_WORST_FIRST = (
    Status.MISSED, Status.OFF_TRACK, Status.AT_RISK, Status.NO_DATA, Status.NEARLY_MET,
    Status.NOT_DUE, Status.ON_TRACK, Status.MET, Status.EXCEEDED, Status.REPLACED,
)  # fmt: skip
COLUMNS = (
    "target", "indicator", "on", "status", "reason", "basis", "done", "done_from", "done_to", "wanted", "unit",
    "percent", "year_on_year", "set_by", "sentence", "figures",
)  # fmt: skip


def worst_first(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """By status, then in the order of the document."""
    return tuple(sorted(verdicts, key=lambda verdict: _WORST_FIRST.index(verdict.status)))


def verdicts_to_json(evaluation: Evaluation, *, language: Language = "vi", indent: int | None = 2) -> str:
    """The evaluation as JSON text, verdicts in the order of the document."""
    return json.dumps(verdicts_mapping(evaluation, language), ensure_ascii=False, indent=indent)


def verdicts_mapping(evaluation: Evaluation, language: Language) -> dict[str, object]:
    """The object that `verdicts_to_json` writes."""
    return {
        "format": FORMAT,
        "as_of": evaluation.as_of.isoformat(),
        "known_at": evaluation.known_at.isoformat(),
        "verdicts": [_verdict(verdict, language) for verdict in evaluation.verdicts],
        "findings": [_finding(finding, language) for finding in evaluation.findings],
    }


def _verdict(verdict: Verdict, language: Language) -> dict[str, object]:
    return {
        "target": verdict.target,
        "on": verdict.on.value,
        "status": verdict.status.value,
        "reason": verdict.reason.value,
        "basis": verdict.basis.value if verdict.basis else None,
        "done": _plain(verdict.done),
        "done_from": _iso(verdict.done_from),
        "done_to": _iso(verdict.done_to),
        "wanted": _plain(verdict.wanted),
        "unit": verdict.unit,
        "percent": _plain(verdict.percent),
        "remaining": _plain(verdict.remaining),
        "year_on_year": _plain(verdict.year_on_year),
        "baseline": _plain(verdict.baseline),
        "expected": _plain(verdict.expected),
        "method": verdict.method,
        "pace": _plain(verdict.pace),
        "projected": [_plain(each) for each in verdict.projected] if verdict.projected else None,
        "due_on": _iso(verdict.due_on),
        "set_by": verdict.set_by,
        "label": label(verdict, language),
        "sentence": sentence(verdict, language),
        "inputs": [_input(each) for each in verdict.inputs],
        "plans": [_plan(each) for each in verdict.plans],
        "rule_version": verdict.rule_version,
        "thresholds": dict(verdict.thresholds),
    }


def _input(figure: Input) -> dict[str, object]:
    return {
        "figure": figure.figure,
        "version": figure.version,
        "value": _plain(figure.value),
        "unit": figure.unit,
        "from": _iso(figure.start),
        "to": _iso(figure.end),
        "stage": figure.stage.value,
        "known_on": _iso(figure.known_on),
        "source": figure.source,
    }


def _plan(plan: Plan) -> dict[str, object]:
    return {
        "figure": plan.figure,
        "set_by": plan.set_by,
        "value": _plain(plan.value),
        "unit": plan.unit,
        "from": _iso(plan.start),
        "to": _iso(plan.end),
        "percent": _plain(plan.percent),
    }


def _finding(finding: Finding, language: Language) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message(language),
        "values": dict(finding.values),
    }


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def verdict_rows(evaluation: Evaluation, targets: Mapping[str, Target], language: Language) -> list[tuple[Cell, ...]]:
    """One row a verdict under `COLUMNS`, worst first."""
    return [_row(verdict, targets, language) for verdict in worst_first(evaluation.verdicts)]


def _row(verdict: Verdict, targets: Mapping[str, Target], language: Language) -> tuple[Cell, ...]:
    cells: dict[str, Cell] = {
        "target": verdict.target,
        "indicator": targets[verdict.target].indicator,
        "on": tested_against(verdict, language),
        "status": label(verdict, language),
        "reason": word(f"reason.{verdict.reason}", language),
        "basis": word(f"stage.{verdict.basis}", language) if verdict.basis else None,
        "done": verdict.done,
        "done_from": verdict.done_from,
        "done_to": verdict.done_to,
        "wanted": verdict.wanted,
        "unit": verdict.unit,
        "percent": verdict.percent,
        "year_on_year": verdict.year_on_year,
        "set_by": verdict.set_by,
        "sentence": sentence(verdict, language),
        "figures": ", ".join(each.figure for each in verdict.inputs),
    }
    return tuple(cells[name] for name in COLUMNS)


def headings(language: Language) -> tuple[str, ...]:
    """The headings of `verdict_rows`."""
    return tuple(word(f"column.{name}", language) for name in COLUMNS)


def summary(evaluation: Evaluation, language: Language) -> str:
    """One line: how many targets, on which day, as known when, how many have which status."""
    own = [verdict for verdict in evaluation.verdicts if verdict.on is On.PROMISE]
    if not own:
        return word("verdicts.none", language)
    as_of, known_at = day(evaluation.as_of, language), day(evaluation.known_at, language)
    tally = counts(evaluation, On.PROMISE, language)
    line = word("verdicts.summary", language, total=len(own), as_of=as_of, known_at=known_at, counts=tally)
    of_plans = counts(evaluation, On.PLAN, language)
    return f"{line} {word('verdicts.plans', language, counts=of_plans)}" if of_plans else line


def counts(evaluation: Evaluation, on: On, language: Language) -> str:
    """How many verdicts on promises, or on plans, have each status, worst first: "2 không đạt, 51 chưa đến kỳ …"."""
    own = [verdict.status for verdict in evaluation.verdicts if verdict.on is on]
    found = [(status, own.count(status)) for status in _WORST_FIRST]
    return ", ".join(
        word("verdicts.count", language, count=count, status=word(f"status.{status}", language))
        for status, count in found
        if count
    )

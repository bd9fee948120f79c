"""What numbers a review may hold: those of verdicts, their inputs and plans, the document's words, and counts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from dondoc import evaluate
from dondoc.evaluating.verdicts import Verdict
from dondoc.notation import day, number
from dondoc.reporting.reviews.review import Review
from reviews.kon_tum import ESTIMATE, resolution, review, told

NUMBER = re.compile(r"\d[\d.,]*\d|\d")


@pytest.fixture(scope="session")
def review_numbers() -> set[str]:
    as_of, known_at = ESTIMATE
    found = evaluate(resolution().targets, told().figures, told().plans, as_of=as_of, known_at=known_at)
    known = {number for verdict in found.verdicts for number in _of_verdict(verdict)}
    known |= {part for each in told().figures for part in _of_value(each.value)}  # the same days a year before
    known |= set(NUMBER.findall(resolution().text)) | _days(as_of) | _days(known_at)
    return known | _counts(review()) | {part for each in resolution().tasks for part in NUMBER.findall(each.id)}


def _of_verdict(verdict: Verdict) -> set[str]:
    values = [getattr(verdict, each.name) for each in fields(verdict)]
    values += [getattr(row, each.name) for row in (*verdict.inputs, *verdict.plans) for each in fields(row)]
    found = {part for value in values for part in _of_value(value)}
    return found | set(NUMBER.findall(verdict.target))


def _of_value(value: object) -> set[str]:
    if isinstance(value, Decimal):
        told_as = {number(abs(value), "vi"), number(abs(value).normalize(), "vi")}
        whole = value == value.to_integral_value()
        return told_as | ({number(abs(value).quantize(Decimal(1)), "vi")} if whole else set())
    if isinstance(value, date):
        return _days(value)
    return set(NUMBER.findall(value)) if isinstance(value, str) else set()


def _days(when: date) -> set[str]:
    return set(NUMBER.findall(day(when, "vi")))


def _counts(found: Review) -> set[str]:
    """How many records stand behind a sentence, how many of them stand alike, and the numbers of parts and rows."""
    sizes = {len(each.references) for each in found.paragraphs()}
    alike = Counter(row.judged + str(bool(row.number)) for row in found.rows)
    natures = Counter(each.nature for each in resolution().tasks)
    shortcomings, tasks = len(resolution().shortcomings), len(resolution().tasks)
    dated = tasks - natures["ongoing"]
    counts = {*sizes, *alike.values(), *natures.values(), shortcomings, tasks, dated}
    parts = {inner.number for part in found.parts for inner in part.parts}
    return {str(count) for count in counts} | parts | {row.number for row in found.rows}

"""A review as a Word document, through a template that the office may edit in Word. Same review, same bytes.

The program's own templates follow NĐ 30/2020/NĐ-CP, Phụ lục I (state.docx) and Hướng dẫn 36-HD/VPTW (party.docx).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

from dondoc.notation import day, number
from dondoc.reporting.listing import clean
from dondoc.reporting.reviews.annex import COLUMNS
from dondoc.reporting.reviews.patterns import say
from dondoc.reporting.reviews.review import Ground, Paragraph, Part, Review, Row
from dondoc.reporting.word_forms import filled

NO_SHARE = "x"  # "không áp dụng", as annexes of reports write it


def own_template(*, of_party: bool) -> bytes:
    """The program's template in one of the two forms: to use, or to edit in Word and give back."""
    name = "party.docx" if of_party else "state.docx"
    return files("dondoc.reporting.reviews").joinpath("templates", name).read_bytes()


def review_to_docx(review: Review, template: bytes | None = None) -> bytes:
    """The document. FormError: the template cannot be used."""
    return filled(template or own_template(of_party=review.head.of_party), _context(review), review.head.subject)


def _context(review: Review) -> dict[str, Any]:
    """What a template may name; docs/review.md lists it."""
    head = review.head
    as_of, known_at = day(review.as_of, "vi"), day(review.known_at, "vi")
    return {
        "superior": clean(head.superior),
        "office": clean(head.office),
        "symbol": clean(head.symbol),
        "place": clean(head.place),
        "title": clean(head.title),
        "subject": clean(head.subject),
        "as_of": as_of,
        "known_at": known_at,
        "illustrative": say("head.illustrative") if review.illustrative else "",
        "lines": list(_lines(review)),
        "signing": [clean(each) for each in head.signing],
        "recipients": [clean(each) for each in head.recipients],
        "annex": clean(head.annex),
        "annex_known": say("annex.known", as_of=as_of, known_at=known_at),
        "columns": {name: say(f"column.{name}") for name in COLUMNS},
        "rows": [_row(row) for row in review.rows],
        "grounds": [_ground(each) for each in review.grounds],
        "doubts": [clean(each) for each in review.doubts],
    }


def _lines(review: Review) -> Iterator[dict[str, str]]:
    """Headings and paragraphs as they follow each other."""
    yield from map(_line, review.opening)
    for part in review.parts:
        yield from _of_part(part, "part")
    yield _line(review.closing)


def _of_part(part: Part, kind: str) -> Iterator[dict[str, str]]:
    yield {"kind": kind, "number": part.number, "text": clean(part.heading), "mark": ""}
    yield from map(_line, part.paragraphs)
    for inner in part.parts:
        yield from _of_part(inner, "section")


def _line(paragraph: Paragraph) -> dict[str, str]:
    return {"kind": paragraph.kind.value, "number": "", "text": clean(paragraph.text), "mark": paragraph.mark}


def _row(row: Row) -> dict[str, Any]:
    amounts = {name: _number(getattr(row, name)) for name in ("before", "plan", "done", "whole_year", "year_on_year")}
    percent = NO_SHARE if row.no_share else _number(row.percent)
    words = {name: clean(getattr(row, name)) for name in ("number", "indicator", "unit", "judged", "lead", "notes")}
    return {**words, **amounts, "percent": percent, "is_heading": row.is_heading, "reference": row.reference}


def _ground(each: Ground) -> dict[str, str]:
    told = {name: clean(getattr(each, name)) for name in ("record", "figure", "value", "days", "stage", "source")}
    return {**told, "version": str(each.version), "known_on": _day(each.known_on)}


def _day(when: date) -> str:
    return day(when, "vi")


def _number(amount: Decimal | None) -> str:
    return "" if amount is None else number(amount, "vi")

"""A letter as a Word document in the form of NĐ 30/2020/NĐ-CP, Phụ lục I; of a Party office with its own head.

letter_to_docx(letter, template) -> bytes     the same letter and template, the same bytes
"""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any

from dondoc.notation import day
from dondoc.reporting.letters.letter import Letter, Line
from dondoc.reporting.listing import clean
from dondoc.reporting.word_forms import filled


def own_template() -> bytes:
    """The program's template: to use, or to edit in Word and give back."""
    return files("dondoc.reporting.letters").joinpath("templates", "letter.docx").read_bytes()


def letter_to_docx(letter: Letter, template: bytes | None = None) -> bytes:
    """The document. FormError: the template cannot be used."""
    return filled(own_template() if template is None else template, _context(letter), letter.subject)


def _context(letter: Letter) -> dict[str, Any]:
    return {
        "of_party": letter.of_party,
        "superior": clean(letter.superior).upper(),
        "office": clean(letter.office).upper(),
        "kind": clean(letter.kind).upper(),
        "subject": clean(letter.subject),
        "addressee": clean(letter.addressee),
        "opening": [clean(line) for line in letter.opening.splitlines() if line.strip()],
        "closing": [clean(line) for line in letter.closing.splitlines() if line.strip()],
        "number": clean(letter.number) or "…",
        "dated": _dated(letter.place, letter.issued_on),
        "answer_by": _day(letter.answer_by),
        "lines": [_line(place, line) for place, line in enumerate(letter.lines, 1)],
        "kept_back": letter.kept_back,
        "others": [_line(place, line) for place, line in enumerate(letter.others, 1)],
        "others_kept_back": letter.others_kept_back,
        "illustrative": "",
    }


def _line(place: int, line: Line) -> dict[str, Any]:
    told = {"name": clean(line.name), "why": clean(line.why), "before": clean(line.before)}
    return {"place": place, "deadline": _day(line.deadline), **told}


def _dated(place: str, on: date | None) -> str:
    """Địa danh, ngày … tháng … năm …: days and the months 1 and 2 with a nought (NĐ 30/2020, Phụ lục I, mục II.4)."""
    begun = f"{clean(place)}, " if place else ""
    if on is None:
        return f"{begun}ngày … tháng … năm …"
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"{begun}ngày {on.day:02} tháng {month} năm {on.year}"


def _day(when: date | None) -> str:
    return "" if when is None else day(when, "vi")

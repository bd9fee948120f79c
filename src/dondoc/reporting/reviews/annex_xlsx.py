"""The annex as a workbook whose percentages and counts are formulas: who mends a number sees what follows from it.

The same review gives the same bytes. Each formula carries the value that was computed, so that a program that does not
calculate shows the same.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dondoc.notation import day
from dondoc.reporting.delimited import is_like_a_formula
from dondoc.reporting.listing import clean
from dondoc.reporting.reviews.annex import COLUMNS
from dondoc.reporting.reviews.document import NO_SHARE
from dondoc.reporting.reviews.patterns import say
from dondoc.reporting.reviews.review import Ground, Review, Row
from dondoc.reporting.spreadsheet import CREATED, is_exact, shortened

_WIDTHS = {"number": 6, "indicator": 46, "unit": 14, "judged": 20, "lead": 24, "notes": 34}
_AMOUNTS = ("before", "plan", "done", "whole_year")
_USUAL_WIDTH = 12
_A4 = 9
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_GROUNDS = ("record", "figure", "version", "value", "days", "stage", "known_on", "source")


def review_to_xlsx(review: Review) -> bytes:
    """The workbook: the annex on its first sheet, below it how many rows stand how; on the second all grounds."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties({"title": shortened(clean(review.head.annex)), "created": CREATED})
        formats = _formats(workbook)
        _annex(workbook.add_worksheet(say("sheet.annex")), review, formats)
        _grounds(workbook.add_worksheet(say("sheet.grounds")), review.grounds, formats)
    return file.getvalue()


def _formats(workbook: Workbook) -> Mapping[str, Format]:
    top: dict[str, object] = {"valign": "top", "text_wrap": True, "border": 1}
    made: dict[str, dict[str, object]] = {
        "title": {"bold": True, "font_size": 14},
        "warning": {"bold": True, "font_color": "#B00020"},
        "note": {"italic": True},
        "heading": top | {"bold": True, "align": "center", "bg_color": "#E7EDF3"},
        "section": top | {"bold": True},
        "text": top,
        "quoted": top | {"quote_prefix": True},
        "number": top | {"num_format": "#,##0.######"},
        "whole": top | {"num_format": "#,##0"},
        "percent": top | {"num_format": "#,##0.0"},
        "right": top | {"align": "right"},
    }
    return {name: workbook.add_format(each | {"font_name": "Times New Roman"}) for name, each in made.items()}


def _annex(sheet: Worksheet, review: Review, formats: Mapping[str, Format]) -> None:
    as_of, known_at = day(review.as_of, "vi"), day(review.known_at, "vi")
    sheet.write_string(0, 0, shortened(clean(review.head.annex)), formats["title"])
    sheet.write_string(1, 0, say("annex.known", as_of=as_of, known_at=known_at), formats["note"])
    if review.illustrative:
        sheet.write_string(2, 0, say("head.illustrative"), formats["warning"])
    head = 3
    for place, name in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(name, _USUAL_WIDTH))
        sheet.write_string(head, place, say(f"column.{name}"), formats["heading"])
    for line, row in enumerate(review.rows, start=head + 1):
        _row(sheet, line, row, formats)
    last = head + len(review.rows)
    _set_page(sheet, head, last)
    _counts(sheet, head + 1, last, review.rows, formats)


def _set_page(sheet: Worksheet, head: int, last: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 2)
    sheet.autofilter(head, 0, max(last, head + 1), len(COLUMNS) - 1)
    sheet.set_footer("&C&P/&N")


def _row(sheet: Worksheet, line: int, row: Row, formats: Mapping[str, Format]) -> None:
    style = formats["section" if row.is_heading else "text"]
    for name in ("number", "indicator", "unit", "judged", "lead", "notes"):
        _text(sheet, line, COLUMNS.index(name), getattr(row, name), style, formats)
    for name in _AMOUNTS:
        _amount(sheet, line, COLUMNS.index(name), getattr(row, name), formats)
    _percent(sheet, line, row, formats)
    _growth(sheet, line, row, formats)


def _percent(sheet: Worksheet, line: int, row: Row, formats: Mapping[str, Format]) -> None:
    place = COLUMNS.index("percent")
    if row.percent is None:
        sheet.write_string(line, place, NO_SHARE if row.no_share else "", formats["right"])
        return
    reached = _cell(line, "done" if row.done is not None else "whole_year")
    sheet.write_formula(
        line, place, f"=ROUND({reached}/{_cell(line, 'plan')}*100,1)", formats["percent"], float(row.percent)
    )


def _growth(sheet: Worksheet, line: int, row: Row, formats: Mapping[str, Format]) -> None:
    """A growth whose base is known is a formula; one that was only told is a number."""
    place = COLUMNS.index("year_on_year")
    if row.year_on_year is None:
        sheet.write_blank(line, place, None, formats["percent"])
    elif row.before is None:
        sheet.write_number(line, place, float(row.year_on_year), formats["percent"])
    else:
        reached = _cell(line, "done" if row.done is not None else "whole_year")
        formula = f"=ROUND(({reached}/{_cell(line, 'before')}-1)*100,1)"
        sheet.write_formula(line, place, formula, formats["percent"], float(row.year_on_year))


def _cell(line: int, name: str) -> str:
    return f"{chr(ord('A') + COLUMNS.index(name))}{line + 1}"


def _counts(sheet: Worksheet, first: int, last: int, rows: Sequence[Row], formats: Mapping[str, Format]) -> None:
    """How many targets, not counting their plans, stand how: counted by the workbook itself."""
    tally = Counter(row.judged for row in rows if row.number and not row.is_heading)
    judged, number = (f"{_cell(first, name)}:{_cell(last, name)}" for name in ("judged", "number"))
    for line, (label, count) in enumerate(sorted(tally.items()), start=last + 2):
        place = COLUMNS.index("indicator")
        _text(sheet, line, place, label, formats["text"], formats)
        formula = f'=COUNTIFS({judged},B{line + 1},{number},"<>")'
        sheet.write_formula(line, place + 1, formula, formats["whole"], count)


def _grounds(sheet: Worksheet, grounds: Sequence[Ground], formats: Mapping[str, Format]) -> None:
    for place, name in enumerate(_GROUNDS):
        sheet.set_column(place, place, 60 if name == "source" else 22)
        sheet.write_string(0, place, say(f"ground.{name}"), formats["heading"])
    for line, each in enumerate(grounds, start=1):
        for place, name in enumerate(_GROUNDS):
            value = day(each.known_on, "vi") if name == "known_on" else str(getattr(each, name))
            _text(sheet, line, place, value, formats["text"], formats)
    sheet.freeze_panes(1, 0)


def _text(
    sheet: Worksheet, line: int, place: int, text: str, style: Format, formats: Mapping[str, Format]
) -> None:  # fmt: skip
    told = shortened(clean(text))
    sheet.write_string(line, place, told, formats["quoted"] if is_like_a_formula(told) else style)


def _amount(
    sheet: Worksheet, line: int, place: int, amount: Decimal | None, formats: Mapping[str, Format]
) -> None:  # fmt: skip
    if amount is None:
        sheet.write_blank(line, place, None, formats["text"])
    elif is_exact(amount):
        is_whole = amount == amount.to_integral_value()
        sheet.write_number(line, place, float(amount), formats["whole" if is_whole else "number"])
    else:
        sheet.write_string(line, place, format(amount, "f"), formats["right"])

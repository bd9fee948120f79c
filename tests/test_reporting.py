"""Tables, CSV files and Excel sheets: what a person gets to see."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from lxml import etree

from dondoc import Language, Resolution, Target
from dondoc.notation import number
from dondoc.reporting.columns import LISTS
from dondoc.reporting.delimited import to_csv
from dondoc.reporting.spreadsheet import to_xlsx
from dondoc.reporting.table import goal, table_text
from dondoc.reporting.words import words
from dondoc.values import Comparison
from resolutions import resolutions, sample

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_every_word_has_both_languages() -> None:
    """No heading or message is there in one language only, and both take the same values."""
    for name, entry in words().items():
        assert set(entry) == {"vi", "en"}, name
        assert _braces(entry["vi"]) == _braces(entry["en"]), name


def _braces(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        ("1234.5", "1.234,5", "1,234.5"),
        ("-0.85", "-0,85", "-0.85"),
        ("1E+6", "1.000.000", "1,000,000"),
        ("0", "0", "0"),
    ],
)
def test_numbers_are_written_as_the_language_does(amount: str, vi: str, en: str) -> None:
    """Vietnamese has a point for thousands and a comma for decimals; no digit is lost."""
    assert (number(Decimal(amount), "vi"), number(Decimal(amount), "en")) == (vi, en)


@pytest.mark.parametrize(
    ("comparison", "upper", "written"),
    [
        (Comparison.AT_LEAST, None, "≥ 1.455,5 ha"),
        (Comparison.MORE_THAN, None, "> 1.455,5 ha"),
        (Comparison.AT_MOST, None, "≤ 1.455,5 ha"),
        (Comparison.LESS_THAN, None, "< 1.455,5 ha"),
        (Comparison.MAINTAIN, None, "= 1.455,5 ha"),
        (Comparison.BETWEEN, Decimal(1500), "1.455,5 – 1.500 ha"),
    ],
)
def test_a_goal_is_a_sign_a_number_and_a_unit(comparison: Comparison, upper: Decimal | None, written: str) -> None:
    """Each comparison has its own sign."""
    target: Target = replace(sample().targets[0], comparison=comparison, upper_amount=upper)
    assert goal(target, "vi") == written


@pytest.mark.parametrize("width", [80, 120, 160])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_table_fits_its_width_and_shows_every_item(width: int, language: Language) -> None:
    """At each width no line is longer than the terminal and every item's id is there."""
    shown = table_text(sample(), language, width)
    assert max(map(len, shown.splitlines())) <= width
    for item in ("T01", "T01a", "N01", "A1", "H01", "C01", "cannot_open"):
        assert item in shown


def test_a_document_cannot_steer_the_terminal() -> None:
    """Escape sequences and reversed writing in a document do not reach the screen."""
    target = replace(sample().targets[0], indicator="\x1b[2J\x1b]0;x\x07Hộ\u202e nghèo\x9b1m", unit="ha\x1b[31m")
    shown = table_text(replace(sample(), targets=(target,)), "vi", 80)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)


@settings(max_examples=30, deadline=None)
@given(resolutions())
def test_any_resolution_can_be_shown(resolution: Resolution) -> None:
    """Whatever a document held, its table, CSV and workbook can be made."""
    shown = table_text(resolution, "vi", 80)
    assert shown.strip()
    assert to_xlsx(resolution).startswith(b"PK")
    for name in LISTS:
        rows = list(csv.reader(io.StringIO(to_csv(resolution, name), newline="")))
        assert len(rows) == 1 + len(getattr(resolution, name))


def test_a_spoilt_letter_stops_no_file() -> None:
    """Half a surrogate pair in a document reaches neither screen, CSV nor workbook."""
    spoilt = replace(sample(), targets=(replace(sample().targets[0], indicator="Hộ\ud800 nghèo"),))
    assert b"H" in table_text(spoilt, "vi", 80).encode()
    assert "Hộ? nghèo" in to_csv(spoilt, "targets").encode().decode()
    assert to_xlsx(spoilt)


def test_a_csv_has_a_line_for_every_item() -> None:
    """Headings in the language asked for, then one record an item, with amounts in plain notation."""
    lines = list(csv.reader(io.StringIO(to_csv(sample(), "targets"), newline="")))
    assert lines[0][:6] == ["Mã", "Mục", "Chỉ tiêu", "Loại", "So sánh", "Giá trị"]
    assert [line[5] for line in lines[1:]] == ["1455.5", "-1.5"]
    tasks = list(csv.reader(io.StringIO(to_csv(sample(), "tasks", language="en"), newline="")))
    assert tasks[1][4:] == ["Sở Y tế", "Sở Tài chính", "đề án", "trước ngày 30/6/2023", "2023-06-29", ""]


@pytest.mark.parametrize("words", ["=2+2", "+84", "-1+2", "@SUM(1)", "\t=1", "  =1", "＝1"])
def test_a_csv_cell_is_never_a_formula(words: str) -> None:
    """Text that a spreadsheet would compute gets an apostrophe; a negative amount is left a number."""
    target = replace(sample().targets[0], indicator=words, amount=Decimal("-5"))
    line = list(csv.reader(io.StringIO(to_csv(replace(sample(), targets=(target,)), "targets"), newline="")))[1]
    assert line[2] == f"'{words}"
    assert line[5] == "-5"


def test_a_workbook_has_a_sheet_for_every_list() -> None:
    """Six sheets, whose headings stay in view; amounts are numbers, text is text."""
    with zipfile.ZipFile(io.BytesIO(to_xlsx(sample()))) as book:
        names = [sheet.get("name") for sheet in etree.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")]
        targets = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert names == ["Chỉ tiêu", "Nhiệm vụ", "Phân công", "Hạn chế", "Viện dẫn", "Lưu ý"]
    pane = targets.find(f".//{SHEET}pane")
    assert pane is not None and pane.get("state") == "frozen"
    amount = targets.find(f".//{SHEET}c[@r='F3']")
    assert amount is not None and amount.get("t") is None and amount.findtext(f"{SHEET}v") == "-1.5"


def test_a_workbook_holds_no_formula_and_no_link() -> None:
    """Text that looks like a formula or an address stays text."""
    target = replace(sample().targets[0], indicator="=HYPERLINK(1)", quote="https://example.org")
    with zipfile.ZipFile(io.BytesIO(to_xlsx(replace(sample(), targets=(target,))))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b"hyperlink" not in sheet


def test_a_workbook_is_the_same_every_time() -> None:
    """The same resolution gives the same bytes."""
    assert to_xlsx(sample()) == to_xlsx(sample())


def test_an_amount_with_too_many_digits_is_kept_as_text() -> None:
    """A number that a float cannot hold is written out, so that no digit is lost."""
    target = replace(sample().targets[0], amount=Decimal("1234567890123456.5"))
    with zipfile.ZipFile(io.BytesIO(to_xlsx(replace(sample(), targets=(target,))))) as book:
        assert b"1234567890123456.5" in book.read("xl/sharedStrings.xml")

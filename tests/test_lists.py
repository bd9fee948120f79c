"""Lists as files of an office: what is in them is what was in the list, and nothing of it is ever computed."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from dondoc.reporting.columns import Cell
from dondoc.reporting.list_docx import listing_to_docx
from dondoc.reporting.list_xlsx import listing_to_xlsx
from dondoc.reporting.listing import Kind, ListColumn, Listing, clean

COLUMNS = (
    ListColumn("Tên", Kind.TEXT, 40),
    ListColumn("Thực hiện", Kind.NUMBER, 12),
    ListColumn("Từ ngày", Kind.DATE, 13),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("Xã Bờ Y", Decimal("1234.50"), date(2025, 7, 1)),
    ("Phường Kon Tum\nhai dòng", 12, None),
    ("", Decimal("0.000001"), date(1885, 1, 1)),
)
NOTES = ("Có: «bo y»", "Ngày xuất: 01-12-2026")
# What spreadsheet programs have computed or run (OWASP, CSV injection).
HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    '=HYPERLINK("http://a.invalid","b")',
    "=cmd|' /C calc'!A0",
    "http://a.invalid",
    "mailto:a@a.invalid",
    "{=1+1}",
    "0123",
    "1e5",
    "TRUE",
)
TEXTS = st.text(max_size=40) | st.sampled_from(HOSTILE) | st.text("=+-@\t\r\n '\"", max_size=6)


def _listing(rows: Sequence[Sequence[Cell]] = ROWS, title: str = "Số liệu") -> Listing:
    return Listing(title, NOTES, COLUMNS, iter(rows))


def _xlsx(listing: Listing) -> bytes:
    file = io.BytesIO()
    listing_to_xlsx(listing, file)
    return file.getvalue()


def _docx(listing: Listing, language: Any = "vi") -> bytes:
    file = io.BytesIO()
    listing_to_docx(listing, file, language)
    return file.getvalue()


def _sheet(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def _table(data: bytes) -> list[list[str]]:
    (table,) = docx.Document(io.BytesIO(data)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def _only_text(text: str) -> Listing:
    return Listing(text, (text,), (ListColumn(text, Kind.TEXT, 10),), [(text,)])


def test_a_workbook_holds_the_list() -> None:
    """Title and notes, headings, numbers that are numbers, days that are days; what Excel has no number for is text."""
    title, *notes, headings, first, second, third = _sheet(_xlsx(_listing()))
    assert (title[0], [note[0] for note in notes]) == ("Số liệu", list(NOTES))
    assert headings == ["Tên", "Thực hiện", "Từ ngày"]
    assert first == ["Xã Bờ Y", 1234.5, date(2025, 7, 1)]
    assert second == ["Phường Kon Tum\nhai dòng", 12, ""]
    assert third == ["", 0.000001, "1885-01-01"]


def test_numbers_have_their_decimals_and_thousands() -> None:
    """1234,50 keeps its zero; the reader's program writes the separators of its country."""
    with zipfile.ZipFile(io.BytesIO(_xlsx(_listing()))) as file:
        styles = file.read("xl/styles.xml").decode()
    assert {'formatCode="#,##0.00"', 'formatCode="#,##0.000000"', 'formatCode="dd/mm/yyyy"'} <= set(
        re.findall(r'formatCode="[^"]+"', styles)
    )


def test_a_number_of_more_digits_than_a_cell_holds_is_text() -> None:
    """None of its digits is lost."""
    exact = Decimal("9223372036854.775807")
    assert _sheet(_xlsx(_listing([("A", exact, None)])))[-1][1] == "9223372036854.775807"


def test_a_document_holds_the_list() -> None:
    """Title, notes and table, numbers and days as each language writes them."""
    data = _docx(_listing())
    paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    assert paragraphs[:3] == ["Số liệu", *NOTES]
    assert _table(data) == [
        ["Tên", "Thực hiện", "Từ ngày"],
        ["Xã Bờ Y", "1.234,50", "1/7/2025"],
        ["Phường Kon Tum\nhai dòng", "12", ""],
        ["", "0,000001", "1/1/1885"],
    ]
    assert _table(_docx(_listing(), "en"))[1] == ["Xã Bờ Y", "1,234.50", "2025-07-01"]


def test_both_are_made_for_paper() -> None:
    """Landscape, the headings on every page, no row torn apart, pages numbered."""
    document = docx.Document(io.BytesIO(_docx(_listing())))
    section = document.sections[0]
    assert section.page_width > section.page_height
    first, *rest = document.tables[0]._tbl.tr_lst
    assert first.trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rest)
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *rest))
    assert "NUMPAGES" in section.footer._element.xml
    with zipfile.ZipFile(io.BytesIO(_xlsx(_listing()))) as file:
        sheet, book = file.read("xl/worksheets/sheet1.xml").decode(), file.read("xl/workbook.xml").decode()
    assert 'orientation="landscape"' in sheet
    assert "&amp;P/&amp;N" in sheet
    assert "Sheet1!$4:$4" in book


def test_an_empty_list_is_a_file_too() -> None:
    """With its headings."""
    assert _sheet(_xlsx(_listing([])))[-1] == ["Tên", "Thực hiện", "Từ ngày"]
    assert _table(_docx(_listing([]))) == [["Tên", "Thực hiện", "Từ ngày"]]


def test_the_same_list_gives_the_same_bytes() -> None:
    """Whenever and on whatever machine."""
    assert _xlsx(_listing()) == _xlsx(_listing())
    data = _docx(_listing())
    assert data == _docx(_listing())
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.namelist() == sorted(file.namelist())
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.author, properties.last_modified_by, properties.created.year) == ("", "", 2020)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_more_stays_text(text: str) -> None:
    """Unaltered, no formula, no link, no number; what a program would compute when the cell is edited is marked."""
    data = _xlsx(_only_text(text))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        sheet = etree.fromstring(file.read("xl/worksheets/sheet1.xml"))
        styles = etree.fromstring(file.read("xl/styles.xml"))
        assert not any("rels" in name and "sheet" in name for name in file.namelist())
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert not list(sheet.iter(f"{name}f"))
    cell = list(sheet.iter(f"{name}c"))[-1]
    assert cell.get("t") == "inlineStr"
    assert "".join(cell.itertext()).replace("_x000D_", "\r") == text
    quoted = styles.find(f"{name}cellXfs")[int(cell.get("s"))].get("quotePrefix") == "1"
    assert quoted is text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@given(TEXTS)
@settings(deadline=None, max_examples=60)
def test_no_text_is_ever_computed(text: str) -> None:
    """Whatever is in a cell, a heading, a title or a note: there is no formula, and the text is read back as it was."""
    data = _xlsx(_only_text(text))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")
    kept = _plain(clean(text))
    read = [_plain(cell) for row in _sheet(data) for cell in row]
    assert [cell for cell in read if cell] == ([kept] * 4 if kept else [])


@given(TEXTS)
@settings(deadline=None, max_examples=40)
def test_every_text_fits_a_document(text: str) -> None:
    """Also control characters and halves of letters, which no XML can hold: they are told by a sign."""
    table = _table(_docx(_only_text(text)))
    assert [[_plain(cell) for cell in row] for row in table] == [[_plain("\n".join(clean(text).splitlines()))]] * 2


def _plain(text: str) -> str:
    """Without what readers and writers of cells treat in their own ways: line ends and blanks around."""
    return re.sub(r"\s+", " ", text.replace("_x000D_", " ")).strip()


def test_office_programs_open_both(tmp_path: Path) -> None:
    """LibreOffice shows the formula as the text that it is, the numbers and the days."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is not installed: apt-get install libreoffice-calc-nogui libreoffice-writer-nogui"
    rows = (("=1+1", Decimal("1234.5"), date(2025, 7, 1)), *ROWS)
    (tmp_path / "list.xlsx").write_bytes(_xlsx(_listing(rows)))
    (tmp_path / "words.docx").write_bytes(_docx(_listing(rows)))
    for name, form in (
        ("list.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76"),
        ("words.docx", "txt:Text (encoded):UTF8"),
    ):
        command = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", form, "--outdir", str(tmp_path), str(tmp_path / name)]
        variables = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
        subprocess.run(command, check=True, capture_output=True, timeout=120, env=variables)
    sheet = (tmp_path / "list.csv").read_text(encoding="utf-8")
    assert "=1+1" in sheet
    assert '"1,234.5"' in sheet
    assert "01/07/2025" in sheet
    words = (tmp_path / "words.txt").read_text(encoding="utf-8-sig")
    assert {"=1+1", "1.234,5", "1/7/2025"} <= set(words.split())

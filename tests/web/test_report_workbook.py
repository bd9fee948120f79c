"""The workbook of a report: out, filled in, moved about, and read back cell by cell; hostile files are refused."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dondoc.web.figures.models import Cell, MarkedWorkbook
from dondoc.web.figures.sheet import sheet_of
from dondoc.web.figures.workbook import COLUMNS, FORM, HEAD, KEYS, PLACES, SHEET, workbook_of
from dondoc.web.figures.workbook_reading import Result, WorkbookError, check_size, read_workbook
from dondoc.web.organizations.held import held_by
from tests.web.reporting import LAST_DAY, Reporting, make_reporting

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@pytest.fixture
def reporting(administrator: Any) -> Reporting:
    return make_reporting(administrator)


def _sheet(reporting: Reporting, body: str = "stc", who: str = "reporter") -> Any:
    return sheet_of(reporting.report(body), held_by(reporting.people[who], LAST_DAY))


def _lines(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)


def _filled(
    reporting: Reporting, lines: list[list[Any]], report: int | None = None, merged: tuple[int, ...] = ()
) -> bytes:
    """The workbook as a spreadsheet program saves it with these lines."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        page = book.add_worksheet(SHEET)
        for row, line in enumerate(lines):
            page.write_row(row, 0, line)
        if merged:
            page.merge_range(*merged, 5)
        book.add_worksheet(KEYS).write_row(0, 0, [FORM, str(report or reporting.report("stc").pk), "stc", "2023-H2"])
    return file.getvalue()


def _read(reporting: Reporting, lines: list[list[Any]]) -> Result:
    return read_workbook(by=reporting.people["reporter"], sheet=_sheet(reporting), data=_filled(reporting, lines))


def _with(lines: list[list[Any]], row: int, **cells: Any) -> list[list[Any]]:
    for name, value in cells.items():
        lines[HEAD + 1 + row][PLACES[name]] = value
    return lines


def test_what_is_sent_out(reporting: Reporting) -> None:
    """Locked but for what is typed, with lists to choose from, keys that are hidden, and the same bytes again."""
    data = workbook_of(_sheet(reporting))
    assert data == workbook_of(_sheet(reporting))
    lines = _lines(data)
    assert lines[HEAD] == [column.heading for column in COLUMNS]
    assert [line[PLACES["indicator"]] for line in lines[HEAD + 1 :]] == ["Thu ngân sách nhà nước", "Tỷ lệ che phủ rừng"]
    assert lines[HEAD + 1][PLACES["key"]] == f"{reporting.asked('stc').row}:0"
    assert "2.670" in lines[HEAD + 1][PLACES["target"]]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book, page = archive.read("xl/workbook.xml").decode(), archive.read("xl/worksheets/sheet2.xml").decode()
    assert f'name="{KEYS}" sheetId="3" state="veryHidden"' in book
    assert "<sheetProtection" in page and 'hidden="1"' in page and "dataValidation " in page and "<f>" not in page


def test_filled_in_and_read_back(reporting: Reporting) -> None:
    """Numbers as numbers or as written, in rows that were turned round; read again it changes nothing."""
    lines = _with(_lines(workbook_of(_sheet(reporting))), 0, value="2.500,5", stage="Sơ bộ", note="theo kho bạc")
    lines = _with(lines, 1, no_data="x", reason="chưa kiểm kê")
    lines[HEAD + 1], lines[HEAD + 2] = lines[HEAD + 2], lines[HEAD + 1]
    lines.insert(HEAD + 1, [""] * len(COLUMNS))
    result = _read(reporting, lines)
    assert (result.taken, result.refused) == (2, [])
    kept = [
        (str(each.value), each.stage, each.no_data, each.reason, each.note) for each in Cell.objects.order_by("body")
    ]
    assert sorted(kept) == [
        ("2500.500000", "preliminary", False, "", "theo kho bạc"), ("None", "estimate", True, "chưa kiểm kê", "")
    ]  # fmt: skip
    again = _lines(workbook_of(_sheet(reporting)))
    assert again[HEAD + 1][PLACES["value"]] == 2500.5
    assert (_read(reporting, again).taken, _read(reporting, again).unchanged) == (0, 2)


def test_each_refused_cell_is_named_and_the_rest_goes_in(reporting: Reporting) -> None:
    """With sheet, place and reason; the copy has what was sent, with a comment at each."""
    client = Client()
    client.force_login(reporting.people["reporter"])
    address = f"/bao-cao/{reporting.report('stc').pk}"
    sent = client.get(f"{address}/bieu.xlsx")
    lines = _lines(b"".join(sent.streaming_content))
    lines = _with(_with(lines, 0, value="2,500.5"), 1, value=0.07)
    file = SimpleUploadedFile("bieu.xlsx", _filled(reporting, lines))
    answer = client.post(f"{address}/nap", {"file": file})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "D5" in page and "không phải là số" in page and "<b>1</b> ô đã ghi" in page
    marked = b"".join(client.get(f"{address}/nap/chu-thich.xlsx").streaming_content)
    assert _lines(marked)[HEAD + 1][PLACES["value"]] == "2,500.5"
    with zipfile.ZipFile(io.BytesIO(marked)) as archive:
        comments = archive.read("xl/comments1.xml").decode()
    assert 'ref="D5"' in comments and "không phải là số" in comments
    mended = SimpleUploadedFile("bieu.xlsx", _filled(reporting, _with(_lines(marked), 0, value=2500.5)))
    assert "Đã nạp 1 ô" in client.post(f"{address}/nap", {"file": mended}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"value": True}, "value", "phải là số"),
        ({"value": "#N/A"}, "value", "không phải là số"),
        ({"value": "NaN"}, "value", "không phải là số"),
        ({"value": "1e400"}, "value", "không phải là số"),
        ({"value": "=1+1"}, "value", "không phải là số"),
        ({"value": 1, "stage": "chắc"}, "stage", "ước, sơ bộ"),
        ({"value": 1, "cut_off": "30/2/2023"}, "cut_off", "ngày"),
        ({"value": 1, "no_data": "x"}, "value", "không chọn"),
        ({"value": 1, "note": "TỐI MẬT"}, "note", "độ mật"),
        ({"key": "khác", "indicator": "Chỉ tiêu lạ", "value": 1}, "indicator", "Không rõ"),
    ],
)
def test_what_is_refused(reporting: Reporting, cells: dict[str, Any], field: str, words: str) -> None:
    """Each at its own cell."""
    result = _read(reporting, _with(_lines(workbook_of(_sheet(reporting))), 0, **cells))
    assert [(each.place, each.field if each.row else "indicator") for each in result.refused] == [
        (f"{'ABCDEFGHIJKLMN'[PLACES[field]]}5", field)
    ]
    assert words in result.refused[0].reason
    assert not Cell.objects.exists()


def test_pasted_and_copied_rows(reporting: Reporting) -> None:
    """Without its key a row is known by its name and unit; of a row that stands twice neither is taken."""
    lines = _with(_lines(workbook_of(_sheet(reporting))), 0, key="", value=2500)
    assert _read(reporting, lines).taken == 1
    lines.append(list(lines[HEAD + 1]))
    assert [each.place for each in _read(reporting, lines).refused] == ["B5", "B7"]
    swapped = [[line[-1], *line[1:-1], line[0]] for line in _lines(workbook_of(_sheet(reporting)))]
    swapped[HEAD + 2][PLACES["value"]] = 0.08
    assert _read(reporting, swapped).taken == 1


def test_what_somebody_typed_meanwhile_stays(reporting: Reporting) -> None:
    """The workbook does not overwrite a later version, nor any where the key is gone, before who sent it knows it."""
    lines = _with(_lines(workbook_of(_sheet(reporting))), 0, value=2600)
    reporting.type("stc", "2500", who="stc-reporter")
    for key in (lines[HEAD + 1][PLACES["key"]], ""):
        result = _read(reporting, _with(lines, 0, key=key))
        assert "đang là 2.500" in result.refused[0].reason
        assert Cell.objects.get().value == 2500
    marked = bytes(MarkedWorkbook.objects.get().content)
    with zipfile.ZipFile(io.BytesIO(marked)) as copy:
        assert "2.500" in copy.read("xl/comments1.xml").decode()
    assert _read(reporting, _lines(marked)).taken == 1
    assert Cell.objects.get().value == 2600


def test_what_says_nothing_without_a_number_is_told(reporting: Reporting) -> None:
    """A cut-off or the parts of a rate beside an empty number are not passed over."""
    lines = _with(_lines(workbook_of(_sheet(reporting))), 0, cut_off="2023-12-14")
    result = _read(reporting, lines)
    assert [(each.field, each.reason) for each in result.refused] == [("value", "Dòng này có ghi mà chưa có số liệu.")]


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31"])
def test_days_before_1900_are_refused(reporting: Reporting, day: str) -> None:
    result = _read(reporting, _with(_lines(workbook_of(_sheet(reporting))), 0, value=5, cut_off=day))
    assert [(each.field, each.reason) for each in result.refused] == [("cut_off", "Ngày phải từ 01-01-1900 trở đi.")]


def test_merged_cells_are_refused(reporting: Reporting) -> None:
    """Their rows below the first would be taken for empty ones."""
    lines = _with(_lines(workbook_of(_sheet(reporting))), 0, value=5)
    place = PLACES["value"]
    with pytest.raises(WorkbookError, match="đã bị gộp"):
        read_workbook(
            by=reporting.people["reporter"], sheet=_sheet(reporting),
            data=_filled(reporting, lines, merged=(HEAD + 1, place, HEAD + 2, place)),
        )  # fmt: skip
    assert not Cell.objects.exists()


def test_files_that_are_no_workbook_of_the_report(reporting: Reporting) -> None:
    """Another unit's, one without the sheet, no workbook at all: nothing is taken."""
    lines = _lines(workbook_of(_sheet(reporting)))
    for data, words in (
        (_filled(reporting, lines, report=reporting.report("xa1").pk), "không phải biểu của báo cáo này"),
        (_filled(reporting, lines[:HEAD]), "dòng tiêu đề"),
        (b"PK\x03\x04 rubbish", "Không đọc được"),
        (b"", "Không đọc được"),
        (b"x" * 5_000_001, "5 MB"),
    ):
        with pytest.raises(WorkbookError, match=words):
            read_workbook(by=reporting.people["reporter"], sheet=_sheet(reporting), data=data)


def _zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (b"0" * 61_000_000, "quá lớn khi mở ra"),
        (b'<sheetData><row r="1"><c r="XFD1048576"/></row></sheetData>', "ngoài vùng"),
        (b'<row r="999999999"/>', "ngoài vùng"),
        (b'<x:c s="1" r="ZZ1"/>', "ngoài vùng"),
    ],
)
def test_bombs_are_refused_before_they_are_opened(part: bytes, words: str) -> None:
    """What would unfold to a size that no report has."""
    with pytest.raises(WorkbookError, match=words):
        check_size(_zipped(xl__worksheets__sheet1=part))


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    """The size in the directory is not believed: the checksum is looked at."""
    honest = _zipped(xl__sharedStrings=b"0" * 1000)
    lying = re.sub(rb"\xe8\x03\x00\x00", b"\x10\x00\x00\x00", honest)
    with pytest.raises(WorkbookError, match="Không đọc được"):
        check_size(lying)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=st.one_of(st.text(max_size=20), st.floats(allow_nan=False, allow_infinity=False), st.integers()))
def test_any_cell_is_taken_or_refused_and_never_an_error(reporting: Reporting, value: Any) -> None:
    """And what is taken is what stood there, to the last digit that a cell holds."""
    Cell.objects.all().delete()
    lines = _with(_lines(_out(reporting)), 0, value=str(value) if isinstance(value, int) else value)
    result = _read(reporting, [[_clean(cell) for cell in line] for line in lines])
    assert result.taken + result.unchanged + len(result.refused) == 2


_OUT: dict[int, bytes] = {}


def _out(reporting: Reporting) -> bytes:
    return _OUT.setdefault(id(reporting), workbook_of(_sheet(reporting)))


def _clean(cell: Any) -> Any:
    return "".join(each for each in cell if each >= " ") if isinstance(cell, str) else cell

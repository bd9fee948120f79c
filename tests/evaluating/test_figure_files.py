"""Files of figures as offices keep them: what is read, what is refused, and where it says so."""

from __future__ import annotations

import csv
import io
import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from figure_rows import HEADER, ROW, problems
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc import Basis, Figure, Qualifier, Stage, read_figures
from dondoc.evaluating.figure_files import FigureFileError
from dondoc.values import Comparison


def refused(data: bytes) -> FigureFileError:
    with pytest.raises(FigureFileError) as caught:
        read_figures(data)
    return caught.value


def test_a_last_day_before_the_first_is_refused() -> None:
    """The two dates are named by the row they stand in."""
    row = ROW.format(value=1).replace("2023-06-30", "2022-06-30")
    assert problems(read_figures(f"{HEADER}\n{row}".encode())) == [("cell_days", "2")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_way_a_spreadsheet_program_saves_is_read(delimiter: str, encoding: str, line_end: str) -> None:
    """Separators, encodings with and without a mark, and line ends of three systems give the same figures."""
    rows = [HEADER, ROW.format(value="1786"), ROW.format(value="2"), ""]
    data = line_end.join(rows).replace(",", delimiter).encode(encoding)
    found = read_figures(data)
    assert [str(figure.value) for figure in found.figures] == ["1786", "2"]
    assert found.findings == ()


def test_vietnamese_headings_and_words_are_read() -> None:
    """Headings and words as an office writes them, in any letter case, with or without accents."""
    data = (
        "Mã chỉ tiêu;TÊN CHỈ TIÊU;Đơn vị tính;Địa bàn;Cách tính;So sánh;Từ ngày;Đến ngày;Số liệu;Loại số;"
        "Ngày công bố;Nguồn\n"
        "T01;Thu ngân sách;tỷ đồng;tỉnh;Lũy kế;trên;1/1/2023;30/6/2023;1.786,5;sơ bộ;05/07/2023;Sở Tài chính\n"
    )
    found = read_figures(data.encode())
    assert found.findings == ()
    assert found.figures == (
        Figure(
            id="2", indicator="Thu ngân sách", unit="tỷ đồng", body="tỉnh", basis=Basis.CUMULATIVE,
            start=date(2023, 1, 1), end=date(2023, 6, 30), value=Decimal("1786.5"), stage=Stage.PRELIMINARY,
            known_on=date(2023, 7, 5), source="Sở Tài chính", target="T01", qualifier=Qualifier.MORE_THAN,
        ),
    )  # fmt: skip


def test_no_word_of_a_column_means_two_things() -> None:
    """In files.toml a heading, and a word of a cell, stands under one name of its table; each column is described."""
    table = tomllib.loads(files("dondoc.evaluating").joinpath("files.toml").read_text(encoding="utf-8"))
    assert list(table["about"]) == list(table["columns"])
    for words in (table[name] for name in table if name != "about"):
        keys = [cell.casefold().replace(" ", "").replace("_", "") for entry in words.values() for cell in entry]
        assert len(keys) == len(set(keys))


def test_plans_stand_among_the_figures() -> None:
    """A row of the kind "plan" sets a whole period: who set it, and how it is tested."""
    rows = (
        "kind,indicator,unit,basis,qualifier,from,to,value,set_by,known_on",
        "kế hoạch,thu,tỷ đồng,lũy kế,trở lên,2023-01-01,2023-12-31,4500,UBND tỉnh,2023-01-31",
        "TH,thu,tỷ đồng,lũy kế,,2023-01-01,2023-12-31,4200,,2023-12-06",
    )
    found = read_figures("\n".join(rows).encode())
    assert [(plan.value, plan.set_by, plan.comparison) for plan in found.plans] == [
        (Decimal(4500), "UBND tỉnh", Comparison.AT_LEAST)
    ]
    assert [figure.value for figure in found.figures] == [Decimal(4200)]


@pytest.mark.parametrize(
    ("column", "word"),
    [("basis", "trung bình"), ("stage", "gần đúng"), ("qualifier", "=="), ("kind", "mục tiêu")],
)
def test_a_word_that_is_not_known_is_refused_with_its_row(column: str, word: str) -> None:
    """The column and the word are told; the other rows are used."""
    header = "kind,indicator,unit,basis,qualifier,to,value,stage,known_on"
    good = {"kind": "", "indicator": "thu", "unit": "ha", "basis": "level", "qualifier": "", "to": "2023-06-30"}
    rows = [good | {"value": "1", "stage": "", "known_on": "2023-07-05"}] * 2
    lines = [",".join(row.values()) for row in (rows[0] | {column: word}, rows[1])]
    found = read_figures("\n".join([header, *lines]).encode())
    assert [(each.code, dict(each.values)) for each in found.findings] == [
        ("cell_choice", {"row": "2", "column": column, "value": word})
    ]
    assert len(found.figures) == 1


@pytest.mark.parametrize("column", ["indicator", "unit", "basis", "to", "value", "known_on"])
def test_a_needed_cell_that_is_empty_is_named(column: str) -> None:
    """Nothing is filled in from elsewhere."""
    cells = dict(zip(HEADER.split(","), ROW.format(value=1).split(","), strict=True)) | {column: " "}
    found = read_figures(f"{HEADER}\n{','.join(cells.values())}".encode())
    assert [dict(each.values) | {"code": each.code} for each in found.findings] == [
        {"code": "cell_missing", "row": "2", "column": column, "value": ""}
    ]


def test_bad_rows_are_listed_by_row_and_good_rows_are_used() -> None:
    """Rows are counted as a spreadsheet program counts them, empty rows and cells of several lines included."""
    rows = [
        ROW.format(value="1"),
        "",
        ROW.format(value="x"),
        ",,,,,,",
        ROW.format(value="2").replace("diện tích", '"diện\ntích"'),
        ROW.format(value="y"),
    ]
    found = read_figures("\n".join([HEADER, *rows]).encode())
    assert [str(figure.value) for figure in found.figures] == ["1", "2"]
    assert problems(found) == [("cell_number", "4"), ("cell_number", "7")]
    assert [figure.id for figure in found.figures] == ["2", "6"]


def test_rows_that_are_too_short_or_too_long() -> None:
    """Missing cells are empty; a cell beyond the headings means that the row is shifted, which is refused."""
    header = f"{HEADER},source,note"
    short, blank = ROW.format(value="1"), ROW.format(value="2") + ",,,,"
    shifted = ROW.format(value="12,28") + ",Sở Tài chính,x"
    cut = "diện tích,ha,cumulative"
    found = read_figures("\n".join([header, short, blank, shifted, cut]).encode())
    assert [str(figure.value) for figure in found.figures] == ["1", "2"]
    assert problems(found) == [("cells_too_many", "4"), ("cell_missing", "5")]


def test_columns_that_are_not_known_are_told_once() -> None:
    """An unknown column is passed over; one without heading says nothing."""
    found = read_figures(f"{HEADER},người nhập,\n{ROW.format(value=1)},x,y".encode())
    assert problems(found) == [("column_unknown", "người nhập")]
    assert len(found.figures) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "columns_missing"),
        (b"\xef\xbb\xbf", "columns_missing"),
        (b"\n\n", "columns_missing"),
        (b"a,b,c\n1,2,3", "columns_missing"),
        (b"PK\x03\x04\x14\x00\x06\x00", "figures_not_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "figures_not_text"),
        ("chỉ tiêu".encode("utf-16-le"), "figures_not_text"),
        (b"\xff\xfea", "figures_not_text"),
        (b"\xff\xfe\x00\xd8", "figures_not_text"),
        ("chỉ tiêu,đơn vị".encode("cp1258", "replace"), "figures_not_text"),
        (f"{HEADER}\n\0".encode(), "figures_not_text"),
        (f'{HEADER}\n"diện tích,ha\n{ROW}\n'.encode(), "figures_broken"),
        (f'{HEADER}\n{ROW.format(value=1)},"'.encode(), "figures_broken"),
        (f"{HEADER}\n{'x' * 200_000},ha".encode(), "figures_broken"),
        (f"{'x' * 200_000},{HEADER}\n".encode(), "figures_broken"),
        (f"{HEADER},giá trị\n".encode(), "columns_twice"),
        (f"{HEADER},Số liệu\n".encode(), "columns_twice"),
    ],
)
def test_a_file_that_is_no_table_of_figures_is_refused(data: bytes, code: str) -> None:
    """Each kind has its own code, and nothing but FigureFileError comes out."""
    assert refused(data).code == code


def test_missing_columns_are_named() -> None:
    """All of them at once, so that the file is mended in one go."""
    assert refused(b"indicator,unit\n").values == {"columns": "basis, to, value, known_on"}


def test_an_open_quotation_mark_does_not_swallow_rows_in_silence() -> None:
    """It is refused with the row where the mark was opened."""
    rows = "\n".join([ROW.format(value=1), ROW.format(value='"2'), ROW.format(value=3)])
    assert refused(f"{HEADER}\n{rows}".encode()).values == {"row": "3"}


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit stands in the message."""
    monkeypatch.setattr("dondoc.evaluating.figure_files.LONGEST_FILE", 10)
    assert refused(b"x" * 11).code == "figures_too_large"


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        ("15/12/2022", "14/6/2023", (date(2023, 1, 1), date(2023, 6, 30))),
        ("15/6/2023", "14/12/2023", (date(2023, 7, 1), date(2023, 12, 31))),
        ("15/12/2022", "14/12/2023", (date(2023, 1, 1), date(2023, 12, 31))),
        ("15/6/2023", "14/7/2023", (date(2023, 7, 1), date(2023, 7, 31))),
    ],
)
def test_cut_off_days_become_their_period(start: str, end: str, period: tuple[date, date]) -> None:
    """15-12 to 14-6 is the first half under NĐ 09/2019, with the last day of the data kept."""
    row = ROW.format(value=1).replace("2023-01-01", start).replace("2023-06-30", end)
    figure = read_figures(f"{HEADER}\n{row}".encode()).figures[0]
    assert (figure.start, figure.end) == period
    assert figure.cut_off == date(*(int(part) for part in reversed(end.split("/"))))
    calendar = read_figures(f"{HEADER}\n{row}".encode(), regime="calendar").figures[0]
    assert (calendar.end, calendar.cut_off) == (figure.cut_off, None)


def test_days_of_the_calendar_and_of_no_period_stay() -> None:
    """Whole periods have no cut-off; seven months and odd days are kept as they are."""
    rows = [
        ROW.format(value=1),
        ROW.format(value=1).replace("06-30", "07-31"),
        ROW.format(value=1).replace("06-30", "6-17"),
    ]
    found = read_figures("\n".join([HEADER, *rows]).encode()).figures
    assert [(figure.end, figure.cut_off) for figure in found] == [
        (date(2023, 6, 30), None),
        (date(2023, 7, 31), None),
        (date(2023, 6, 17), None),
    ]


def test_without_a_first_day_a_level_is_of_its_last() -> None:
    """The column "from" may be absent."""
    found = read_figures(b"indicator,unit,basis,to,value,known_on\nx,%,level,30/6/2023,52,1/7/2023\n").figures
    assert (found[0].start, found[0].end) == (date(2023, 6, 30), date(2023, 6, 30))


@pytest.mark.parametrize(("written", "version"), [("", 1), ("1", 1), ("12", 12)])
def test_a_version_is_a_whole_number(written: str, version: int) -> None:
    """Empty is the first."""
    found = read_figures(f"{HEADER},version\n{ROW.format(value=1)},{written}".encode())
    assert found.figures[0].version == version


@pytest.mark.parametrize("written", ["0", "-1", "1.0", "một", "²", "1" * 5000])
def test_what_is_no_version_is_refused(written: str) -> None:
    """Also numbers too long for a machine."""
    assert problems(read_figures(f"{HEADER},version\n{ROW.format(value=1)},{written}".encode())) == [
        ("cell_number", "2")
    ]


def test_the_rows_of_one_body_can_be_taken_alone() -> None:
    """Bodies are told in the order of the file; the findings stay."""
    rows = [f"{ROW.format(value=value)},{body}" for value, body in ((1, "xã A"), (2, "xã B"), ("x", "xã B"))]
    found = read_figures("\n".join([f"{HEADER},body", *rows]).encode())
    assert found.bodies() == ("xã A", "xã B")
    alone = found.of_body("xã B")
    assert ([str(figure.value) for figure in alone.figures], problems(alone)) == (["2"], [("cell_number", "4")])


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    """Whatever a file holds, it is read or refused with a code."""
    for prefix in (b"", b"\xef\xbb\xbf", b"\xff\xfe", f"{HEADER}\n".encode()):
        try:
            read_figures(prefix + data)
        except FigureFileError as error:
            assert error.hint()


cells = st.text(max_size=8) | st.sampled_from(
    ["1.5", "1,5", "2023-06-30", "14/6/2023", "level", "lũy kế", "plan", '"', ""]
)


@settings(max_examples=200)
@given(st.lists(st.lists(cells, max_size=9), max_size=5), st.sampled_from(",;\t"))
def test_no_cells_raise_anything_else(rows: list[list[str]], delimiter: str) -> None:
    """Rows of any cells, of any length, under good headings: each is used, or named with its row."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([HEADER.split(","), *rows])
    try:
        found = read_figures(file.getvalue().encode("utf-8", "replace"))
    except FigureFileError as error:
        assert error.code == "figures_not_text"
        return
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    assert len(found.figures) + len(found.plans) + len(found.findings) == filled


words = (
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20).map(str.strip).filter(bool)
)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    start, end = sorted(draw(st.tuples(*[st.dates(date(1950, 1, 1), date(2100, 1, 1))] * 2)))
    return Figure(
        id=draw(words), indicator=draw(words), unit=draw(words), body=draw(words | st.just("")),
        basis=draw(st.sampled_from(Basis)), start=start, end=end,
        value=draw(st.decimals(min_value=-(10**9), max_value=10**9, places=2)) + 0, stage=draw(st.sampled_from(Stage)),
        known_on=draw(st.dates(date(1950, 1, 1), date(2100, 1, 1))), source=draw(words | st.just("")),
        target=draw(words | st.none()), qualifier=draw(st.sampled_from(Qualifier)), version=draw(st.integers(1, 999)),
    )  # fmt: skip


@given(st.lists(figures(), max_size=5), st.booleans())
def test_written_figures_read_back_equal(given_figures: list[Figure], vietnamese: bool) -> None:
    """What a program writes, in either style of numbers and dates, comes back as the same figures."""

    def number(value: Decimal) -> str:
        return str(value).replace(".", ",") if vietnamese else str(value)

    def day(when: date) -> str:
        return f"{when.day}/{when.month}/{when.year}" if vietnamese else when.isoformat()

    file = io.StringIO(newline="")
    names = ("id", "indicator", "unit", "body", "basis", "from", "to", "value", "stage", "known_on", "source", "target")
    writer = csv.writer(file, delimiter=";" if vietnamese else ",")
    writer.writerow([*names, "qualifier", "version"])
    for figure in given_figures:
        writer.writerow([
            figure.id, figure.indicator, figure.unit, figure.body, figure.basis.value, day(figure.start),
            day(figure.end), number(figure.value), figure.stage.value, day(figure.known_on), figure.source,
            figure.target or "", figure.qualifier.value, figure.version,
        ])  # fmt: skip
    found = read_figures(file.getvalue().encode(), regime="calendar")
    assert found.findings == ()
    assert list(found.figures) == given_figures

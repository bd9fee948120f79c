"""Files of figures taken in: what is new goes in, what is the same is left, what is doubtful is told, row by row."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.figures.actions import Key, Told, record
from dondoc.web.figures.importing import actions, csv_table
from dondoc.web.figures.importing.actions import Scope, check_figures, import_figures
from dondoc.web.figures.importing.outcome import FigureImportError, Outcome
from dondoc.web.figures.importing.tables import TableError
from dondoc.web.figures.models import Basis, Figure, Stage, State, Version
from dondoc.web.indicators.actions import create
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.models import Body

HEADINGS = "indicator,body,unit,basis,from,to,value,known_on,stage,reason,kept_because"
FIRST = "Thu ngân sách,kt,tỷ đồng,cumulative,2023-01-01,2023-06-30,1830,2023-06-20,,,"
SECOND = "thu,Xã Bờ Y,tỷ đồng,lũy kế,1/1/2023,30/6/2023,12.5,2023-06-20,ước,,"


@pytest.fixture
def revenue(administrator: User, kon_tum: Body) -> Indicator:
    fields = {"name": "Thu ngân sách", "unit": "tỷ đồng", "measure": "flow", "over_time": "sum", "over_bodies": "sum"}
    return create(by=administrator, key="thu", fields=fields)


def _csv(*lines: str, headings: str = HEADINGS) -> bytes:
    return "\n".join([headings, *lines]).encode()


def _codes(outcome: Outcome) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.code) for each in outcome.refusals]


def _counts(outcome: Outcome) -> tuple[int, int, int, int, bool]:
    return outcome.new, outcome.changed, outcome.same, outcome.refused, outcome.written


def test_a_dry_run_tells_and_writes_nothing(revenue: Indicator) -> None:
    """Names, keys and codes of bodies, days and words as offices write them; what would be there since."""
    outcome = check_figures(file=_csv(FIRST, "", SECOND))
    assert (_counts(outcome), outcome.rows) == ((2, 0, 0, 0, False), 2)
    told = [(each.row, each.body, each.before, each.after, each.is_new) for each in outcome.changes]
    assert told == [(2, "Tỉnh Kon Tum", None, Decimal(1830), True), (4, "Xã Bờ Y", None, Decimal("12.5"), True)]
    assert not Figure.objects.exists()


def test_the_same_file_twice_changes_nothing(revenue: Indicator, administrator: User) -> None:
    """One entry of the audit for the first, none for the second."""
    assert _counts(import_figures(by=administrator, file=_csv(FIRST, SECOND))) == (2, 0, 0, 0, True)
    entries = Entry.objects.count()
    assert _counts(import_figures(by=administrator, file=_csv(FIRST, SECOND))) == (0, 0, 2, 0, False)
    assert Entry.objects.count() == entries
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.details["new"], len(entry.details["sha256"])) == ("figures.import", 2, 64)
    version = Version.objects.get(figure__body__key="kt")
    assert (version.value, version.state, version.number, version.by) == (Decimal(1830), "accepted", 1, administrator)
    assert (version.backfilled, version.recorded_at.isoformat()) == (True, entry.details["recorded_at"])
    assert (version.figure.start, version.figure.end) == (date(2023, 1, 1), date(2023, 6, 30))


def test_a_correction_needs_a_reason_and_keeps_what_was_told(revenue: Indicator, administrator: User) -> None:
    """Its own or that of the whole file; the version before stays readable as known on its day."""
    import_figures(by=administrator, file=_csv(FIRST))
    changed = _csv(FIRST.replace("1830,2023-06-20", "1841.5,2023-07-05"))
    assert _codes(import_figures(by=administrator, file=changed)) == [(2, "reason", "why")]
    outcome = import_figures(by=administrator, file=changed, reason="quyết toán (minh họa)")
    assert _counts(outcome) == (0, 1, 0, 0, True)
    assert (outcome.changes[0].before, outcome.changes[0].after) == (Decimal(1830), Decimal("1841.5"))
    first, second = Version.objects.order_by("number")
    assert (first.state, second.state, second.corrects) == (State.SUPERSEDED, State.ACCEPTED, first)
    assert second.reason == "quyết toán (minh họa)"
    assert Version.objects.as_known_on(date(2023, 6, 30)).get() == first
    back = _csv(FIRST.replace(",,,", ",,nhầm (minh họa),"))
    assert _counts(import_figures(by=administrator, file=back)) == (0, 1, 0, 0, True)
    assert Version.objects.current().get().value == Decimal(1830)


def test_one_refused_row_keeps_the_file_out_unless_the_rest_is_asked_for(
    revenue: Indicator, administrator: User
) -> None:
    """All or nothing by itself; `partial` takes what can be taken."""
    file = _csv(FIRST, "không có,kt,tỷ đồng,cumulative,,2023-06-30,1,2023-06-20,,,")
    assert _counts(import_figures(by=administrator, file=file)) == (1, 0, 0, 1, False)
    assert not Version.objects.exists()
    assert _counts(import_figures(by=administrator, file=file, partial=True)) == (1, 0, 0, 1, True)
    assert Version.objects.count() == 1


_LATER = timezone.localdate() + timedelta(days=3)


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (FIRST.replace("Thu ngân sách", "Thu gì đó"), "indicator", "no_indicator"),
        (FIRST.replace(",kt,", ",Xã Không Có,"), "body", "no_body"),
        (FIRST.replace(",kt,", ",,"), "body", "cell_missing"),
        (FIRST.replace("cumulative", "lung tung"), "basis", "cell_choice"),
        (FIRST.replace("2023-06-30", "30-02-2023"), "to", "cell_date"),
        (FIRST.replace("2023-06-30", "1899-06-30"), "to", "cell_date"),
        (FIRST.replace("1830", "NaN"), "value", "cell_number"),
        (FIRST.replace("1830", "1e400"), "value", "cell_number"),
        (FIRST.replace("1830", "inf"), "value", "cell_number"),
        (FIRST.replace("1830", "'=1+1"), "value", "cell_number"),
        (FIRST.replace("1830", "1.830"), "value", "cell_number_ambiguous"),
        (FIRST.replace("1830", ""), "value", "no_reason"),
        (FIRST.replace("1830", "1830.1234567"), "value", "told_range"),
        (FIRST.replace("1830", "99999999999999"), "value", "told_range"),
        (FIRST.replace("1830", "1830.125"), "value", "told_precision"),
        (FIRST.replace("1830", "-5"), "value", "told_negative"),
        (FIRST.replace("tỷ đồng", "ha"), "value", "told_unit"),
        (FIRST.replace("cumulative", "growth"), "value", "told_basis"),
        (FIRST.replace("2023-01-01", "2023-07-01"), "value", "told_days"),
        (FIRST.replace(",,,", ",chính thức,,"), "value", "told_early"),
        (FIRST.replace("2023-06-20", _LATER.isoformat()), "known_on", "future"),
        (f"{FIRST},thừa", "–", "cells_too_many"),
    ],
)
def test_every_refusal_has_its_row_column_and_reason(
    line: str, column: str, code: str, revenue: Indicator, administrator: User
) -> None:
    """In words that say what to do; nothing is guessed and nothing is written."""
    outcome = import_figures(by=administrator, file=_csv(line))
    assert _codes(outcome) == [(2, column, code)]
    assert len(outcome.refusals[0].problem) > 15
    assert not Version.objects.exists()


def test_a_doubt_is_kept_by_a_reason_and_an_error_is_not(revenue: Indicator, administrator: User) -> None:
    """Of a warning a person says why it is right all the same."""
    doubted = FIRST.replace("1830", "-5") + "hoàn thuế (minh họa)"
    wrong = FIRST.replace("tỷ đồng", "ha") + "hoàn thuế (minh họa)"
    assert _codes(check_figures(file=_csv(doubted))) == []
    assert _codes(check_figures(file=_csv(wrong))) == [(2, "value", "told_unit")]


def test_rows_are_held_against_one_another_and_against_what_is_known(revenue: Indicator, administrator: User) -> None:
    """The same figure twice, a running total that falls in the file, or that falls behind what counts already."""
    quarter = FIRST.replace("2023-06-30,1830", "2023-03-31,1900")
    assert _codes(check_figures(file=_csv(FIRST, FIRST, quarter))) == [(2, "value", "told_falls"), (3, "–", "twice")]
    import_figures(by=administrator, file=_csv(quarter))
    assert _codes(check_figures(file=_csv(FIRST))) == [(2, "value", "told_falls")]
    scale = FIRST.replace("2023", "2024").replace("1830", "1900000").replace("2024-06-30", "2024-03-31")
    assert _codes(check_figures(file=_csv(scale))) == [(2, "value", "told_scale")]


def test_a_jump_against_the_years_before_is_a_doubt(revenue: Indicator, administrator: User) -> None:
    """From five values of the past on; with fewer, and where all is usual, nothing is asked."""
    line = "thu,kt,tỷ đồng,period,{0}-01-01,{0}-12-31,{1},2026-01-01,,,"
    past = [line.format(year, value) for year, value in zip(range(2018, 2023), (140, 150, 160, 165, 170), strict=True)]
    import_figures(by=administrator, file=_csv(*past[:4]))
    assert _codes(check_figures(file=_csv(line.format(2023, 900)))) == []
    import_figures(by=administrator, file=_csv(past[4]))
    found = check_figures(file=_csv(line.format(2023, 900), line.format(2024, 175)))
    assert _codes(found) == [(2, "value", "told_jump")]


def test_what_waits_for_a_decision_is_left(revenue: Indicator, administrator: User, kon_tum: Body) -> None:
    """A report of the unit comes first."""
    key = Key(revenue, kon_tum, Basis.CUMULATIVE, date(2023, 1, 1), date(2023, 6, 30), Stage.ESTIMATE)
    record(by=administrator, key=key, told=Told(Decimal(1), "tỷ đồng", date(2023, 6, 19)), state=State.SUBMITTED)
    assert _codes(check_figures(file=_csv(FIRST), reason="vì")) == [(2, "–", "waiting")]


def test_no_value_is_told_with_a_reason(revenue: Indicator, administrator: User) -> None:
    """«Không có số liệu» is not zero."""
    line = FIRST.replace("1830", "").replace(",,,", ",,chưa tổng hợp (minh họa),")
    assert _counts(import_figures(by=administrator, file=_csv(line))) == (1, 0, 0, 0, True)
    assert (Version.objects.get().tells, Version.objects.get().value) == ("no_data", None)


def test_the_scope_says_of_what_rows_may_be(revenue: Indicator, administrator: User, kon_tum: Body) -> None:
    """Another indicator or body is as unknown as one that does not exist; a closed period is closed."""
    assert _codes(check_figures(file=_csv(FIRST), scope=Scope(indicators=[]))) == [(2, "indicator", "no_indicator")]
    assert _codes(check_figures(file=_csv(SECOND), scope=Scope(bodies=[kon_tum.pk]))) == [(2, "body", "no_body")]
    shut = Scope(closed=[(date(2022, 12, 1), date(2023, 7, 31))])
    assert _codes(check_figures(file=_csv(FIRST), scope=shut)) == [(2, "value", "told_closed")]
    shut = Scope(closed=[(date(2023, 2, 1), date(2023, 6, 30))])  # a running total is told for its last day
    assert _codes(check_figures(file=_csv(FIRST), scope=shut)) == [(2, "value", "told_closed")]
    assert check_figures(file=_csv(FIRST.replace("cumulative", "period")), scope=shut).new == 1
    closed = Scope(closed=[(date(2023, 1, 1), date(2023, 6, 30))])
    assert _codes(check_figures(file=_csv(FIRST), scope=closed)) == [(2, "value", "told_closed")]


def test_the_days_of_the_reporting_regime_stand_for_their_period(revenue: Indicator, administrator: User) -> None:
    """15-12 to 14-6 is the first half, cut off on 14 June."""
    line = FIRST.replace("2023-01-01,2023-06-30", "2022-12-15,2023-06-14")
    import_figures(by=administrator, file=_csv(line))
    version = Version.objects.get()
    assert (version.figure.start, version.figure.end, version.cut_off) == (
        date(2023, 1, 1), date(2023, 6, 30), date(2023, 6, 14),
    )  # fmt: skip


def test_a_rate_is_held_against_its_parts(administrator: User, kon_tum: Body) -> None:
    """Divided one by one, as the form does; half a rate is none."""
    fields = {
        "name": "Tỷ lệ che phủ", "unit": "%", "measure": "level", "over_time": "last", "over_bodies": "weighted",
        "numerator": "rừng", "denominator": "diện tích", "per": 100,
    }  # fmt: skip
    create(by=administrator, key="rung", fields=fields)
    headings = "indicator,body,unit,basis,to,value,known_on,numerator,denominator"
    line = "rung,kt,%,level,2023-06-30,66.67,2023-07-01,{},{}"
    for parts, codes in (((2, 3), []), ((2, 4), ["told_rate"]), ((2, ""), ["half_rate"])):
        outcome = check_figures(file=_csv(line.format(*parts), headings=headings))
        assert [each.code for each in outcome.refusals] == codes


def test_who_comes_first_between_looking_and_writing_is_not_overwritten(
    revenue: Indicator, administrator: User, kon_tum: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database refuses it, and the whole file waits for another look."""
    key = Key(revenue, kon_tum, Basis.CUMULATIVE, date(2023, 1, 1), date(2023, 6, 30), Stage.ESTIMATE)
    written = actions.write_staged

    def slowly(*args: Any) -> int:
        record(by=administrator, key=key, told=Told(Decimal(1), "tỷ đồng", date(2023, 6, 19)))
        return written(*args)

    monkeypatch.setattr(actions, "write_staged", slowly)
    with pytest.raises(FigureImportError):
        import_figures(by=administrator, file=_csv(FIRST, SECOND))
    assert not Version.objects.exists()  # the other one was part of the same, undone transaction here
    assert not Entry.objects.filter(action="figures.import").exists()
    assert issubclass(IntegrityError, Exception)


# Kinds of files


def _workbook(rows: list[list[Any]], merge: bool = False) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(place, column, cell, day)
                else:
                    sheet.write(place, column, cell)
        if merge:
            sheet.merge_range("A4:B5", "gộp")
    return file.getvalue()


def test_a_workbook_and_a_parquet_file_say_the_same_as_a_csv(revenue: Indicator, administrator: User) -> None:
    """Numbers are numbers and days are days in them."""
    headings = HEADINGS.split(",")
    row = [
        "thu",
        "kt",
        "tỷ đồng",
        "cumulative",
        date(2023, 1, 1),
        date(2023, 6, 30),
        12.34,
        date(2023, 6, 20),
        "",
        "",
        "",
    ]
    assert _counts(import_figures(by=administrator, file=_workbook([headings, row]))) == (1, 0, 0, 0, True)
    table = pl.DataFrame([row], schema=headings, orient="row")
    for value in (pl.lit(12.34), pl.lit("12.34"), pl.lit("12.34").cast(pl.Decimal(20, 3))):
        file = io.BytesIO()
        table.with_columns(value.alias("value")).write_parquet(file)
        assert _counts(check_figures(file=file.getvalue())) == (0, 0, 1, 0, False)
    vietnamese = FIRST.replace("1830", '"12,34"').replace("Thu ngân sách", "THU NGAN SACH")
    assert _counts(check_figures(file=_csv(vietnamese))) == (0, 0, 1, 0, False)
    utf16 = _csv(FIRST.replace("1830", "12.34").replace(",", ";"), headings=HEADINGS.replace(",", ";")).decode()
    assert _counts(check_figures(file=utf16.encode("utf-16"))) == (0, 0, 1, 0, False)


def _parquet(**columns: Any) -> bytes:
    file = io.BytesIO()
    pl.DataFrame(columns).write_parquet(file)
    return file.getvalue()


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for part in range(5):
            package.writestr(f"xl/worksheets/sheet{part}.xml", b"0" * 90_000_000)
    return file.getvalue()


def _far_out(cell: bytes) -> bytes:
    """A workbook with a cell so far out that a reader would make all between."""
    made = io.BytesIO(_workbook([HEADINGS.split(","), ["x"]]))
    file = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(file, "w") as package:
        for part in before.infolist():
            data = before.read(part)
            package.writestr(part, data.replace(b'r="A2"', b'r="' + cell + b'"'))
    return file.getvalue()


HOSTILE = {
    "empty": lambda: b"",
    "no table": lambda: b"xin ch\xc3\xa0o",
    "another encoding": lambda: _csv(FIRST).decode().encode("utf-16-le"),
    "windows-1258": lambda: HEADINGS.encode() + b"\nT\xeanh,kt\xfe\xf2\n",
    "no number of letters": lambda: _csv(FIRST.replace("kt", "k\0t")),
    "a million columns": lambda: (HEADINGS + "," * 1_000_000).encode(),
    "two hundred columns more": lambda: (HEADINGS + "," * 250).encode(),
    "an open quotation mark": lambda: _csv(FIRST, '"' + SECOND),
    "a column twice": lambda: _csv(FIRST, headings=HEADINGS.replace("stage", "value")),
    "a column missing": lambda: _csv(FIRST, headings=HEADINGS.replace("value", "x")),
    "a bomb": _bomb,
    "a broken package": lambda: b"PK\x03\x04" + b"0" * 100,
    "a package of something else": lambda: _far_out(b"A2")[:-200],
    "a cell far to the right": lambda: _far_out(b"XFD2"),
    "a row far below": lambda: _far_out(b"A9999999"),
    "merged cells": lambda: _workbook([HEADINGS.split(",")], merge=True),
    "broken parquet": lambda: b"PAR1" + b"0" * 100,
    "nested parquet": lambda: _parquet(**{name: [[1]] for name in HEADINGS.split(",")}),
    "bytes in parquet": lambda: _parquet(**{name: [b"1"] for name in HEADINGS.split(",")}),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_a_clear_refusal(what: str, revenue: Indicator) -> None:
    """In words, before anything is staged; never an error of the program."""
    with pytest.raises(TableError) as refused:
        check_figures(file=HOSTILE[what]())
    assert len(str(refused.value)) > 20


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300, 0.1234567891])
def test_numbers_of_a_parquet_file_that_are_none_are_refused(value: float, revenue: Indicator) -> None:
    """Row by row, like those of any other file."""
    cells = dict(zip(HEADINGS.split(","), FIRST.split(","), strict=True))
    outcome = check_figures(file=_parquet(**{name: [cell] for name, cell in cells.items()} | {"value": [value]}))
    assert [(each.row, each.column) for each in outcome.refusals] == [(2, "value")]


_cells = st.lists(st.text(max_size=12) | st.sampled_from(FIRST.split(",")), min_size=0, max_size=13)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(_cells, max_size=6))
def test_whatever_stands_in_the_cells_is_taken_or_refused(revenue: Indicator, lines: list[list[str]]) -> None:
    """Every row is counted once, and none is an error of the program."""
    import csv

    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADINGS.split(","), *lines])
    try:
        outcome = check_figures(file=text.getvalue().encode("utf-8", "replace"))
    except TableError:
        assert "\0" in text.getvalue()
        return
    assert outcome.rows == outcome.new + outcome.changed + outcome.same + outcome.refused


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"\xef\xbb\xbf", HEADINGS.encode() + b"\n"]),
)
def test_any_bytes_are_a_table_or_a_refusal(revenue: Indicator, data: bytes, begun: bytes) -> None:
    """Never an error of the program."""
    try:
        assert check_figures(file=begun + data).written is False
    except TableError as refused:
        assert str(refused)


def test_a_file_of_many_batches_is_read_as_one(revenue: Indicator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows keep their numbers; the same figure is found twice across batches."""
    monkeypatch.setattr(csv_table, "BATCH", 3)
    monkeypatch.setattr(csv_table, "BLOCK", 200)
    days = [date(2022, 1, 1) + timedelta(days=number) for number in range(10)]
    lines = [f"thu,kt,tỷ đồng,period,{each},{each},{10 + place},2023-06-20,,," for place, each in enumerate(days)]
    outcome = check_figures(file=_csv(*lines, lines[0]))
    assert (_counts(outcome), _codes(outcome)) == ((10, 0, 0, 1, False), [(12, "–", "twice")])


_simple = st.text(alphabet='ab1 ,;\n\r"\tđ', max_size=60)


@given(st.lists(_simple, max_size=5), st.sampled_from(["\n", "\r\n"]), st.integers(5, 60))
def test_blocks_and_lines_say_the_same(cells: list[str], end: str, size: int) -> None:
    """What is split at once is what is read line by line, with the same numbers of rows; or both are refused."""
    data = end.join([HEADINGS, *cells]).encode()
    found = []
    for block in (size, None):
        try:
            table = csv_table.CsvTable(data)
            if block is None:
                table._second = None
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(csv_table, "BLOCK", block or 1)
                batches = list(table.batches())
            rows = [row for batch in batches for row in batch.rows.rows()]
            found.append((rows, [row for batch in batches for row in batch.longer]))
        except TableError as refused:
            found.append((str(refused).partition(" ở dòng")[0], []))
    assert found[0] == found[1]


def test_sqlite_writes_no_more_at_once_than_others_can_wait_for(
    revenue: Indicator, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is to be divided; on PostgreSQL it goes in."""
    from django.db import connection

    monkeypatch.setattr(actions, "MOST_ON_SQLITE", 1)
    if connection.vendor == "sqlite":
        with pytest.raises(FigureImportError, match="chia tệp"):
            import_figures(by=administrator, file=_csv(FIRST, SECOND))
    else:
        assert import_figures(by=administrator, file=_csv(FIRST, SECOND)).written

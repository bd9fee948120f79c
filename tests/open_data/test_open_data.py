"""The open data of a plan: every form says the same, describes itself, and tells nothing that is not published."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dondoc import Figure, InterchangeError, PlanValue, evaluate, read_figures
from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.verdicts import On
from dondoc.notation import number
from dondoc.reporting.open_data import (
    FigureRow,
    OpenPlan,
    PlanValueRow,
    TargetRow,
    TaskRow,
    VerdictRow,
    catalogue_files,
    csv_files,
    json_files,
    open_plan,
    parquet_files,
    plan_from_json,
    plan_from_mapping,
    plan_to_mapping,
    sdmx_files,
    xlsx_files,
)
from dondoc.reporting.open_data.dictionary import Kind, tables
from open_data.published import AS_OF, evaluation, every_target, published, resolution, told

FORMS = (csv_files, json_files, parquet_files, xlsx_files)
ROWS = {"targets": TargetRow, "figures": FigureRow, "plan_values": PlanValueRow, "verdicts": VerdictRow,
        "tasks": TaskRow}  # fmt: skip
TASK = TaskRow(
    "0a", "", "Trình Đề án", "deliverable", "Sở Y tế", "A; B", date(2023, 11, 30), None, "on_time", "done",
    "hoàn thành đúng hạn", date(2023, 11, 2), date(2023, 12, 31),
)  # fmt: skip
TASKS = tuple(replace(TASK, id=f"{number:02}") for number in range(11))
Files = Callable[[OpenPlan], dict[str, bytes]]


def table_of(files: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode(), newline="")))


def as_told(value: Any) -> str:
    """A value of any form as the CSV file writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def same_number(one: str, other: str) -> bool:
    """Equal as text, or as decimal numbers: a form may have more zeros."""
    try:
        return one == other or Decimal(one) == Decimal(other)
    except ArithmeticError:
        return False


def test_the_dictionary_describes_every_field() -> None:
    """The columns of each table are the fields of its rows, in their order; their words stand in both languages."""
    for table in tables():
        named = [{"start": "from", "end": "to"}.get(each.name, each.name) for each in fields(ROWS[table.name])]
        assert [column.name for column in table.columns] == named
        for column in table.columns:
            assert column.descriptions["vi"].endswith(".") and column.descriptions["en"].endswith(".")
            assert column.titles["vi"] and column.titles["en"]
            assert bool(column.codes) == (column.kind is Kind.CODE)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_plan_gives_the_same_bytes(form: Files) -> None:
    """Made twice, from rows made twice."""
    again = open_plan(
        resolution(), told().figures, told().plans, evaluation(), public=every_target(),
        publisher="Văn phòng Tỉnh ủy Kon Tum",
    )  # fmt: skip
    assert form(again) == form(published())


def test_every_form_says_the_same() -> None:
    """JSON and Parquet have the rows of the CSV files, number for number."""
    plan = replace(published(), tasks=TASKS)
    files, parquet = csv_files(plan), parquet_files(plan)
    whole = json.loads(json_files(plan)["open-data.json"])
    for table in tables():
        rows = table_of(files, table.name)
        assert len(rows) == len(plan.rows(table.name)) > 10
        for others in (whole["tables"][table.name], pl.read_parquet(parquet[f"{table.name}.parquet"]).to_dicts()):
            for row, other in zip(rows, others, strict=True):
                assert list(row) == list(other)
                assert all(same_number(row[name], as_told(other[name])) for name in row), (row, other)


def test_the_rows_keep_what_the_dictionary_promises() -> None:
    """Needed cells are there, codes are known, keys are unique, references lead to a target; hashes are the files'."""
    files = csv_files(replace(published(), tasks=TASKS))
    package = json.loads(files["datapackage.json"])
    ids = {row["id"] for row in table_of(files, "targets")}
    assert [each["path"] for each in package["resources"]] == [f"{table.name}.csv" for table in tables()]
    for resource in package["resources"]:
        data = files[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}" and resource["bytes"] == len(data)
        rows, schema = table_of(files, resource["name"]), resource["schema"]
        assert [each["name"] for each in schema["fields"]] == list(rows[0])
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for field in schema["fields"]:
            rules = field.get("constraints", {})
            cells = [row[field["name"]] for row in rows]
            assert all(cells) or not rules.get("required")
            assert set(cells) <= {*rules.get("enum", cells), ""}
            assert all(_is(cell, field["type"]) for cell in cells if cell)
        for each in schema.get("foreignKeys", ()):
            assert {row[each["fields"][0]] for row in rows} <= {*ids, ""}


def _is(cell: str, kind: str) -> bool:
    if kind == "number":
        return str(Decimal(cell)) == cell and "E" not in cell
    if kind == "date":
        return date.fromisoformat(cell).isoformat() == cell
    return {"integer": cell.isdigit(), "boolean": cell in ("true", "false")}.get(kind, True)


def test_every_form_tells_where_it_comes_from() -> None:
    """Licence, publisher, both days, sources and that nothing in it is illustrative."""
    about = json.loads(json_files(published())["open-data.json"])["about"]
    assert (about["as_of"], about["known_at"], about["illustrative"]) == ("2023-12-31", "2023-12-31", False)
    assert about["licence"]["name"] == "CC BY 4.0" and about["publisher"] == "Văn phòng Tỉnh ủy Kon Tum"
    assert "baogialai.com.vn: kỳ họp HĐND tỉnh Kon Tum" in about["sources"]
    parquet = parquet_files(published())["figures.parquet"]
    assert json.loads(pl.read_parquet_metadata(parquet)["dondoc"])["about"] == about
    assert json.loads(csv_files(published())["datapackage.json"])["dondoc"] == about
    web = json.loads(csv_files(published())["csv-metadata.json"])
    assert web["dc:license"]["@id"] == about["licence"]["address"]
    for table in web["tables"]:
        first = csv_files(published())[table["url"]].decode().splitlines()[0]
        assert ",".join(each["titles"] for each in table["tableSchema"]["columns"]) == first
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_files(published())["open-data.xlsx"]))
    tables_in_words = ["Chỉ tiêu", "Số liệu", "Số kế hoạch", "Kết quả", "Nhiệm vụ"]
    assert sheet.sheet_names == ["Thông tin chung", *tables_in_words, "Từ điển dữ liệu"]
    told_there = {row[0]: row[1] for row in sheet.get_sheet_by_index(0).to_python()}
    assert told_there["Giấy phép"] == "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
    assert len(sheet.get_sheet_by_name("Từ điển dữ liệu").to_python()) == 1 + sum(len(t.columns) for t in tables())


def _figure(identifier: str, target: str, value: str, **more: Any) -> Figure:
    days = {"start": date(2023, 7, 1), "end": AS_OF, "known_on": date(2023, 12, 20)}
    given_ = {"unit": "tỷ đồng", "body": "tỉnh", "basis": Basis.CUMULATIVE, "stage": Stage.ESTIMATE} | days | more
    return Figure(id=identifier, indicator="x", value=Decimal(value), target=target, **given_)


def _open(figures: list[Figure], plans: tuple[PlanValue, ...] = (), **more: Any) -> OpenPlan:
    found = evaluate(resolution().targets, figures, plans, as_of=AS_OF)
    given_: dict[str, Any] = {"public": every_target(), "publisher": "VP"} | more
    return open_plan(resolution(), figures, plans, found, **given_)


def test_an_illustrative_figure_says_so_wherever_it_goes() -> None:
    """In its row, in the verdict that rests on it, above the tables, and in words; other rows do not."""
    plan = _open(
        [_figure("a", "T02", "2700", source="Số liệu MINH HỌA"), _figure("b", "T03", "14600", source="báo cáo")]
    )
    assert [row.illustrative for row in plan.figures] == [True, False]
    assert {row.target: row.illustrative for row in plan.verdicts if row.figures} == {"T02": True, "T03": False}
    assert plan.about.illustrative
    for form in (csv_files, json_files, parquet_files):
        name, whole = next((name, data) for name, data in form(plan).items() if name in
                           ("datapackage.json", "open-data.json"))  # fmt: skip
        assert "true" in json.dumps(json.loads(whole).get("about") or json.loads(whole)["dondoc"]), name
    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_files(plan)["open-data.xlsx"]))
    assert "Có số liệu minh họa, không phải số thật." in rows.get_sheet_by_index(0).to_python()[2][1]


def test_what_is_not_public_goes_nowhere() -> None:
    """Neither a restricted target nor its figure, verdict, plan, nor its words in another target's quote."""
    figures = [_figure("a", "T03a", "98765"), _figure("b", "T03", "14600")]
    plans = (PlanValue("p", "x", "tỷ đồng", "tỉnh", Basis.CUMULATIVE, date(2023, 1, 1), AS_OF, Decimal(43210), "UBND",
                       date(2023, 1, 31), "T03a"),)  # fmt: skip
    plan = _open(figures, plans, public=every_target() - {"T03a"})
    for form in (csv_files, json_files, xlsx_files):
        whole = b"".join(form(plan).values()) if form is not xlsx_files else _unpacked(form(plan))
        for word in ("98765", "43210", "T03a", "10.425", "10425", "khu vực tư nhân"):
            assert word.encode() not in whole, (form.__name__, word)
    assert [row.target for row in plan.verdicts if row.figures] == ["T03"]
    assert next(row for row in plan.targets if row.id == "T03").quote is None


def _unpacked(files: Mapping[str, bytes]) -> bytes:
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["open-data.xlsx"]))
    return json.dumps([book.get_sheet_by_name(n).to_python() for n in book.sheet_names], default=str,
                      ensure_ascii=False).encode()  # fmt: skip


def test_a_verdict_goes_out_only_with_all_it_rests_on() -> None:
    """A figure withheld, or not given, takes its verdict with it: done and percent would tell it."""
    figures = [_figure("a", "T02", "2700"), _figure("b", "T03", "14600")]
    found = evaluate(resolution().targets, figures, (), as_of=AS_OF)
    withheld = _open(figures, withheld={"a": "số người dưới 5"})
    absent = open_plan(resolution(), figures[1:], (), found, public=every_target(), publisher="VP")
    for plan in (withheld, absent):
        assert "T02" not in {row.target for row in plan.verdicts} and "T03" in {row.target for row in plan.verdicts}
        assert b"2700" not in b"".join(csv_files(plan).values())
    assert [(row.value, row.reason) for row in withheld.figures] == [(None, "số người dưới 5"), (Decimal(14600), None)]


def test_a_plan_that_is_not_given_is_in_no_sentence() -> None:
    """Nor does growth over a year before go out without the figure of that year."""
    given_ = open_plan(resolution(), told().figures, (), evaluation(), public=every_target(), publisher="VP")
    assert {row.on for row in given_.verdicts} == {"promise"} and not any(row.set_by for row in given_.verdicts)
    shares = [row.sentence for row in given_.verdicts if "kế hoạch năm" in row.sentence]
    assert any(verdict.plans for verdict in evaluation().verdicts if verdict.on is On.PROMISE) and not shares
    before = _figure("y", "T02", "2000", start=date(2022, 7, 1), end=date(2022, 12, 31), known_on=date(2023, 1, 9))
    now = _figure("a", "T02", "2700")
    found = evaluate(resolution().targets, [now, before], (), as_of=AS_OF)
    for figures, growth in (([now, before], Decimal("35.0")), ([now], None)):
        plan = open_plan(resolution(), figures, (), found, public=every_target(), publisher="VP")
        assert next(row for row in plan.verdicts if row.target == "T02").year_on_year == growth


def test_only_what_was_known_then_and_last_goes_out() -> None:
    """Of two versions the later one; none that was told after the day of knowledge."""
    figures = [
        _figure("a", "T02", "2600"),
        _figure("a", "T02", "2700", version=2, known_on=date(2023, 12, 29)),
        _figure("b", "T03", "14600", known_on=date(2024, 1, 5)),
    ]
    assert [(row.id, row.version, row.value) for row in _open(figures).figures] == [("a", 2, Decimal(2700))]


def test_json_is_read_back_equal() -> None:
    """So that what was published can be kept as JSON alone, and every other form made from it."""
    plan = _open([_figure("a", "T02", "-2700.50", cut_off=date(2023, 12, 14))], withheld={"a": "số người dưới 5"})
    for each in (published(), plan):
        assert plan_from_json(json_files(each)["open-data.json"]) == each
        assert plan_from_mapping(plan_to_mapping(each)) == each


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "dondoc.resolution/1"),
        (("about", "as_of"), None),
        (("about", "illustrative"), "false"),
        (("tables", "figures", 0, "value"), 12.5),
        (("tables", "figures", 0, "illustrative"), None),
        (("tables", "figures", 0, "stage"), "guess"),
        (("tables", "targets", 0, "amount"), None),
        (("tables", "verdicts"), None),
    ],
)
def test_what_is_no_open_data_is_refused_with_its_place(path: tuple[str | int, ...], value: object) -> None:
    """Nothing is guessed: neither a float for an amount nor a code that is not known."""
    whole = plan_to_mapping(published())
    *above, last = path
    inner: Any = whole
    for step in above:
        inner = inner[step]
    inner[last] = value
    with pytest.raises(InterchangeError) as refused:
        plan_from_mapping(whole)
    assert str(last) in str(refused.value)


HOSTILE = ("=1+1", "+x", "-x", "@x", "\tx", "＝x", " =x", "a\ud800", "a\x00b", 'a"b,c\r\nd')


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text: str) -> None:
    """What a program would compute has an apostrophe in CSV and is a string in Excel; every form can be made."""
    plan = _open([_figure("a", "T02", "-2700", source=text)])
    rows = table_of(csv_files(plan), "figures")
    assert not rows[0]["source"].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "＝"))
    assert rows[0]["value"] == "-2700"
    with zipfile.ZipFile(io.BytesIO(xlsx_files(plan)["open-data.xlsx"])) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 7 and all(b"<row" in sheet and b"<f>" not in sheet for sheet in sheets)
    assert json_files(plan) and parquet_files(plan)


_AMOUNTS = st.decimals(min_value=Decimal(-(10**12)), max_value=Decimal(10**12), places=3) | st.decimals(
    min_value=Decimal(-(10**9)), max_value=Decimal(10**9), allow_nan=False
).filter(lambda amount: -6 <= int(amount.as_tuple().exponent) <= 0)


@given(_AMOUNTS)
def test_a_number_is_read_back_whatever_stands_beside_it(amount: Decimal) -> None:
    """A file whose only number is "12.345" would be read as thousands by some: it is written "12.3450"."""
    row = replace(published().figures[0], value=amount)
    files = csv_files(replace(published(), figures=(row,), targets=(), verdicts=(), plan_values=()))
    found = read_figures(files["figures.csv"])
    assert [figure.value for figure in found.figures] == [amount] and not found.findings


def test_published_figures_give_the_same_verdicts() -> None:
    """Figures and plan values read from the published CSV, against the document itself: nothing has changed."""
    files = csv_files(published())
    figures, plans = read_figures(files["figures.csv"]), read_figures(files["plan_values.csv"])
    assert figures.figures == told().figures and plans.plans == told().plans
    assert not (figures.findings or plans.findings or figures.plans or plans.figures)
    assert evaluate(resolution().targets, figures.figures, plans.plans, as_of=AS_OF) == evaluation()


def test_a_cut_off_and_a_withheld_figure_are_read_back() -> None:
    """The cut-off is a column; a row without a value, for a reason, is passed over."""
    figures = [_figure("a", "T02", "2700", cut_off=date(2023, 12, 14)), _figure("b", "T03", "14600")]
    found = read_figures(csv_files(_open(figures, withheld={"b": "số người dưới 5"}))["figures.csv"])
    assert found.figures == (figures[0],) and not found.findings


_BASES = {"flow": Basis.CUMULATIVE, "level": Basis.LEVEL, "change": Basis.CHANGE, "growth": Basis.GROWTH}


@cache
def _marked() -> tuple[tuple[Figure, ...], Any]:
    """A figure of each target with a number and a source that stand nowhere else, and the verdicts on them."""
    figures = tuple(
        _figure(f"f{place}", target.id, str(770_001 + place), source=f"mark{place}end", basis=_BASES[target.measure],
                start=AS_OF if target.measure == "level" else date(2023, 7, 1), unit=target.unit or "người")
        for place, target in enumerate(resolution().targets)
    )  # fmt: skip
    return figures, evaluate(resolution().targets, figures, (), as_of=AS_OF)


@settings(max_examples=15)
@given(st.sets(st.sampled_from(sorted(every_target())), min_size=1, max_size=52), st.data())
def test_no_choice_of_targets_lets_another_out(public: set[str], data: st.DataObject) -> None:
    """Whatever is published and whatever of it withheld: no number, source or id of anything else is in any file."""
    figures, found = _marked()
    own = [each.id for each in figures if each.target in public]
    withheld = data.draw(st.sets(st.sampled_from(own), max_size=3))
    plan = open_plan(
        resolution(), figures, (), found, public=public, publisher="VP", withheld=dict.fromkeys(withheld, "x")
    )
    told = csv_files(plan) | json_files(plan) | sdmx_files(plan)
    whole = b"".join((told | catalogue_files(plan, told, "https://example.vn/")).values()) + _unpacked(xlsx_files(plan))
    for each in figures:
        hidden = each.target not in public
        assert (f'{each.source}"'.encode() in whole) != hidden and (f"{each.source},".encode() in whole) != hidden
        kept_back = hidden or each.id in withheld
        assert (str(each.value).encode() in whole) != kept_back
        assert not (kept_back and number(each.value, "vi").encode() in whole)
        assert (f'"{each.target}"'.encode() in whole) != hidden


def test_tasks_go_out_in_every_form_and_come_back() -> None:
    """With what is not published left empty; a file from before there were tasks is read all the same."""
    bare = replace(TASK, id="0b", status=None, progress=None, label=None, finished_on=None, as_of=None)
    plan = replace(published(), tasks=(TASK, bare))
    assert plan_from_json(json_files(plan)["open-data.json"]) == plan
    told, empty = table_of(csv_files(plan), "tasks")
    assert (told["lead"], told["deadline"], told["status"]) == ("Sở Y tế", "2023-11-30", "on_time")
    assert (empty["status"], empty["as_of"]) == ("", "")
    assert "tasks.parquet" in parquet_files(plan) and "Nhiệm vụ" in _sheets(xlsx_files(plan)["open-data.xlsx"])
    earlier = plan_to_mapping(published())
    del earlier["tables"]["tasks"]
    assert plan_from_mapping(earlier) == published()


def _sheets(file: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(io.BytesIO(file)).sheet_names

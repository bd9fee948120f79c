"""Words: every example in src/dondoc/extracting/words/*.toml is a test of the words beside it."""

from __future__ import annotations

import re
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet
from small_texts import TABLES, resolution

from dondoc import Nature
from dondoc.extracting.clauses import find_clauses
from dondoc.extracting.measuring import told_kinds
from dondoc.extracting.numbers import find_quantities
from dondoc.extracting.sections import role_of
from dondoc.extracting.tables import Column, column_of
from dondoc.extracting.vocabulary import any_of, phrase, table
from dondoc.text import mend

FOLDER = files("dondoc.extracting").joinpath("words")
NAMES = sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir())
PHRASES = [(name, row) for name in NAMES for row in table(name).get("phrase", [])]
_MARK = re.compile(r"^(?:[IVX]+|\d+)\.\s+")


def rows(name: str, key: str) -> list[ParameterSet]:
    """The entries of words/`name`.toml as cases, named by what they define."""
    found = table(name)[key]
    return [pytest.param(row, id=f"{row.get('name', key)}-{number}") for number, row in enumerate(found, 1)]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("columns", "documents")])
def test_every_entry_has_an_example(name: str) -> None:
    """What an official adds comes with an example. Columns have their titles below, documents the tables of cases."""
    entries = [row for value in table(name).values() for row in value if isinstance(row, dict)]
    assert entries
    assert all(row["example"].strip() for row in entries)


@pytest.mark.parametrize(("name", "row"), [pytest.param(*case, id=f"{case[0]}-{case[1]['name']}") for case in PHRASES])
def test_an_example_of_a_phrase_is_matched_by_it(name: str, row: dict[str, Any]) -> None:
    """The pattern is found in its example, as written or in small letters, and its reason is told."""
    pattern = phrase(name, row["name"])
    assert pattern.search(row["example"]) or pattern.search(row["example"].lower())
    assert row["why"]


@pytest.mark.parametrize("row", rows("acts", "group"))
def test_an_example_of_an_act_has_its_words(row: dict[str, Any]) -> None:
    """The example has a word of its group; those that order are tasks, those of private parties are none."""
    assert any_of("acts", row["name"]).search(row["example"].lower())
    tasks = resolution(tasks=row["example"]).tasks
    assert [task.quote for task in tasks] == ([] if row["name"] == "private" else [row["example"]])
    if row["name"] == "event":
        assert tasks[0].nature is Nature.EVENT
    if row["name"] == "product":
        assert tasks[0].nature is Nature.DELIVERABLE
    if row["name"] in ("body", "duty"):
        assert tasks[0].lead is not None
        assert row["example"].startswith(tasks[0].lead)


@pytest.mark.parametrize("row", [*rows("bodies", "compound"), *rows("bodies", "goes_on"), *rows("bodies", "group")])
def test_an_example_of_a_body_is_led_by_it(row: dict[str, Any]) -> None:
    """The name in the example is not cut at a verb that belongs to it, and ends where what is to be done begins."""
    (task,) = resolution(tasks=row["example"]).tasks
    assert task.lead is not None
    assert row["example"].startswith(task.lead)
    assert row["lead"] == task.lead


@pytest.mark.parametrize("name", ["acts", "comparisons", "measures", "units"])
def test_terms_are_in_small_letters_and_composed(name: str) -> None:
    """Words are compared with the matching layer in lower case: a capital or a loose accent would never be found."""
    terms = [*(term for row in table(name)["group"] for term in row["terms"]), *table(name).get("scales", [])]
    assert [term for term in terms if term != mend(term).lower or term != " ".join(term.split())] == []


@pytest.mark.parametrize("row", rows("roles", "role"))
def test_an_example_heading_has_its_role(row: dict[str, Any]) -> None:
    """The heading of the example gives what stands below it the role beside it."""
    assert role_of(_MARK.sub("", row["example"])) == row["name"]


@pytest.mark.parametrize("row", rows("comparisons", "group"))
def test_an_example_of_comparison_is_told_so(row: dict[str, Any]) -> None:
    """Before the number of the example stand words of its group; the target read from it is compared accordingly."""
    layer = mend(row["example"])
    (clause,) = find_clauses(layer.text, layer.lower, 0, len(layer.text))
    words = layer.lower[clause.words : clause.quantity.start]
    if row["name"] in ("link", "neutral"):
        assert any(re.search(rf"(?<!\w){re.escape(term)}(?!\w)", words) for term in row["terms"])
        return
    assert row["name"] in told_kinds(words)
    (target,) = resolution(targets=row["example"]).targets
    expected = {
        "rise": "at_least", "fall": "at_most", "reach_up": "at_least", "reach_down": "at_most", "keep": "maintain"
    }  # fmt: skip
    assert target.comparison == expected.get(row["name"], row["name"])
    assert (target.amount < 0) is (row["name"] == "fall")


@pytest.mark.parametrize("row", rows("measures", "group"))
def test_an_example_of_measure_is_measured_so(row: dict[str, Any]) -> None:
    """The indicator of the example has a word of the group, and its target the measure or direction beside it."""
    layer = mend(row["example"])
    assert any_of("measures", row["name"]).search(layer.lower)
    found = resolution(targets=row["example"]).targets
    if row["name"] != "rank":  # a rank stands in tables: test_tables.py
        assert found
    for target in found:
        assert target.measure == row.get("measure", target.measure)
        assert target.better == row.get("better", target.better)


@pytest.mark.parametrize("row", rows("units", "group"))
def test_an_example_of_a_unit_is_counted_in_it(row: dict[str, Any]) -> None:
    """The number of the example has a unit of the group."""
    layer = mend(row["example"])
    found = list(find_quantities(layer.text, layer.lower, 0, len(layer.text)))
    assert [quantity.group for quantity in found if quantity.group] == [row["name"]]


@pytest.mark.parametrize("row", rows("units", "group"))
def test_every_term_of_a_unit_is_read_behind_a_number(row: dict[str, Any]) -> None:
    """ "đạt 12 …" is read with each unit as written, be it the beginning of a longer one or not."""
    for term in row["terms"]:
        layer = mend(f"đạt 12 {term}.")
        (found,) = find_quantities(layer.text, layer.lower, 0, len(layer.text))
        assert (found.amount, found.end) == (Decimal(12), len(layer.text) - 1), term


@pytest.mark.parametrize("row", rows("decoys", "decoy"))
def test_an_example_of_a_decoy_is_not_taken(row: dict[str, Any]) -> None:
    """The number of the example is known to count nothing promised."""
    layer = mend(row["example"])
    assert list(find_quantities(layer.text, layer.lower, 0, len(layer.text)))
    assert find_clauses(layer.text, layer.lower, 0, len(layer.text)) == []
    assert resolution(targets=row["example"]).targets == ()


@pytest.mark.parametrize("row", rows("names", "opposite"))
def test_the_other_side_has_its_name(row: dict[str, Any]) -> None:
    """The second number of the example is named like the first, with its side in place."""
    assert [target.indicator for target in resolution(targets=row["example"]).targets[1:]] == [row["named"]]


TITLES = {
    Column.NUMBER: ("TT", "STT", "Số TT", "Số thứ tự"),
    Column.UNIT: ("Đơn vị", "Đơn vị tính", "ĐVT"),
    Column.NOTE: ("Ghi chú", "Căn cứ"),
    Column.PERSON: ("Họ và tên", "Người thực hiện", "Cán bộ phụ trách", "Thành viên", "Lãnh đạo phụ trách"),
    Column.SUPPORT: ("Cơ quan phối hợp", "Đơn vị phối hợp", "Đơn vị hỗ trợ"),
    Column.LEAD: ("Cơ quan chủ trì", "Cơ quan chủ trì theo dõi, đánh giá", "Đơn vị thực hiện", "Phân công"),
    Column.FUNDS: ("Kinh phí", "Tổng mức đầu tư", "Nguồn vốn", "Dự toán"),
    Column.DEADLINE: ("Thời gian", "Thời gian hoàn thành", "Thời hạn", "Tiến độ"),
    Column.PAST: ("Thực hiện năm 2025", "Ước thực hiện năm 2025", "Hiện trạng", "Kết quả năm 2024", "Cùng kỳ"),
    Column.PRODUCT: ("Sản phẩm", "Kết quả", "Sản phẩm đầu ra", "Hình thức văn bản"),
    Column.INDICATOR: ("Chỉ tiêu", "Tên chỉ tiêu", "Mục tiêu", "Tiêu chí"),
    Column.VALUE: ("Kế hoạch năm 2026", "Chỉ tiêu năm 2026", "Giai đoạn 2026-2030", "Quý I", "Đến năm 2030", "2030"),
    Column.SIZE: ("Công suất (tấn/năm)", "CSTK (Tấn/năm)", "Quy mô (ha)", "Diện tích dự kiến (ha)"),
    Column.TASK: ("Nhiệm vụ", "Nội dung công việc", "Nhiệm vụ, giải pháp", "Tên dự án", "Danh mục đề án", "Hoạt động"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "title"), [(column, title) for column, titles in TITLES.items() for title in titles]
)
def test_a_title_tells_what_its_column_holds(column: Column, title: str) -> None:
    """The titles officials print above their columns, in small letters and in capitals."""
    assert column_of(title) is column
    assert column_of(title.upper()) is column


def test_every_column_is_reached_by_a_title() -> None:
    """No pattern of columns.toml is hidden behind another, and none is without a title here."""
    assert set(TITLES) == set(Column) == {Column(row["name"]) for row in table("columns")["column"]}


@pytest.mark.parametrize("title", ["", "Huyện", "Tổng cộng", "A"])
def test_other_titles_tell_nothing(title: str) -> None:
    """A column whose title says none of these is left alone."""
    assert column_of(title) in (None, Column.TASK)


def test_every_table_is_explained_to_officials() -> None:
    """docs/tables.md names each table of cases and each table of words."""
    page = (TABLES.parents[1] / "docs" / "tables.md").read_text(encoding="utf-8")
    names = {*(path.name for path in TABLES.glob("*.txt")), *(f"{name}.toml" for name in NAMES)}
    assert {name for name in names if f"`{name}`" not in page} == set()

"""Tables of a DOCX: merged, nested, deleted and hostile cells."""

from __future__ import annotations

from docx_samples import (
    CHANGE,
    cell,
    docx,
    item,
    level,
    numbering,
    p,
    r,
    read,
    row,
    rows,
    table,
    text_box,
)

from dondoc.reading.document import Paragraph, Row
from dondoc.reading.limits import Limits


def test_plain_table() -> None:
    """Rows of one table share its number, cells know their column, and each paragraph of a cell is a line."""
    lists = numbering(level(0, "decimal", "%1."))
    body = table(
        row(cell("TT"), cell("Chỉ tiêu")),
        row(cell(item("")), cell(p("Tăng") + p("") + p("12%"))),
        row(cell(item("")), cell("Giảm")),
    )
    found = rows(body + table(row(cell("khác"))), numbering=lists)
    assert [[c.text for c in one.cells] for one in found] == [
        ["TT", "Chỉ tiêu"],
        ["1.", "Tăng\n12%"],
        ["2.", "Giảm"],
        ["khác"],
    ]
    assert [one.table for one in found] == [0, 0, 0, 1]
    assert [c.column for c in found[0].cells] == [0, 1]


def test_merged_cells() -> None:
    """A cell over several columns says so; a cell merged downwards is carried, without text of its own."""
    body = table(
        row(cell("Chỉ tiêu", '<w:vMerge w:val="restart"/>'), cell("Kế hoạch", '<w:gridSpan w:val="2"/>'), cell("x")),
        row(cell("ẩn", "<w:vMerge/>"), cell("2025"), cell("2026"), cell("y")),
        row(cell("Tổng", '<w:gridSpan w:val="3"/>'), cell("z")),
    )
    found = [[(c.text, c.column, c.columns, c.carried) for c in one.cells] for one in rows(body)]
    assert found == [
        [("Chỉ tiêu", 0, 1, False), ("Kế hoạch", 1, 2, False), ("x", 3, 1, False)],
        [("", 0, 1, True), ("2025", 1, 1, False), ("2026", 2, 1, False), ("y", 3, 1, False)],
        [("Tổng", 0, 3, False), ("z", 3, 1, False)],
    ]


def test_columns_left_out_before_a_row() -> None:
    """A row that begins further right (gridBefore) has its cells in the right columns."""
    (only_row,) = rows(table(row(cell("a"), properties='<w:gridBefore w:val="2"/>')))
    assert only_row.cells[0].column == 2


def test_old_horizontal_merge() -> None:
    """A cell merged into its left neighbour in the old way widens that one."""
    body = table(row(cell("Tổng", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("9")))
    assert [(c.text, c.column, c.columns) for c in rows(body)[0].cells] == [("Tổng", 0, 2), ("9", 2, 1)]


def test_merge_without_a_beginning() -> None:
    """A cell that claims to continue where nothing is above it keeps its text."""
    found = rows(table(row(cell("chữ", "<w:vMerge/>"))))
    assert [(c.text, c.carried) for c in found[0].cells] == [("chữ", False)]


def test_nested_table_is_text_of_its_cell() -> None:
    """A table in a cell becomes lines of that cell, one a row."""
    nested = table(row(cell("a"), cell("b")), row(cell("c"), cell("d")))
    (found,) = rows(table(row(cell(p("Gồm:") + nested + p("hết")), cell("x"))))
    assert [c.text for c in found.cells] == ["Gồm:\na b\nc d\nhết", "x"]


def test_rows_and_cells_in_content_controls() -> None:
    """Content controls around rows, cells and paragraphs hide nothing."""
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inner = row(control.format(cell(control.format(p("a")))), cell("b"))
    body = control.format(table(control.format(inner)))
    assert [[c.text for c in one.cells] for one in rows(body)] == [["a", "b"]]


def test_deleted_rows_and_cells() -> None:
    """A row or a cell that was deleted with tracked changes is gone, an inserted row stays."""
    body = table(
        row(cell("bỏ"), properties=f"<w:del {CHANGE}/>"),
        row(cell("mới"), cell("bỏ", f"<w:cellDel {CHANGE}/>"), properties=f"<w:ins {CHANGE}/>"),
    )
    assert [[c.text for c in one.cells] for one in rows(body)] == [["mới"]]


def test_text_box_in_a_cell() -> None:
    """A box anchored in a cell is text of that cell."""
    (found,) = rows(table(row(cell(p(r("Số:") + text_box(p("HỎA TỐC")))))))
    assert found.cells[0].text == "Số:\nHỎA TỐC"


def test_wide_spans_are_not_believed() -> None:
    """A span of a billion columns takes neither time nor memory."""
    (found,) = rows(table(row(cell("a", '<w:gridSpan w:val="1000000000"/>'), cell("b", '<w:gridSpan w:val="-3"/>'))))
    assert [c.columns for c in found.cells] == [100, 1]


def test_too_many_cells_are_cut_and_said_so() -> None:
    """Beyond the limit of table cells no rows are read, and a doubt says it."""
    reading = read(docx(table(*(row(cell("a"), cell("b")) for _ in range(10))) + p("sau")), Limits(table_cells=6))
    assert len([part for part in reading.parts if isinstance(part, Row)]) == 3
    assert reading.parts[-1] == Paragraph("sau")
    assert [doubt.code for doubt in reading.doubts] == ["table_cut"]


def test_too_long_text_is_cut_and_said_so() -> None:
    """Beyond the limit of characters nothing is read, and a doubt says it."""
    reading = read(docx("".join(p("x" * 50) for _ in range(10))), Limits(text_characters=120))
    assert len(reading.parts) == 3
    assert [doubt.code for doubt in reading.doubts] == ["text_cut"]

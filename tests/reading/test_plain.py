"""Plain text: a line is a paragraph, unless lines are wrapped; drawn tables are rows."""

from __future__ import annotations

import textwrap
import time

import pytest

from dondoc.findings import ReadError
from dondoc.reading.document import Paragraph, Row
from dondoc.reading.limits import DEFAULT, Limits
from dondoc.reading.plain import read_plain

REFORM = (
    "- Đẩy mạnh cải cách hành chính gắn với việc thường xuyên kiểm tra việc chấp hành kỷ luật, kỷ cương; phát triển "
    "kinh tế - xã hội gắn với bảo đảm quốc phòng, an ninh theo Quyết định số 22/QĐ-UBND của tỉnh."
)
LONG = (
    REFORM,
    "2. Tăng cường quản lý nhà nước về tài nguyên, khoáng sản và bảo vệ môi trường. Hoàn thành trước ngày 30 tháng 11.",
    "Giao Sở Kế hoạch và Đầu tư chủ trì, phối hợp với các sở, ngành theo dõi, đôn đốc, tổng hợp và báo cáo hằng quý.",
)


def _parts(text: str) -> list[str | tuple[str, ...]]:
    """Paragraphs as their text, rows as their cells."""
    parts = read_plain(text.encode(), DEFAULT).parts
    return [part.text if isinstance(part, Paragraph) else tuple(cell.text for cell in part.cells) for part in parts]


def test_each_line_is_a_paragraph() -> None:
    """Lines stay apart, indents and rulers go, numbers stay as written."""
    assert _parts("QUYẾT ĐỊNH\n-----\n\n      Điều 1. Phê duyệt.\n\ta) Một;\n***\n  - Hai\n=====\n") == [
        "QUYẾT ĐỊNH",
        "Điều 1. Phê duyệt.",
        "a) Một;",
        "- Hai",
    ]


@pytest.mark.parametrize("width", [60, 72, 90])
def test_wrapped_lines_are_joined(width: int) -> None:
    """A file wrapped at a fixed width gives back its paragraphs, also at "kinh tế / - xã hội" and "số / 22/QĐ"."""
    wrapped = [textwrap.fill(text, width, break_on_hyphens=False) for text in LONG * 3]
    assert _parts("\n\n".join(wrapped)) == list(LONG * 3)


def test_wrapped_lines_without_blank_lines_keep_items_apart() -> None:
    """Items are told by their numbers where no blank line parts them."""
    texts = [f"{number}. {LONG[2]}" for number in range(1, 6)]
    wrapped = [textwrap.fill(text, 72, break_on_hyphens=False) for text in texts]
    assert _parts("\n".join(wrapped)) == texts


def test_a_grid_is_rows() -> None:
    """A framed table: cells of several lines, a cell over two columns and one over two rows."""
    rows = [
        part
        for part in read_plain(
            b"""
+-----+----------+-------+
| TT  | Nhom     | Don   |
|     | chi tieu | vi    |
+=====+==========+=======+
| 1   | Rung trong moi   |
+-----+----------+-------+
| 2   | Mac ca   | ha    |
|     +----------+-------+
|     | Bo       | con   |
+-----+----------+-------+
""",
            DEFAULT,
        ).parts
        if isinstance(part, Row)
    ]
    cells = [[(cell.text, cell.column, cell.columns, cell.carried) for cell in row.cells] for row in rows]
    assert cells == [
        [("TT", 0, 1, False), ("Nhom chi tieu", 1, 1, False), ("Don vi", 2, 1, False)],
        [("1", 0, 1, False), ("Rung trong moi", 1, 2, False)],
        [("2", 0, 1, False), ("Mac ca", 1, 1, False), ("ha", 2, 1, False)],
        [("", 0, 1, True), ("Bo", 1, 1, False), ("con", 2, 1, False)],
    ]


def test_a_letterhead_in_a_grid_keeps_its_lines() -> None:
    """Blank lines inside a cell are line breaks of the letterhead."""
    grid = "+------------+-------------+\n| SỞ CÔNG    | CỘNG HOÀ    |\n| THƯƠNG     |             |\n"
    grid += "|            |             |\n| Số: 5/KH   | Độc lập     |\n+------------+-------------+\n"
    assert _parts(grid) == [("SỞ CÔNG THƯƠNG\nSố: 5/KH", "CỘNG HOÀ\nĐộc lập")]


def test_columns_under_rulers_are_rows() -> None:
    """Tables with rulers of dashes: framed with cells of several lines, and plain ones that end at a blank line."""
    framed = (
        "  -----------------------------\n"
        "  TT    Chỉ tiêu       Đơn vị\n"
        "                       tính\n"
        "  ----- -------------- --------\n"
        "  1     Diện tích      ha\n"
        "        trồng mới\n"
        "\n"
        "  2     Đàn bò         con\n"
        "  -----------------------------\n"
    )
    assert _parts(framed) == [
        ("TT", "Chỉ tiêu", "Đơn vị tính"),
        ("1", "Diện tích trồng mới", "ha"),
        ("2", "Đàn bò", "con"),
    ]
    simple = "TT    Chỉ tiêu\n----- --------\n1     Rừng\n2     Bò\n\nSau bảng.\n"
    assert _parts(simple) == [("TT", "Chỉ tiêu"), ("1", "Rừng"), ("2", "Bò"), "Sau bảng."]


def test_bars_and_tabs_are_cells() -> None:
    """Lines of bars or tabs with as many cells each are rows; bars that only end a line are dropped."""
    assert _parts("STT\tChỉ tiêu\tĐVT\n1\tThu\ttỷ đồng\n") == [("STT", "Chỉ tiêu", "ĐVT"), ("1", "Thu", "tỷ đồng")]
    assert _parts("| Nơi nhận: |THỦ TƯỚNG |\n|- Ban Bí thư; | |\n") == [
        ("Nơi nhận:", "THỦ TƯỚNG"),
        ("- Ban Bí thư;", ""),
    ]
    assert _parts("Số: 244/QĐ-TTg |CỘNG HÒA\nHà Nội, ngày 12 tháng 02 năm 2014 | |\n") == [
        ("Số: 244/QĐ-TTg", "CỘNG HÒA"),
        ("Hà Nội, ngày 12 tháng 02 năm 2014", ""),
    ]
    assert _parts("Hà Nội, ngày 12 tháng 02 năm 2014 | |\n") == ["Hà Nội, ngày 12 tháng 02 năm 2014"]


def test_a_sentence_cut_by_a_page_is_whole() -> None:
    """A blank line in mid-sentence, as a page break leaves it, does not cut the sentence."""
    assert _parts("Công tác phát\n\ntriển đảng viên chưa đạt chỉ tiêu.\n") == [
        "Công tác phát triển đảng viên chưa đạt chỉ tiêu."
    ]


def test_cells_are_limited() -> None:
    """Beyond the limit of cells the rest is read as paragraphs: nothing is lost, nothing grows."""
    table = "\n".join("| A. | B. |\n| C. | D. |\n\n" for _ in range(5))
    parts = read_plain(table.encode(), Limits(table_cells=4)).parts
    assert sum(isinstance(part, Row) for part in parts) == 2
    assert sum(isinstance(part, Paragraph) for part in parts) == 8


@pytest.mark.parametrize(
    "line", ["|" * 100_000, "-" * 100_000, "+-" * 50_000, "- " * 50_000, "a\t" * 50_000, "\n" * 100_000]
)
def test_hostile_lines_are_read_quickly(line: str) -> None:
    """No line, however long and odd, makes the reader slow."""
    start = time.process_time()
    read_plain(line.encode(), DEFAULT)
    read_plain((line + "\n" + line).encode(), DEFAULT)
    assert time.process_time() - start < 3


def test_binary_is_refused() -> None:
    """Binary data are refused with their code."""
    with pytest.raises(ReadError) as refusal:
        read_plain(b"\x00\x01\x02", DEFAULT)
    assert refusal.value.code == "binary"

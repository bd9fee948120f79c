"""Markdown: numbers and bullets stay as written, marks go, tables are rows."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dondoc.findings import ReadError
from dondoc.reading.document import Paragraph, Row
from dondoc.reading.limits import DEFAULT
from dondoc.reading.markdown import looks_like_markdown, read_markdown

CASES = Path(__file__).parents[1] / "cases"


def _parts(text: str) -> list[str | tuple[str, ...]]:
    """Paragraphs as their text, rows as their cells."""
    parts = read_markdown(text.encode(), DEFAULT).parts
    return [part.text if isinstance(part, Paragraph) else tuple(cell.text for cell in part.cells) for part in parts]


def _strong(text: str) -> list[bool]:
    return [isinstance(part, Paragraph) and part.strong for part in read_markdown(text.encode(), DEFAULT).parts]


def test_numbers_survive() -> None:
    """No list is renumbered: every number and bullet is text, whatever stands around it."""
    written = ["1.1. Về kinh tế", "2. Hai", "3. Ba", "7. Bảy", "a) Một", "đ) Năm", "- Gạch", "+ Cộng", "(12) Mười hai"]
    assert _parts("\n".join(written)) == written
    assert _parts("\n\n".join(written)) == written
    assert _parts("1. Một\n   - Trong\n     + Sâu\n2. Hai\n") == ["1. Một", "- Trong", "+ Sâu", "2. Hai"]


def test_stars_as_bullets_are_dashes() -> None:
    """A star that is a bullet becomes a dash; one that opens emphasis does not; check boxes go."""
    assert _parts("* Một\n* **Hai**: ba\n*Nơi nhận:*\n- [x] Xong\n") == ["- Một", "- Hai: ba", "Nơi nhận:", "- Xong"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("tăng từ **12,28%** trở lên", "tăng từ 12,28% trở lên"),
        ("(*trong đó vốn tư nhân trên 10.425 tỷ đồng*)", "(trong đó vốn tư nhân trên 10.425 tỷ đồng)"),
        ("“*tự diễn biến*”, “*tự chuyển hóa*”", "“tự diễn biến”, “tự chuyển hóa”"),
        ("**Điều 1. **Ban hành", "Điều 1. Ban hành"),
        ("***rất*** __đậm__ và _nghiêng_", "rất đậm và nghiêng"),
        ("Số liệu (*) lấy đến 30-6; (*) ước tính", "Số liệu (*) lấy đến 30-6; (*) ước tính"),
        ("5 \\* 3 và 2\\. \\#1 \\_", "5 * 3 và 2. #1 _"),
        ("ten_file_nay và 2 * 3 * 4", "ten_file_nay và 2 * 3 * 4"),
        ("[Nghị quyết 57](https://a.vn/x) và <https://b.vn>", "Nghị quyết 57 và https://b.vn"),
        ("`mã` và ~~bỏ~~ và m<sup>2</sup> &amp; &lt;", "mã và bỏ và m2 & <"),
        ("dưới <50% và < 5", "dưới <50% và < 5"),
        ("trước<!-- ẩn --> sau", "trước sau"),
        ("dòng<br>dưới", "dòng\ndưới"),
    ],
)
def test_inline_marks_are_resolved(written: str, read: str) -> None:
    """What a reader of the page would see, and nothing that is text is taken for a mark."""
    assert _parts(written) == [read]


def test_headings_and_bold_paragraphs_stand_out() -> None:
    """The depth of # is noise; a paragraph that is bold but for its number stands out, one with bold words not."""
    text = "# Một\n\n#### 1.1. Về kinh tế ##\n\n**II. CHỈ TIÊU**\n\n1. **Về xã hội**\n\n"
    text += "**Tuy nhiên**, còn chậm.\n\nTên\n===\n"
    assert _parts(text) == ["Một", "1.1. Về kinh tế", "II. CHỈ TIÊU", "1. Về xã hội", "Tuy nhiên, còn chậm.", "Tên"]
    assert _strong(text) == [True, True, True, True, False, True]


def test_line_breaks() -> None:
    """Two spaces or a backslash break the line; other line ends are spaces, unless an item begins."""
    assert _parts("quốc phòng, an ninh,  \nxây dựng Đảng") == ["quốc phòng, an ninh,\nxây dựng Đảng"]
    assert _parts("một\\\nhai\nba") == ["một\nhai ba"]
    assert _parts("Gồm các việc:\n- Một\ntiếp theo\n- Hai") == ["Gồm các việc:", "- Một tiếp theo", "- Hai"]


def test_what_is_no_text_is_dropped() -> None:
    """Rulers, fences, quotes' marks, the block of settings at the head."""
    assert _parts("---\ntitle: x\n---\n\n> Một\n\n***\n\n```\nHai\n```\n\n- - -\n\n#\n") == ["Một", "Hai"]


def test_footnotes_are_notes() -> None:
    """The text of a footnote is a note; its mark in the text goes."""
    parts = read_markdown("Đạt 5%[^1].\n\n[^1]: Ước tính.\n".encode(), DEFAULT).parts
    assert [(part.text, part.note) for part in parts if isinstance(part, Paragraph)] == [
        ("Đạt 5%.", False),
        ("1 Ước tính.", True),
    ]


def test_tables_are_rows() -> None:
    """Padded cells, bold cells, empty cells, escaped bars, too few cells; two tables are told apart."""
    text = (
        "| TT | Chỉ tiêu | Đơn vị |\n|---|:--:|---|\n|  **I.** | **Đến năm 2030** |  |\n| 1 | A \\| B<br>C |\n\n"
        "Giữa\n\nSTT | Tên\n--- | ---\n1 | Hai\n"
    )
    assert _parts(text) == [
        ("TT", "Chỉ tiêu", "Đơn vị"),
        ("I.", "Đến năm 2030", ""),
        ("1", "A | B\nC", ""),
        "Giữa",
        ("STT", "Tên"),
        ("1", "Hai"),
    ]
    rows = [part for part in read_markdown(text.encode(), DEFAULT).parts if isinstance(part, Row)]
    assert [row.table for row in rows] == [0, 0, 0, 1, 1]


def test_the_first_resolution() -> None:
    """The Kon Tum resolution: its outline as written, no mark left over, the sentence cut by a page whole."""
    parts = read_markdown((CASES / "kon-tum-2023-h2" / "source.md").read_bytes(), DEFAULT).parts
    texts = [part.text for part in parts if isinstance(part, Paragraph)]
    assert len(texts) == len(parts) == 79
    assert not any(sign in text for text in texts for sign in ("*", "#", "  "))
    assert "- Thu ngân sách nhà nước trên địa bàn trên 2.670 tỷ đồng." in texts
    assert any(text.startswith("1.3. Về quốc phòng, an ninh: Có từ 71% xã") for text in texts)
    assert any("Công tác phát triển đảng viên" in text for text in texts)
    heads = [part.text for part in parts if isinstance(part, Paragraph) and part.strong]
    assert "1.1. Về kinh tế" in heads
    assert "III. TỔ CHỨC THỰC HIỆN" in heads


def test_the_first_annex() -> None:
    """The table of targets: one table, five cells a row, 41 numbered targets and their parts."""
    parts = read_markdown((CASES / "nq-03-2025-annex-1" / "source.md").read_bytes(), DEFAULT).parts
    rows = [part for part in parts if isinstance(part, Row)]
    assert {len(row.cells) for row in rows} == {5}
    assert {row.table for row in rows} == {0}
    numbers = [row.cells[0].text for row in rows]
    assert [number for number in numbers if number.isdecimal()] == [str(number) for number in range(1, 42)]


def test_markdown_is_told_from_text() -> None:
    """Headings, bold words and table rulers tell; bullets, rulers, numbers and stars of notes do not."""
    assert looks_like_markdown("## Tiêu đề\n")
    assert looks_like_markdown("a **đậm** b")
    assert looks_like_markdown("| a | b |\n|---|---|\n")
    assert not looks_like_markdown("- gạch\n* sao\n1. một\n-----\n*****\n#1 và (*), 5 ** 3\n+---+---+\n")


def test_reading_is_quick() -> None:
    """A resolution of 20 KB is read in a small part of the hundredth of a second a document may take."""
    data = (CASES / "kon-tum-2023-h2" / "source.md").read_bytes()
    best = min(_seconds(data) for _ in range(5))
    assert best < 0.02, f"{best * 1000:.2f} ms; about 1.5 ms is normal"


def _seconds(data: bytes) -> float:
    start = time.process_time()
    read_markdown(data, DEFAULT)
    return time.process_time() - start


PILES = (
    *(sign * 50_000 for sign in ("*", "[", "> ", "#", "\\", "_", "- ", "`", "<br>", "&amp;", "  \n")),
    *(sign * 20_000 for sign in ("*a ", "_a ", "__a ", "**a", "~~a", "`a", "<a ", "[a](", "<!--", "![a](b", "[^a]")),
    "|" * 50_000 + "\n" + "|-" * 25_000,
    "---\na: b\n" + "- x\n" * 20_000,
    "".join("`" * length + " " for length in range(300)),
)


@pytest.mark.parametrize("text", PILES)
def test_hostile_marks_are_read_quickly(text: str) -> None:
    """No pile of marks makes the reader slow or fail."""
    start = time.process_time()
    read_markdown(text.encode(), DEFAULT)
    assert time.process_time() - start < 3


def test_binary_is_refused() -> None:
    """Binary data are refused with their code."""
    with pytest.raises(ReadError) as refusal:
        read_markdown(b"\x00\x01", DEFAULT)
    assert refusal.value.code == "binary"

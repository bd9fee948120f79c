"""HTML: the document of a saved page, without the portal around it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dondoc.findings import ReadError
from dondoc.reading.document import Paragraph, Reading, Row
from dondoc.reading.html import read_html
from dondoc.reading.limits import DEFAULT, Limits

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus"
ARTICLES = "".join(
    f"<p><b>Điều {number}.</b> Giao Ủy ban nhân dân tỉnh tổ chức triển khai thực hiện Nghị quyết này theo quy định.</p>"
    for number in range(1, 8)
)
LETTERHEAD = "<p><b>HỘI ĐỒNG NHÂN DÂN</b><br>TỈNH A</p><p>Số: 12/NQ-HĐND</p><p><b>NGHỊ QUYẾT</b></p>"
LINKS = "".join(
    f"<li><a href='/{n}'>Quyết định {n} về việc giao chỉ tiêu kế hoạch cho các đơn vị</a>" for n in range(9)
)
ADDRESS = "Cơ quan chủ quản: Bộ Tư pháp. Địa chỉ: 60 Trần Phú, Ba Đình, Hà Nội. Điện thoại: 024 0000000"


def _read(page: str) -> Reading:
    return read_html(page.encode(), DEFAULT)


def _parts(page: str) -> list[str | tuple[str, ...]]:
    """Paragraphs as their text, rows as their cells."""
    return [
        part.text if isinstance(part, Paragraph) else tuple(cell.text for cell in part.cells)
        for part in _read(page).parts
    ]


# A portal laid out with a table, the document in a named container.
OLD_PORTAL = f"""<body class=has-sidebar><div class=menu>Trang chủ</div>
<table><tr><td><ul>{LINKS}</ul><p>{ADDRESS}</td><td><div class=content1>{LETTERHEAD}{ARTICLES}</div>
<div class=comments><p>{ADDRESS}</div></td></tr></table>"""
# Containers without telling names: the letterhead tells.
BARE_PORTAL = f"""<body><div><p>Bạn đang xem trang tra cứu văn bản của chúng tôi</p></div>
<div><div>{LETTERHEAD}{ARTICLES}</div></div><div><p>{ADDRESS}</p></div>"""
# HTML5: main, nav, aside, footer, forms, scripts, hidden parts.
NEW_PORTAL = f"""<body><header><nav>Trang chủ</nav></header><main>{LETTERHEAD}{ARTICLES}<div hidden>ẩn</div>
<p style='display: none'>ẩn</p></main><aside><ul>{LINKS}</ul></aside><form>Tìm <input><button>Tải về</button></form>
<footer>{ADDRESS}</footer><script>document.write('x')</script><style>p {{}}</style>"""


@pytest.mark.parametrize("page", [OLD_PORTAL, BARE_PORTAL, NEW_PORTAL])
def test_a_portal_is_left_out(page: str) -> None:
    """Menus, related documents, comments and addresses go; the letterhead and every article stay, without a doubt."""
    texts = _parts(page)
    assert texts[:3] == ["HỘI ĐỒNG NHÂN DÂN\nTỈNH A", "Số: 12/NQ-HĐND", "NGHỊ QUYẾT"]
    assert [str(text)[:7] for text in texts[3:]] == [f"Điều {number}." for number in range(1, 8)]
    assert _read(page).doubts == ()


def test_a_page_without_a_document_says_so() -> None:
    """Where nothing but links is found everything is given, with a doubt; a bare fragment has none."""
    reading = _read(f"<body><ul>{LINKS}</ul><p>Tin mới</p>")
    assert [doubt.code for doubt in reading.doubts] == ["main_content_unsure"]
    assert len(reading.parts) == 10
    assert _read("<p>Thu ngân sách đạt 2.670 tỷ đồng.</p>").doubts == ()


def test_blocks_and_breaks() -> None:
    """Blocks are paragraphs; a break is a newline, but a sentence that ended or an item begins a paragraph."""
    page = "<div>NGHỊ QUYẾT<br>Về nhiệm vụ<br><br>- Một;<br>- Hai.<br>Câu <b>sau</b><p>Đoạn &amp; &nbsp; cuối</p></div>"
    assert _parts(page) == ["NGHỊ QUYẾT\nVề nhiệm vụ", "- Một;", "- Hai.", "Câu sau", "Đoạn & cuối"]
    assert _parts("<pre>Dòng một\nDòng hai</pre>") == ["Dòng một\nDòng hai"]
    assert _parts("<p>10<sup>9</sup> m<sup>2</sup>, mục <sup>(1)</sup></p><p>-------</p>") == ["10⁹ m², mục (1)"]


def test_what_stands_out() -> None:
    """A heading and a paragraph that is bold throughout, by tag or by style, stand out."""
    page = (
        "<h3>Chương I</h3><p style='font-weight: 700'>Điều 1</p><p><b>Điều 2.</b> Giao</p>"
        "<p><strong>Điều</strong> <b>3</b></p><b><p style='font-weight:normal'>Thường</p></b>"
    )
    assert [part.strong for part in _read(page).parts if isinstance(part, Paragraph)] == [
        True,
        True,
        False,
        True,
        False,
    ]


def test_lists_are_numbered_as_shown() -> None:
    """The numbers a browser draws become text, unless the item has its own."""
    page = (
        "<ol start=3><li>Ba<li>Bốn<ul><li>Gạch</ul></ol><ol type=a><li>Một</ol>"
        "<ol type=I><li>Một<li value=4>Bốn</ol><ol><li>1. Đã có số</ol>"
    )
    assert _parts(page) == ["3. Ba", "4. Bốn", "- Gạch", "a) Một", "I. Một", "IV. Bốn", "1. Đã có số"]


def test_word_lists_keep_their_marks() -> None:
    """HTML saved by Word: marks inside conditional comments are text, bullets of symbol fonts are dashes."""
    page = (
        "<p class=MsoListParagraph><![if !supportLists]><span style='font-family:Wingdings;mso-list:Ignore'>§"
        "<span>&nbsp;&nbsp; </span></span><![endif]>Tăng 5%<o:p></o:p></p>"
        "<p><!--[if !supportLists]--><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span><!--[endif]-->Mục</p>"
        "<p style='mso-hide:all'>ẩn</p>"
    )
    assert _parts(page) == ["- Tăng 5%", "1. Mục"]


def test_tables_keep_their_grid() -> None:
    """Cells merged to the right have a width; cells merged downwards are carried in the rows below."""
    page = (
        "<table><tr><th rowspan=2>TT<th colspan=2>Chỉ tiêu</tr><tr><td>Tên<td>Đơn vị</tr>"
        "<tr><td>1<td><p>Rừng</p><p>trồng</p><td>ha</tr></table>"
    )
    rows = [part for part in _read(page).parts if isinstance(part, Row)]
    assert [[(cell.text, cell.column, cell.columns, cell.carried) for cell in row.cells] for row in rows] == [
        [("TT", 0, 1, False), ("Chỉ tiêu", 1, 2, False)],
        [("", 0, 1, True), ("Tên", 1, 1, False), ("Đơn vị", 2, 1, False)],
        [("1", 0, 1, False), ("Rừng\ntrồng", 1, 1, False), ("ha", 2, 1, False)],
    ]


def test_tables_of_layout_are_paragraphs() -> None:
    """A table of one column and one that wraps other tables are no tables; the one inside is."""
    assert _parts("<table><tr><td>Một</td></tr><tr><td>Hai</td></tr></table>") == ["Một", "Hai"]
    page = "<table><tr><td>Trái</td><td><p>Trên</p><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    assert _parts(page) == ["Trái", "Trên", ("a", "b")]


def test_encodings_of_pages() -> None:
    """The encoding a page names is used; letters of old fonts are converted, also where they stood as entities."""
    page = "<meta charset=utf-16><p>Thu ngân sách</p>"
    assert _parts(page) == ["Thu ngân sách"]
    western = "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'><p>Привет".encode("koi8-r")
    assert [part.text for part in read_html(western, DEFAULT).parts if isinstance(part, Paragraph)] == ["Привет"]
    reading = _read("<p>Uû ban nh&copy;n d&copy;n tØnh</p><table><tr><td>®Êt<td>ha</table>")
    assert [doubt.code for doubt in reading.doubts] == ["legacy_letters"]
    assert _parts("<p>Uû ban nh&copy;n d&copy;n tØnh</p><table><tr><td>®Êt<td>ha</table>") == [
        "Uỷ ban nhân dân tỉnh",
        ("đất", "ha"),
    ]


def test_depth_is_no_danger() -> None:
    """Ten thousand nested blocks are read; a depth that the parser cannot bear is read as bare text, with a doubt."""
    deep = _read("<div>" * 10_000 + "Phấn đấu đạt 90%" + "</div>" * 10_000)
    assert [part.text for part in deep.parts if isinstance(part, Paragraph)] == ["Phấn đấu đạt 90%"]
    deeper = _read("<div>" * 50_000 + "Phấn đấu đạt 90%<script>x</script>")
    assert [part.text for part in deeper.parts if isinstance(part, Paragraph)] == ["Phấn đấu đạt 90%"]
    assert [doubt.code for doubt in deeper.doubts] == ["main_content_unsure"]


PILES = (
    "<table>" * 3000 + "x",
    "<table><tr><td>" * 2000 + "x",
    "<b>" * 5000 + "x<p>" * 5000,
    "<table><tr><td rowspan=65000 colspan=99999>a<td>b</tr>" + "<tr><td>c</tr>" * 2000 + "</table>",
    "<ol><li>" * 3000 + "x",
    "<!--" * 20_000 + "x",
    "<" * 50_000,
    "&" * 50_000,
    "<br>" * 50_000 + "x",
    "<p>X.<br>" * 10_000,
    "<ol start=99999999999999999999 type=i><li value=-5>x</ol>",
    "<td>x</td></table></div></ol></li></pre></a></sup>",
)


@pytest.mark.parametrize("page", PILES)
def test_hostile_pages_are_read_quickly(page: str) -> None:
    """No pile of tags makes the reader fail, or slow."""
    start = time.process_time()
    _read(page)
    assert time.process_time() - start < 5


def test_cells_are_limited() -> None:
    """Rows beyond the limit of cells are not made."""
    page = "<table>" + "<tr><td>a<td>b</tr>" * 10 + "</table>"
    assert len(read_html(page.encode(), Limits(table_cells=6)).parts) == 3


@pytest.mark.parametrize("page", ["", "<html></html>", "<body>", "<!doctype html><head><title>x</title>"])
def test_an_empty_page_has_no_parts(page: str) -> None:
    """Nothing to read gives nothing, with a doubt."""
    assert _read(page).parts == ()
    assert [doubt.code for doubt in _read(page).doubts] == ["main_content_unsure"]


def test_binary_is_refused() -> None:
    """Binary data are refused with their code."""
    with pytest.raises(ReadError) as refusal:
        read_html(b"<html>\x00\x01\x02", DEFAULT)
    assert refusal.value.code == "binary"


SAVED = {
    "ND-351-2025-chuan-ngheo-da-chieu": ("NGHỊ ĐỊNH", "Điều 5. Hiệu lực thi hành", 3),
    "NQ-111-2025-UBTVQH15-phan-loai-do-thi": ("NGHỊ QUYẾT", "Chương I", 2),
    "NQ-248-2025-QH15-giao-duc": ("NGHỊ QUYẾT", "Điều 9. Điều khoản thi hành", 2),
    "QD-51-2025-QD-TTg-bo-tieu-chi-NTM-2026-2030": ("QUYẾT ĐỊNH", "PHỤ LỤC III", 3),
    "TT-89-2025-BNNMT-chi-tieu-thong-ke": ("THÔNG TƯ", "Điều 4. Hiệu lực thi hành", 2),
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of saved pages is not beside the checkout")
@pytest.mark.parametrize("name", SAVED)
def test_saved_pages_of_the_portal_of_law(name: str) -> None:
    """Five pages of vbpl.vn: they begin with the letterhead's table and end with the document, nothing else around."""
    reading = read_html((SHARED / f"{name}.html").read_bytes(), DEFAULT)
    kind, heading, tables = SAVED[name]
    first = reading.parts[0]
    assert isinstance(first, Row)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first.cells[1].text
    heads = [part.text for part in reading.parts if isinstance(part, Paragraph) and part.strong]
    assert kind in heads
    assert heading in heads
    assert len({part.table for part in reading.parts if isinstance(part, Row)}) == tables
    texts = "\n".join(part.text for part in reading.parts if isinstance(part, Paragraph))
    assert not any(word in texts for word in ("Trang chủ", "Tải về", "Văn bản liên quan", "Đăng nhập", "function("))
    assert reading.doubts == ()

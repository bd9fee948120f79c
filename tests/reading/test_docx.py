"""DOCX: paragraphs, signs, fields and styles come out as Word prints them."""

from __future__ import annotations

import itertools
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx_samples import (
    CHANGE,
    MAIN,
    complex_field,
    docx,
    item,
    level,
    markdown_to_docx,
    numbering,
    only,
    p,
    packed,
    r,
    read,
    texts,
)

from dondoc.reading.document import Paragraph, Row

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def test_media_type_and_no_pages() -> None:
    """A DOCX says what it is and has no pages."""
    reading = read(docx(p("Một") + p("Hai")))
    assert reading.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert reading.pages is None
    assert reading.parts == (Paragraph("Một"), Paragraph("Hai"))
    assert reading.doubts == ()


SIGNS = {
    "a tab is a space": (r("Số:") + "<w:r><w:tab/></w:r>" + r("12/KH"), "Số: 12/KH"),
    "a break is a new line": (r("tên ") + "<w:r><w:br/></w:r>" + r(" dài"), "tên\ndài"),
    "breaks in a row are one": (r("a") + '<w:r><w:br/><w:br w:type="page"/><w:cr/></w:r>' + r("b"), "a\nb"),
    "a hyphen that keeps words together": (
        r("kinh tế") + "<w:r><w:noBreakHyphen/></w:r>" + r("xã hội"),
        "kinh tế-xã hội",
    ),
    "a soft hyphen is dropped": (r("chỉ") + "<w:r><w:softHyphen/></w:r>" + r(" tiêu"), "chỉ tiêu"),
    "spaces in a row are one": (r("Số:         /KH-UBND"), "Số: /KH-UBND"),
    "a sign of the Symbol font": (
        r("đạt ") + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r(" 90%"),
        "đạt ≥ 90%",
    ),
    "a sign of Wingdings": ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + r(" có"), "✓ có"),
    "an unknown sign keeps its code": ('<w:r><w:sym w:font="Lạ" w:char="F0EE"/></w:r>', "\uf0ee"),
    "a sign that is no number": (r("a") + '<w:r><w:sym w:font="Symbol" w:char="zz"/></w:r>', "a"),
    "symbols typed as letters": (r("đạt \uf0a3 3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), "đạt ≤ 3"),
    "a formula": (r("S = ") + "<m:oMath><m:r><m:t>a²</m:t></m:r></m:oMath>", "S = a²"),
    "letters stay as stored under caps": (r("Nghị quyết", "<w:caps/>"), "Nghị quyết"),
    "a line without kept spaces": ("<w:r><w:t>\n  một\n hai </w:t></w:r>", "một hai"),
}


@pytest.mark.parametrize(("runs", "text"), SIGNS.values(), ids=SIGNS)
def test_signs(runs: str, text: str) -> None:
    """Tabs, breaks, hyphens and symbols come out as a reader of the printed page would type them."""
    assert only(p(runs)).text == text


WRAPPED = {
    "hyperlink": f"<w:hyperlink>{r('Luật số 61/2024/QH15')}</w:hyperlink>",
    "smart tag": f"<w:smartTag><w:smartTag>{r('Luật số 61/2024/QH15')}</w:smartTag></w:smartTag>",
    "content control": f"<w:sdt><w:sdtPr/><w:sdtContent>{r('Luật số 61/2024/QH15')}</w:sdtContent></w:sdt>",
    "custom XML": f"<w:customXml>{r('Luật số 61/2024/QH15')}</w:customXml>",
    "simple field": f'<w:fldSimple w:instr=" DOCPROPERTY Title ">{r("Luật số 61/2024/QH15")}</w:fldSimple>',
    "complex field": complex_field(' HYPERLINK "https://example.vn" ', "Luật số 61/2024/QH15"),
    "field in a field": complex_field(" IF ", "Luật số ").replace(
        "</w:t></w:r>", "</w:t></w:r>" + complex_field(" REF a ", "61/2024/QH15"), 1
    ),
    "insertion": f"<w:ins {CHANGE}>{r('Luật số 61/2024/QH15')}</w:ins>",
    "moved here": f"<w:moveTo {CHANGE}>{r('Luật số 61/2024/QH15')}</w:moveTo>",
    "ruby": f"<w:r><w:ruby><w:rt>{r('bỏ')}</w:rt><w:rubyBase>{r('Luật số 61/2024/QH15')}</w:rubyBase></w:ruby></w:r>",
}


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
def test_words_inside_wrappers_are_read(wrapped: str) -> None:
    """Links, content controls, smart tags, fields and insertions lose none of their words and add none."""
    assert only(p(r("Căn cứ ") + wrapped + r(";"))).text == "Căn cứ Luật số 61/2024/QH15;"


DROPPED = {
    "deletion": f"<w:del {CHANGE}><w:r><w:delText>bỏ</w:delText></w:r></w:del>",
    "moved away": f"<w:moveFrom {CHANGE}>{r('bỏ')}</w:moveFrom>",
    "hidden": r("bỏ", "<w:vanish/>"),
    "page number": complex_field(" PAGE \\* MERGEFORMAT ", "7"),
    "number of pages": f'<w:fldSimple w:instr="NUMPAGES">{r("7")}</w:fldSimple>',
    "instruction of a field that shows nothing": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> XE "bỏ" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "mark of a comment": '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
    "mark of a note": '<w:r><w:footnoteReference w:id="9"/></w:r>',
}


@pytest.mark.parametrize("dropped", DROPPED.values(), ids=DROPPED)
def test_what_is_not_printed_is_dropped(dropped: str) -> None:
    """Deleted and hidden words, page numbers and instructions are not in the text."""
    assert texts(p(r("tăng ") + dropped + r("12%")))[0] == "tăng 12%"


def test_inserted_hidden_off_is_shown() -> None:
    """`w:vanish w:val="0"` is no hiding."""
    assert only(p(r("có", '<w:vanish w:val="0"/>'))).text == "có"


def test_field_over_several_paragraphs() -> None:
    """A field that begins in one paragraph and ends in another shows all paragraphs of its result."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r>'
    body = p(begin + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("I. Mục tiêu")) + p("II. Nhiệm vụ")
    assert texts(body + p(r("hết") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')) == [
        "I. Mục tiêu",
        "II. Nhiệm vụ",
        "hết",
    ]


def test_field_that_never_ends_swallows_nothing() -> None:
    """A lost end of a field costs at most its own paragraph."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    assert texts(p(r("a") + begin) + p("b") + p("c")) == ["a", "b", "c"]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="DeMuc"><w:name w:val="Đề mục"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="DeMuc"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Nhe"><w:basedOn w:val="DeMuc"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="RingA"><w:basedOn w:val="RingB"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="RingB"><w:basedOn w:val="RingA"/></w:style>'
)
STRONG = {
    "all runs bold": (p(r("I. ", "<w:b/>") + r("MỤC TIÊU", '<w:b w:val="true"/>')), True),
    "one run not bold": (p(r("I. ", "<w:b/>") + r("Mục tiêu")), False),
    "only a colon not bold": (p(r("Mục tiêu", "<w:b/>") + r(": ")), True),
    "bold switched off": (p(r("Mục tiêu", '<w:b w:val="0"/>')), False),
    "bold style": (p("Mục tiêu", '<w:pStyle w:val="DeMuc"/>'), True),
    "style based on a bold one": (p("Mục tiêu", '<w:pStyle w:val="Con"/>'), True),
    "style that takes bold back": (p("Mục tiêu", '<w:pStyle w:val="Nhe"/>'), False),
    "run not bold in a bold style": (p(r("Mục tiêu", '<w:b w:val="0"/>'), '<w:pStyle w:val="DeMuc"/>'), False),
    "character style": (p(r("Mục tiêu", '<w:rStyle w:val="Strong"/>')), True),
    "bold in bold cancels out": (p(r("Mục", '<w:rStyle w:val="Strong"/>'), '<w:pStyle w:val="DeMuc"/>'), False),
    "heading style": (p("Mục tiêu", '<w:pStyle w:val="Heading1"/>'), True),
    "heading style made light": (p(r("a", '<w:b w:val="0"/>'), '<w:pStyle w:val="Heading1"/>'), False),
    "hidden light words do not count": (p(r("a", "<w:b/>") + r("b", '<w:rStyle w:val="An"/>')), True),
    "unknown style": (p("Mục tiêu", '<w:pStyle w:val="Khong"/>'), False),
    "styles in a ring": (p("Mục tiêu", '<w:pStyle w:val="RingA"/>'), False),
}


@pytest.mark.parametrize(("body", "strong"), STRONG.values(), ids=STRONG)
def test_strong(body: str, strong: bool) -> None:
    """A paragraph is strong when all its visible words are bold, itself or by style, or it is a heading."""
    assert only(body, styles=STYLES).strong is strong


def test_empty_paragraph_is_not_strong() -> None:
    """A paragraph without words stands out from nothing."""
    assert only(p("", '<w:pStyle w:val="Heading1"/>'), styles=STYLES) == Paragraph("")


def test_inserted_file_is_doubted() -> None:
    """A file inserted whole is not read, and a doubt says so."""
    assert [d.code for d in read(docx(p("a") + '<w:altChunk xmlns:r="x" r:id="rId9"/>')).doubts] == ["part_not_read"]


def test_markdown_as_word_file() -> None:
    """The tests' own maker of Word files: headings, bold runs and automatic bullets are read back as text."""
    reading = read(
        markdown_to_docx("## II. CHỈ TIÊU\n\n- Đạt **90%**\n  trở lên\n- Hai\n\n| A | B |\n|---|---|\n| 1 | 2 |\n")
    )
    assert reading.parts[:3] == (
        Paragraph("II. CHỈ TIÊU", strong=True),
        Paragraph("- Đạt 90% trở lên"),
        Paragraph("- Hai"),
    )
    assert [[c.text for c in part.cells] for part in reading.parts if isinstance(part, Row)] == [["A", "B"], ["1", "2"]]


def test_strict_open_xml() -> None:
    """A file saved as "Strict Open XML" reads the same."""
    data = docx(item("Mục"), numbering=numbering(level(0, "decimal", "%1.")))
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    with ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name).replace(MAIN.encode(), strict) for name in archive.namelist()}
    assert read(packed(dict(members))).parts == (Paragraph("1. Mục"),)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not beside this checkout")
def test_plan_of_a_province_is_read_in_order() -> None:
    """A plan as issued: header table, automatic numbers, bullets and forms, in the order they are printed."""
    reading = read((SHARED / "cases/lao-cai-industry-2026-2030/source.docx").read_bytes())
    assert isinstance(reading.parts[0], Row)
    assert reading.parts[0].cells[0].text == "UBND TỈNH LÀO CAI\nSỞ CÔNG THƯƠNG\nSố: /KH-SCT"
    lines = [part.text for part in reading.parts if isinstance(part, Paragraph)]
    wanted = ["KẾ HOẠCH", "I. MỤC ĐÍCH, YÊU CẦU", "- Chỉ số sản xuất công nghiệp tăng bình quân 12%/năm."]
    wanted += ["VI. CHẾ ĐỘ BÁO CÁO", "II. Kết quả thực hiện"]
    places = [lines.index(text) for text in wanted]
    assert all(first < second for first, second in itertools.pairwise(places))
    assert reading.doubts == ()

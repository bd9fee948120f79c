"""What stands beside the text of a DOCX: boxes, notes, running heads; and letters of the old fonts."""

from __future__ import annotations

import pytest
from docx_samples import (
    CHANGE,
    cell,
    docx,
    p,
    r,
    read,
    row,
    table,
    text_box,
    texts,
)

from dondoc.reading.document import Paragraph, Row


def test_text_box_comes_once_after_its_paragraph() -> None:
    """Word stores a box twice; it is read once, after the paragraph that anchors it, with its tables."""
    box = text_box(p("Trong khung") + table(row(cell("ô 1"), cell("ô 2"))))
    parts = read(docx(p(r("Trước ") + box + r("sau")) + p("Tiếp"))).parts
    assert [part.text for part in parts if isinstance(part, Paragraph)] == ["Trước sau", "Trong khung", "Tiếp"]
    assert isinstance(parts[2], Row)
    assert [found.text for found in parts[2].cells] == ["ô 1", "ô 2"]


def test_old_text_box_without_new_form() -> None:
    """A box of an old program, in VML alone, is read too; also one inside a box."""
    inner = "<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>trong</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    inner += "</w:pict></w:r>"
    outer = f"<w:r><w:pict><v:textbox><w:txbxContent>{p(r('ngoài') + inner)}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert texts(p(r("thân") + outer)) == ["thân", "ngoài", "trong"]


def test_text_box_in_a_deleted_run_is_dropped() -> None:
    """A box that was deleted is not read."""
    assert texts(p(r("thân") + f"<w:del {CHANGE}>{text_box(p('bỏ'))}</w:del>")) == ["thân"]


def test_notes_come_last_without_marks() -> None:
    """Footnotes and then endnotes stand at the end, in the order of their marks, which leave no trace in the text."""
    notes = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>' + "".join(
        f'<w:footnote w:id="{number}">{p("<w:r><w:footnoteRef/></w:r>" + r(text))}</w:footnote>'
        for number, text in ((1, " Theo Luật A."), (2, " Theo Luật B."), (3, "không ai nhắc"))
    )
    ends = f'<w:endnote w:id="1">{p("Chú thích cuối")}{p("dòng hai")}</w:endnote>'
    marks = [
        '<w:r><w:endnoteReference w:id="1"/></w:r>',
        *(f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in (2, 1)),
    ]
    body = p(r("Đạt 90%") + marks[0] + r(" dân số") + marks[1] + r(".")) + p(r("Hết") + marks[2])
    assert read(docx(body, footnotes=notes, endnotes=ends)).parts == (
        Paragraph("Đạt 90% dân số."),
        Paragraph("Hết"),
        Paragraph("Theo Luật B.", note=True),
        Paragraph("Theo Luật A.", note=True),
        Paragraph("Chú thích cuối\ndòng hai", note=True),
    )


def test_custom_mark_of_a_note_is_dropped() -> None:
    """A note marked with a star of the author's own leaves no star in the text."""
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    note = f'<w:footnote w:id="1">{p("Chú thích")}</w:footnote>'
    assert texts(p(r("Dân số") + mark), footnotes=note) == ["Dân số", "Chú thích"]


def test_running_heads_are_not_read() -> None:
    """Heads, feet and comments of the pages are no part of the text."""
    assert texts(p("Thân"), header1=p("Đầu trang"), footer1=p("Trang 1"), comments=p("ý kiến")) == ["Thân"]


def fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


LEGACY = {
    "TCVN3": (r("Uû ban nh©n d©n", fonts(".VnTime")), "Uỷ ban nhân dân", "TCVN3"),
    "TCVN3 capitals": (r("nghÞ quyÕt", fonts(".VnTimeH")), "NGHỊ QUYẾT", "TCVN3"),
    "VNI": (r("Quyeát ñònh", fonts("VNI-Times")), "Quyết định", "VNI"),
    "VNI letter over two runs": (
        r("Quye", fonts("VNI-Times")) + r("át", fonts("VNI-Times") + "<w:i/>"),
        "Quyết",
        "VNI",
    ),
}


@pytest.mark.parametrize(("runs", "text", "encoding"), LEGACY.values(), ids=LEGACY)
def test_legacy_letters(runs: str, text: str, encoding: str) -> None:
    """Text in TCVN3 and VNI fonts becomes Unicode, and one doubt a document says so."""
    reading = read(docx(p(runs) + p(runs)))
    assert reading.parts[0] == Paragraph(text)
    assert [(doubt.code, doubt.values["encoding"]) for doubt in reading.doubts] == [("legacy_letters", encoding)]


def test_legacy_font_by_style() -> None:
    """The font may come from the document's default style."""
    style = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:rPr>{fonts('.VnTime')}</w:rPr></w:style>"
    )
    assert texts(p("§¶ng bé"), styles=style) == ["Đảng bộ"]


def test_unicode_in_a_legacy_font_stays() -> None:
    """Unicode letters in a run whose font is called .VnTime are left as they are, without a doubt."""
    reading = read(docx(p(r("Ủy ban nhân dân", fonts(".VnTime")))))
    assert reading.parts == (Paragraph("Ủy ban nhân dân"),)
    assert reading.doubts == ()

"""Tracked changes and hidden words of a DOCX: the text is the one after all changes are accepted."""

from __future__ import annotations

from docx_samples import (
    CHANGE,
    MARK_DELETED,
    cell,
    docx,
    item,
    level,
    numbering,
    p,
    r,
    read,
    row,
    table,
    texts,
)

from dondoc.reading.document import Paragraph, Row


def test_deleted_paragraph_mark_joins_paragraphs() -> None:
    """Where a paragraph's end was deleted its words go on in the next one, with the next one's number."""
    lists = numbering(level(0, "decimal", "%1."))
    body = p("Hoàn thành ", MARK_DELETED) + item("chỉ tiêu") + item("Hai")
    assert texts(body, numbering=lists) == ["1. Hoàn thành chỉ tiêu", "2. Hai"]


def test_deleted_last_mark_keeps_its_words() -> None:
    """Words before a deleted mark are kept when a table or nothing at all follows."""
    assert texts(p("cuối", MARK_DELETED)) == ["cuối"]
    reading = read(docx(p("trước", MARK_DELETED) + table(row(cell("ô")))))
    assert [type(part) for part in reading.parts] == [Paragraph, Row]


def test_wholly_deleted_paragraph_takes_no_number() -> None:
    """A deleted list item is not counted."""
    lists = numbering(level(0, "decimal", "%1."))
    gone = item(f"<w:del {CHANGE}><w:r><w:delText>bỏ</w:delText></w:r></w:del>", properties=MARK_DELETED)
    gone = gone.replace(MARK_DELETED, "").replace("</w:pPr>", MARK_DELETED + "</w:pPr>")
    assert texts(item("Một") + gone + item("Hai"), numbering=lists) == ["1. Một", "2. Hai"]


def test_hidden_paragraph_takes_no_number() -> None:
    """A list item hidden with its mark is neither printed nor counted."""
    lists = numbering(level(0, "decimal", "%1."))
    hidden = item(r("ẩn", "<w:vanish/>")).replace("</w:pPr>", "<w:rPr><w:vanish/></w:rPr></w:pPr>")
    assert texts(item("Một") + hidden + item("Hai"), numbering=lists) == ["1. Một", "2. Hai"]


def test_heading_run_into_its_text() -> None:
    """A style separator (a hidden mark) prints the heading and the text after it as one line."""
    lists = numbering(level(0, "decimal", "%1."))
    heading = item("Mục tiêu.").replace("</w:pPr>", "<w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>")
    assert texts(heading + p(" Đến năm 2030"), numbering=lists) == ["1. Mục tiêu. Đến năm 2030"]

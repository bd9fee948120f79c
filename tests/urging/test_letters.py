"""Letters as documents: the form, the same bytes each time, and templates that are traps."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest

from dondoc.reporting.letters.document import letter_to_docx, own_template
from dondoc.reporting.letters.letter import Letter, Line
from dondoc.reporting.word_forms import FormError
from tools.letter_template import template

LETTER = Letter(
    of_party=True, superior="Tỉnh ủy Kon Tum", office="Văn phòng Tỉnh ủy", kind="Phiếu đôn đốc",
    subject="đôn đốc thực hiện nhiệm vụ quá hạn", addressee="Sở Tài chính", opening="Dòng một.\nDòng hai.",
    closing="Đề nghị khẩn trương./.", number="12-CV/VPTU", place="Kon Tum", issued_on=date(2024, 1, 4),
    answer_by=date(2024, 1, 9),
    lines=(Line("N02 Đề án <b> & {{ office }}", date(2023, 11, 29), "quá hạn 25 ngày làm việc"),),
    kept_back=2,
)  # fmt: skip


def _words(data: bytes) -> str:
    opened = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in opened.paragraphs)])


def _with(words: str) -> bytes:
    made = docx.Document()
    made.add_paragraph(words)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_the_document_says_all_of_the_letter() -> None:
    """Head, number and day, list, answer, closing; words of a thing are words, never markup or template."""
    said = _words(letter_to_docx(LETTER))
    for words in (
        "ĐẢNG CỘNG SẢN VIỆT NAM", "TỈNH ỦY KON TUM", "Số 12-CV/VPTU", "Kon Tum, ngày 04 tháng 01 năm 2024",
        "Kính gửi: Sở Tài chính", "Dòng hai.", "N02 Đề án <b> & {{ office }}", "29/11/2023",
        "Ngoài ra có 2 việc hạn chế, xem trong hệ thống.", "Đề nghị trả lời trước hết ngày 9/1/2024.",
        "Đề nghị khẩn trương./.",
    ):  # fmt: skip
        assert words in said, words
    assert "CỘNG HÒA" not in said


def test_an_office_of_the_state_has_its_own_head() -> None:
    """Quốc hiệu and tiêu ngữ, a colon behind «Số», no asterisk; a draft has no number and no day."""
    said = _words(letter_to_docx(replace(LETTER, of_party=False, number="", issued_on=None, answer_by=None)))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in said
    assert "Số: …" in said
    assert "ngày … tháng … năm …" in said
    assert "Đề nghị trả lời" not in said


def test_the_same_letter_gives_the_same_bytes() -> None:
    """And so does the tool that makes the template, which is the one that is shipped."""
    assert letter_to_docx(LETTER) == letter_to_docx(LETTER)
    assert template() == own_template()


@pytest.mark.parametrize(
    "words",
    [
        "{{ office.__class__.__mro__ }}",
        "{{ office.__class__ }}",
        "{{ no_such_name }}",
        "{{ lines.pop() }}",
        "{% for a in range(1000000) %}{% for b in range(1000000) %}x{% endfor %}{% endfor %}",
        "{% for a in lines %}{% for b in lines %}{% for c in lines %}x{% endfor %}{% endfor %}{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ office|attr('__class__') }}",
        "{% include '/etc/passwd' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}",
        "{{ office",
    ],
)
def test_a_hostile_template_is_refused(words: str) -> None:
    """Before any of it runs, whatever it asks for."""
    with pytest.raises(FormError):
        letter_to_docx(LETTER, _with(words))


def test_what_is_no_template_is_refused() -> None:
    """No ZIP, a ZIP without a document, entities, macros."""
    entities = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(own_template())) as source, zipfile.ZipFile(entities, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            copy.writestr(name, data)
    macros = io.BytesIO(own_template())
    with zipfile.ZipFile(macros, "a") as copy:
        copy.writestr("word/vbaProject.bin", b"x")
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as copy:
        copy.writestr("a.txt", "x")
    for data in (b"x", b"", empty.getvalue(), entities.getvalue(), macros.getvalue()):
        with pytest.raises(FormError):
            letter_to_docx(LETTER, data)

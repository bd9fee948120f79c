"""Makes the program's template of letters of urging: python -m tools.letter_template

A form by NĐ 30/2020/NĐ-CP, Phụ lục I (A4, margins 20, 20, 30, 15 mm, Times New Roman). What it may name is in
docs/urging.md. Offices take it, edit it in Word and give it back.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dondoc.reporting.packing import packed
from dondoc.reporting.spreadsheet import CREATED

PLACE = Path(__file__).resolve().parents[1] / "src/dondoc/reporting/letters/templates/letter.docx"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
HEADINGS = ("TT", "Nội dung công việc", "Thời hạn", "Tình trạng", "Đã đôn đốc")
WIDTHS = (10, 70, 25, 30, 30)


def template() -> bytes:
    """The template's bytes, the same each time."""
    made = docx.Document()
    _page(made)
    head = made.add_table(rows=1, cols=2)
    _head(*head.rows[0].cells)
    _say(made, "{{ kind }}", CENTRE, 14, bold=True, before=12)
    _say(made, "{{ subject }}", CENTRE, 14, bold=True)
    _say(made, "Kính gửi: {{ addressee }}", CENTRE, 14, before=12)
    _repeated(made, "opening")
    _table(made, "lines")
    _say(made, "{%p if kept_back %}")
    _say(made, "Ngoài ra có {{ kept_back }} việc hạn chế, xem trong hệ thống.", size=13)
    _say(made, "{%p endif %}")
    _say(made, "{%p if others %}")
    _say(made, "Các việc quá hạn khác đã được đôn đốc và chưa hoàn thành:", size=14, before=6)
    _say(made, "{%p endif %}")
    _table(made, "others")
    _say(made, "{%p if others_kept_back %}")
    _say(made, "Ngoài ra có {{ others_kept_back }} việc hạn chế khác đã được đôn đốc, xem trong hệ thống.", size=13)
    _say(made, "{%p endif %}")
    _say(made, "{%p if answer_by %}")
    _say(made, "Đề nghị trả lời trước hết ngày {{ answer_by }}.", size=14, before=6)
    _say(made, "{%p endif %}")
    _repeated(made, "closing")
    foot = made.add_table(rows=1, cols=2)
    _foot(*foot.rows[0].cells)
    properties = made.core_properties
    properties.created = properties.modified = CREATED
    properties.author = properties.last_modified_by = properties.comments = properties.title = ""
    written = io.BytesIO()
    made.save(written)
    return packed(written.getvalue())


def _page(made: Any) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(3)


def _head(left: Any, right: Any) -> None:
    _say(left, "{{ superior }}", CENTRE, 12, first=True)
    _say(left, "{{ office }}", CENTRE, 12, bold=True)
    _say(left, "{%p if of_party %}")
    _say(left, "*", CENTRE, 12)
    _say(left, "Số {{ number }}", CENTRE, 13)
    _say(left, "{%p else %}")
    _say(left, "Số: {{ number }}", CENTRE, 13)
    _say(left, "{%p endif %}")
    _say(right, "{%p if of_party %}", first=True)
    _say(right, "ĐẢNG CỘNG SẢN VIỆT NAM", CENTRE, 13, bold=True)
    _say(right, "{%p else %}")
    _say(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", CENTRE, 12, bold=True)
    _say(right, "Độc lập - Tự do - Hạnh phúc", CENTRE, 13, bold=True)
    _say(right, "{%p endif %}")
    _say(right, "{{ dated }}", CENTRE, 13, italic=True)


def _foot(left: Any, right: Any) -> None:
    _say(left, "Nơi nhận:", None, 12, bold=True, italic=True, first=True)
    _say(left, "- Như trên;", None, 11)
    _say(left, "- Lưu: VT.", None, 11)
    _say(right, "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ", CENTRE, 13, bold=True, first=True)


def _repeated(made: Any, name: str) -> None:
    _say(made, "{%p for line in " + name + " %}")
    _say(made, "{{ line }}", WD_ALIGN_PARAGRAPH.JUSTIFY, 14, before=6)
    _say(made, "{%p endfor %}")


def _table(made: Any, name: str) -> None:
    _say(made, "{%p if " + name + " %}")
    table = made.add_table(rows=4, cols=len(HEADINGS), style="Table Grid")
    cells = ("{{ line.place }}", "{{ line.name }}", "{{ line.deadline }}", "{{ line.why }}", "{{ line.before }}")
    for cell, words in zip(table.rows[0].cells, HEADINGS, strict=True):
        _say(cell, words, CENTRE, 12, bold=True, first=True)
    _say(table.rows[1].cells[0], "{%tr for line in " + name + " %}", first=True)
    for cell, words in zip(table.rows[2].cells, cells, strict=True):
        _say(cell, words, None, 12, first=True)
    _say(table.rows[3].cells[0], "{%tr endfor %}", first=True)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Mm(width)
    _say(made, "{%p endif %}")


def _say(
    where: Any, words: str, align: Any = None, size: int = 12, *, bold: bool = False, italic: bool = False,
    before: int = 0, first: bool = False,
) -> None:  # fmt: skip
    paragraph = where.paragraphs[0] if first else where.add_paragraph()
    run = paragraph.add_run(words)
    run.bold, run.italic, run.font.size = bold or None, italic or None, Pt(size)
    if align is not None:
        paragraph.alignment = align
    if before:
        paragraph.paragraph_format.space_before = Pt(before)


if __name__ == "__main__":
    PLACE.write_bytes(template())

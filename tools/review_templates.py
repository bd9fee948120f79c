"""Makes the Word templates of a review in the form of the State and of the Party. Run by `make docs`.

They are kept as files, because an office opens and edits them in Word; made here so that a change can be read.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dondoc.reporting.packing import packed
from dondoc.reporting.reviews.annex import COLUMNS
from dondoc.reporting.reviews.patterns import say
from dondoc.reporting.spreadsheet import CREATED

FOLDER = Path(__file__).resolve().parents[1] / "src" / "dondoc" / "reporting" / "reviews" / "templates"
CENTER, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
GREY, RED = RGBColor(0x59, 0x59, 0x59), RGBColor(0xB0, 0x00, 0x20)
# Of the twelve columns, in millimetres; together the line of a landscape page.
WIDTHS = (10, 64, 20, 17, 17, 17, 17, 15, 16, 24, 24, 32)
GROUNDS = ("record", "value", "days", "stage", "known_on", "source")
GROUND_WIDTHS = (22, 38, 50, 20, 24, 116)


def template(*, of_party: bool) -> bytes:
    """The bytes of one template: always the same."""
    document = docx.Document()
    _style(document)
    _page(document.sections[0])
    _page_head(document.sections[0])
    _letterhead(document, of_party)
    _title(document, of_party)
    _body(document)
    _foot(document, of_party)
    _annex(document)
    _grounds(document)
    written = io.BytesIO()
    document.save(written)
    return packed(written.getvalue())


def _style(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.element.rPr.rFonts.set(qn("w:cs"), "Times New Roman")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.title = properties.author = properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = CREATED


def _page(section: Any) -> None:
    """NĐ 30/2020/NĐ-CP, Phụ lục I: A4, 20-25 mm above and below, 30-35 on the left, 15-20 on the right."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)


def _page_head(section: Any) -> None:
    """The page number above the text, centred, not on the first page; what is illustrative is said on every page."""
    section.different_first_page_header_footer = True
    warning = "{% if illustrative %}{{ illustrative }}{% endif %}"
    _paragraph(section.first_page_header, warning, CENTER, size=10, bold=True, colour=RED)
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    _paragraph(section.header, warning, CENTER, size=10, bold=True, colour=RED)


def _letterhead(document: Any, of_party: bool) -> None:
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    _wide(table, (75, 90))
    _paragraph(left, "{%p if superior %}", CENTER, first=True)
    _paragraph(left, "{{ superior }}", CENTER, size=13)
    _paragraph(left, "{%p endif %}", CENTER)
    _paragraph(left, "{{ office }}", CENTER, size=13, bold=True)
    _paragraph(left, "*" if of_party else "———————", CENTER, size=13 if of_party else 9)
    _paragraph(left, "{{ symbol }}", CENTER, size=13)
    if of_party:
        _paragraph(right, "ĐẢNG CỘNG SẢN VIỆT NAM", CENTER, size=15, bold=True, underline=True, first=True)
    else:
        _paragraph(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", CENTER, size=12, bold=True, first=True)
        _paragraph(right, "Độc lập - Tự do - Hạnh phúc", CENTER, size=13, bold=True)
        _paragraph(right, "———————————", CENTER, size=9)
    _paragraph(right, "{{ place }}, ngày … tháng … năm …", CENTER, size=13, italic=True)


def _title(document: Any, of_party: bool) -> None:
    _paragraph(document, "", CENTER, size=8)
    _paragraph(document, "{{ title }}", CENTER, size=16 if of_party else 14, bold=True)
    _paragraph(document, "{{ subject }}", CENTER, bold=True)
    _paragraph(document, "-----" if of_party else "———————", CENTER, size=13 if of_party else 9, after=10)


def _body(document: Any) -> None:
    """Headings, sentences with the mark of their record, and marked places, as they come."""
    _paragraph(document, "{%p for line in lines %}")
    _paragraph(document, '{%p if line.kind == "part" %}')
    heading = "{{ line.number }}. {{ line.text }}"
    _paragraph(document, heading, LEFT, bold=True, after=6, before=8, keep=True)
    _paragraph(document, '{%p elif line.kind == "section" %}')
    _paragraph(
        document, "{{ line.number }}. {{ line.text }}", LEFT, bold=True, after=4, before=4, keep=True, indent=True
    )
    _paragraph(document, '{%p elif line.kind == "marked" %}')
    _paragraph(document, "{{ line.text }}", JUSTIFY, after=4, indent=True, highlight=True)
    _paragraph(document, "{%p else %}")
    sentence = _paragraph(document, "{{ line.text }}", JUSTIFY, after=4, indent=True)
    mark = sentence.add_run("{% if line.mark %} {{ line.mark }}{% endif %}")
    mark.font.size, mark.font.color.rgb = Pt(8), GREY
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p endfor %}")


def _foot(document: Any, of_party: bool) -> None:
    _paragraph(document, "", size=8)
    table = document.add_table(rows=1, cols=2)
    _wide(table, (80, 85))
    left, right = table.rows[0].cells
    heading = _paragraph(left, "Nơi nhận:", LEFT, size=12 if not of_party else 14, first=True)
    heading.runs[0].bold, heading.runs[0].italic, heading.runs[0].underline = not of_party, not of_party, of_party
    _paragraph(left, "{%p for each in recipients %}", LEFT)
    _paragraph(left, "- {{ each }};", LEFT, size=11 if not of_party else 12)
    _paragraph(left, "{%p endfor %}", LEFT)
    _paragraph(right, "{%p for each in signing %}", CENTER, first=True)
    _paragraph(right, "{{ each }}", CENTER, bold=True, after=6)
    _paragraph(right, "{%p endfor %}", CENTER)


def _landscape(document: Any) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin = section.bottom_margin = Mm(15)
    section.different_first_page_header_footer = False


def _annex(document: Any) -> None:
    _landscape(document)
    _paragraph(document, "PHỤ LỤC", CENTER, bold=True)
    _paragraph(document, "{{ annex }}", CENTER, size=13, bold=True)
    _paragraph(document, "({{ annex_known }})", CENTER, size=12, italic=True, after=6)
    table = _table(document, [say(f"column.{name}") for name in COLUMNS], WIDTHS)
    _tag(table, "{%tr for row in rows %}")
    _tag(table, "{%tr if row.is_heading %}")
    _cells(table, ["{{ row.number }}", "{{ row.indicator }}", *[""] * (len(COLUMNS) - 2)], bold=True)
    _tag(table, "{%tr else %}")
    _cells(table, [f"{{{{ row.{name} }}}}" for name in COLUMNS])
    _tag(table, "{%tr endif %}")
    _tag(table, "{%tr endfor %}")
    for row in table.rows:
        _widths(row, WIDTHS)


def _grounds(document: Any) -> None:
    _paragraph(document, "", size=8)
    _paragraph(document, "CĂN CỨ CỦA CÁC NHẬN ĐỊNH", CENTER, bold=True, page_break=True)
    _paragraph(document, "(phục vụ rà soát, bỏ khi ban hành)", CENTER, size=12, italic=True, after=6)
    table = _table(document, [say(f"ground.{name}") for name in GROUNDS], GROUND_WIDTHS)
    _tag(table, "{%tr for each in grounds %}")
    _cells(table, [f"{{{{ each.{name} }}}}" for name in GROUNDS])
    _tag(table, "{%tr endfor %}")
    for row in table.rows:
        _widths(row, GROUND_WIDTHS)
    _paragraph(document, "{%p if doubts %}")
    _paragraph(document, "Lưu ý về số liệu:", LEFT, size=12, bold=True, before=8)
    _paragraph(document, "{%p for each in doubts %}")
    _paragraph(document, "- {{ each }}", LEFT, size=12)
    _paragraph(document, "{%p endfor %}")
    _paragraph(document, "{%p endif %}")


def _table(document: Any, headings: list[str], widths: tuple[int, ...]) -> Any:
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        _paragraph(cell, heading, CENTER, size=10, bold=True, first=True)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for grid, width in zip(table._tbl.tblGrid, widths, strict=True):
        grid.set(qn("w:w"), str(Mm(width).twips))
    return table


def _tag(table: Any, tag: str) -> None:
    _paragraph(table.add_row().cells[0], tag, first=True, size=10)


def _cells(table: Any, texts: list[str], *, bold: bool = False) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    numbers = {"before", "plan", "done", "whole_year", "percent", "year_on_year"}
    for cell, text in zip(row.cells, texts, strict=True):
        is_number = text.removeprefix("{{ row.").removesuffix(" }}") in numbers
        _paragraph(cell, text, RIGHT if is_number else LEFT, size=10, bold=bold, first=True)


def _widths(row: Any, widths: tuple[int, ...]) -> None:
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)


def _wide(table: Any, widths: tuple[int, ...]) -> None:
    table.autofit = False
    _widths(table.rows[0], widths)


def _paragraph(
    where: Any, text: str, alignment: Any = LEFT, *, size: int = 14, bold: bool = False, italic: bool = False,
    underline: bool = False, colour: Any = None, first: bool = False, after: int = 0, before: int = 0,
    indent: bool = False, keep: bool = False, highlight: bool = False, page_break: bool = False,
) -> Any:  # fmt: skip
    """A paragraph with one run; `first`: the one that a new cell has already."""
    paragraph = where.paragraphs[0] if first else where.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic, run.underline = Pt(size), bold, italic, underline
    if colour is not None:
        run.font.color.rgb = colour
    if highlight:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    form = paragraph.paragraph_format
    paragraph.alignment, form.space_after, form.space_before = alignment, Pt(after), Pt(before)
    form.first_line_indent, form.keep_with_next = (Mm(10) if indent else None), keep
    form.page_break_before = page_break
    return paragraph


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    for name, of_party in (("party.docx", True), ("state.docx", False)):
        (FOLDER / name).write_bytes(template(of_party=of_party))
    return 0


if __name__ == "__main__":
    sys.exit(main())

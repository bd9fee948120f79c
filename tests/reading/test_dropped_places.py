"""A mark that stands only where a reader looks away: it is found there, in every format."""

from __future__ import annotations

import io

import docx_samples as word
import pytest
from pdf_samples import FONT, canvas_pdf, scattered_pdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from samples import PARAGRAPHS, docx_bytes, rezipped, text_bytes

from dondoc.findings import SecretDocumentError
from dondoc.reading import read

MARK = "TỐI MẬT"
PROPERTIES = '<cp:p xmlns:cp="c" xmlns:dc="d"><dc:title>{}</dc:title></cp:p>'


def page(inside: str, title: str = "Nghị quyết") -> bytes:
    """A saved page with `inside` before the document's paragraphs."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 3)
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{inside}<main>{body}</main></body></html>".encode()


HTML = {
    "hidden": '<div style="display:none">{}</div>',
    "hidden attribute": "<p hidden>{}</p>",
    "aside": "<aside><p>{}</p></aside>",
    "menu": "<nav><ul><li>{}</li></ul></nav>",
    "menu element": "<menu><li>{}</li></menu>",
    "foot": '<div class="footer"><p>{}</p></div>',
    "comments": '<div class="comments">{}</div>',
    "form": "<form><select><option>{}</option></select></form>",
    "template": "<template><p>{}</p></template>",
}


def in_word(**parts: str) -> bytes:
    """A DOCX with the usual paragraphs and these further parts."""
    body = "".join(word.p(paragraph) for paragraph in PARAGRAPHS)
    return word.docx(parts.pop("body", "") + body, **parts)


def words(mark: str) -> dict[str, bytes]:
    """DOCX files that bear `mark` in a place that the reader drops or moves."""
    deleted = f"<w:del {word.CHANGE}><w:r><w:delText>{mark}</w:delText></w:r></w:del>"
    return {
        "header": in_word(header1=word.p(mark)),
        "footer": in_word(footer1=word.p(mark)),
        "comment": in_word(comments=f'<w:comment w:id="0">{word.p(mark)}</w:comment>'),
        "footnote nobody refers to": in_word(footnotes=f'<w:footnote w:id="7">{word.p(mark)}</w:footnote>'),
        "text box": in_word(body=word.p(word.r("Số: 12") + word.text_box(word.p(mark)))),
        "deleted": in_word(body=word.p(deleted)),
        "hidden": in_word(body=word.p(word.r(mark, "<w:vanish/>"))),
        "title": rezipped(docx_bytes(), {"docProps/core.xml": PROPERTIES.format(mark).encode()}),
    }


def drawn(mark: str, place: str) -> bytes:
    """A PDF of three pages of prose that bears `mark` in one of the places that the reader drops."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for number in range(1, 4):
        canvas.setFont(FONT, 13)
        if place == "head":
            canvas.drawCentredString(300, 810, mark)
        if place == "foot":
            canvas.drawCentredString(300, 30, mark)
        canvas.drawCentredString(300, 790, str(number))
        if place == "number":
            canvas.drawString(85, 790, mark)
        for line, text in enumerate(PARAGRAPHS * 3):
            canvas.drawString(85, 740 - 24 * line, text)
        if place == "annotation" and number == 2:
            canvas.textAnnotation(mark, Rect=[100, 100, 200, 200])
        if place == "field" and number == 2:
            canvas.acroForm.textfield(name="do_mat", value=mark, x=100, y=100, width=200, height=20)
        canvas.showPage()
    if place in ("Title", "Subject", "Keywords"):
        getattr(canvas, f"set{place}")(mark)
    canvas.save()
    return file.getvalue()


PDF = ("head", "foot", "number", "annotation", "field", "Title", "Subject", "Keywords")
# A form field's own font (Helvetica) has no Vietnamese letters.
PLAIN_MARKS = {"field": "TOI MAT"}


def everywhere(mark: str | None) -> dict[str, bytes]:
    """Every file by its name, with the mark or (None) with other words in its place."""
    said = mark or "Lưu ý"
    files = {f"HTML {name}": page(inside.format(said)) for name, inside in HTML.items()}
    files["HTML title"] = page("", title=said)
    files |= {f"DOCX {name}": data for name, data in words(said).items()}
    files |= {f"PDF {name}": drawn(PLAIN_MARKS.get(name, said) if mark else "Luu y", name) for name in PDF}
    files["PDF drawn out of order"] = scattered_pdf([*PARAGRAPHS, said])
    files["PDF clipped"] = canvas_pdf([(85, 760 - 20 * n, t) for n, t in enumerate(PARAGRAPHS)] + [(85, 2000, said)])
    files["text, between rulers"] = text_bytes(*PARAGRAPHS, "----------", said, "==========")
    files["Markdown, link text"] = text_bytes("# NGHỊ QUYẾT", *PARAGRAPHS, "", f"[{said}](https://a.vn)")
    files["Markdown, code"] = text_bytes("# NGHỊ QUYẾT", *PARAGRAPHS, "```", said, "```")
    return files


SECRET = everywhere(MARK)
OPEN = everywhere(None)


@pytest.mark.parametrize("name", SECRET)
def test_a_mark_in_a_dropped_place_is_found(name: str) -> None:
    """The file is refused; the same file with other words in that place is read."""
    with pytest.raises(SecretDocumentError):
        read(SECRET[name])
    assert "tiến độ giải ngân vốn đầu tư công" in read(OPEN[name]).text

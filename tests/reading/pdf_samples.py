"""PDFs for the tests, drawn with reportlab in Be Vietnam Pro: the layouts that official documents come in.

Everything is made in memory and with fixed metadata, so the same call gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg_be_vietnam_pro
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONT = "BeVietnam"
_FILES = {"": "Regular", "-Bold": "Bold", "-Italic": "Italic", "-BoldItalic": "BoldItalic"}


def _register() -> None:
    folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    for suffix, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(FONT + suffix, str(folder / f"BeVietnamPro-{file}.ttf")))
    pdfmetrics.registerFontFamily(
        FONT, normal=FONT, bold=f"{FONT}-Bold", italic=f"{FONT}-Italic", boldItalic=f"{FONT}-BoldItalic"
    )


_register()

BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=13, leading=18, alignment=TA_JUSTIFY, firstLineIndent=12.7 * mm, spaceAfter=6
)
TITLE = ParagraphStyle("title", parent=BODY, alignment=TA_CENTER, firstLineIndent=0)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=11, leading=14)


def canvas_pdf(*pages: Iterable[tuple[float, float, str]], size: float = 13, font: str = FONT) -> bytes:
    """One page for each list of (x, y, text), drawn in the order given; x and y in points from the lower left."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for page in pages:
        canvas.setFont(font, size)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def encrypted_pdf() -> bytes:
    """A page that opens only with the password "bí mật" spelt without accents."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1, encrypt=StandardEncryption("bi mat", ownerPassword="chu"))
    canvas.drawString(100, 700, "x")
    canvas.save()
    return stream.getvalue()


def blank_pdf(pages: int) -> bytes:
    """Pages without a word of text: what a scan looks like to a text reader."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for _ in range(pages):
        canvas.rect(100, 100, 300, 400, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def flow_pdf(story: Sequence[Flowable], *, head: str = "", foot: str = "", numbered: bool = True) -> bytes:
    """`story` set on A4 with an office's margins; from page 2 the number stands in the top margin, centred."""

    def decorate(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 13)
        if numbered and document.page > 1:
            canvas.drawCentredString(A4[0] / 2 + 7.5 * mm, A4[1] - 14 * mm, str(document.page))
        canvas.setFont(FONT, 9)
        canvas.drawString(30 * mm, A4[1] - 10 * mm, head.format(page=document.page))
        canvas.drawString(30 * mm, 10 * mm, foot.format(page=document.page))

    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream, pagesize=A4, topMargin=20 * mm, bottomMargin=20 * mm, leftMargin=30 * mm, rightMargin=15 * mm,
        invariant=1,
    )  # fmt: skip
    document.build(list(story), onFirstPage=decorate, onLaterPages=decorate)
    return stream.getvalue()


def rich(markdown: str) -> str:
    """A line of Markdown as reportlab's markup: **bold** and *italic*."""
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(markdown))
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)


def markdown_paragraphs(markdown: str) -> list[str]:
    """The paragraphs of a resolution in Markdown, stars kept and # left out.

    A paragraph that the page break of a scan has cut in two (a blank line, then a small letter) is whole again.
    """
    paragraphs: list[str] = []
    for block in re.split(r"\n\s*\n|\n(?=- )", markdown):
        text = re.sub(r"\s+", " ", block.strip().lstrip("#")).strip()
        if not text or set(text) <= {"-"}:
            continue
        if paragraphs and text[0].islower() and not paragraphs[-1].endswith((".", ";", ":")):
            paragraphs[-1] += " " + text
        else:
            paragraphs.append(text)
    return paragraphs


def resolution_pdf(markdown: str) -> bytes:
    """A resolution in Markdown as an office prints it: A4, 13 pt, justified, titles centred, pages numbered.

    Paragraphs are cut where the page ends. Lines that are wholly bold and in capitals, and all that stand above
    the first rule ("-----"), are centred.
    """
    head, _, _ = markdown.partition("-----")
    titles = set(markdown_paragraphs(head)) if "-----" in markdown else set()
    story: list[Flowable] = []
    for text in markdown_paragraphs(markdown):
        bare = text.replace("*", "")
        heading = not bare.startswith("- ") and len(bare) < 120 and not bare.endswith((".", ";", ":", ","))
        style = TITLE if text in titles or (bare == bare.upper() and not bare[0].isdigit()) else BODY
        shown = f"**{bare}**" if heading else text
        story.append(Paragraph(rich(shown), style))
    return flow_pdf(story)


def prose_pdf(paragraphs: int) -> bytes:
    """Long justified paragraphs, about five to a page, with numbered headings between them."""
    sentence = (
        "Các sở, ban, ngành, địa phương tập trung rà soát, tháo gỡ khó khăn, vướng mắc cho doanh nghiệp và người dân, "
        "bảo đảm tiến độ giải ngân vốn đầu tư công đạt trên {n}% kế hoạch được giao"
    )
    story: list[Flowable] = []
    for number in range(1, paragraphs + 1):
        if number % 5 == 1:
            story.append(Paragraph(rich(f"**{number // 5 + 1}. Nhiệm vụ trọng tâm lĩnh vực thứ {number}**"), BODY))
        text = "; ".join(sentence.format(n=number + k) for k in range(4))
        story.append(Paragraph(f"{text}.", BODY))
    return flow_pdf(story)


def table_pdf(
    rows: Sequence[Sequence[str]],
    *,
    spans: Sequence[tuple[int, int, int, int]] = (),
    ruled: bool = True,
    widths: Sequence[float] = (),
    before: str = "",
    after: str = "",
    header_rows: int = 1,
) -> bytes:
    """A table between two paragraphs; `spans` are (first column, first row, last column, last row)."""  # fmt: skip
    style = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [("SPAN", (left, top), (right, bottom)) for left, top, right, bottom in spans]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    cells = [[Paragraph(rich(text).replace("\n", "<br/>"), CELL) for text in row] for row in rows]
    table = Table(cells, colWidths=list(widths) or None, repeatRows=header_rows, style=TableStyle(style))
    story: list[Flowable] = [table]
    if before:
        story.insert(0, Paragraph(rich(before), BODY))
    if after:
        story += [Spacer(0, 6), Paragraph(rich(after), BODY)]
    return flow_pdf(story)


def width(text: str, size: float = 13) -> float:
    """How wide `text` is set, in points."""
    return float(pdfmetrics.stringWidth(text, FONT, size))


def base_then_toned(
    x: float, y: float, text: str
) -> tuple[list[tuple[float, float, str]], list[tuple[float, float, str]]]:
    """`text` as (x, y, letter), plain letters first and toned ones apart, each at its own place."""
    plain: list[tuple[float, float, str]] = []
    toned: list[tuple[float, float, str]] = []
    for letter in text:
        if letter != " ":
            (plain if letter.isascii() else toned).append((x, y, letter))
        x += width(letter)
    return plain, toned


def scattered_pdf(lines: Sequence[str]) -> bytes:
    """Each line twice on a page: first the plain letters of the whole line as one string with gaps, then the toned.

    This is what office programs write where a font lacks Vietnamese letters.
    """
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for number, line in enumerate(lines):
        for wanted in (True, False):
            drawn = canvas.beginText(85, 760 - 24 * number)
            drawn.setFont(FONT if wanted else f"{FONT}-Bold", 13)
            _draw_with_gaps(drawn, line, wanted)
            canvas.drawText(drawn)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw_with_gaps(drawn: PDFTextObject, line: str, ascii_wanted: bool) -> None:
    """One text object with the letters that are ASCII, or those that are not; the others are skipped over."""
    x = drawn.getX()
    for word in re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]+", line):
        if word.isascii() == ascii_wanted:
            drawn.setTextOrigin(x, drawn.getY())
            drawn.textOut(word)
        x += width(word)


def official_pdf(body: Sequence[str]) -> bytes:
    """A decision with the head and foot of NĐ 30/2020 in two columns, drawn line by line across both."""
    head = [
        ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("TỈNH LÀO CAI", "Độc lập - Tự do - Hạnh phúc"),
        ("Số: 12/QĐ-UBND", "Lào Cai, ngày 05 tháng 01 năm 2026"),
    ]
    foot = [
        ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
        ("- Như Điều 3;", "CHỦ TỊCH"),
        ("- Lưu: VT.", ""),
    ]
    items: list[tuple[float, float, str]] = []
    for number, (left, right) in enumerate(head):
        y = 780 - 18 * number
        items += [(150 - width(left) / 2, y, left), (410 - width(right) / 2, y, right)]
    for number, line in enumerate(body):
        items.append((85, 690 - 20 * number, line))
    for number, (left, right) in enumerate(foot):
        y = 200 - 18 * number
        items.append((85, y, left))
        if right:
            items.append((420 - width(right) / 2, y, right))
    return canvas_pdf(items)

"""Scans for the tests: documents set in a Times-like letter, printed, stamped, and scanned well or badly.

Everything is made in memory from fixed seeds, so the same call gives the same picture.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from dondoc.reading.document import Block, Document

DOTS = 200
RED, BLUE, BLACK = (200, 30, 40), (40, 60, 170), (20, 20, 20)
PAPER = (250, 246, 235)
_FOLDER = Path("/usr/share/fonts/truetype/liberation2")  # Debian's fonts-liberation2, which has Vietnamese letters
BOLD_FILE = _FOLDER / "LiberationSerif-Bold.ttf"
_FONT = "Serif"
_BODY = ParagraphStyle(
    "scanned", fontName=_FONT, fontSize=14, leading=19, alignment=TA_JUSTIFY, firstLineIndent=12.7 * mm, spaceAfter=6
)
_STRONG = ParagraphStyle("scanned-strong", parent=_BODY, fontName=f"{_FONT}-Bold")
_CELL = ParagraphStyle("scanned-cell", fontName=_FONT, fontSize=12, leading=14)
_GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
_WIDTH = 165 * mm


def printed(document: Document) -> bytes:
    """A PDF of the document's paragraphs and ruled tables, margins as offices set them."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        for suffix, name in (("", "Regular"), ("-Bold", "Bold")):
            pdfmetrics.registerFont(TTFont(_FONT + suffix, str(_FOLDER / f"LiberationSerif-{name}.ttf")))
    stream = io.BytesIO()
    margins = {"leftMargin": 30 * mm, "rightMargin": 15 * mm, "topMargin": 20 * mm, "bottomMargin": 20 * mm}
    SimpleDocTemplate(stream, pagesize=A4, invariant=1, **margins).build(list(_flowables(document)))
    return stream.getvalue()


def _flowables(document: Document) -> Iterator[Flowable]:
    rows: list[Block] = []
    for block in document.blocks:
        if rows and block.table != rows[-1].table:
            yield _table(document, rows)
            rows = []
        if block.table is not None:
            rows.append(block)
        else:
            yield Paragraph(_marked_up(block.span.of(document.text)), _STRONG if block.strong else _BODY)
    if rows:
        yield _table(document, rows)


def _table(document: Document, rows: Sequence[Block]) -> Table:
    texts = [[Paragraph(_marked_up(cell.span.of(document.text)), _CELL) for cell in row.cells] for row in rows]
    columns = max(map(len, texts))
    filled: list[list[Paragraph | str]] = [[*row, *([""] * (columns - len(row)))] for row in texts]
    return Table(filled, colWidths=[_WIDTH / columns] * columns, style=_GRID)


def _marked_up(text: str) -> str:
    return escape(text).replace("\n", "<br/>")


def pictures(pdf: bytes) -> list[Image.Image]:
    """The pages of a PDF as a good scanner gives them."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DOTS / 72).to_pil().convert("RGB") for page in document]


def stamped(
    page: Image.Image, text: str, at: tuple[int, int], *, turned: float = 0, ink: tuple[int, int, int] = RED,
    size: int = 44, framed: bool = True,
) -> Image.Image:  # fmt: skip
    """`page` with a stamp pressed on it, turned by some degrees; what is printed under it stays dark."""
    font = ImageFont.truetype(str(BOLD_FILE), size)
    left, top, right, bottom = font.getbbox(text)
    width, height = round(right - left) + 60, round(bottom - top) + 40
    stamp = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(stamp)
    if framed:
        draw.rectangle((3, 3, width - 4, height - 4), outline=(*ink, 255), width=5)
    draw.text((30 - left, 20 - top), text, font=font, fill=(*ink, 255))
    stamp = stamp.rotate(turned, Image.Resampling.BICUBIC, expand=True)
    layer = Image.new("RGB", page.size, "white")
    layer.paste(stamp, at, stamp)
    return ImageChops.multiply(page, layer)


def badly_scanned(page: Image.Image, *, turned: float = 2, noise: int = 18, seed: int = 1) -> Image.Image:
    """`page` on yellowed paper, not laid straight, a little out of focus, noisy, and kept as a poor JPEG."""
    page = page.rotate(turned, Image.Resampling.BICUBIC, fillcolor=PAPER)
    page = ImageChops.multiply(page, Image.new("RGB", page.size, PAPER)).filter(ImageFilter.GaussianBlur(0.6))
    page = ImageChops.add(page, _noise(page.size, noise, seed), 1, -128)
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=60)
    return Image.open(io.BytesIO(stream.getvalue())).convert("RGB")


def _noise(size: tuple[int, int], strength: int, seed: int) -> Image.Image:
    """Grain that is the same for the same seed; one patch of it is laid over the page again and again."""
    rng = random.Random(seed)
    edge = 256
    bands = [Image.frombytes("L", (edge, edge), _grain(rng, edge * edge, strength)) for _ in range(3)]
    patch = Image.merge("RGB", bands)
    whole = Image.new("RGB", size)
    for left in range(0, size[0], edge):
        for top in range(0, size[1], edge):
            whole.paste(patch, (left, top))
    return whole


def _grain(rng: random.Random, count: int, strength: int) -> bytes:
    return bytes(min(max(round(rng.gauss(128, strength)), 0), 255) for _ in range(count))


def image_file(pages: Sequence[Image.Image], kind: str = "TIFF") -> bytes:
    """An image file of these pages; PNG and JPEG hold the first."""
    stream = io.BytesIO()
    further = {"save_all": True, "append_images": list(pages[1:]), "compression": "jpeg"} if kind == "TIFF" else {}
    pages[0].save(stream, kind, dpi=(DOTS, DOTS), **further)
    return stream.getvalue()


def scanned_pdf(pages: Iterable[Image.Image | bytes]) -> bytes:
    """A PDF whose pages are pictures; bytes are the pages of another PDF that keep their text layer."""
    with pypdfium2.PdfDocument.new() as whole:
        for page in pages:
            with pypdfium2.PdfDocument(page if isinstance(page, bytes) else _picture_pdf(page)) as part:
                whole.import_pages(part)
        stream = io.BytesIO()
        whole.save(stream)
    return stream.getvalue()


def _picture_pdf(page: Image.Image) -> bytes:
    stream = io.BytesIO()
    page.save(stream, "PDF", resolution=DOTS)
    return stream.getvalue()


def with_picture(text: Iterable[tuple[float, float, str]], picture: Image.Image) -> bytes:
    """A PDF page with a text layer and a picture in it, as a digital document bears a scanned stamp."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for x, y, line in text:
        canvas.drawString(x, y, line)
    canvas.drawImage(ImageReader(picture), 60, 720, picture.width * 72 / DOTS, picture.height * 72 / DOTS)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()

"""The files that are measured: the example's text, and a hundred pages of it as DOCX and PDF, made at run time."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdfium2

from tests.reading.pdf_samples import markdown_paragraphs, prose_pdf, resolution_pdf, table_pdf

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "kon-tum-2023-h2" / "source.md"
PAGES = 100
_PARAGRAPHS_A_PAGE = 5
_ROWS = 2_200
_ROWS_A_COPY = 20


def write(folder: Path) -> dict[str, Path]:
    """Writes the files into `folder` and gives them by name: text (20 KB), docx, pdf, prose_pdf, table_pdf."""
    example = EXAMPLE.read_text(encoding="utf-8")
    times = -(-PAGES // pages(resolution_pdf(example)))
    long = "\n\n".join([example] * times)
    files = {
        "text": ("20-kb.md", example.encode()),
        "docx": ("100-pages.docx", _word_file(example, times)),
        "pdf": ("100-pages.pdf", resolution_pdf(long)),
        "prose_pdf": ("100-pages-of-prose.pdf", prose_pdf(PAGES * _PARAGRAPHS_A_PAGE)),
        "table_pdf": ("100-pages-of-tables.pdf", table_pdf(_rows())),
    }
    paths = {}
    for name, (file, content) in files.items():
        paths[name] = folder / file
        paths[name].write_bytes(content)
    return paths


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _word_file(markdown: str, times: int) -> bytes:
    """The resolution `times` over as Word keeps it: bold runs, lists numbered by a style, a table after each copy."""
    document = docx.Document()
    for _ in range(times):
        for paragraph in markdown_paragraphs(markdown):
            bullet = paragraph.startswith("- ")
            made = document.add_paragraph(style="List Bullet" if bullet else None)
            for number, run in enumerate(paragraph.removeprefix("- ").split("**")):
                made.add_run(run.replace("*", "")).bold = number % 2 == 1
        table = document.add_table(0, 5, style="Table Grid")
        for row in _rows()[:_ROWS_A_COPY]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _rows() -> list[list[str]]:
    head = ["STT", "Chỉ tiêu", "Đơn vị", "Kế hoạch 2026", "Cơ quan chủ trì"]
    body = [
        [str(number), f"Diện tích trồng mới rừng tại xã thứ {number}", "ha", f"{number * 7:,}".replace(",", "."), "Sở"]
        for number in range(1, _ROWS)
    ]
    return [head, *body]

"""Files of many kinds, made in memory for the tests of the front door."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
from reportlab.pdfgen.canvas import Canvas

CASES = Path(__file__).parents[1] / "cases"
KON_TUM = CASES / "kon-tum-2023-h2" / "source.md"
ANNEX = CASES / "nq-03-2025-annex-1" / "source.md"
OLD_WORD = CASES / "qd-244-2014" / "source.doc"

PARAGRAPHS = (
    "NGHỊ QUYẾT",
    "Về phương hướng, nhiệm vụ 6 tháng cuối năm 2023",
    "I. MỤC TIÊU",
    "- Thu ngân sách nhà nước trên địa bàn đạt trên 2.670 tỷ đồng.",
    "- Trồng mới 455 ha cây mắc ca; duy trì mật độ che phủ rừng.",
    "II. NHIỆM VỤ",
    "1. Các sở, ban, ngành tập trung đẩy nhanh tiến độ giải ngân vốn đầu tư công.",
)
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def docx_bytes(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A DOCX with these paragraphs and, last, a table."""
    document = docx.Document()
    for paragraph in paragraphs or PARAGRAPHS:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in enumerate(table):
            for column, text in enumerate(cells):
                made.cell(row, column).text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zipped(members: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def rezipped(data: bytes, changed: dict[str, bytes]) -> bytes:
    """The archive `data` with some members replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(members | changed)


def ole_bytes(*streams: str, application: bytes = bytes(16)) -> bytes:
    """The directory of an OLE file, enough to tell its kind; no reader can open it."""
    entries = b"".join(_ole_entry(name, application) for name in ("Root Entry", *streams))
    return OLE_MAGIC + bytes(512 - len(OLE_MAGIC)) + entries + bytes(-len(entries) % 512)


def _ole_entry(name: str, application: bytes) -> bytes:
    raw = name.encode("utf-16-le") + b"\x00\x00"
    is_root = name == "Root Entry"
    return (
        raw.ljust(64, b"\x00")
        + struct.pack("<HBB12x", len(raw), 5 if is_root else 2, 1)
        + (application if is_root else bytes(16)).ljust(16, b"\x00")
        + bytes(32)
    )


def html_bytes(*paragraphs: str) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>{body}</body></html>'.encode()
    )


def text_bytes(*paragraphs: str) -> bytes:
    return "\n".join(paragraphs or PARAGRAPHS).encode()


def ascii_pdf(pages: int = 1, line: str = "") -> bytes:
    """A PDF whose pages bear `line` several times (letters of Helvetica only)."""
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=0, invariant=1)
    for _ in range(pages):
        for number in range(6 if line else 0):
            canvas.drawString(72, 760 - 20 * number, line)
        canvas.rect(72, 72, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()

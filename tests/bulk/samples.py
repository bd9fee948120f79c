"""Documents for the tests of many: a folder of plans that differ, and hostile files among them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

from tests.reading.samples import docx_bytes, html_bytes, ole_bytes, zipped

MARKED = "MẬT\n\nKẾ HOẠCH\n\n1. Nhiệm vụ\n\n- Xây dựng thao trường trước ngày 30/6/2026.\n"
PROVINCES = ("Kon Tum", "Gia Lai", "Đắk Lắk")


def plan(number: int) -> str:
    """One plan of many, in words of our own (minh họa)."""
    province = PROVINCES[number % len(PROVINCES)]
    year = 2023 + number % 2
    return (
        f"ỦY BAN NHÂN DÂN\nTỈNH {province.upper()}\n\nSố: {number + 1}/KH-UBND\n\n"
        f"{province}, ngày {1 + number % 28:02} tháng 01 năm {year}\n\nKẾ HOẠCH\nphát triển nông nghiệp năm {year}\n\n"
        f"Thực hiện Nghị quyết số {number + 1}/NQ-HĐND ngày 10/12/{year - 1} của Hội đồng nhân dân tỉnh.\n\n"
        f"I. MỤC TIÊU\n\n- Trồng mới {400 + number} ha cây mắc ca.\n- Tỷ lệ hộ nghèo giảm còn {3 + number % 5}%.\n\n"
        f"II. NHIỆM VỤ\n\n1. Sở Nông nghiệp chủ trì, trình đề án trước ngày 30/6/{year}.\n"
    )


def write_plans(folder: Path, count: int) -> None:
    """Plans as text, Markdown, HTML and DOCX in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = plan(number)
        lines = [line for line in text.splitlines() if line]
        name = folder / f"ke-hoach-{number:05}"
        if number % 4 == 0:
            name.with_suffix(".docx").write_bytes(docx_bytes(*lines))
        elif number % 4 == 1:
            name.with_suffix(".html").write_bytes(html_bytes(*lines))
        else:
            name.with_suffix(".md" if number % 4 == 2 else ".txt").write_text(text, encoding="utf-8")


def hostile() -> dict[str, tuple[bytes, str]]:
    """Files that must not be read, by name, each with the code it is refused with."""
    bomb = zipped({"word/document.xml": b" " * 80_000_000, "[Content_Types].xml": b"<x/>"})
    entity = b'<!DOCTYPE d [<!ENTITY x "y">]><w:document>&x;</w:document>'
    return {
        "rong.docx": (b"", "empty"),
        "nhi-phan.pdf": (bytes(range(256)) * 40, "binary"),
        "hong.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
        "khoa.docx": (ole_bytes("EncryptedPackage", "EncryptionInfo"), "encrypted"),
        "bom.docx": (bomb, "zip_bomb"),
        "thuc-the.docx": (zipped({"word/document.xml": entity, "[Content_Types].xml": b"<x/>"}), "xml_entities"),
        "bang.xlsx": (zipped({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), "unsupported_format"),
        "thao-truong.md": (MARKED.encode(), "secret"),
    }


def archive(kind: str, members: dict[str, bytes]) -> bytes:
    """A ZIP or TAR of these members; `kind` is its ending."""
    sink = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in members.items():
                packed.writestr(name, content)
        return sink.getvalue()
    with tarfile.open(fileobj=sink, mode="w:gz" if kind == "tar.gz" else "w") as tar:
        for name, content in members.items():
            place = tarfile.TarInfo(name)
            place.size = len(content)
            tar.addfile(place, io.BytesIO(content))
    return sink.getvalue()

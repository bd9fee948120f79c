"""Documents for the bench of many: the texts of the cases with other numbers, years and names, in four formats.

They say nothing about any province: amounts are changed at random, from a seed.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from tests.reading.docx_samples import markdown_to_docx

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
SOURCES = tuple(CASES / name / "source.md" for name in ("kon-tum-2023-h2", "nq-03-2025-annex-1"))
# Of ten documents: how many are Markdown, text, HTML and DOCX.
ENDINGS = ("md",) * 3 + ("txt",) * 2 + ("html",) * 2 + ("docx",) * 3
_AMOUNT = re.compile(r"(?<![\d./-])[1-9]\d{0,2}(?![\d/-])(?=%| (?:tỷ|triệu|ha|xã|căn|km|%))")
_FOLDER = 1_000


def write(folder: Path, count: int) -> list[Path]:
    """Writes `count` documents, a thousand a folder, and gives their paths."""
    texts = [source.read_text(encoding="utf-8") for source in SOURCES]
    paths = []
    for number in range(count):
        ending = ENDINGS[number % len(ENDINGS)]
        here = folder / f"{number // _FOLDER:03}"
        here.mkdir(parents=True, exist_ok=True)
        path = here / f"{number:06}.{ending}"
        path.write_bytes(_document(_varied(texts[number // len(ENDINGS) % len(texts)], number), ending))
        paths.append(path)
    return paths


def _varied(text: str, number: int) -> str:
    """`text` with other amounts, and a number and year of its own."""
    draw = random.Random(number)  # noqa: S311 — not for secrets
    year = 2019 + number % 8
    text = _AMOUNT.sub(lambda found: str(draw.randint(1, 999)), text)
    text = re.sub(r"\b2023\b", str(year), text)
    return text.replace("Kon Tum", ("Kon Tum", "Minh Họa A", "Minh Họa B", "Minh Họa C")[number % 4])


def _document(markdown: str, ending: str) -> bytes:
    if ending == "md":
        return markdown.encode()
    if ending == "docx":
        return markdown_to_docx(markdown)
    lines = [line for line in markdown.replace("*", "").replace("#", "").splitlines() if line.strip()]
    if ending == "txt":
        return "\n".join(lines).encode()
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><body><main>{body}</main></body></html>".encode()

"""Plain-text cases of tests/cases/evaluating: one per paragraph or line, in the words of an office."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "evaluating"


def lines(name: str) -> list[str]:
    """The lines of a file that are cases: neither blank nor a remark."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def paragraphs(name: str) -> list[list[str]]:
    """The paragraphs of a file, each as its lines, without remarks."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    blocks = [[line.strip() for line in block.splitlines() if not line.startswith("#")] for block in text.split("\n\n")]
    return [block for block in blocks if any(block)]


def day(written: str) -> date:
    """ "1/7/2025" as a date."""
    number, month, year = (int(part) for part in written.split("/"))
    return date(year, month, number)


def optional_day(written: str) -> date | None:
    return None if written == "–" else day(written)


def amount(written: str) -> Decimal:
    """ "1.234,5" as a number."""
    return Decimal(written.strip().replace(".", "").replace(",", "."))

"""Numbers and symbols of documents: Party and State forms, and what only looks like one."""

from pathlib import Path

import pytest

from dondoc.extracting.symbols import FoundSymbol, find_symbols
from dondoc.text import mend

TABLES = Path(__file__).resolve().parents[1] / "tables"


def rows(name: str) -> list[str]:
    text = (TABLES / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("row", rows("symbols_good.txt"))
def test_every_symbol_of_the_good_table_is_read(row: str) -> None:
    """Number and symbol are those beside the words; a blank number is None."""
    words, number, symbol = (part.strip() for part in row.rsplit("|", 2))
    (found,) = find_symbols(mend(words).text)
    assert (found.number, found.symbol) == (number or None, symbol)


@pytest.mark.parametrize("row", rows("symbols_bad.txt"))
def test_no_line_of_the_bad_table_is_a_symbol(row: str) -> None:
    """Ratios, dates, units, roads and forms of statistics have no symbol."""
    assert list(find_symbols(mend(row).text)) == []


def test_a_symbol_has_the_span_of_its_number_and_its_letters() -> None:
    """The span begins at the number and ends with the last letter."""
    text = "theo Quyết định số 525/QĐ-UBND ngày 25/02/2026"
    assert list(find_symbols(text)) == [FoundSymbol("525", "QĐ-UBND", 19, 30)]


def test_odd_hyphens_of_pdf_files_are_hyphens() -> None:
    """A soft or non-breaking hyphen stands for the hyphen it replaces."""
    layer = mend("Nghị quyết 18\u2011NQ/TU và Quyết định 5/Q\u00adĐ\u2013UBND")
    assert [(found.number, found.symbol) for found in find_symbols(layer.text)] == [("18", "NQ/TU"), ("5", "QĐ-UBND")]

"""Small files of figures, for the tests that read them."""

from __future__ import annotations

from dondoc import FigureFile, read_figures

HEADER = "indicator,unit,basis,from,to,value,known_on"
ROW = "diện tích,ha,cumulative,2023-01-01,2023-06-30,{value},2023-07-05"


def told(*values: str, header: str = HEADER) -> FigureFile:
    """A file with one figure a value, each in quotation marks."""
    rows = [ROW.format(value=f'"{value}"') for value in values]
    return read_figures("\n".join([header, *rows]).encode())


def numbers(*values: str) -> list[str]:
    """The numbers read from one file."""
    return [str(figure.value) for figure in told(*values).figures]


def problems(found: FigureFile) -> list[tuple[str, str]]:
    """Code and row (or column) of every finding."""
    return [(each.code, dict(each.values).get("row", dict(each.values).get("column", ""))) for each in found.findings]

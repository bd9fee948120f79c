"""Output: where results go, as text or bytes on standard output or as files in a folder."""

from __future__ import annotations

import os
import sys
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rich.console import Console

from dondoc.commitments import Resolution
from dondoc.findings import Language
from dondoc.reading.document import Document
from dondoc.reporting.columns import LISTS
from dondoc.reporting.delimited import BYTE_ORDER_MARK, to_csv
from dondoc.reporting.interchange import to_json
from dondoc.reporting.spreadsheet import to_xlsx
from dondoc.reporting.table import table_text, to_table

FILE_WIDTH = 120
_LONGEST_NAME = 100


class Format(StrEnum):
    """The forms of a result."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class ReadFormat(StrEnum):
    """The forms of a document that was read; `akn` is Akoma Ntoso XML."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    AKN = "akn"


class ReviewFormat(StrEnum):
    """The forms of a review."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    TEXT = "text"


class ExportFormat(StrEnum):
    """The forms of the open data of a plan; `dcat` describes the files of the others."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    XLSX = "xlsx"
    SDMX = "sdmx"
    DCAT = "dcat"


class ListName(StrEnum):
    """The lists of a resolution."""

    TARGETS = "targets"
    TASKS = "tasks"
    ASSIGNMENTS = "assignments"
    SHORTCOMINGS = "shortcomings"
    CITATIONS = "citations"
    FINDINGS = "findings"


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was read, and what was found in it."""

    document: Document
    resolution: Resolution


class Folder:
    """A folder of results. Names come from the documents' own, never lead out of it and never collide in one run."""

    def __init__(self, path: Path, inputs: Iterable[str]) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.written = 0
        self._taken = {Path(name).name.casefold() for name in inputs if Path(name).parent.resolve() == path.resolve()}

    def add(self, found: Found, form: ReadFormat, language: Language) -> None:
        """Writes the files of one document; each appears whole or not at all."""
        contents = _files(found, form, language)
        stem = self._free(_safe_stem(found.resolution.source.name), tuple(contents))
        for ending, content in contents.items():
            write_whole(self.path / f"{stem}.{ending}", content)
            self.written += 1

    def _free(self, stem: str, endings: tuple[str, ...]) -> str:
        name, number = stem, 1
        while any(f"{name}.{ending}".casefold() in self._taken for ending in endings):
            number += 1
            name = f"{stem}-{number}"
        self._taken.update(f"{name}.{ending}".casefold() for ending in endings)
        return name


def write_whole(path: Path, content: bytes) -> None:
    """The file appears whole or not at all; what is no file, a device, is written to. OSError: it cannot be written."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".dondoc-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(part).chmod(0o666 & ~_umask())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _safe_stem(name: str) -> str:
    """The base name of `name` without its ending, in one path component."""
    base = Path(name.replace("\\", "/")).name
    stem = base.rpartition(".")[0] or base
    kept = "".join("_" if unicodedata.category(c)[0] == "C" or c in '/:*?"<>|' else c for c in stem)
    shortened = kept.strip(" .").encode()[:_LONGEST_NAME].decode(errors="ignore")
    return shortened.strip(" .") or "document"


def _files(found: Found, form: ReadFormat, language: Language) -> dict[str, bytes]:
    """The files of one document: their contents by the ending of their names."""
    resolution = found.resolution
    if form is ReadFormat.AKN:
        return {"akn.xml": _akoma_ntoso(found)}
    if form is ReadFormat.JSON:
        return {"json": (to_json(resolution, language=language) + "\n").encode()}
    if form is ReadFormat.XLSX:
        return {"xlsx": to_xlsx(resolution, language=language)}
    if form is ReadFormat.CSV:
        return {
            f"{name}.csv": (BYTE_ORDER_MARK + to_csv(resolution, name, language=language)).encode() for name in LISTS
        }
    return {"txt": table_text(resolution, language, FILE_WIDTH).encode()}


def _akoma_ntoso(found: Found) -> bytes:
    """Whoever has the file may see all of it."""
    # The parts of XML take a moment to load; other forms do not wait for them.
    from dondoc.reporting.akoma_ntoso import all_commitments, to_akoma_ntoso

    return to_akoma_ntoso(found.document, found.resolution, public=all_commitments(found.resolution))


def print_akoma_ntoso(found: Found) -> None:
    """The XML's bytes, in UTF-8."""
    _emit(_akoma_ntoso(found))


def print_json(resolution: Resolution, language: Language, *, lines: bool) -> None:
    """One document as an indented object, or as one line of JSON Lines."""
    _emit((to_json(resolution, language=language, indent=None if lines else 2) + "\n").encode())


def print_csv(resolution: Resolution, name: str, language: Language, *, documents: bool, heading: bool) -> None:
    """One list of one document; with `documents` its rows can stand under those of another."""
    _emit(to_csv(resolution, name, language=language, documents=documents, heading=heading).encode())


def print_xlsx(resolution: Resolution, language: Language) -> None:
    """The workbook's bytes, for a pipe or a redirection."""
    _emit(to_xlsx(resolution, language=language))


def print_table(resolution: Resolution, language: Language) -> None:
    """The table in the width and colours of the terminal."""
    console = Console(legacy_windows=False, highlight=False)
    console.print(to_table(resolution, language=language, width=console.width))


def _emit(content: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()

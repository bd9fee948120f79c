"""Dataset: a folder of tables. Its manifest names the files that count; it is replaced in one step.

    manifest.json
    targets/year=2023/issuer=tinh-uy-kon-tum/<hash of the file>.parquet
    sources/<hash of the file>.parquet

A file is never changed once it is there: a further run adds files and writes a new manifest. What the manifest does not
name, left over from a run that was killed, is taken away by the next one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import pyarrow
import pyarrow.parquet

from dondoc import __version__
from dondoc.bulk.columns import from_lines, lines_of, release_memory
from dondoc.bulk.staging import FOLDER
from dondoc.bulk.tables import ALL_TABLES, Table
from dondoc.findings import DondocError

FORMAT = "dondoc.bulk/1"
MANIFEST = "manifest.json"
REPORT = "report.json"
_NAME_DIGITS = 32


class Form(StrEnum):
    """The form of the files of a dataset."""

    PARQUET = "parquet"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of one table; `path` within the folder of the dataset."""

    table: str
    path: str
    rows: int
    sha256: str


class Dataset:
    """The tables in `folder`. DondocError `not_a_dataset` where other things lie there, `dataset_form` for another."""

    def __init__(self, folder: Path, form: Form = Form.PARQUET) -> None:
        self.folder, self.form = folder, form
        self.parts: tuple[Part, ...] = ()
        if (folder / MANIFEST).exists():
            self._load()
        elif folder.exists() and not (folder / FOLDER).exists() and any(folder.iterdir()):
            raise DondocError("not_a_dataset", folder=str(folder))

    @classmethod
    def there(cls, folder: Path) -> Dataset:
        """The tables that are in `folder`, in their form. DondocError `not_a_dataset` where there are none."""
        return cls(folder, _manifest(folder)[0])

    def _load(self) -> None:
        form, self.parts = _manifest(self.folder)
        if form is not self.form:
            raise DondocError("dataset_form", folder=str(self.folder), form=form)

    def of(self, table: Table) -> list[Part]:
        return [part for part in self.parts if part.table == table.name]

    def read(self, table: Table, columns: Sequence[str] | None = None) -> Iterator[pyarrow.Table]:
        """The files of a table, one after the other."""
        return self.read_parts(self.of(table), table, columns)

    def read_parts(
        self, parts: Iterable[Part], table: Table, columns: Sequence[str] | None = None
    ) -> Iterator[pyarrow.Table]:
        """The same of files that need not be published yet."""
        for part in parts:
            path = self.folder / part.path
            if self.form is Form.JSONL:
                whole = from_lines(path.read_bytes(), table)
                yield whole.select(list(columns)) if columns else whole
            else:
                file = pyarrow.parquet.ParquetFile(path, pre_buffer=False)
                yield file.read(columns=list(columns) if columns else None, use_threads=False)
            release_memory()

    def write(self, table: Table, folder: str, rows: pyarrow.Table) -> Part:
        """A new file of `table` in one of its folders; it counts once the manifest names it."""
        content = self._content(rows)
        digest = sha256(content).hexdigest()
        path = "/".join(filter(None, (table.name, folder, f"{digest[:_NAME_DIGITS]}.{self.form}")))
        _write_whole(self.folder / path, content)
        return Part(table.name, path, rows.num_rows, digest)

    def _content(self, rows: pyarrow.Table) -> bytes:
        if self.form is Form.JSONL:
            return lines_of(rows)
        sink = pyarrow.BufferOutputStream()
        pyarrow.parquet.write_table(rows, sink, compression="zstd")
        return bytes(sink.getvalue())

    def publish(self, parts: Iterable[Part]) -> None:
        """From now on the dataset is `parts`. What else lies among its tables is taken away afterwards."""
        self.parts = tuple(sorted(parts, key=lambda part: part.path))
        manifest = {
            "format": FORMAT,
            "form": self.form,
            "version": __version__,
            "rows": _counted(self.parts),
            "parts": [asdict(part) for part in self.parts],
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        _write_whole(self.folder / MANIFEST, text.encode())
        self._take_away_the_rest()

    def _take_away_the_rest(self) -> None:
        named = {self.folder / part.path for part in self.parts}
        for table in ALL_TABLES:
            for path in sorted((self.folder / table.name).rglob("*"), reverse=True):
                if path.is_file() and path not in named:
                    path.unlink()
                elif path.is_dir() and not any(path.iterdir()):
                    path.rmdir()


def _manifest(folder: Path) -> tuple[Form, tuple[Part, ...]]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise ValueError(manifest["format"])
        return Form(manifest["form"]), tuple(Part(**part) for part in manifest["parts"])
    except (ValueError, KeyError, TypeError, FileNotFoundError):
        raise DondocError("not_a_dataset", folder=str(folder)) from None


def _counted(parts: Sequence[Part]) -> dict[str, int]:
    names = sorted({part.table for part in parts})
    return {name: sum(part.rows for part in parts if part.table == name) for name in names}


def _write_whole(path: Path, content: bytes) -> None:
    """The file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)

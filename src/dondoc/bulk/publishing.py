"""Publishing: what is staged becomes files of the dataset, the same bytes in whatever order it was read.

Documents are put in order by folder and hash, and cut into files of as many documents as fit. A run's documents go into
new files; those that are there already stay as they are.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from itertools import groupby, islice

from dondoc.bulk.columns import from_lines, from_rows, release_memory
from dondoc.bulk.dataset import Dataset, Part
from dondoc.bulk.duplicates import write_duplicates
from dondoc.bulk.staging import Source, Staged, Staging
from dondoc.bulk.tables import DOCUMENTS, DUPLICATES, SOURCES, TABLES

DOCUMENTS_A_FILE = 500
_BYTES_A_FILE = 16_000_000  # of rows as JSON Lines, in memory at once
_SOURCES_A_FILE = 5_000
_WRITERS = 2  # tables at a time; each needs memory


def publish(staging: Staging, dataset: Dataset, asked: Container[str]) -> None:
    """Writes what is staged, replaces the manifest, and clears the staging. `asked`: addresses of this run."""
    staging.flush()
    there = _documents_of(dataset)
    fresh = (staged for staged in staging.documents() if bytes.fromhex(staged.document) not in there)
    folders = groupby(fresh, key=lambda staged: staged.partition)
    batches = (batch for _, documents in folders for batch in _batches(documents))
    added = list(_written(batches, dataset))
    kept = [part for part in dataset.parts if part.table not in (SOURCES.name, DUPLICATES.name)]
    found = _duplicates(dataset, kept, added)
    dataset.publish([*kept, *added, *found, *_sources(staging, dataset, asked)])
    staging.clear()


def _duplicates(dataset: Dataset, kept: list[Part], added: list[Part]) -> list[Part]:
    """Of all documents, anew where some were added."""
    if not added:
        return dataset.of(DUPLICATES)
    return write_duplicates(dataset, [*kept, *added])


def _documents_of(dataset: Dataset) -> set[bytes]:
    """SHA-256 of the documents of a dataset, as raw bytes."""
    return set(known_outcomes(dataset))


def known_outcomes(dataset: Dataset) -> dict[bytes, bool]:
    """For each document of a dataset whether it was read only in part; the keys are SHA-256 as raw bytes."""
    known: dict[bytes, bool] = {}
    for rows in dataset.read(DOCUMENTS, ["document", "partial"]):
        names, partial = rows.column("document").to_pylist(), rows.column("partial").to_pylist()
        known |= zip(map(bytes.fromhex, names), partial, strict=True)
    return known


def _batches(documents: Iterator[Staged]) -> Iterator[list[Staged]]:
    """The documents of one folder, by file."""
    batch: list[Staged] = []
    size = 0
    for staged in documents:
        length = sum(map(len, staged.tables))
        if batch and (len(batch) == DOCUMENTS_A_FILE or size + length > _BYTES_A_FILE):
            yield batch
            batch, size = [], 0
        batch.append(staged)
        size += length
    yield batch


def _written(batches: Iterator[list[Staged]], dataset: Dataset) -> Iterator[Part]:
    """One file a table and batch. While the tables of one are written, the next is made ready."""
    with ThreadPoolExecutor(_WRITERS) as pool:
        begun: list[Future[Part | None]] = []
        for batch in batches:
            yield from _ended(begun)
            begun = [pool.submit(_table_written, batch, place, dataset) for place in range(len(TABLES))]
            del batch
        yield from _ended(begun)


def _ended(begun: list[Future[Part | None]]) -> Iterator[Part]:
    written = [future.result() for future in begun]
    begun.clear()
    release_memory()
    yield from filter(None, written)


def _table_written(batch: list[Staged], place: int, dataset: Dataset) -> Part | None:
    lines = b"".join(staged.tables[place] for staged in batch)
    table = TABLES[place]
    return dataset.write(table, batch[0].partition.folder, from_lines(lines, table)) if lines else None


def _sources(staging: Staging, dataset: Dataset, asked: Container[str]) -> Iterator[Part]:
    """What became of the addresses that this run asked for, and of those that only earlier ones did; in order.

    An address that was asked for and of which nothing is told leads to a document that bears a secrecy mark.
    """
    staging.recall(Source(**row) for rows in dataset.read(SOURCES) for row in rows.to_pylist())
    found = (source for source, is_new in staging.sources() if is_new or source.address not in asked)
    while some := list(islice(found, _SOURCES_A_FILE)):
        yield dataset.write(SOURCES, "", from_rows(map(asdict, some), SOURCES))

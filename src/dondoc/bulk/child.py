"""Child: reads and extracts one document after the other in a process of its own, and gives its rows.

An answer is a head, one line of JSON, and behind it the rows of each table of TABLES, as JSON Lines; or an error, as
`dondoc.reading.wire` writes it. The parent passes rows on without looking into them.
"""

from __future__ import annotations

import json

from dondoc import __version__
from dondoc.bulk.rows import is_partial, lines, partition_of
from dondoc.extracting import extract
from dondoc.findings import ReadError
from dondoc.reading.child_process import Child, Scanning, serve_requests
from dondoc.reading.front_door import read_bytes
from dondoc.reading.limits import Limits
from dondoc.reading.wire import error_to_wire

PROGRAM = "dondoc.bulk.child:serve"


def reader(limits: Limits) -> Child:
    """A child that answers files with rows."""
    return Child(PROGRAM, limits)


def serve() -> None:
    """The child's main loop."""
    serve_requests(_answer)


def _answer(data: bytes, name: str, limits: Limits, scanning: Scanning) -> bytes:
    try:
        return rows_of(data, limits, scanning)
    except ReadError as error:
        return error_to_wire(error)
    except (RecursionError, MemoryError):
        return error_to_wire(ReadError("too_complex"))
    except Exception as error:  # one document must not stop the rest
        return error_to_wire(ReadError("unexpected", kind=type(error).__name__))


def rows_of(data: bytes, limits: Limits, scanning: Scanning) -> bytes:
    """The answer for `data`, in this process. ReadError as `read_bytes`. Names do not count: they could differ."""
    document = read_bytes(data, name="", limits=limits, scanning=scanning)
    resolution = extract(document)
    partition = partition_of(resolution.header)
    tables = lines(resolution, len(document.recognised), __version__)
    head = {
        "outcome": "partial" if is_partial(resolution) else "read",
        "document": resolution.source.sha256,
        "year": partition.year,
        "issuer": partition.issuer,
        "version": __version__,
        "sizes": [len(table) for table in tables],
    }
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(tables)

"""Reading a document inside a task: in a process of its own, with the limits of time and memory of `Limits`."""

from __future__ import annotations

from dondoc.findings import ReadError
from dondoc.reading import child
from dondoc.reading.document import Document
from dondoc.reading.limits import DEFAULT, Limits


def read_in_child(data: bytes, name: str, limits: Limits = DEFAULT) -> Document | ReadError:
    """The document in `data`, or why it was not read. Nothing of the bytes is written to disk.

    A file that crashes its reader, or takes too much time or memory, is a ReadError (`reader_crashed`,
    `reader_timeout`) and ends that process only. The error holds no part of the bytes.
    """
    try:
        return child.read_in_child(data, name=name, limits=limits)
    except ReadError as error:
        # Its frames would keep the bytes in memory for as long as it is kept.
        return error.with_traceback(None)

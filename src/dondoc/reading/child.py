"""Child: reading in a process of its own, so that a hostile file can end at most that process.

How such a process is limited, watched and started anew: `dondoc.reading.child_process`.
"""

from __future__ import annotations

from dondoc.findings import ReadError
from dondoc.reading.child_process import Child, Scanning, serve_requests
from dondoc.reading.document import Document
from dondoc.reading.front_door import read_bytes
from dondoc.reading.limits import DEFAULT, Limits
from dondoc.reading.wire import answer_from_wire, document_to_wire, error_to_wire


def read_in_child(data: bytes, *, name: str, limits: Limits) -> Document:
    """`read_bytes` in a new process, about 0.3 s slower. ReadError besides: `reader_crashed`, `reader_timeout`."""
    with Reader(limits) as reader:
        return reader.read(data, name=name)


class Reader(Child):
    """Reads many documents in one child, which is started again after a crash, a time-out or an unreadable answer."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        super().__init__("dondoc.reading.child:serve", limits)

    def read(self, data: bytes, *, name: str = "") -> Document:
        """The document in `data`; errors as `read_in_child`. An error leaves the reader fit for the next document."""
        return self._unpacked(self.ask(data, name))

    def _unpacked(self, answer: bytes) -> Document:
        try:
            return answer_from_wire(answer)
        except ValueError:
            self.close()
        raise ReadError("reader_crashed", seconds="")


def serve() -> None:
    """The child's main loop: gives documents for files."""
    serve_requests(_answer)


def _answer(data: bytes, name: str, limits: Limits, scanning: Scanning) -> bytes:
    try:
        return document_to_wire(read_bytes(data, name=name, limits=limits, scanning=scanning))
    except ReadError as error:
        return error_to_wire(error)

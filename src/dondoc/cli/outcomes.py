"""Outcomes: what became of each file of one run. A file that fails never stops the rest."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from dondoc.findings import DondocError, ReadError, SecretDocumentError
from dondoc.reading import load
from dondoc.reading.child import Reader
from dondoc.reading.document import Document
from dondoc.reading.front_door import check_size
from dondoc.reading.limits import Limits

STANDARD_INPUT = "-"
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """One file: a `result`, or the `error` that stands in its place.

    `position` counts the files of the run from 1. `name` is None for a secret document: nothing of it is kept.
    """

    position: int
    name: str | None
    result: Result | None = None
    error: DondocError | None = None


def outcomes(files: Sequence[str], limits: Limits, work: Callable[[Document], Result]) -> Iterator[Outcome[Result]]:
    """What `work` makes of each file, in order; each is read in a child process, which a hostile one may bring down."""
    with Reader(limits) as reader:
        for position, file in enumerate(files, start=1):
            yield _outcome(reader, position, file, limits, work)


def _outcome(
    reader: Reader, position: int, file: str, limits: Limits, work: Callable[[Document], Result]
) -> Outcome[Result]:
    name = "stdin" if file == STANDARD_INPUT else Path(file).name
    try:
        return Outcome(position, name, result=work(reader.read(_data(file, limits), name=name)))
    except SecretDocumentError as error:
        return Outcome(position, None, error=error)
    except DondocError as error:
        return Outcome(position, name, error=error)
    except OSError as error:
        return Outcome(position, name, error=ReadError("cannot_open", reason=error.strerror or type(error).__name__))
    except Exception as error:  # the last line of defence: only the kind is told, a message could quote the document
        return Outcome(position, name, error=DondocError("unexpected", kind=type(error).__name__))


def _data(file: str, limits: Limits) -> bytes:
    """The bytes of a file or of standard input, never more than one over the limit."""
    if file == STANDARD_INPUT:
        data = sys.stdin.buffer.read(limits.file_bytes + 1)
        check_size(len(data), limits)
        return data
    return load(Path(file), limits)

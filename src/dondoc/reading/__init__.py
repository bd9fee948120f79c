"""Reading: a file in, a Document out."""

from __future__ import annotations

import os
from pathlib import Path

from dondoc.findings import ReadError, SecretDocumentError
from dondoc.reading.child import read_in_child
from dondoc.reading.document import Document
from dondoc.reading.front_door import check_size, read_bytes
from dondoc.reading.limits import DEFAULT, Limits

__all__ = ["DEFAULT", "Document", "Limits", "load", "read"]


def read(
    source: str | os.PathLike[str] | bytes,
    *,
    name: str | None = None,
    limits: Limits = DEFAULT,
    isolated: bool = False,
) -> Document:
    """The document in a file (`source` is its path) or in bytes.

    `name` is what the document calls its file; by default the path's last part, "" for bytes. A folder never gets in.
    `isolated`: in a child process that a hostile file can at most crash (`dondoc.reading.child`).

    Raises ReadError, whose `code` says why the file was not read. Of a file that bears a secrecy mark the error
    (SecretDocumentError) knows nothing: no name, no text.
    """
    document = _read(source, name, limits, isolated)
    del source, name
    if document is None:
        raise SecretDocumentError
    return document


def _read(source: str | os.PathLike[str] | bytes, name: str | None, limits: Limits, isolated: bool) -> Document | None:
    """The document, or None for one that bears a secrecy mark."""
    if isinstance(source, bytes):
        data, called = source, name or ""
    else:
        data, called = load(Path(source), limits), name or Path(source).name
    reader = read_in_child if isolated else read_bytes
    try:
        return reader(data, name=Path(called).name, limits=limits)
    except SecretDocumentError:
        return None


def load(path: Path, limits: Limits) -> bytes:
    """The bytes of a file. Its size is looked at first, so that a file over the limit never fills the memory."""
    try:
        if path.is_dir():
            raise ReadError("is_directory", name=path.name)
        with path.open("rb") as file:
            check_size(os.fstat(file.fileno()).st_size or 1, limits)
            data = file.read(limits.file_bytes + 1)
    except FileNotFoundError:
        raise ReadError("not_found", name=path.name) from None
    except (OSError, ValueError):
        raise ReadError("not_readable", name=path.name) from None
    check_size(len(data), limits)
    return data

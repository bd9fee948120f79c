"""Addresses: folders, patterns, archives, lists and URLs become addresses of single documents, in a fixed order.

An address is a path, `archive.zip!/member`, or a URL (http, https, s3). Nothing but archives is opened here.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dondoc.bulk.archives import is_archive, members
from dondoc.bulk.naming import is_remote, named
from dondoc.bulk.remote import Fetcher
from dondoc.findings import ReadError

_PATTERN = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Refused:
    """An address that leads to no document: an archive that cannot be opened, a path that is not there."""

    address: str
    error: ReadError


def expand(sources: Iterable[str], fetcher: Fetcher, leave_out: Path | None = None) -> Iterator[str | Refused]:
    """Addresses of all documents of `sources`, each once, in the order of the sources and by name within one.

    Files whose name begins with a dot, and what lies in `leave_out`, are passed over.
    """
    seen: set[str] = set()
    for source in sources:
        for found in _of(source, fetcher, leave_out):
            address = found.address if isinstance(found, Refused) else found
            if address not in seen:
                seen.add(address)
                yield found


def listed(path: Path) -> Sequence[str]:
    """The sources that stand in a text file, one a line; empty lines and lines that begin with # do not count."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _of(source: str, fetcher: Fetcher, leave_out: Path | None) -> Iterator[str | Refused]:
    if is_remote(source):
        try:
            yield from fetcher.addresses(source)
        except ReadError as error:
            yield Refused(named(source), error)
        return
    path = Path(source)
    if path.is_dir():
        yield from _in_folder(path, leave_out)
    elif path.exists() or not _PATTERN & set(source):
        yield from _of_file(source)
    else:
        yield from _by_pattern(source, fetcher, leave_out)


def _by_pattern(pattern: str, fetcher: Fetcher, leave_out: Path | None) -> Iterator[str | Refused]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 — Path takes no absolute patterns
    if not found:
        yield Refused(pattern, ReadError("not_found", name=pattern))
    for path in found:
        # `**` gives folders and, one by one, what lies in them.
        if "**" not in pattern or not Path(path).is_dir():
            yield from _of(path, fetcher, leave_out)


def _in_folder(folder: Path, leave_out: Path | None) -> Iterator[str | Refused]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_passed_over(Path(here, name), leave_out))
        for name in sorted(files):
            if not name.startswith("."):
                yield from _of_file(str(Path(here, name)))


def _is_passed_over(folder: Path, leave_out: Path | None) -> bool:
    return folder.name.startswith(".") or (leave_out is not None and folder.resolve() == leave_out.resolve())


def _of_file(path: str) -> Iterator[str | Refused]:
    if not is_archive(path):
        yield path
        return
    try:
        yield from members(path)
    except ReadError as error:
        yield Refused(path, error)

"""Archives: ZIP and TAR as folders of documents. Members are read in memory, each up to the limit of a file.

A compressed TAR can only be read from its beginning: it is unpacked in memory, up to a limit, and never onto the disk,
where a document that bears a secrecy mark would then lie.
"""

from __future__ import annotations

import bz2
import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import IO

from dondoc.findings import ReadError
from dondoc.reading.limits import Limits

SEPARATOR = "!/"
MOST_UNPACKED = 1_000_000_000  # bytes of a compressed TAR in memory
_OPENERS: dict[str, type[gzip.GzipFile] | type[bz2.BZ2File]] = {
    ".tar.gz": gzip.GzipFile,
    ".tgz": gzip.GzipFile,
    ".tar.bz2": bz2.BZ2File,
}
_ENDINGS = (".zip", ".tar", *_OPENERS)
# Others need much memory to unpack, whatever the member's size.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


def is_archive(path: str) -> bool:
    """By its ending: a DOCX is a ZIP too."""
    return path.lower().endswith(_ENDINGS)


def members(path: str) -> list[str]:
    """Addresses of the files of an archive, in its order. ReadError where it cannot be opened."""
    with _Archive(path) as archive:
        names = [name for name in archive.names() if not Path(name).name.startswith(".")]
    return [f"{path}{SEPARATOR}{name}" for name in dict.fromkeys(names)]


def parted(address: str) -> tuple[str, str] | None:
    """Archive and member of an address; None where it is a plain path."""
    for place in range(len(address)):
        if address.startswith(SEPARATOR, place) and is_archive(address[:place]):
            return address[:place], address[place + len(SEPARATOR) :]
    return None


class OpenArchives:
    """Members of archives for one worker; the archive used last stays open."""

    def __init__(self) -> None:
        self._open: _Archive | None = None

    def load(self, archive: str, member: str, limits: Limits) -> bytes:
        """The bytes of a member. ReadError: `damaged`, `encrypted`, `too_large`, `not_found`, …"""
        if self._open is None or not self._open.is_still(archive):
            self.close()
            self._open = _Archive(archive)
        return self._open.load(member, limits)

    def close(self) -> None:
        archive, self._open = self._open, None
        if archive is not None:
            archive.close()


class _Archive:
    """An open ZIP or TAR."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._file: zipfile.ZipFile | tarfile.TarFile
        try:
            self._stamp = _stamp(path)
            self._file = zipfile.ZipFile(path) if path.lower().endswith(".zip") else _tar(path)
            self._places = _places(self._file)
        except FileNotFoundError:
            raise ReadError("not_found", name=Path(path).name) from None
        except _BROKEN as error:
            raise ReadError("damaged", detail=type(error).__name__) from None

    def __enter__(self) -> _Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def is_still(self, path: str) -> bool:
        return self.path == path and self._stamp == _stamp(path)

    def names(self) -> list[str]:
        return list(self._places)

    def load(self, member: str, limits: Limits) -> bytes:
        try:
            place = self._places[member]
            with self._opened(place) as file:
                data = file.read(limits.file_bytes + 1)
        except KeyError:
            raise ReadError("not_found", name=Path(member).name) from None
        except RuntimeError:
            raise ReadError("encrypted") from None
        except _BROKEN as error:
            raise ReadError("damaged", detail=type(error).__name__) from None
        return data

    def _opened(self, place: zipfile.ZipInfo | tarfile.TarInfo) -> IO[bytes]:
        if isinstance(self._file, zipfile.ZipFile):
            assert isinstance(place, zipfile.ZipInfo)
            if place.compress_type not in _METHODS:
                raise ValueError("a method of compression that is not read")
            return self._file.open(place)
        assert isinstance(place, tarfile.TarInfo)
        return self._file.extractfile(place) or io.BytesIO()

    def close(self) -> None:
        self._file.close()


def _places(file: zipfile.ZipFile | tarfile.TarFile) -> dict[str, zipfile.ZipInfo | tarfile.TarInfo]:
    """Regular files only: no folder, link or device."""
    if isinstance(file, tarfile.TarFile):
        return {each.name: each for each in file.getmembers() if each.isreg()}
    return {each.filename: each for each in file.infolist() if not each.is_dir() and not _is_link(each)}


def _is_link(place: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(place.external_attr >> 16)


def _tar(path: str) -> tarfile.TarFile:
    for ending, opener in _OPENERS.items():
        if path.lower().endswith(ending):
            with opener(path, "rb") as packed:
                data = packed.read(MOST_UNPACKED + 1)
            if len(data) > MOST_UNPACKED:
                raise ReadError("archive_too_large", limit=f"{MOST_UNPACKED / 1e6:g}")
            return tarfile.open(fileobj=io.BytesIO(data), mode="r:")
    return tarfile.open(path, mode="r:")


def _stamp(path: str) -> tuple[int, int]:
    status = Path(path).stat()
    return status.st_size, status.st_mtime_ns

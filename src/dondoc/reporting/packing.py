"""Packing: an Office file, or an archive of files, whose bytes depend on its content alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_ALWAYS = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP archive can name


def packed(data: bytes) -> bytes:
    """The archive with its members in the order of their names, each of the same day and made on the same system."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return archive_of({name: source.read(name) for name in source.namelist()})


def archive_of(files: Mapping[str, bytes]) -> bytes:
    """An archive of `files`, by their names; the same files give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _ALWAYS)
            info.create_system, info.external_attr = 0, 0
            copy.writestr(info, files[name], zipfile.ZIP_DEFLATED)
    return file.getvalue()

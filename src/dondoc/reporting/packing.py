"""Packing: an Office file whose bytes depend on its content alone."""

from __future__ import annotations

import io
import zipfile

_ALWAYS = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP archive can name


def packed(data: bytes) -> bytes:
    """The archive with its members in the order of their names, each of the same day and made on the same system."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in sorted(source.namelist()):
            info = zipfile.ZipInfo(name, _ALWAYS)
            info.create_system, info.external_attr = 0, 0
            copy.writestr(info, source.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()

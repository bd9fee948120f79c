"""Files looked through for malicious code by clamd, where an office has set DONDOC_CLAMD.

The file goes over the socket (INSTREAM): clamd needs to read nothing of ours. Where it does not answer the file is not
kept: an office that asks for scanning asks for it of every file.
"""

from __future__ import annotations

import socket
import struct
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from dondoc.web.figures.actions import FigureError

CHUNK = 1_000_000  # bytes
PATIENCE = 30.0  # seconds
LONGEST_ANSWER = 4096  # bytes


def scan(data: bytes) -> None:
    """FigureError where clamd finds something in `data`, or cannot be asked. Nothing where none is set."""
    address = settings.ENVIRONMENT.clamd
    if not address:
        return
    try:
        answer = _asked(address, data)
    except OSError:
        answer = ""
    # "stream: OK", "stream: NAME FOUND", or what went wrong, as of a file above clamd's own limit.
    if answer.endswith(" FOUND"):
        raise FigureError(_("Tệp có mã độc (%(name)s): không ghi vào hệ thống này.") % {"name": _name(answer)})
    if answer != "stream: OK":
        raise FigureError(_("Chưa quét được mã độc nên chưa nhận tệp; hãy thử lại sau hoặc báo quản trị viên."))


def _asked(address: str, data: bytes) -> str:
    with closing(_connected(address)) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for begin in range(0, len(data), CHUNK):
            chunk = data[begin : begin + CHUNK]
            clamd.sendall(struct.pack(">I", len(chunk)) + chunk)
        clamd.sendall(struct.pack(">I", 0))
        told = b""
        while b"\0" not in told and len(told) < LONGEST_ANSWER and (more := clamd.recv(LONGEST_ANSWER)):
            told += more
        return told.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=PATIENCE)
    local = socket.socket(socket.AF_UNIX)
    local.settimeout(PATIENCE)
    try:
        local.connect(parts.path)
    except OSError:
        local.close()
        raise
    return local


def _name(answer: str) -> str:
    return answer.removeprefix("stream: ").removesuffix(" FOUND")[:80]

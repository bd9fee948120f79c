"""Legacy .doc: converted by LibreOffice to DOCX, which our own reader then reads.

Never to PDF or plain text: those print what tracked changes deleted. Each call is on its own: a new profile, a new
folder in memory, and nothing left behind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from dondoc.findings import ReadError
from dondoc.reading.doc_folder import private_folder
from dondoc.reading.doc_streams import Streams, StreamsError
from dondoc.reading.doc_text import EncryptedTextError, doc_all_text, piece_text
from dondoc.reading.document import Reading
from dondoc.reading.docx import read_docx
from dondoc.reading.limits import Limits
from dondoc.reading.opened import Opened
from dondoc.reading.secrecy import without_data_words

MEDIA_TYPE = "application/msword"
# Of the time a document may take: the converter must be ended from here, before whoever waits for us ends us.
_SHARE_OF_TIME = 0.75
_WATCH = str(Path(__file__).with_name("doc_watch.py"))
_SETTINGS = "user/registrymodifications.xcu"
# The document must not run macros, fetch pictures or follow links while it is converted.
_SAFE_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}</oor:items>
"""
_SAFE = """<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>
"""
_SECURITY = (
    ("MacroSecurityLevel", "3"),
    ("DisableMacrosExecution", "true"),
    ("DisableActiveContent", "true"),
    ("BlockUntrustedRefererLinks", "true"),
)


def open_doc(data: bytes, limits: Limits) -> Opened:
    """The lines of a .doc as its bytes tell them; the reading converts it, once those have been searched."""
    return Opened(lambda: without_data_words(doc_all_text(data)), partial(read_doc, data, limits), reorders=True)


def read_doc(data: bytes, limits: Limits) -> Reading:
    """The parts of an OLE Word document. Look for secrecy marks with `doc_all_text` before: this writes a file.

    Raises ReadError: `encrypted`, `damaged`, `no_converter`, `conversion_failed`, `conversion_timeout`, and what
    `read_docx` raises.
    """
    _refuse_unreadable(data)
    program = shutil.which("soffice")
    if program is None:
        raise ReadError("no_converter")
    with private_folder() as folder:
        converted = _converted(program, data, folder, limits)
    return replace(read_docx(converted, limits), media_type=MEDIA_TYPE)


def _refuse_unreadable(data: bytes) -> None:
    """Raise for what LibreOffice would ask a password for, or would read as something else than a Word file."""
    try:
        streams = Streams(data)
        names = streams.names
    except StreamsError as error:
        raise ReadError("damaged", detail=str(error)) from error
    if "EncryptedPackage" in names:
        raise ReadError("encrypted")
    if "WordDocument" not in names:
        raise ReadError("damaged", detail="no WordDocument stream")
    try:
        piece_text(streams)
    except EncryptedTextError as error:
        raise ReadError("encrypted") from error
    except (StreamsError, ValueError, LookupError):
        # Older than Word 97, or damaged in a way LibreOffice may mend: it decides.
        return


def _converted(program: str, data: bytes, folder: Path, limits: Limits) -> bytes:
    return office_converted(program, data, folder, limits, source="source.doc", target="docx:MS Word 2007 XML")


def office_converted(program: str, data: bytes, folder: Path, limits: Limits, *, source: str, target: str) -> bytes:
    """What LibreOffice makes of the file `source` with these bytes; `target` is its ending and, if need be, filter.

    `folder` is private and empty. Raises ReadError: `conversion_failed`, `conversion_timeout`, `zip_bomb`.
    """
    given, profile, out = folder / source, folder / "profile", folder / "out"
    given.write_bytes(data)
    settings = profile / _SETTINGS
    settings.parent.mkdir(parents=True)
    items = "".join(_SAFE.format(name=name, value=value) for name, value in _SECURITY)
    settings.write_text(_SAFE_SETTINGS.format(items=items), encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", target, "--outdir", str(out), str(given)]
    _run(command, folder, limits.seconds * _SHARE_OF_TIME)
    result = out / given.with_suffix(f".{target.partition(':')[0]}").name
    if not result.is_file():
        raise ReadError("conversion_failed")
    if result.stat().st_size > limits.unpacked_bytes:
        raise ReadError("zip_bomb", detail=f"{result.stat().st_size} bytes")
    return result.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Run the converter with its temporary files in `folder`; it and all it started are ended before this returns.

    Should this process be killed meanwhile, they end as well and `folder` goes (`doc_watch`).
    """
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    environment = keep | {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}
    quiet = subprocess.DEVNULL
    watched = [sys.executable, "-I", "-S", _WATCH, str(folder), *command]
    with subprocess.Popen(  # noqa: S603 — a fixed program and paths of our own making
        watched, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, cwd=folder, env=environment, start_new_session=True
    ) as watch:
        try:
            watch.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise ReadError("conversion_timeout", seconds=f"{seconds:g}") from error
        finally:
            _end(watch)


def _end(watch: subprocess.Popen[bytes]) -> None:
    """Let go of the pipe, upon which the watch ends the converter."""
    if watch.stdin is not None:
        watch.stdin.close()
    watch.wait()

"""Sniffing: which format a file is, told by its content and never by its name.

Formats that are recognised but not read have a value of their own, so that the refusal can name them.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from enum import StrEnum

from dondoc.findings import ReadError
from dondoc.reading.letters import decode
from dondoc.reading.markdown import looks_like_markdown


class Format(StrEnum):
    """What a file is. The first seven are read; the rest are refused by name."""

    TEXT = "text"
    MARKDOWN = "markdown"
    DOCX = "docx"
    DOC = "doc"
    HTML = "html"
    PDF = "pdf"
    PICTURE = "picture"

    ENCRYPTED_OFFICE = "encrypted Office file"
    XLSX = "Excel (.xlsx)"
    XLS = "Excel (.xls)"
    PPTX = "PowerPoint (.pptx)"
    PPT = "PowerPoint (.ppt)"
    ODF = "OpenDocument (.odt, .ods, .odp)"
    RTF = "RTF (.rtf)"
    WORD_XML = "Word XML (.xml)"
    OLD_WORD = "Word before 97 (.doc)"
    WORDPERFECT = "WordPerfect"
    MHTML = "MHTML (.mht)"
    MAIL = "e-mail (.eml)"
    OLE = "OLE"
    ZIP = "ZIP"
    ARCHIVE = "RAR, 7z, gzip"
    IMAGE = "image (GIF, WebP, HEIC, DjVu)"
    POSTSCRIPT = "PostScript"
    UNKNOWN = "unknown"


READ = (Format.TEXT, Format.MARKDOWN, Format.DOCX, Format.DOC, Format.HTML, Format.PDF, Format.PICTURE)

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# First bytes that settle the matter; from the formats' own specifications.
_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"{\\rtf", Format.RTF),
    (b"\xffWPC", Format.WORDPERFECT),
    (b"\xdb\xa5", Format.OLD_WORD),
    (b"\x9b\xa5", Format.OLD_WORD),
    (b"\x31\xbe\x00\x00", Format.OLD_WORD),
    (b"\x89PNG\r\n\x1a\n", Format.PICTURE),
    (b"\xff\xd8\xff", Format.PICTURE),
    (b"GIF87a", Format.IMAGE),
    (b"GIF89a", Format.IMAGE),
    (b"II*\x00", Format.PICTURE),
    (b"MM\x00*", Format.PICTURE),
    (b"AT&TFORM", Format.IMAGE),
    (b"Rar!\x1a\x07", Format.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Format.ARCHIVE),
    (b"\x1f\x8b\x08", Format.ARCHIVE),
    (b"%!PS", Format.POSTSCRIPT),
)

_HEAD_BYTES = 65_536
_PDF_JUNK_BYTES = 1024


def sniff(data: bytes) -> Format:
    """The format of `data`; never raises. UNKNOWN for bytes that are neither a known format nor text."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(_OLE_MAGIC):
        return _ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if _is_pdf(data):
        return Format.PDF
    return Format.IMAGE if _is_picture_container(data) else _text(data)


def _is_picture_container(data: bytes) -> bool:
    return (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif")


def _is_pdf(data: bytes) -> bool:
    """PDF, also with up to 1 KB of junk before its header (mail gateways and web servers add some)."""
    at = data.find(b"%PDF-", 0, _PDF_JUNK_BYTES)
    return at == 0 or (at > 0 and b" obj" in data[at : at + 4 * _PDF_JUNK_BYTES])


# OLE2 (MS-CFB): a directory entry is 128 bytes: the name in UTF-16 (64), its length, its type (1 storage, 2 stream).
_OLE_ENTRY = 128
_OLE_STREAMS: tuple[tuple[str, Format], ...] = (
    ("EncryptedPackage", Format.ENCRYPTED_OFFICE),
    ("WordDocument", Format.DOC),
    ("Workbook", Format.XLS),
    ("Book", Format.XLS),
    ("PowerPoint Document", Format.PPT),
)
_OLE_APPLICATIONS = {
    bytes.fromhex("0609020000000000c000000000000046"): Format.DOC,
    bytes.fromhex("1008020000000000c000000000000046"): Format.XLS,
    bytes.fromhex("2008020000000000c000000000000046"): Format.XLS,
    bytes.fromhex("108d81649b4fcf1186ea00aa00b929e8"): Format.PPT,
}


def _ole_entry(data: bytes, name: str) -> int:
    """The offset of the directory entry called `name`, or -1."""
    wanted = name.encode("utf-16-le") + b"\x00\x00"
    at = data.find(wanted)
    while at >= 0:
        entry = data[at : at + _OLE_ENTRY]
        if at % _OLE_ENTRY == 0 and len(entry) > 66 and struct.unpack_from("<H", entry, 64)[0] == len(wanted):
            return at
        at = data.find(wanted, at + 2)
    return -1


def _ole(data: bytes) -> Format:
    """Which application's file: by its streams; where one document embeds another, by the root's class."""
    found = [kind for name, kind in _OLE_STREAMS if _ole_entry(data, name) >= 0]
    if len(set(found)) > 1 and Format.ENCRYPTED_OFFICE not in found:
        root = _ole_entry(data, "Root Entry")
        return _OLE_APPLICATIONS.get(data[root + 80 : root + 96], found[0])
    return found[0] if found else Format.OLE


# What zipfile and its decompressors raise on damaged or odd archives (NotImplementedError is a RuntimeError).
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_TYPES_PART = "[Content_Types].xml"
_TYPES_BYTES = 1_000_000
_SOME_MEMBERS = 20_000
_OFFICE_TYPES: tuple[tuple[bytes, Format], ...] = (
    (b"wordprocessingml", Format.DOCX),
    (b"ms-word.", Format.DOCX),
    (b"spreadsheetml", Format.XLSX),
    (b"ms-excel.", Format.XLSX),
    (b"presentationml", Format.PPTX),
    (b"ms-powerpoint.", Format.PPTX),
)
_MAIN_PART = re.compile(rb'ContentType\s*=\s*["\']([^"\']*main\+xml)["\']', re.IGNORECASE)


def _zip(data: bytes) -> Format:
    """An office file by what its main part is declared to be; a damaged ZIP by the names left in it."""
    end = data.rfind(b"PK\x05\x06")
    if end >= 0 and len(data) >= end + 12 and struct.unpack_from("<H", data, end + 10)[0] > _SOME_MEMBERS:
        return Format.ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            return _packed(names, _start_of(archive, _TYPES_PART, names), _start_of(archive, "mimetype", names))
    except _DAMAGED:
        return Format.DOCX if b"word/" in data and _TYPES_PART.encode() in data else Format.ZIP


def _start_of(archive: zipfile.ZipFile, name: str, names: set[str]) -> bytes:
    """The beginning of a member; empty where there is none or it cannot be unpacked."""
    if name not in names:
        return b""
    try:
        with archive.open(name) as member:
            return member.read(_TYPES_BYTES)
    except _DAMAGED:
        return b""


def _packed(names: set[str], types: bytes, mimetype: bytes) -> Format:
    if b"opendocument" in mimetype:
        return Format.ODF
    declared = _MAIN_PART.search(types)
    if declared:
        for word, kind in _OFFICE_TYPES:
            if word in declared.group(1):
                return kind
    for folder, kind in (("word/", Format.DOCX), ("xl/", Format.XLSX), ("ppt/", Format.PPTX)):
        if any(name.startswith(folder) and name.endswith("document.xml") for name in names) or folder in names:
            return kind
    return Format.ZIP


_BEFORE_HTML = re.compile(r"(?:\s+|<\?xml[^>]*\?>|<!--.*?-->)+", re.DOTALL)
_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE)
_HTML_PIECE = re.compile(
    r"<(?:div|p|table|span|h[1-6]|article|section|main|center|font|style|script|ul|ol|link|base)\b", re.IGNORECASE
)
_MAIL_HEADER = re.compile(r"(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_WORD_XML = re.compile(r'progid="Word\.Document"|<w:wordDocument\b|<pkg:package\b')


def _text(data: bytes) -> Format:
    """Which kind of text, by its beginning; UNKNOWN for what is no text in any encoding."""
    try:
        head = decode(data[:_HEAD_BYTES], convert=False).text
    except ReadError:
        return Format.UNKNOWN
    mail = _mail(head)
    if mail:
        return mail
    if "<" in head and _WORD_XML.search(head):
        return Format.WORD_XML
    before = _BEFORE_HTML.match(head)
    start = before.end() if before else 0
    if _HTML_START.match(head, start):
        return Format.HTML
    if looks_like_markdown(head):
        return Format.MARKDOWN
    return Format.HTML if _HTML_PIECE.match(head, start) else Format.TEXT


def _mail(head: str) -> Format | None:
    """A saved page or a message in MIME form: a block of header lines with "MIME-Version:" among them."""
    header = _MAIL_HEADER.match(head.lstrip())
    if header is None or not re.search(r"^mime-version:", header.group(), re.IGNORECASE | re.MULTILINE):
        return None
    return Format.MHTML if "multipart/related" in header.group().lower() else Format.MAIL

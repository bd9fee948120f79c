"""The format of a file is told by its content, never by its name."""

from __future__ import annotations

import random

import pytest
from samples import (
    ANNEX,
    KON_TUM,
    OLD_WORD,
    OLE_MAGIC,
    PARAGRAPHS,
    ascii_pdf,
    docx_bytes,
    html_bytes,
    ole_bytes,
    rezipped,
    text_bytes,
    zipped,
)

from dondoc.reading.sniffing import READ, Format, sniff

TEXT = "\n".join(PARAGRAPHS)
PAGE = html_bytes().decode()
TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
WORD_CLASS = bytes.fromhex("0609020000000000c000000000000046")
EXCEL_CLASS = bytes.fromhex("2008020000000000c000000000000046")


def types(declared: str) -> str:
    return f'<Types><Override PartName="/x/y.xml" ContentType="{declared}"/></Types>'


def mhtml(kind: str) -> bytes:
    head = f"From: <Saved by a browser>\nSubject: NQ\nMIME-Version: 1.0\nContent-Type: {kind};\n\tboundary=x\n\n"
    return (head + PAGE).encode()


SAMPLES: list[tuple[str, bytes, Format]] = [
    ("text", text_bytes(), Format.TEXT),
    ("text with mark", b"\xef\xbb\xbf" + text_bytes(), Format.TEXT),
    ("UTF-16 with mark", b"\xff\xfe" + TEXT.encode("utf-16-le"), Format.TEXT),
    ("UTF-16, big end first", b"\xfe\xff" + TEXT.encode("utf-16-be"), Format.TEXT),
    ("UTF-16 without mark", TEXT.encode("utf-16-le"), Format.TEXT),
    (
        "TCVN3 bytes",
        b"NGH\xde QUY\xd5T\nTh\xf9c hi\xd6n nhi\xd6m v\xf4 ph\xb8t tri\xd3n kinh t\xd5 x\xb7 h\xe9i\n",
        Format.TEXT,
    ),
    ("one letter", b"a", Format.TEXT),
    ("prose about PDF", b"Files begin with %PDF-1.4 and end with %%EOF.", Format.TEXT),
    ("a less-than sign", "< 5% là đạt".encode(), Format.TEXT),
    ("Markdown", KON_TUM.read_bytes(), Format.MARKDOWN),
    ("Markdown tables", ANNEX.read_bytes(), Format.MARKDOWN),
    ("Markdown after a tag", f"<div align=center>\n\n# NGHỊ QUYẾT\n\n**{TEXT}**".encode(), Format.MARKDOWN),
    ("DOCX", docx_bytes(), Format.DOCX),
    ("DOCX, main part renamed", zipped({TYPES: types(MAIN), "x/y.xml": "<a/>"}), Format.DOCX),
    ("DOCX with macros", zipped({TYPES: types(MACRO), "x/y.xml": "<a/>"}), Format.DOCX),
    ("DOCX without types", zipped({"word/document.xml": "<a/>"}), Format.DOCX),
    ("DOCX, cut", docx_bytes()[:9000], Format.DOCX),
    ("DOC", OLD_WORD.read_bytes(), Format.DOC),
    ("DOC that embeds a sheet", ole_bytes("WordDocument", "Workbook", application=WORD_CLASS), Format.DOC),
    ("XLS that embeds a document", ole_bytes("WordDocument", "Workbook", application=EXCEL_CLASS), Format.XLS),
    ("XLS", ole_bytes("Workbook"), Format.XLS),
    ("old XLS", ole_bytes("Book"), Format.XLS),
    ("PPT", ole_bytes("PowerPoint Document"), Format.PPT),
    ("encrypted DOCX", ole_bytes("EncryptionInfo", "EncryptedPackage"), Format.ENCRYPTED_OFFICE),
    ("other OLE", ole_bytes("Contents"), Format.OLE),
    ("OLE, cut", OLE_MAGIC, Format.OLE),
    ("HTML", html_bytes(), Format.HTML),
    ("HTML with mark", b"\xef\xbb\xbf" + html_bytes(), Format.HTML),
    ("HTML, UTF-16", b"\xff\xfe" + PAGE.encode("utf-16-le"), Format.HTML),
    ("HTML after a comment", f"\n <!-- saved from url=(0014) -->\n<!-- a > b -->\n{PAGE}".encode(), Format.HTML),
    ("XHTML", f'<?xml version="1.0" encoding="utf-8"?>\n{PAGE}'.encode(), Format.HTML),
    ("HTML of Word", b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>x', Format.HTML),
    ("a piece of HTML", f"<table><tr><td>{TEXT}</td></tr></table>".encode(), Format.HTML),
    ("HTML in capitals", b"<HTML><BODY>x</BODY></HTML>", Format.HTML),
    ("PDF", ascii_pdf(), Format.PDF),
    ("PDF after junk", b"HTTP/1.1 200 OK\r\n\r\n" + ascii_pdf(), Format.PDF),
    ("PDF, cut", ascii_pdf()[:600], Format.PDF),
    ("XLSX", zipped({TYPES: types(SHEET), "xl/workbook.xml": "<a/>"}), Format.XLSX),
    ("PPTX", zipped({TYPES: types(SLIDES), "ppt/presentation.xml": "<a/>"}), Format.PPTX),
    ("ODT", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), Format.ODF),
    ("ZIP", zipped({"a.txt": "x"}), Format.ZIP),
    ("empty ZIP", zipped({}), Format.ZIP),
    ("RTF", b"{\\rtf1\\ansi x}", Format.RTF),
    ("Word XML", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', Format.WORD_XML),
    ("Word 2", b"\xdb\xa5\x2d\x00" + bytes(100), Format.OLD_WORD),
    ("WordPerfect", b"\xffWPC" + bytes(100), Format.WORDPERFECT),
    ("saved page", mhtml("multipart/related"), Format.MHTML),
    ("message", mhtml("text/plain"), Format.MAIL),
    ("PNG", b"\x89PNG\r\n\x1a\n" + bytes(50), Format.PICTURE),
    ("JPEG", b"\xff\xd8\xff\xe0" + bytes(50), Format.PICTURE),
    ("TIFF", b"II*\x00" + bytes(50), Format.PICTURE),
    ("WEBP", b"RIFF\x00\x00\x00\x00WEBPVP8 ", Format.IMAGE),
    ("7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), Format.ARCHIVE),
    ("PostScript", b"%!PS-Adobe-3.0", Format.POSTSCRIPT),
    ("zeros", bytes(2000), Format.UNKNOWN),
    ("noise", random.Random(1).randbytes(4000), Format.UNKNOWN),
    ("a program", b"\x7fELF\x02\x01\x01" + bytes(200), Format.UNKNOWN),
]


@pytest.mark.parametrize(("data", "expected"), [row[1:] for row in SAMPLES], ids=[row[0] for row in SAMPLES])
def test_format_is_told_by_content(data: bytes, expected: Format) -> None:
    """Each kind of file is recognised, whatever stands before its beginning."""
    assert sniff(data) is expected


def test_every_format_is_tested() -> None:
    """No format is without a sample."""
    assert {expected for _, _, expected in SAMPLES} == set(Format)


def test_formats_that_are_read() -> None:
    """Seven formats are read; the others are known by name in order to be refused."""
    assert len(READ) == 7


def test_empty_and_short_files() -> None:
    """Nothing, and files of a few bytes, have an answer."""
    assert sniff(b"") is Format.TEXT
    assert sniff(b"\x00") is Format.UNKNOWN
    assert sniff(b"PK") is Format.TEXT


def test_zip_with_a_hundred_thousand_members_is_not_listed() -> None:
    """The number in the archive's end record is believed before its members are listed."""
    data = zipped({"word/document.xml": "<a/>"})
    end = data.rfind(b"PK\x05\x06")
    assert sniff(data[: end + 10] + b"\xff\xff" + data[end + 12 :]) is Format.ZIP


def test_damaged_type_list_is_no_error() -> None:
    """A DOCX whose list of types cannot be unpacked is still a DOCX; its reader says what is wrong."""
    data = bytearray(docx_bytes())
    at = data.find(TYPES.encode()) + len(TYPES) + 8
    data[at : at + 30] = bytes(30)
    assert sniff(bytes(data)) is Format.DOCX
    assert sniff(rezipped(docx_bytes(), {TYPES: b"\xff\xfe\x00"})) is Format.DOCX

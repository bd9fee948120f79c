"""The front door: what is read, what is refused and why, and that nothing is kept of a secret document."""

from __future__ import annotations

import hashlib
import io
import json
import random
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from pdf_samples import blank_pdf, canvas_pdf, encrypted_pdf
from samples import (
    KON_TUM,
    OLD_WORD,
    PARAGRAPHS,
    ascii_pdf,
    docx_bytes,
    html_bytes,
    ole_bytes,
    rezipped,
    text_bytes,
    zipped,
)

from dondoc.findings import ReadError, SecretDocumentError
from dondoc.reading import DEFAULT, Document, Limits, read, tesseract
from dondoc.reading.child import Reader
from dondoc.text import fold

ENGLISH = "The committee decided that revenue shall exceed the plan and that all departments report every month. " * 4
DTD = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'


def with_main_part(content: bytes) -> bytes:
    return rezipped(docx_bytes(), {"word/document.xml": content})


def enciphered_doc() -> bytes:
    """A .doc whose file information block says that its text is enciphered ([MS-DOC] §2.5.2, fEncrypted)."""
    data = bytearray(OLD_WORD.read_bytes())
    block = next(at for at in range(512, len(data), 512) if data[at : at + 2] == b"\xec\xa5")
    data[block + 11] |= 0x01
    return bytes(data)


def bomb() -> bytes:
    return with_main_part(BODY.replace(b"<w:body/>", b" " * 60_000_000 + b"<w:body/>"))


def unmapped_pdf() -> bytes:
    """A PDF whose fonts do not tell what their letters are (no ToUnicode)."""
    data = canvas_pdf([(70, 760 - 20 * number, line) for number, line in enumerate(PARAGRAPHS)])
    assert b"/ToUnicode" in data
    return data.replace(b"/ToUnicode", b"/NoUnicode")


REFUSED: list[tuple[str, bytes, str]] = [
    ("empty", b"", "empty"),
    ("binary noise", random.Random(7).randbytes(5000), "binary"),
    ("zeros", bytes(5000), "binary"),
    ("DOCX, cut", docx_bytes()[:20_000], "damaged"),
    ("DOC, cut", OLD_WORD.read_bytes()[:3000], "unsupported_format"),
    ("PDF, cut", ascii_pdf(3, "x" * 60)[:700], "damaged"),
    ("encrypted DOCX", ole_bytes("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    ("encrypted DOC", enciphered_doc(), "encrypted"),
    ("encrypted PDF", encrypted_pdf(), "encrypted"),
    ("zip bomb", bomb(), "zip_bomb"),
    ("exponential entities", with_main_part(DTD + BODY), "xml_entities"),
    ("external entity", with_main_part(EXTERNAL + BODY), "xml_entities"),
    ("PDF of 5,000 pages", blank_pdf(5000), "too_many_pages"),
    ("a scan of blank paper", blank_pdf(2), "no_text" if tesseract.is_installed() else "needs_ocr"),
    ("PDF without a map of its letters", unmapped_pdf(), "unreadable_letters"),
    ("a picture, cut", b"\x89PNG\r\n\x1a\n" + bytes(200), "damaged"),
    ("DOCX without text", docx_bytes(" "), "no_text"),
    ("spaces", b" \n \n", "no_text"),
    ("a workbook", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "unsupported_format"),
    ("RTF", b"{\\rtf1 x}", "unsupported_format"),
]


@pytest.mark.parametrize(("data", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_bad_input_gets_a_clear_answer(data: bytes, code: str) -> None:
    """Each kind of bad file is refused with its code and words in both languages."""
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.code == code
    for language in ("vi", "en"):
        assert caught.value.message(language)
        assert "{" not in caught.value.message(language) + caught.value.hint(language)


def test_unsupported_formats_are_named() -> None:
    """The refusal says which format was found and what to do."""
    with pytest.raises(ReadError, match="RTF") as caught:
        read(b"{\\rtf1 x}")
    assert "DOCX" in caught.value.hint("en")


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    """A missing file, a folder, a name no file can have; the error names the file and not its folder."""
    for path, code in ((tmp_path / "none.docx", "not_found"), (tmp_path, "is_directory"), ("a\0b", "not_readable")):
        with pytest.raises(ReadError) as caught:
            read(path)
        assert caught.value.code == code
        assert str(tmp_path.parent) not in str(caught.value)


def test_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file one has no right to read, or on a failing disk, is not_readable."""

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    assert _refused(tmp_path / "locked.txt").code == "not_readable"


def test_files_over_the_limit_are_not_loaded(tmp_path: Path) -> None:
    """The size is looked at before the content; bytes are held to the same limit."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    for source, limits in ((path, DEFAULT), (bytes(11), Limits(file_bytes=10))):
        with pytest.raises(ReadError) as caught:
            read(source, limits=limits)
        assert caught.value.code == "too_large"
    assert "60.0" in _refused(path).message("en")


def _refused(source: Path | bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(source)
    return caught.value


def test_source_is_told() -> None:
    """Name without folders, hash of the original bytes, type by content; bytes have the name they are given."""
    document = read(KON_TUM)
    assert document.source.name == "source.md"
    assert document.source.sha256 == hashlib.sha256(KON_TUM.read_bytes()).hexdigest()
    assert document.source.media_type == "text/markdown"
    assert read(str(KON_TUM)) == document
    assert read(KON_TUM.read_bytes()).source == replace(document.source, name="")
    assert read(KON_TUM.read_bytes(), name="folder/stdin").source.name == "stdin"
    assert read(KON_TUM, name="nghi-quyet.md").source.name == "nghi-quyet.md"


@pytest.mark.parametrize(
    "data",
    [
        text_bytes(),
        docx_bytes(),
        html_bytes(),
        canvas_pdf([(70, 760 - 20 * number, line) for number, line in enumerate(PARAGRAPHS)]),
    ],
    ids=["text", "docx", "html", "pdf"],
)
def test_formats_are_read_alike(data: bytes) -> None:
    """The same words in each format; in a child process the same document to the last field."""
    document = read(data, name="x")
    for paragraph in PARAGRAPHS:
        assert paragraph in document.text
    assert document.findings == ()
    assert read(data, name="x", isolated=True) == document


def codes_of(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_language_is_a_finding() -> None:
    """Another language, missing accents and too few words are said, and the document is read."""
    assert codes_of(read(ENGLISH.encode())) == ["other_language"]
    assert codes_of(read(fold(KON_TUM.read_text(encoding="utf-8")).encode())) == ["no_accents"]
    assert codes_of(read(b"2.670 12,28\n455 500")) == ["language_uncertain"]


def test_limited_circulation_is_a_finding() -> None:
    """The mark is named with its place in the text, or without one where it stands in a running head."""
    document = read(text_bytes("LƯU HÀNH NỘI BỘ", *PARAGRAPHS))
    (finding,) = document.findings
    assert finding.code == "internal_circulation"
    assert document.text[finding.start : finding.end] == "LƯU HÀNH NỘI BỘ"
    in_head = rezipped(docx_bytes(), header_part("Tài liệu họp thu hồi"))
    (finding,) = read(in_head).findings
    assert (finding.code, finding.start) == ("internal_circulation", None)


def header_part(text: str) -> dict[str, bytes]:
    """A running head that bears `text`, as a member of a DOCX."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return {"word/header9.xml": f"<w:hdr {space}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:hdr>".encode()}


SENTINEL = "Kế hoạch tác chiến A2"


def secret_doc() -> bytes:
    """The old Word file with a mark in place of words of its title."""
    data = OLD_WORD.read_bytes()
    title, mark = "QUYẾT ĐỊNH".encode("utf-16-le"), " TỐI MẬT  ".encode("utf-16-le")
    assert title in data
    return data.replace(title, mark)


def secret_box() -> bytes:
    """A DOCX whose mark stands in a text box, letters apart, in two runs."""
    xml = zipfile.ZipFile(io.BytesIO(docx_bytes(SENTINEL, *PARAGRAPHS))).read("word/document.xml").decode()
    run = "<w:r><w:t>{}</w:t></w:r>"
    box = f"<w:txbxContent><w:p>{run.format('M Ậ')}{run.format(' T')}</w:p></w:txbxContent>"
    shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{box}</v:textbox></v:shape>'
    box = f"<w:r><w:pict>{shape}</w:pict></w:r>"
    return rezipped(docx_bytes(), {"word/document.xml": xml.replace("</w:p>", f"{box}</w:p>", 1).encode()})


SECRETS: dict[str, bytes] = {
    "text": text_bytes("UBND TỈNH", "MẬT", SENTINEL),
    "utf-16": ("UBND TỈNH\nTỐI MẬT\n" + SENTINEL).encode("utf-16"),
    "markdown": text_bytes("# UBND TỈNH", "**TUYỆT MẬT**", SENTINEL),
    "docx": docx_bytes("UBND TỈNH", "MẬT", SENTINEL),
    "docx cell": docx_bytes(SENTINEL, table=(("UBND TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("MẬT", ""))),
    "docx field": docx_bytes(SENTINEL, table=(("Độ mật", "Tối mật"),)),
    "docx head": rezipped(docx_bytes(SENTINEL), header_part("TỐI MẬT")),
    "docx box": secret_box(),
    "html": html_bytes("UBND TỈNH", "<b>M</b>ẬT", SENTINEL),
    "html comment": html_bytes(f"{SENTINEL}<!--[if gte vml 1]><v:textbox><p>MẬT</p></v:textbox><![endif]-->"),
    "doc": secret_doc(),
    "pdf": canvas_pdf([(70, 760, "UBND TỈNH"), (70, 740, "MẬT"), (70, 700, SENTINEL)]),
}


@pytest.mark.parametrize("data", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("isolated", [False, True], ids=["here", "in a child"])
def test_secret_documents_are_refused(data: bytes, isolated: bool) -> None:
    """A mark is found in every format and in every corner of a file."""
    with pytest.raises(SecretDocumentError) as caught:
        read(data, name="ke-hoach-a2", isolated=isolated)
    assert caught.value.values == {}
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_table_of_goods_is_read() -> None:
    """Honey in a table is read, in DOCX and HTML."""
    goods = (("STT", "Sản phẩm", "Đơn vị"), ("1", "Mật", "lít"), ("2", "Mật ong", "lít"))
    assert "Mật" in read(docx_bytes(*PARAGRAPHS, table=goods)).text
    rows = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in goods)
    assert "Mật" in read(html_bytes(*PARAGRAPHS, f"<table>{rows}</table>")).text


WATCH = """
import json, logging, os, sys, traceback
sys.dont_write_bytecode = True
logged = []
class Keep(logging.Handler):
    def emit(self, record): logged.append(record.getMessage())
logging.getLogger().addHandler(Keep(level=0))
logging.getLogger().setLevel(0)
from dondoc.reading import read
seen = []
STARTED = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty")
CHANGED = ("os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "tempfile.mkstemp", "tempfile.mkdtemp",
           "shutil.copyfile", "socket.connect", "sqlite3.connect", "syslog.syslog")
def watch(event, args):
    if event == "open":
        path, mode, flags = args
        by_flags = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        writes = any(c in mode for c in "wax+") if isinstance(mode, str) else by_flags
        if writes and path != os.devnull and not isinstance(path, int):  # a number is an open pipe
            seen.append([event, str(path)])
    elif event in STARTED or event in CHANGED:
        seen.append([event, str(args[0])])
sys.addaudithook(watch)
path, isolated = sys.argv[1], sys.argv[2] == "isolated"
told = "no error"
try:
    read(path, isolated=isolated)
except Exception as error:
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    del trace.stack[0]  # this script's own frame, which knows the path
    told = "".join(trace.format()) + repr(error) + str(error) + repr(error.args) + repr(vars(error))
print(json.dumps({"told": told, "seen": seen, "logged": logged}))
"""


@pytest.mark.parametrize("kind", ["text", "docx box", "html", "doc", "pdf"])
@pytest.mark.parametrize("isolated", ["here", "isolated"])
def test_nothing_is_kept_of_a_secret_document(tmp_path: Path, kind: str, isolated: str) -> None:
    """No write, no program started, no log line; the error, its repr and its traceback with all locals say nothing."""
    path = tmp_path / "ke-hoach-a2.tệp"
    path.write_bytes(SECRETS[kind])
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(path), isolated], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    report = json.loads(done.stdout)
    allowed = [["subprocess.Popen", sys.executable]] if isolated == "isolated" else []
    assert report["seen"] == allowed
    assert report["logged"] == []
    assert done.stderr == ""
    assert "SecretDocumentError" in report["told"]
    for trace in ("a2", "A2", "tác chiến", "QUYẾT", hashlib.sha256(SECRETS[kind]).hexdigest()[:12], str(tmp_path)):
        assert trace not in report["told"]
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_one_child_reads_many_documents() -> None:
    """The child is kept from document to document, refusals included, and ended with the reader."""
    with Reader() as reader:
        first = reader.read(text_bytes(), name="a")
        child = reader.process
        with pytest.raises(ReadError, match="rỗng"):
            reader.read(b"")
        with pytest.raises(SecretDocumentError):
            reader.read(SECRETS["docx"])
        assert reader.read(text_bytes(), name="a") == first
        assert reader.process is child
    assert child is not None
    assert child.returncode is not None


def test_a_crash_is_an_answer() -> None:
    """When the child dies over a document the error says so, and the next document is read."""
    with Reader(replace(DEFAULT, memory_bytes=1_000_000)) as reader, pytest.raises(ReadError) as caught:
        reader.read(KON_TUM.read_bytes() * 200)
    assert caught.value.code in ("reader_crashed", "too_complex")
    with Reader() as reader:
        reader.read(text_bytes())
        assert reader.process is not None
        reader.process.kill()
        reader.process.wait()
        assert reader.read(text_bytes()).text.startswith("NGHỊ QUYẾT")


def test_a_late_child_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past its time limit a document is given up and its child ended; the next document is read."""
    monkeypatch.setattr("dondoc.reading.child_process._SECONDS_OF_GRACE", 0.0)
    with Reader(replace(DEFAULT, seconds=0.05)) as reader:
        reader.read(text_bytes())
        with pytest.raises(ReadError) as caught:
            reader.read(KON_TUM.read_bytes() * 300)
        assert caught.value.code == "reader_timeout"
        assert reader.read(text_bytes()).text.startswith("NGHỊ QUYẾT")


def test_no_child_outlives_a_killed_parent() -> None:
    """Not even in the middle of a long document: who was to have the answer is no more."""
    code = f"""
import pathlib
from dondoc.reading.child import Reader
with Reader() as reader:
    reader.read("Điều 1. Phạm vi".encode())
    print(reader.process.pid, flush=True)
    reader.read(pathlib.Path({str(KON_TUM)!r}).read_bytes() * 1000)
    print("read", flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        begun = sum(child.cpu_times()[:2])
        while sum(child.cpu_times()[:2]) < begun + 0.2:
            time.sleep(0.02)
        parent.kill()
        used = sum(child.cpu_times()[:2])
        with suppress(psutil.NoSuchProcess):
            while child.status() != psutil.STATUS_ZOMBIE:
                assert sum(child.cpu_times()[:2]) < used + 2, "the child reads on"
                time.sleep(0.05)
        assert parent.stdout.read() == ""

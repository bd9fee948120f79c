"""Old .doc files: searched in memory, converted by LibreOffice, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from doc_samples import compound, doc
from docx_samples import cell, docx, item, level, numbering, p, r, row, table

from dondoc.findings import ReadError
from dondoc.reading import doc as doc_module
from dondoc.reading.doc import doc_all_text, read_doc
from dondoc.reading.doc_folder import clear_abandoned, place, private_folder
from dondoc.reading.document import Paragraph, Row
from dondoc.reading.limits import DEFAULT, Limits

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
CHANGE = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'


def refusal(data: bytes, limits: Limits = DEFAULT) -> str:
    with pytest.raises(ReadError) as error:
        read_doc(data, limits)
    return error.value.code


def left_behind() -> list[str]:
    """Our folders that stand where the converter works."""
    return [found.name for found in place().glob("dondoc-*") if found.stat().st_uid == os.getuid()]


@pytest.fixture(scope="module")
def old_word_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real .doc, made by LibreOffice from a DOCX with lists, a merged table and a tracked deletion."""
    program = shutil.which("soffice")
    assert program, "install libreoffice-writer-nogui: old Word files cannot be tested without it"
    folder = tmp_path_factory.mktemp("old")
    deleted = f"<w:del {CHANGE}><w:r><w:delText>ĐÃ XÓA</w:delText></w:r></w:del>"
    merged = '<w:vMerge w:val="restart"/>'
    body = p(r("QUYẾT ĐỊNH", "<w:b/>")) + p(deleted + r("Điều 1. Phê duyệt")) + item("Mục tiêu") + item("Nhiệm vụ")
    body += table(row(cell("Chỉ tiêu", merged), cell("2026")), row(cell("", "<w:vMerge/>"), cell("90%")))
    lists = numbering(level(0, "upperRoman", "%1."))
    (folder / "source.docx").write_bytes(docx(body + p("Hết"), numbering=lists))
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc:MS Word 97"]
    command += ["--outdir", str(folder), str(folder / "source.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=os.environ | {"HOME": str(folder)})
    return (folder / "source.doc").read_bytes()


def test_real_file_is_read(old_word_file: bytes) -> None:
    """Numbers, bold, merged cells and accepted deletions come through the conversion, and no folder stays."""
    reading = read_doc(old_word_file, DEFAULT)
    assert reading.media_type == "application/msword"
    lines = [part for part in reading.parts if isinstance(part, Paragraph) and part.text]
    assert lines == [
        Paragraph("QUYẾT ĐỊNH", strong=True),
        Paragraph("Điều 1. Phê duyệt"),
        Paragraph("I. Mục tiêu"),
        Paragraph("II. Nhiệm vụ"),
        Paragraph("Hết"),
    ]
    cells = [[(c.text, c.carried) for c in part.cells] for part in reading.parts if isinstance(part, Row)]
    assert cells == [[("Chỉ tiêu", False), ("2026", False)], [("", True), ("90%", False)]]
    assert left_behind() == []


def test_search_sees_the_real_file(old_word_file: bytes) -> None:
    """The search in memory sees the words that the conversion prints, and the deleted ones."""
    lines = list(doc_all_text(old_word_file))
    assert {"QUYẾT ĐỊNH", "Mục tiêu", "Nhiệm vụ", "Hết", "2026", "90%"} <= set(lines)
    assert any("ĐÃ XÓA" in line for line in lines)


def test_password_is_told_before_converting(old_word_file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """An enciphered document is refused without starting anything, and gives no lines of its text."""
    monkeypatch.setattr(doc_module.shutil, "which", lambda name: pytest.fail("the converter was looked for"))
    assert refusal(doc("TỐI MẬT\r", encrypted=True)) == "encrypted"
    assert "TỐI MẬT" not in list(doc_all_text(doc("TỐI MẬT\r", encrypted=True)))
    assert refusal(compound({"EncryptedPackage": bytes(600)})) == "encrypted"


def test_no_word_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that are no compound file, or one of another program, are refused as damaged, nothing started."""
    monkeypatch.setattr(doc_module.shutil, "which", lambda name: pytest.fail("the converter was looked for"))
    for data in (b"", b"{\\rtf1 }", bytes(4096), compound({"Workbook": bytes(600)})):
        assert refusal(data) == "damaged"


def test_converter_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice the answer says what to install."""
    monkeypatch.setattr(doc_module.shutil, "which", lambda name: None)
    with pytest.raises(ReadError) as error:
        read_doc(doc("Nghị quyết\r"), DEFAULT)
    assert error.value.code == "no_converter"
    assert "libreoffice-writer-nogui" in error.value.hint("vi")


def program(folder: Path, script: str) -> str:
    """A stand-in for the converter."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def test_converter_that_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A converter that ends without a result is told as such, and the folder is gone."""
    stand_in = program(tmp_path, "exit 77")
    monkeypatch.setattr(doc_module.shutil, "which", lambda name: stand_in)
    assert refusal(doc("Nghị quyết\r")) == "conversion_failed"
    assert left_behind() == []


def test_converter_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time limit the converter and what it started are ended, and the folder is gone."""
    stand_in = program(tmp_path, f'sleep 60 & echo $! > "{tmp_path}/child"; pwd > "{tmp_path}/folder"; sleep 60')
    monkeypatch.setattr(doc_module.shutil, "which", lambda name: stand_in)
    assert refusal(doc("Nghị quyết\r"), Limits(seconds=1.0)) == "conversion_timeout"
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            break
        time.sleep(0.1)
    else:
        os.kill(child, signal.SIGKILL)
        pytest.fail("a child of the converter went on")
    assert not Path((tmp_path / "folder").read_text().strip()).exists()


def is_running(process: int) -> bool:
    """Whether there is such a process; one that has ended and is not yet collected does not run."""
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def test_converter_ends_with_a_reader_that_is_killed(tmp_path: Path) -> None:
    """A reading process that dies over a conversion leaves no converter, none of its children and no folder."""
    stand_in = program(tmp_path, f'sleep 60 & pwd > "{tmp_path}/folder"; echo $$ $! > "{tmp_path}/pids"; sleep 60')
    (tmp_path / "source.doc").write_bytes(doc("Nghị quyết\r"))
    code = "import sys; from dondoc.reading import read; read(sys.argv[1])"
    path = f"{Path(stand_in).parent}:{os.environ['PATH']}"
    command = [sys.executable, "-c", code, str(tmp_path / "source.doc")]
    with subprocess.Popen(command, env=os.environ | {"PATH": path}) as reader:
        told = within(30, lambda: (tmp_path / "pids").exists() and bool((tmp_path / "pids").read_text()))
        reader.kill()
    assert told
    pids = list(map(int, (tmp_path / "pids").read_text().split()))
    folder = Path((tmp_path / "folder").read_text().strip())
    assert within(10, lambda: not any(map(is_running, pids)))
    assert within(10, lambda: not folder.exists())


def test_converter_works_in_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Home, temporary files and profile of the converter are in one private folder; macros are off in it."""
    report = f'{{ pwd; echo "$HOME"; echo "$TMPDIR"; stat -c %a .; cat profile/user/*.xcu; }} > "{tmp_path}/report"'
    stand_in = program(tmp_path, report)
    monkeypatch.setattr(doc_module.shutil, "which", lambda name: stand_in)
    assert refusal(doc("x\r")) == "conversion_failed"
    here, home, temporary, mode, *settings = (tmp_path / "report").read_text().splitlines()
    assert Path(here).parent == place()
    assert (home, temporary, mode) == (here, here, "700")
    assert "DisableMacrosExecution" in "".join(settings)


def test_folder_of_a_killed_process_is_cleared(tmp_path: Path) -> None:
    """A folder whose user was killed is removed by the next one to come; one in use stays."""
    code = (
        "import sys, tempfile, pathlib; from dondoc.reading import doc_folder as f;"
        f"f.place = lambda: pathlib.Path({str(tmp_path)!r});"
        "c = f.private_folder(); d = c.__enter__(); (d / 'source.doc').write_text('x'); print(d, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        clear_abandoned(tmp_path)
        assert folder.exists()
        process.kill()
        process.wait()
    assert folder.exists()
    clear_abandoned(tmp_path)
    assert not folder.exists()


def test_folder_goes_when_reading_fails() -> None:
    """An error inside the block removes the folder too."""
    with pytest.raises(ValueError, match="hỏng"), private_folder() as folder:
        (folder / "source.doc").write_bytes(b"x")
        raise ValueError("hỏng")
    assert not folder.exists()


def test_broken_files_never_raise(old_word_file: bytes) -> None:
    """Cut and changed bytes of a real file give lines or none, never an error."""
    for number in range(60):
        place_of_change = len(old_word_file) * number // 60
        changed = bytearray(old_word_file)
        changed[place_of_change : place_of_change + 4] = b"\xff\x00\xff\x7f"
        assert isinstance(list(doc_all_text(bytes(changed))), list)
        assert isinstance(list(doc_all_text(old_word_file[:place_of_change])), list)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not beside this checkout")
def test_decision_of_2014_is_read() -> None:
    """A real decision as issued: header table, articles and lists in order; every word read was searched."""
    data = (SHARED / "cases/qd-244-2014/source.doc").read_bytes()
    reading = read_doc(data, DEFAULT)
    texts = [part.text for part in reading.parts if isinstance(part, Paragraph)]
    texts += [found.text for part in reading.parts if isinstance(part, Row) for found in part.cells]
    assert any("Số: 244/QĐ-TTg" in text for text in texts)
    searched = set(" ".join(doc_all_text(data)).split())
    assert set(" ".join(texts).split()) <= searched

"""The command line, as an official uses it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from dondoc import __version__, from_json
from dondoc.cli.outcomes import _outcome
from dondoc.cli.output import Folder, _safe_stem
from dondoc.cli.run import ALL_READ, INTERRUPTED, SOME_NOT_READ, WRONG_USAGE
from dondoc.extracting import extract
from dondoc.findings import codes
from dondoc.reading.child import Reader
from dondoc.reading.document import Document
from dondoc.reading.limits import Limits

CASES = Path(__file__).parent / "cases"
KON_TUM = CASES / "kon-tum-2023-h2" / "source.md"
PLAN = "KẾ HOẠCH\n\n1. Mục tiêu năm 2026\n\n- Trồng mới 455 ha cây mắc ca.\n- Tỷ lệ hộ nghèo giảm còn 5%.\n"
SECRET = "MẬT\n\nKẾ HOẠCH\n\n1. Nhiệm vụ\n\n- Xây dựng thao trường trước ngày 30/6/2026.\n"


def run(*arguments: str | Path, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`dondoc ARGUMENTS` in a process of its own, as installed."""
    plain = {key: value for key, value in os.environ.items() if key not in ("DONDOC_LANG", "FORCE_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "dondoc.cli", *map(str, arguments)],
        input=given,
        capture_output=True,
        env=plain | {"COLUMNS": "100"} | environment,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a plan, an empty file and a secret document whose very name is telling."""
    (tmp_path / "plan.md").write_text(PLAN, encoding="utf-8")
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "thao-truong.txt").write_text(SECRET, encoding="utf-8")
    return tmp_path


def test_one_document_is_shown_as_tables() -> None:
    """The commitments stand on standard output, headed in Vietnamese; nothing else is said."""
    done = run("read", KON_TUM)
    shown = done.stdout.decode()
    assert (done.returncode, done.stderr) == (ALL_READ, b"")
    assert "Chỉ tiêu (" in shown and "455 ha" in shown
    assert max(map(len, shown.splitlines())) <= 100


@pytest.mark.parametrize("environment", [{"DONDOC_LANG": "en"}, {}])
def test_english_is_an_option_or_a_setting(environment: dict[str, str], folder: Path) -> None:
    """--lang en and DONDOC_LANG=en do the same; --lang wins."""
    asked = ["--lang", "en"] if not environment else []
    assert "Targets (" in run("read", *asked, folder / "plan.md", **environment).stdout.decode()
    assert "Chỉ tiêu (" in run("read", "--lang=vi", folder / "plan.md", **environment).stdout.decode()


def test_json_of_one_document_is_an_indented_object() -> None:
    """It comes back as the same commitments, every quote in its place."""
    done = run("read", "--format", "json", KON_TUM)
    resolution = from_json(done.stdout.decode())
    assert done.stdout.startswith(b'{\n  "format"')
    assert resolution.source.name == "source.md"
    assert resolution.targets


def test_json_of_several_documents_is_one_object_a_line(folder: Path) -> None:
    """JSON Lines: a refused document leaves no line."""
    done = run("read", "--format", "json", folder / "plan.md", folder / "empty.md", KON_TUM)
    names = [json.loads(line)["source"]["name"] for line in done.stdout.decode().splitlines()]
    assert names == ["plan.md", "source.md"]
    assert done.returncode == SOME_NOT_READ


def test_standard_input_is_read(folder: Path) -> None:
    """- takes the document from a pipe."""
    done = run("read", "--format", "json", "-", given=PLAN.encode())
    assert done.returncode == ALL_READ
    assert json.loads(done.stdout)["source"]["name"] == "stdin"
    refused = run("read", "-", given=b"")
    assert refused.returncode == SOME_NOT_READ
    assert "dữ liệu vào chuẩn" in refused.stderr.decode()


def test_csv_goes_out_as_one_list(folder: Path) -> None:
    """Targets by default; with several documents the first column names the file, under one line of headings."""
    one = list(csv.reader(io.StringIO(run("read", "--format", "csv", folder / "plan.md").stdout.decode())))
    two = list(
        csv.reader(io.StringIO(run("read", "--format", "csv", KON_TUM, folder / "plan.md").stdout.decode(), newline=""))
    )
    assert one[0][:2] == ["Mã", "Mục"]
    assert two[0][:3] == ["Tài liệu", "Mã", "Mục"]
    assert sum(line[0] == "Tài liệu" for line in two) == 1
    assert {line[0] for line in two[1:]} == {"source.md", "plan.md"}
    tasks = run("read", "--format", "csv", "--list", "tasks", "--lang", "en", folder / "plan.md").stdout.decode()
    assert tasks.startswith("Id,Section,Quote,Nature,Lead")


def test_a_workbook_goes_to_a_pipe() -> None:
    """One document's workbook can be redirected into a file."""
    done = run("read", "--format", "xlsx", KON_TUM)
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as book:
        assert "xl/workbook.xml" in book.namelist()


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("table", ["plan.txt"]),
        ("json", ["plan.json"]),
        ("xlsx", ["plan.xlsx"]),
        (
            "csv",
            [
                f"plan.{name}.csv"
                for name in ("assignments", "citations", "findings", "shortcomings", "targets", "tasks")
            ],
        ),
    ],
)
def test_results_are_written_into_a_folder(form: str, names: list[str], folder: Path) -> None:
    """Each form has its files, named after the document; nothing else is left in the folder."""
    out = folder / "new" / "results"
    done = run("read", "--format", form, "--out", out, folder / "plan.md")
    assert (done.returncode, done.stdout) == (ALL_READ, b"")
    assert sorted(path.name for path in out.iterdir()) == names
    assert str(len(names)) in done.stderr.decode()


def test_csv_files_are_as_excel_wants_them(folder: Path) -> None:
    """A byte order mark tells Excel that the letters are Vietnamese."""
    run("read", "--format", "csv", "--out", folder, folder / "plan.md")
    assert (folder / "plan.targets.csv").read_bytes().startswith("\ufeffMã,Mục,Chỉ tiêu".encode())


def test_documents_of_one_name_do_not_overwrite_each_other(folder: Path) -> None:
    """The second gets a number; the same command again gives the same names."""
    for _ in range(2):
        run(
            "read",
            "--format",
            "json",
            "--out",
            folder / "out",
            folder / "plan.md",
            folder / ".." / folder.name / "plan.md",
        )
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["plan-2.json", "plan.json"]


def test_a_result_never_replaces_what_is_read(folder: Path) -> None:
    """A document that has the name of its own result is left alone."""
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    run("read", "--out", folder, folder / "plan.txt")
    assert (folder / "plan.txt").read_text(encoding="utf-8") == PLAN
    assert (folder / "plan-2.txt").exists()


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("nghị quyết 22.docx", "nghị quyết 22"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot"),
        (".profile", "profile"),
        ("..", "document"),
        ("a\nb\x1b[2J.md", "a_b_[2J"),
        ("con|<>?.md", "con____"),
        ("ệ" * 200 + ".md", "ệ" * 33),
        ("", "document"),
    ],
)
def test_a_name_never_leads_out_of_the_folder(name: str, stem: str, tmp_path: Path) -> None:
    """Names of results are one harmless path component, whatever the document is called."""
    assert _safe_stem(name) == stem
    assert Folder(tmp_path, ()).path / stem == tmp_path / stem


def test_one_bad_document_does_not_stop_the_rest(folder: Path) -> None:
    """The others are there; what was refused is told with its place, code and next step; the count closes."""
    done = run(
        "read", "--format", "json", "--out", folder / "out", folder / "empty.md", folder / "none.md", folder / "plan.md"
    )
    told = done.stderr.decode()
    assert done.returncode == SOME_NOT_READ
    assert [path.name for path in (folder / "out").iterdir()] == ["plan.json"]
    assert "Tài liệu thứ 1, empty.md: " in told and "[empty]" in told
    assert "Tài liệu thứ 2, none.md: " in told and "[not_found]" in told
    assert told.count("  → ") == 2
    assert told.splitlines()[-1] == "Đã đọc 1 tài liệu, trong đó 0 đọc được một phần; 2 không đọc được."


@pytest.mark.parametrize("form", ["table", "json", "csv", "xlsx"])
def test_of_a_secret_document_only_its_position_is_told(form: str, folder: Path) -> None:
    """Neither its name nor a word of it is on any output, in any file's name or in any file."""
    out = folder / "out"
    done = run("read", "--format", form, "--out", out, folder / "plan.md", folder / "thao-truong.txt")
    told = (done.stdout + done.stderr).decode()
    assert done.returncode == SOME_NOT_READ
    assert f"Tài liệu thứ 2: {codes()['secret'].vi} [secret]" in told
    assert "thao" not in told.lower()
    for path in out.iterdir():
        assert "thao" not in path.name and b"thao tr" not in path.read_bytes()
    alone = run("read", "--lang", "en", "-", given=SECRET.encode())
    assert alone.stdout == b"" and b"thao" not in alone.stderr.lower()


def test_a_file_over_the_size_is_refused(folder: Path) -> None:
    """--max-size is in MB and holds for files and for standard input."""
    (folder / "large.md").write_text(PLAN * 50, encoding="utf-8")
    for done in (
        run("read", "--max-size", "0.001", folder / "large.md"),
        run("read", "--max-size", "0.001", "-", given=(PLAN * 50).encode()),
    ):
        assert done.returncode == SOME_NOT_READ and b"[too_large]" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["read"],
        ["write", "plan.md"],
        ["read", "--format", "pdf", "plan.md"],
        ["read", "--lang", "fr", "plan.md"],
        ["read", "--max-size", "-1", "plan.md"],
        ["read", "--list", "tasks", "plan.md"],
        ["read", "--list", "tasks", "--format", "csv", "--out", "out", "plan.md"],
        ["read", "--format", "xlsx", "plan.md", "plan.md"],
        ["read", "-", "-"],
        ["read", "--out", "plan.md", "plan.md"],
        ["read", "--out", "plan.md/out", "plan.md"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read or written, and what is wrong is said."""
    monkeypatch.chdir(folder)
    before = sorted(folder.iterdir())
    done = run(*arguments)
    assert done.returncode == WRONG_USAGE
    assert done.stdout + done.stderr
    assert b"Traceback" not in done.stderr
    assert sorted(folder.iterdir()) == before


def test_the_version_is_told() -> None:
    """--version prints it and nothing else."""
    assert run("--version").stdout.decode() == f"dondoc {__version__}\n"


def test_all_codes_are_listed() -> None:
    """`dondoc codes` has every code with its next step, in both languages."""
    vietnamese, english = run("codes").stdout.decode(), run("codes", "--lang", "en").stdout.decode()
    for name, code in codes().items():
        assert f"{name} (" in vietnamese and code.hint_vi in vietnamese
        assert code.hint_en in english


def test_help_is_in_the_language_asked_for() -> None:
    """Help is Vietnamese unless English is asked for."""
    assert "Từ chối tệp lớn hơn" in run("read", "--help", DONDOC_LANG="").stdout.decode()
    assert "Refuse files larger" in run("read", "--help", "--lang", "en").stdout.decode()


def test_a_reader_that_stops_looking_is_no_fault(folder: Path) -> None:
    """`dondoc read … | head -1` ends without a traceback."""
    command = f"'{sys.executable}' -m dondoc.cli read '{KON_TUM}' '{KON_TUM}' | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=120)
    assert b"Traceback" not in done.stderr


def test_stopping_by_hand_is_status_130(folder: Path) -> None:
    """Ctrl-C ends with one line, not with a traceback."""
    fifo = folder / "slow"
    os.mkfifo(fifo)
    command = [sys.executable, "-m", "dondoc.cli", "read", str(folder / "plan.md"), str(fifo)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        # A signal that comes between the last look for one and the opening of the pipe is seen with the next.
        for _ in range(6):
            process.send_signal(2)
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
                break
        told = process.stderr.read().decode()
        assert process.returncode == INTERRUPTED
    assert told == "Đã dừng theo yêu cầu.\n"


def test_a_result_that_cannot_be_written_is_told() -> None:
    """Where the disk is full, the document was read and its result was lost: that is said, with the next step."""
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "dondoc.cli", "read", str(KON_TUM)], stdout=full, stderr=subprocess.PIPE, timeout=120
        )
    assert ended.returncode == SOME_NOT_READ
    assert b"[cannot_write]" in ended.stderr


def test_a_fault_of_the_program_is_told_by_its_kind_only(folder: Path) -> None:
    """An error nobody foresaw does not stop the other documents, and its message, which may quote one, is not told."""

    class Faulty(Reader):
        def read(self, data: bytes, *, name: str) -> Document:
            raise RuntimeError("Tỷ lệ hộ nghèo")

    outcome = _outcome(Faulty(), 1, str(folder / "plan.md"), Limits(), extract)
    assert outcome.error is not None
    assert outcome.error.code == "unexpected"
    assert "RuntimeError" in str(outcome.error)
    assert "nghèo" not in str(outcome.error)

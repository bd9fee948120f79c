"""`dondoc evaluate` as a user types it: what goes where, what is refused, with which exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dondoc import Resolution, extract, from_json, read, to_json
from dondoc.cli.commands import main
from dondoc.cli.evaluate import EVALUATED, ROWS_REFUSED, WRONG_USAGE
from dondoc.reporting.verdicts import COLUMNS, headings

EXAMPLE = Path(__file__).parents[2] / "examples" / "kon-tum-2023-h2"
FIGURES = EXAMPLE / "figures.csv"
AT_THE_END = ("--as-of", "2023-12-31")
Run = Callable[..., tuple[int, str, str]]
HEADER = "target,indicator,unit,body,basis,from,to,value,known_on,source\n"
GOOD = "T03,Tổng vốn đầu tư,tỷ đồng,tỉnh,cumulative,2023-07-01,2023-12-31,14593,2023-12-20,=1+1\n"


@pytest.fixture(scope="module")
def resolution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("evaluate") / "kon-tum.json"
    path.write_text(to_json(extract(read(EXAMPLE / "source.md"))), encoding="utf-8")
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """`dondoc evaluate ARGUMENTS`: exit status, standard output and standard error."""
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.delenv("DONDOC_LANG", raising=False)

    def run_it(*arguments: str | Path) -> tuple[int, str, str]:
        status = main(["evaluate", *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return status, out.decode("utf-8", "replace"), err.decode()

    return run_it


def test_worst_first_under_a_summary_line(run: Run, resolution: Path) -> None:
    """The table opens with the count of every status; what was missed stands above what was exceeded."""
    status, out, err = run(resolution, FIGURES, *AT_THE_END)
    assert (status, err) == (EVALUATED, "")
    first = " ".join(out.splitlines()[:2])
    assert first.startswith("53 chỉ tiêu tại ngày 31/12/2023, số liệu biết đến 31/12/2023: 50 không có số liệu,")
    order = [out.index(words) for words in ("ước không đạt", "│ không có số liệu", "│ chưa đến kỳ", "│ ước vượt")]
    assert order == sorted(order)
    assert max(map(len, out.splitlines())) <= 140


def test_a_narrow_terminal_keeps_names_and_plans(run: Run, resolution: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In 80 columns the indicator stands above its sentence, and a row on the year's plan says so."""
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = run(resolution, FIGURES, *AT_THE_END)
    assert max(map(len, out.splitlines())) <= 80
    rows = out.splitlines()
    first = next(place for place, row in enumerate(rows) if "ước không đạt" in row)
    assert "Tốc độ tăng trưởng GRDP của tỉnh" in rows[first]
    assert "(kế hoạch năm)" in rows[first + 1]


def test_findings_of_one_code_share_their_next_step(run: Run, resolution: Path) -> None:
    """Ten missing baselines are one row with one hint, below the warnings."""
    _, out, _ = run(resolution, FIGURES, *AT_THE_END, "--lang", "en")
    assert out.count("there is no level at the start.") == 10
    assert out.count("[baseline_missing]") == 1
    assert out.index("[figure_overdue]") < out.index("[baseline_missing]")


def test_known_at_looks_back(run: Run, resolution: Path) -> None:
    """On 31 July nothing was known; what was said in August shows progress of the same day."""
    then = run(resolution, FIGURES, "--as-of", "2023-07-31", "--format", "json")[1]
    later = run(resolution, FIGURES, "--as-of", "2023-07-31", "--known-at", "2023-08-20", "--format", "json")[1]
    reasons = [{each["reason"] for each in json.loads(out)["verdicts"]} for out in (then, later)]
    assert reasons == [{"nothing_due"}, {"nothing_due", "no_trajectory"}]
    assert json.loads(later)["known_at"] == "2023-08-20"


def test_json_and_csv_go_to_standard_output_alone(run: Run, resolution: Path) -> None:
    """The summary and the warnings go to standard error, so that the output can be piped."""
    status, out, err = run(resolution, FIGURES, *AT_THE_END, "--format", "json")
    assert (status, json.loads(out)["format"]) == (EVALUATED, "dondoc.verdicts/1")
    assert err.splitlines()[0].startswith("53 chỉ tiêu tại ngày 31/12/2023")
    assert "[implied_part_exceeds]" in err and "[baseline_missing]" not in err
    _, out, _ = run(resolution, FIGURES, *AT_THE_END, "--format", "csv", "--lang", "en")
    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert tuple(rows[0]) == headings("en")
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert rows[1][:4] == ["T01", "Tốc độ tăng trưởng GRDP của tỉnh", "year's plan", "missed (estimate)"]


def test_a_workbook_has_verdicts_and_findings(run: Run, resolution: Path, tmp_path: Path) -> None:
    """Two sheets, of which the first holds what the table shows."""
    out = tmp_path / "verdicts.xlsx"
    assert run(resolution, FIGURES, *AT_THE_END, "--format", "xlsx", "--out", out)[0] == EVALUATED
    with zipfile.ZipFile(out) as book:
        assert [name for name in book.namelist() if "worksheets/sheet" in name] == [
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
        ]
        assert "ước không đạt" in book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("form", ["table", "json", "csv", "xlsx"])
def test_the_same_inputs_give_the_same_bytes(form: str, run: Run, resolution: Path, tmp_path: Path) -> None:
    """Also in another terminal; nothing of the day of running is in the file, and nothing else in the folder."""
    for name in ("one", "two"):
        status, out, _ = run(resolution, FIGURES, *AT_THE_END, "--format", form, "--out", tmp_path / name)
        assert (status, out) == (EVALUATED, "")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_csv_files_are_as_excel_wants_them(run: Run, resolution: Path, tmp_path: Path) -> None:
    """A byte order mark in the file, none on standard output."""
    run(resolution, FIGURES, *AT_THE_END, "--format", "csv", "--out", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith("\ufeffMã,Chỉ tiêu,".encode())
    assert run(resolution, FIGURES, *AT_THE_END, "--format", "csv")[1].startswith("Mã,Chỉ tiêu,")


def test_no_cell_of_a_spreadsheet_is_a_formula(run: Run, resolution: Path, tmp_path: Path) -> None:
    """What stands in the document, and who set a plan, is text; where figures come from is in JSON alone."""
    told: Resolution = from_json(resolution.read_text(encoding="utf-8"))
    hostile = tmp_path / "hostile.json"
    targets = tuple(replace(target, indicator=f"=HYPERLINK({target.id})") for target in told.targets)
    hostile.write_text(to_json(replace(told, targets=targets)), encoding="utf-8")
    figures = tmp_path / "figures.csv"
    plan = "T03,x,tỷ đồng,tỉnh,cumulative,2023-01-01,2023-12-31,30000,2023-01-31,x,plan,@SUM(1)\n"
    figures.write_text(HEADER.rstrip() + ",kind,set_by\n" + GOOD.rstrip() + ",,\n" + plan, encoding="utf-8")
    out = run(hostile, figures, *AT_THE_END, "--format", "csv")[1]
    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert rows[1][COLUMNS.index("indicator")].startswith("'=HYPERLINK(")
    assert {row[COLUMNS.index("set_by")] for row in rows[1:]} == {"", "'@SUM(1)"}
    assert "=1+1" not in out
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+"))]


def test_bad_rows_are_told_and_good_rows_are_used(run: Run, resolution: Path, tmp_path: Path) -> None:
    """Status 1: the result is there, and each row that was not used is named with its column and what stands there."""
    figures = tmp_path / "figures.csv"
    bad = GOOD.replace("14593", "mười").replace("T03", "T04")
    far = GOOD.replace("T03", "T05").replace("doanh", "").replace("2023-12-31", "2199-12-31")
    figures.write_text(HEADER + bad + GOOD + far, encoding="utf-8")
    status, out, err = run(resolution, figures, *AT_THE_END, "--format", "json")
    assert status == ROWS_REFUSED
    assert [each["target"] for each in json.loads(out)["verdicts"] if each["status"] == "exceeded"] == ["T03"]
    assert "Dòng 2: “mười” ở cột value không phải số; dòng này không được dùng. [cell_number]" in err.splitlines()
    assert "Số liệu 4 có ngày 31/12/2199, cách ngày đánh giá quá 44 năm: không dùng. [figure_far]" in err.splitlines()


def test_several_bodies_need_a_choice(run: Run, resolution: Path, tmp_path: Path) -> None:
    """Figures of two bodies are never mixed: the names are told, and one can be taken."""
    figures = tmp_path / "figures.csv"
    figures.write_text(HEADER + GOOD + GOOD.replace("tỉnh", "xã Đăk Hà").replace("14593", "1"), encoding="utf-8")
    status, out, err = run(resolution, figures, *AT_THE_END)
    assert (status, out) == (WRONG_USAGE, "")
    assert err == "Tệp số liệu có nhiều cơ quan: tỉnh; xã Đăk Hà. Chọn một bằng --body.\n"
    status, out, _ = run(resolution, figures, *AT_THE_END, "--body", "tỉnh", "--format", "json")
    verdict = next(each for each in json.loads(out)["verdicts"] if each["target"] == "T03")
    assert (status, verdict["done"]) == (EVALUATED, "14593")
    status, out, err = run(resolution, figures, *AT_THE_END, "--body", "xã Ia Chim")
    assert (status, out) == (WRONG_USAGE, "")
    assert "xã Ia Chim" in err and "xã Đăk Hà" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["R", "F"], "--as-of"),
        (["R", "F", "--as-of", "31/12/2023"], "31/12/2023"),
        (["R", "F", "--as-of", "2023-02-30"], "2023-02-30"),
        (["R", "F", "--as-of", "2023-12-31", "--known-at", "mai"], "mai"),
        (["R", "F", "--as-of", "2023-12-31", "--format", "pdf"], "pdf"),
        (["none.json", "F", "--as-of", "2023-12-31"], "none.json"),
        (["R", "none.csv", "--as-of", "2023-12-31"], "none.csv"),
        (["R", ".", "--as-of", "2023-12-31"], "."),
        (["F", "F", "--as-of", "2023-12-31"], "[interchange]"),
        (["R", "R", "--as-of", "2023-12-31"], "[columns_missing]"),
        (["binary", "F", "--as-of", "2023-12-31"], "binary"),
        (["R", "binary", "--as-of", "2023-12-31"], "[figures_not_text]"),
        (["R", "F", "--as-of", "2023-12-31", "--out", "none/out.txt"], "none/out.txt"),
        (["R", "F", "--as-of", "2023-12-31", "--out", "R"], "--out"),
        (["R", "F", "--as-of", "2023-12-31", "--format", "csv", "--out", "./F"], "--out"),
    ],
)
def test_wrong_usage_is_status_2_and_writes_nothing(
    arguments: list[str], told: str, run: Run, resolution: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong is named; the files that were given are as they were, and no other appears."""
    monkeypatch.chdir(tmp_path)
    Path("R").write_bytes(resolution.read_bytes())
    Path("F").write_bytes(FIGURES.read_bytes())
    Path("binary").write_bytes(b"PK\x03\x04\xff")
    before = {path: path.read_bytes() for path in sorted(tmp_path.iterdir())}
    status, out, err = run(*arguments)
    assert (status, out) == (WRONG_USAGE, "")
    assert told in err and "Traceback" not in err
    assert {path: path.read_bytes() for path in sorted(tmp_path.iterdir())} == before


def evaluated(*arguments: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "dondoc.cli", "evaluate", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, timeout=120)


def test_a_pipe_from_read_to_evaluate(resolution: Path) -> None:
    """- takes the resolution from standard input."""
    done = evaluated("-", FIGURES, *AT_THE_END, "--format", "json", given=resolution.read_bytes())
    assert done.returncode == EVALUATED
    assert len(json.loads(done.stdout)["verdicts"]) == 70
    assert b"[interchange]" in evaluated("-", FIGURES, *AT_THE_END, given=b"[").stderr


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_reader_that_stops_looking_is_no_fault(form: str, resolution: Path) -> None:
    """`dondoc evaluate … | head -1` ends without a traceback or a complaint."""
    command = f"'{sys.executable}' -m dondoc.cli evaluate '{resolution}' '{FIGURES}' --as-of 2023-12-31"
    done = subprocess.run(["bash", "-c", f"{command} --format {form} | head -c 1"], capture_output=True, timeout=120)
    assert len(done.stdout) == 1
    assert b"Traceback" not in done.stderr and "Không ghi".encode() not in done.stderr


def test_a_result_that_cannot_be_written_is_told(resolution: Path) -> None:
    """Where the disk is full, that is said, and the status is not 0."""
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "dondoc.cli", "evaluate", str(resolution), str(FIGURES), *AT_THE_END]
        done = subprocess.run([*command, "--format", "json"], stdout=full, stderr=subprocess.PIPE, timeout=120)
    assert done.returncode == WRONG_USAGE
    assert "Không ghi được kết quả" in done.stderr.decode()


def test_a_pipe_is_written_to_and_not_replaced(resolution: Path, tmp_path: Path) -> None:
    """--out to a named pipe, or a device, writes into it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "dondoc.cli", "evaluate", str(resolution), str(FIGURES), *AT_THE_END]
    with subprocess.Popen([*command, "--format", "json", "--out", str(pipe)], stderr=subprocess.DEVNULL) as process:
        assert json.loads(pipe.read_bytes())["format"] == "dondoc.verdicts/1"
        assert process.wait(120) == EVALUATED
    assert pipe.is_fifo()

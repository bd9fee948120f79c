"""`dondoc bulk`: many documents into tables, whatever lies among them and however the run is ended."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.dataset
import pytest

from dondoc.bulk import publishing
from dondoc.bulk.dataset import Dataset, Form
from dondoc.bulk.engine import Machine
from dondoc.bulk.report import Report
from dondoc.bulk.running import Wish, run
from dondoc.bulk.staging import FOLDER, Staging
from dondoc.bulk.tables import ALL_TABLES, DOCUMENTS, SOURCES, TARGETS
from dondoc.cli.bulk import left_of, state_of
from dondoc.findings import DondocError
from dondoc.reading.limits import DEFAULT
from tests.bulk.samples import MARKED, archive, hostile, plan, write_plans

PLANS = 52
HERE = Machine(workers=2)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "dondoc.cli", "bulk", *map(str, arguments)]


def files_of(dataset: Path) -> dict[str, bytes]:
    """Every file of a dataset by its path, but for the report, where the times stand."""
    found = {str(path.relative_to(dataset)): path.read_bytes() for path in dataset.rglob("*") if path.is_file()}
    del found["report.json"]
    return found


def rows(dataset: Path, table: str) -> list[dict[str, object]]:
    if not (dataset / table).exists():
        return []
    read: list[dict[str, object]] = pyarrow.dataset.dataset(dataset / table, partitioning="hive").to_table().to_pylist()
    return read


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of PLANS plans with hostile files among them."""
    folder = tmp_path_factory.mktemp("mixed") / "van-ban"
    write_plans(folder, PLANS)
    for name, (content, _) in hostile().items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def whole(mixed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[bytes]]:
    """The tables of `mixed`, and what the command said."""
    out = tmp_path_factory.mktemp("whole") / "bang"
    return out, subprocess.run(command(mixed, "--out", out), capture_output=True, timeout=180)


def test_hostile_files_are_told_with_their_reason_and_the_rest_is_read(
    whole: tuple[Path, subprocess.CompletedProcess[bytes]],
) -> None:
    """All plans are read; each hostile file is counted with its code, in the report and on the screen."""
    out, done = whole
    report = json.loads((out / "report.json").read_text())
    assert done.returncode == 1, done.stderr.decode()
    assert (report["addresses"], report["read"], report["failed"]) == (PLANS + len(hostile()), PLANS, 0)
    assert report["by_reason"] == Counter(code for _, code in hostile().values())
    assert {Path(each["address"]).name: each["code"] for each in report["not_read"]} == {
        name: code for name, (_, code) in hostile().items() if code != "secret"
    }
    said = done.stderr.decode()
    assert f"Đã đọc {PLANS} tài liệu" in said and "1 × zip_bomb" in said and "bom.docx" in said


def test_tables_hold_what_the_documents_say(whole: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    """Rows lie in folders of year and issuer, each with the words that say so; other programs read the folders."""
    out, _ = whole
    documents = {row["document"]: row for row in rows(out, "documents")}
    targets = rows(out, "targets")
    assert (len(documents), len(targets)) == (PLANS, 2 * PLANS)
    for target in targets:
        text = str(documents[target["document"]]["text"])
        assert text[slice(target["start"], target["end"])] == target["quote"]
    assert {(row["year"], row["issuer"]) for row in targets} >= {(2023, "uy-ban-nhan-dan-tinh-kon-tum")}
    assert sorted(f"{row['amount']:f}" for row in targets if row["unit"] == "ha")[0] == "400.000000"
    counted = json.loads((out / "manifest.json").read_text())["rows"]
    assert (counted["targets"], counted["sources"]) == (2 * PLANS, PLANS + len(hostile()) - 1)


def test_of_a_secret_document_nothing_is_kept_but_the_count(
    whole: tuple[Path, subprocess.CompletedProcess[bytes]],
) -> None:
    """Neither its name nor its words nor its hash stand anywhere in the folder or on the screen."""
    out, done = whole
    kept = b"".join(json.dumps(row, default=str).encode() for table in ALL_TABLES for row in rows(out, table.name))
    kept += b"".join(path.read_bytes() for path in out.glob("*.json")) + done.stderr
    for trace in ("thao-truong", "thao trường", "th\\u1eddng"):
        assert trace.encode() not in kept
    assert json.loads((out / "report.json").read_text())["by_reason"]["secret"] == 1


def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(
    mixed: Path, whole: tuple[Path, subprocess.CompletedProcess[bytes]], tmp_path: Path
) -> None:
    """kill -9 in the middle; the next run keeps what was read and its tables are those of a run left alone."""
    out = tmp_path / "bang"
    with subprocess.Popen(command(mixed, "--out", out, "--workers", 1), stderr=subprocess.DEVNULL) as killed:
        staged = _wait_for_staged(out, killed)
        killed.send_signal(signal.SIGKILL)
    assert 0 < staged < PLANS
    assert not (out / "manifest.json").exists()
    assert b"thao-truong" not in b"".join(path.read_bytes() for path in (out / FOLDER).iterdir())
    again = subprocess.run(command(mixed, "--out", out), capture_output=True, timeout=180)
    assert again.returncode == 1, again.stderr.decode()
    assert json.loads((out / "report.json").read_text())["known"] > 0
    assert "Lượt trước dừng giữa chừng" in again.stderr.decode()
    assert files_of(out) == files_of(whole[0])


def _wait_for_staged(out: Path, process: subprocess.Popen[bytes]) -> int:
    """How many documents are kept as soon as some are."""
    path = out / FOLDER / "staged.sqlite3"
    while process.poll() is None:
        with suppress(sqlite3.OperationalError):
            base = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
            try:
                if count := base.execute("SELECT count(*) FROM staged WHERE rows IS NOT NULL").fetchone()[0]:
                    return int(count)
            finally:
                base.close()
        time.sleep(0.01)
    raise AssertionError("the run ended before it could be killed")


def test_a_run_that_dies_while_it_publishes_is_published_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that were written count only with the manifest; those left over are taken away."""
    write_plans(tmp_path / "van-ban", 3)
    wish = Wish([str(tmp_path / "van-ban")], tmp_path / "bang", machine=HERE)
    with monkeypatch.context() as dying, pytest.raises(OSError, match="full"):
        dying.setattr(Dataset, "publish", lambda *_: (_ for _ in ()).throw(OSError("full")))
        run(wish)
    assert list((tmp_path / "bang").rglob("*.parquet")) and not (tmp_path / "bang" / "manifest.json").exists()
    (tmp_path / "bang" / "targets" / "left-over.parquet").write_bytes(b"x")
    assert run(wish).known == 3
    run(replace(wish, out=tmp_path / "anew"))
    assert files_of(tmp_path / "bang") == files_of(tmp_path / "anew")


def test_a_second_run_adds_only_what_is_new(tmp_path: Path) -> None:
    """Documents that are there are not read again, under whatever name; their files stay as they are."""
    folder, out = tmp_path / "van-ban", tmp_path / "bang"
    write_plans(folder, 3)
    first = run(Wish([str(folder)], out, machine=HERE))
    before = files_of(out)
    (folder / "moi.txt").write_text(plan(100), encoding="utf-8")
    (folder / "trung.md").write_bytes((folder / "ke-hoach-00002.md").read_bytes())
    second = run(Wish([str(folder)], out, machine=HERE))
    assert (first.read, second.read, second.known) == (3, 1, 4)
    after = files_of(out)
    assert all(after[path] == content for path, content in before.items() if path.startswith(("targets", "documents")))
    assert len(rows(out, "documents")) == 4
    assert Counter(row["document"] for row in rows(out, "sources")).most_common(1)[0][1] == 2


def test_a_marked_document_takes_its_address_out_of_the_tables(tmp_path: Path) -> None:
    """Where a file has become secret since, its name no longer stands among the sources."""
    folder, out = tmp_path / "van-ban", tmp_path / "bang"
    write_plans(folder, 2)
    run(Wish([str(folder)], out, machine=HERE))
    (folder / "ke-hoach-00001.html").write_text(MARKED, encoding="utf-8")
    report = run(Wish([str(folder)], out, machine=HERE))
    assert report.by_reason == {"secret": 1}
    assert [Path(str(row["address"])).name for row in rows(out, "sources")] == ["ke-hoach-00000.docx"]


def test_a_marked_document_takes_its_address_out_of_a_run_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the killed run found there is not told by the next one, nor by those that ask for other documents."""
    folder, out = tmp_path / "van-ban", tmp_path / "bang"
    write_plans(folder, 2)
    with monkeypatch.context() as dying, pytest.raises(OSError, match="full"):
        dying.setattr(Dataset, "publish", lambda *_: (_ for _ in ()).throw(OSError("full")))
        run(Wish([str(folder)], out, machine=HERE))
    (folder / "ke-hoach-00001.html").write_text(MARKED, encoding="utf-8")
    run(Wish([str(folder)], out, machine=HERE))
    assert [Path(str(row["address"])).name for row in rows(out, "sources")] == ["ke-hoach-00000.docx"]


def test_many_addresses_stand_in_several_files_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of earlier runs among them, each once; a run anew over all has the same files."""
    monkeypatch.setattr(publishing, "_SOURCES_A_FILE", 3)
    folder, out = tmp_path / "van-ban", tmp_path / "bang"
    write_plans(folder / "mot", 4)
    write_plans(folder / "hai", 5)
    for name in ("mot", "hai", "mot"):
        run(Wish([str(folder / name)], out, machine=HERE))
    parts = [[row["address"] for row in part.to_pylist()] for part in Dataset(out).read(SOURCES)]
    assert sorted(map(len, parts)) == [3, 3, 3] and all(part == sorted(part) for part in parts)
    run(Wish([str(folder)], tmp_path / "anew", machine=HERE))
    assert _sources(out) == _sources(tmp_path / "anew")


def _sources(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in files_of(folder).items() if path.startswith("sources")}


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_archives_are_read_as_folders(kind: str, tmp_path: Path) -> None:
    """Members give the same tables as files; one that is too large, and an archive that is broken, are told."""
    members = {f"thu-muc/{number}.txt": plan(number).encode() for number in range(3)}
    (tmp_path / f"a.{kind}").write_bytes(archive(kind, members | {"lon.txt": b"x" * 200_000}))
    (tmp_path / f"hong.{kind}").write_bytes(b"PK\x03\x04 cut")
    limits = replace(DEFAULT, file_bytes=100_000)
    report = run(Wish([str(tmp_path / f"*.{kind}")], tmp_path / "bang", Form.JSONL, limits, HERE))
    assert (report.read, report.by_reason) == (3, {"too_large": 1, "damaged": 1})
    (read,) = Dataset(tmp_path / "bang", Form.JSONL).read(SOURCES)
    assert f"{tmp_path}/a.{kind}!/thu-muc/0.txt" in read.column("address").to_pylist()


def test_lines_of_json_hold_the_same_rows_as_parquet(tmp_path: Path) -> None:
    """Amounts, days and lists come back from both forms as they were."""
    write_plans(tmp_path / "van-ban", 4)
    for form in Form:
        run(Wish([str(tmp_path / "van-ban")], tmp_path / form, form, machine=HERE))
    for table in (DOCUMENTS, TARGETS, SOURCES):
        read = (Dataset(tmp_path / form, form).read(table) for form in Form)
        one, other = ([row for part in parts for row in part.to_pylist()] for parts in read)
        assert one == other and one


def test_only_one_run_writes_into_a_folder_and_only_into_one_of_its_own(tmp_path: Path) -> None:
    """A second run at the same time, a folder of other things and another form are refused with what to do."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("…")
    with Staging(tmp_path / "bang"), pytest.raises(DondocError) as busy:
        Staging(tmp_path / "bang")
    with pytest.raises(DondocError) as foreign:
        run(Wish([], tmp_path / "other"))
    run(Wish([], tmp_path / "empty"))
    with pytest.raises(DondocError) as form:
        run(Wish([], tmp_path / "empty", Form.JSONL))
    assert [each.value.code for each in (busy, foreign, form)] == ["dataset_busy", "not_a_dataset", "dataset_form"]


def test_what_another_version_has_staged_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two versions of the program may read two things: their answers are not mixed in one run."""
    with monkeypatch.context() as older, Staging(tmp_path) as staging:
        older.setattr("dondoc.bulk.staging.__version__", "0.0.1")
        head = {"document": "ab" * 32, "outcome": "refused", "code": "damaged", "message": "…"}
        staging.add(head, b"{}\n")
        assert len(staging.known()) == 1
    with Staging(tmp_path) as staging:
        assert staging.known() == set()


def test_progress_tells_rate_failures_and_time_left() -> None:
    """What stands beside the bar, in both languages."""
    report = Report(1_000, datetime.now(UTC), read=247, refused=2, failed=1, seconds=10)
    assert state_of(report, "vi") == "250/1.000 · 25 tài liệu/giây · 3 không đọc được"
    assert (left_of(report, "vi"), left_of(report, "en")) == ("còn 0:00:30", "0:00:30 left")


def test_the_library_loads_nothing_of_daft() -> None:
    """Who reads one document does not wait for the machinery of a thousand."""
    code = "import sys, dondoc, dondoc.cli.commands; print([m for m in ('daft', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ)
    assert done.stdout == "[]\n", done.stderr


def test_without_daft_the_command_says_what_to_install(tmp_path: Path) -> None:
    """The extra is named, and nothing is written."""
    (tmp_path / "daft.py").write_text("raise ModuleNotFoundError(\"No module named 'daft'\", name='daft')")
    done = subprocess.run(
        command("x", "--out", tmp_path / "o"), capture_output=True, env=os.environ | {"PYTHONPATH": str(tmp_path)}
    )
    assert done.returncode == 2 and "dondoc[bulk]" in done.stderr.decode()
    assert not (tmp_path / "o").exists()

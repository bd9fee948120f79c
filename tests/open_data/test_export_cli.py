"""`dondoc export` as a user types it, and the way back: what was exported gives the same verdicts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dondoc import to_json
from dondoc.cli import main
from dondoc.reporting.open_data import csv_files
from open_data.published import EXAMPLE, published, resolution

FIGURES = EXAMPLE / "figures.csv"
AT_THE_END = ("--as-of", "2023-12-31")
OFFICE = ("--publisher", "Văn phòng Tỉnh ủy Kon Tum")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "kon-tum.json"
    path.write_text(to_json(resolution()), encoding="utf-8")
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """`dondoc ARGUMENTS`: exit status, standard output and standard error."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("DONDOC_LANG", raising=False)

    def run_it(*arguments: str | Path) -> tuple[int, str, str]:
        status = main([*map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return run_it


def test_every_form_goes_into_a_folder_of_its_own(run: Run, plan: Path, tmp_path: Path) -> None:
    """CSV as the library makes it; the catalogue names every file by its address."""
    forms = [part for form in ("csv", "json", "parquet", "xlsx", "sdmx", "dcat") for part in ("--format", form)]
    address = "https://example.vn/mo/"
    status, out, err = run(
        "export", plan, FIGURES, *AT_THE_END, *OFFICE, *forms, "--address", address, "--out", tmp_path / "mo"
    )
    written = sorted(str(path.relative_to(tmp_path / "mo")) for path in (tmp_path / "mo").rglob("*") if path.is_file())
    assert (status, out) == (0, "") and err.startswith(f"Đã ghi {len(written)} tệp vào")
    assert {name: (tmp_path / "mo" / "csv" / name).read_bytes() for name in csv_files(published())} == csv_files(
        published()
    )
    entry = json.loads((tmp_path / "mo" / "dcat.jsonld").read_text(encoding="utf-8"))
    told = {each["@id"].removeprefix(address) for each in entry["dcat:distribution"]}
    assert told == set(written) - {"dcat.jsonld", "schema-org.jsonld"} and len(told) == 17


def test_what_was_exported_gives_the_same_verdicts(run: Run, plan: Path, tmp_path: Path) -> None:
    """`dondoc evaluate` over the published figures and plan values says what it says over the office's own file."""
    assert run("export", plan, FIGURES, *AT_THE_END, *OFFICE, "--out", tmp_path)[0] == 0
    figures, plans = tmp_path / "csv" / "figures.csv", tmp_path / "csv" / "plan_values.csv"
    own = run("evaluate", plan, FIGURES, *AT_THE_END, "--format", "json")
    again = run("evaluate", plan, figures, "--plans", plans, *AT_THE_END, "--format", "json")
    assert own == again and len(json.loads(own[1])["verdicts"]) == 70
    assert run("export", plan, figures, "--plans", plans, *AT_THE_END, *OFFICE, "--out", tmp_path / "again")[0] == 0
    for name in csv_files(published()):
        assert (tmp_path / "again" / "csv" / name).read_bytes() == (tmp_path / "csv" / name).read_bytes()


def test_only_what_was_known_then_is_exported(run: Run, plan: Path, tmp_path: Path) -> None:
    """The figures told in December are not among those known in August; the data say both days."""
    days = ("--as-of", "2023-07-31", "--known-at", "2023-08-20", "--published-on", "2023-09-01")
    assert run("export", plan, FIGURES, *days, "--format", "json", "--out", tmp_path)[0] == 0
    whole = json.loads((tmp_path / "json" / "open-data.json").read_text(encoding="utf-8"))
    assert max(row["known_on"] for row in whole["tables"]["figures"]) == "2023-08-20"
    about = whole["about"]
    assert (about["as_of"], about["known_at"], about["published_on"]) == ("2023-07-31", "2023-08-20", "2023-09-01")
    assert about["publisher"] == about["issuer"] == "Ban Chấp hành Đảng bộ tỉnh khóa XVI"


def test_wrong_usage_is_said_with_what_to_do(run: Run, plan: Path, tmp_path: Path) -> None:
    """A catalogue needs files and their address; days are days; a result never replaces what it is made from."""
    order = ("export", plan, FIGURES, *AT_THE_END, "--out", tmp_path)
    for more, told in (
        (("--format", "dcat"), "dcat mô tả tệp của những dạng khác"),
        (("--format", "csv", "--format", "dcat"), "dcat cần địa chỉ"),
        (("--published-on", "hôm nay"), "không phải ngày"),
        (("--body", "tỉnh X"), "không có cơ quan"),
    ):
        status, _, err = run(*order, *more)
        assert status == 2 and told in " ".join(err.split()), err
    assert not list(tmp_path.iterdir())
    own = tmp_path / "csv" / "figures.csv"
    own.parent.mkdir()
    own.write_bytes(FIGURES.read_bytes())
    status, _, err = run("export", plan, own, *AT_THE_END, "--out", tmp_path)
    assert status == 2 and "đang được đọc" in err and own.read_bytes() == FIGURES.read_bytes()


def test_rows_that_cannot_be_used_are_told(run: Run, plan: Path, tmp_path: Path) -> None:
    """The others are exported, and the exit status is 1."""
    broken = tmp_path / "figures.csv"
    broken.write_bytes(FIGURES.read_bytes() + b"T01,x,%,t,actual,growth,,2023-01-01,2023-12-31,nhanh,,,2023-12-06,x\n")
    status, _, err = run("export", plan, broken, *AT_THE_END, "--body", "tỉnh Kon Tum", "--out", tmp_path / "mo")
    assert status == 1 and "[cell_number]" in err
    assert (tmp_path / "mo" / "csv" / "figures.csv").read_bytes() == csv_files(published())["figures.csv"]

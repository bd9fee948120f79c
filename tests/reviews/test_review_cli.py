"""`dondoc review` as a user types it: what comes out, what is refused, with which exit status."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from dondoc import to_json
from dondoc.cli.commands import main
from dondoc.cli.review import ROWS_REFUSED, WRITTEN, WRONG_USAGE
from reviews.kon_tum import EXAMPLE, resolution

FIGURES = EXAMPLE / "figures.csv"
Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """`dondoc review RESOLUTION.json ARGUMENTS`: exit status, standard output and standard error."""
    monkeypatch.delenv("DONDOC_LANG", raising=False)
    source = tmp_path / "kon-tum.json"
    source.write_text(to_json(resolution()), encoding="utf-8")

    def run_it(*arguments: str | Path) -> tuple[int, bytes, str]:
        status = main(["review", str(source), *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return status, out, err.decode()

    return run_it


def test_the_document_goes_into_its_file(run: Run, tmp_path: Path) -> None:
    """With a named office and what units wrote; doubts about the figures are said beside it."""
    remarks, out = tmp_path / "remarks.csv", tmp_path / "review.docx"
    row = "T02,nguyên nhân,Nguồn thu từ đất giảm mạnh.,Sở Tài chính,"
    remarks.write_text(
        f"commitment,about,text,body,told_on\n{row}2023-12-05\nT02,kiến nghị,Quá muộn.,Sở Tài chính,2023-12-30\n",
        encoding="utf-8",
    )
    asked = ("--as-of", "2023-12-06", "--remarks", remarks, "--office", "Tỉnh ủy Kon Tum", "--out", out)
    status, _, err = run(FIGURES, *asked)
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(out.read_bytes())).paragraphs)
    assert (status, "implied_part_exceeds" in err) == (WRITTEN, True)
    assert "Tỉnh ủy Kon Tum báo cáo tình hình" in text
    assert "Nguồn thu từ đất giảm mạnh. (theo báo cáo của Sở Tài chính, ngày 5/12/2023)" in text
    assert "Quá muộn" not in text  # told after the day whose knowledge counts


def test_text_goes_to_standard_output(run: Run) -> None:
    """For reading, in any pipe."""
    status, out, _ = run(FIGURES, "--as-of", "2023-12-06", "--format", "text")
    assert status == WRITTEN
    assert "bằng 100,2% chỉ tiêu" in out.decode()


def test_rows_that_cannot_be_used_are_told(run: Run, tmp_path: Path) -> None:
    """The others are used; the exit status says that some were not."""
    figures = tmp_path / "figures.csv"
    figures.write_text(FIGURES.read_text(encoding="utf-8").replace(",27035,", ",không rõ,"), encoding="utf-8")
    status, out, err = run(figures, "--as-of", "2023-12-06", "--format", "text")
    assert (status, "không rõ" in err) == (ROWS_REFUSED, True)
    assert "14.593" not in out.decode()


def test_wrong_usage_is_told_with_the_next_step(run: Run, tmp_path: Path) -> None:
    """No file, a template that is none, a result that would replace what it was made from."""
    broken = tmp_path / "template.docx"
    broken.write_bytes(b"no document")
    day = ("--as-of", "2023-12-06")
    for arguments in ((tmp_path / "none.csv", *day), (FIGURES, *day, "--template", broken)):
        status, _, err = run(*arguments)
        assert (status, bool(err)) == (WRONG_USAGE, True)
    status, _, _ = run(FIGURES, *day, "--out", FIGURES)
    assert status == WRONG_USAGE


def test_the_template_is_given_to_be_edited(tmp_path: Path) -> None:
    """In the form asked for, as a file of Word."""
    out = tmp_path / "mau.docx"
    assert main(["review-template", "--of", "party", "--out", str(out)]) == 0
    assert docx.Document(str(out)).tables

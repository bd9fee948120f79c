"""`dondoc compare`: one indicator over issuers and years, what changes from one to the next, who cites whom."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from dondoc.bulk.citing import relation_before, relations
from dondoc.bulk.comparing import View
from dondoc.bulk.engine import Machine
from dondoc.bulk.running import Wish, run
from dondoc.bulk.showing import as_csv, as_page
from dondoc.cli.commands import program

HEAD = "HỘI ĐỒNG NHÂN DÂN\nTỈNH {province}\n\nSố: {number}/NQ-HĐND\n\n{place}, ngày 10 tháng 12 năm {before}\n\n"
BODY = "NGHỊ QUYẾT\nVề nhiệm vụ năm {year}\n\nI. MỤC TIÊU NĂM {year}\n\n{targets}\n\n{more}\n"


def resolution(place: str, number: int, year: int, targets: str, more: str = "") -> str:
    """A resolution in words of our own (minh họa)."""
    head = HEAD.format(province=place.upper(), place=place, number=number, before=year - 1)
    return head + BODY.format(year=year, targets=targets, more=more)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three resolutions of one council, one of another, read into tables."""
    folder = tmp_path_factory.mktemp("compare")
    texts = {
        "a1": resolution(
            "Gia Lai",
            11,
            2022,
            "- Tỷ lệ hộ nghèo giảm còn 8%.\n- Trồng mới 400 ha rừng.\n- Thu ngân sách 2.000 tỷ đồng.",
        ),
        "a2": resolution(
            "Gia Lai",
            12,
            2023,
            "- Tỷ lệ hộ nghèo giảm còn 7%.\n- Trồng mới 400 ha rừng.\n- Xây dựng 5 trường học.",
            "Nghị quyết này thay thế Nghị quyết số 11/NQ-HĐND ngày 10/12/2021 của Hội đồng nhân dân tỉnh.",
        ),
        "a3": resolution("Gia Lai", 13, 2024, "- Tỷ lệ hộ nghèo giảm còn 3%.\n- Trồng mới 900 ha rừng."),
        "b1": resolution("Kon Tum", 21, 2023, "- Tỷ lệ hộ nghèo của tỉnh dưới 9%.\n- Diện tích cà phê 30.000 ha."),
    }
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    run(Wish([str(folder / "*.txt")], folder / "bang", machine=Machine(2)))
    return folder / "bang"


def asked(*arguments: str | Path) -> tuple[int, bytes, str]:
    done = CliRunner().invoke(program("vi", markup=None), ["compare", *map(str, arguments)])
    return done.exit_code, done.stdout_bytes, done.stderr


def lines(*arguments: str | Path) -> list[dict[str, str]]:
    status, out, err = asked(*arguments, "--format", "csv")
    assert status == 0, err
    return list(csv.DictReader(io.StringIO(out.decode("utf-8-sig"))))


def test_one_indicator_is_tabled_over_issuers_and_years(tables: Path) -> None:
    """Each target that promises it stands in one row, with the score and the reason of its link."""
    rows = lines(tables, "Tỷ lệ hộ nghèo")
    assert [(row["period"], row["amount"], row["unit"]) for row in rows] == [
        ("2022", "8", "%"),
        ("2023", "7", "%"),
        ("2024", "3", "%"),
        ("2023", "9", "%"),
    ]
    assert {row["reason"] for row in rows} <= {"name", "alike"} and all(Decimal(row["score"]) > 0.6 for row in rows)
    assert "tỉnh Gia Lai" in rows[0]["issuer"] and "tỉnh Kon Tum" in rows[3]["issuer"]
    assert rows[0]["quote"] == "Tỷ lệ hộ nghèo giảm còn 8%"


def test_units_and_measures_have_to_agree(tables: Path) -> None:
    """An area is no rate; of a unit in which nobody tells the indicator there is nothing."""
    assert {row["unit"] for row in lines(tables, "Diện tích trồng mới rừng")} == {"ha"}
    status, _, said = asked(tables, "Tỷ lệ hộ nghèo", "--unit", "ha")
    assert status == 1 and "Không có gì để so sánh" in said


def test_changes_from_one_resolution_to_the_next(tables: Path) -> None:
    """What repeats, changes, jumps, appears and vanishes; another council's resolution follows nothing."""
    rows = lines(tables, "--show", "changes")
    found = {(row["later"], row["what"], row["before"], row["after"]) for row in rows}
    assert ("12/NQ-HĐND", "repeats", "400", "400") in found
    assert ("12/NQ-HĐND", "changes", "8", "7") in found
    assert ("12/NQ-HĐND", "vanishes", "2000", "") in found
    assert ("12/NQ-HĐND", "appears", "", "5") in found
    assert ("13/NQ-HĐND", "jumps", "400", "900") in found
    assert ("13/NQ-HĐND", "jumps", "7", "3") in found
    assert all("Gia Lai" in row["issuer"] for row in rows)
    calm = lines(tables, "--show", "changes", "--jump", "200")
    assert "jumps" not in {row["what"] for row in calm}


def test_citations_are_followed_to_the_documents_read(tables: Path) -> None:
    """The resolution that is replaced is among those read, and is named."""
    rows = lines(tables, "--show", "citations")
    assert [(row["called"], row["relation"], row["found"]) for row in rows] == [
        ("12/NQ-HĐND", "replaces", "11/NQ-HĐND")
    ]


def test_indicators_of_many_documents_are_listed(tables: Path) -> None:
    """The commonest first, in how many documents and by how many issuers."""
    first = lines(tables)[0]
    assert (first["indicator"], first["documents"], first["issuers"]) in {
        ("Tỷ lệ hộ nghèo", "4", "2"),
        ("Tỷ lệ hộ nghèo", "3", "1"),
    }


def test_the_same_rows_as_parquet_page_and_table(tables: Path, tmp_path: Path) -> None:
    """Numbers are numbers in Parquet; the page needs nothing from elsewhere; the table is for the eyes."""
    for form in ("parquet", "html", "table"):
        status, _, said = asked(tables, "Tỷ lệ hộ nghèo", "--format", form, "--out", tmp_path / form)
        assert status == 0, said
    rows = pyarrow.parquet.read_table(tmp_path / "parquet").to_pylist()
    assert [row["amount"] for row in rows] == [Decimal(8), Decimal(7), Decimal(3), Decimal(9)]
    page = (tmp_path / "html").read_text(encoding="utf-8")
    assert '<td class="number">8</td>' in page and "Hội đồng nhân dân tỉnh Gia Lai" in page
    assert not re.search(r"<(?:script|link|img|iframe)|https?://|url\(", page)
    assert "Tỷ lệ hộ nghèo" in (tmp_path / "table").read_text(encoding="utf-8")


def test_what_is_wrong_is_told(tables: Path, tmp_path: Path) -> None:
    """A folder of other things, and a view that needs an indicator."""
    status, _, said = asked(tmp_path)
    assert status == 2 and "not_a_dataset" in said
    assert asked(tables, "--show", "targets")[0] == 2


def test_words_of_documents_are_only_words(tmp_path: Path) -> None:
    """Markup in a document is text of the page; what a spreadsheet would run is not run."""
    view = View(("indicator", "amount"), (("<script>alert(1)</script>", Decimal(1)), ("=1+1", Decimal(-2))))
    assert b"<script>" not in as_page(view, "<b>", "vi")
    assert as_csv(view).decode("utf-8-sig").splitlines()[2] == "'=1+1,-2"


@pytest.mark.parametrize("relation", relations())
def test_each_relation_has_an_example(relation: str) -> None:
    """The words before the name tell it; where a sentence has ended before, they do not."""
    before, name, _ = relations()[relation]["example"].split("|")
    assert name and relation_before(before) == relation
    assert relation_before(before + "văn bản khác. Gửi kèm ") == "cites"

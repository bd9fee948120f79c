"""Marks of state secrecy: what is refused at the door, and what only talks about secrets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dondoc.reading.circulation import has_circulation_mark
from dondoc.reading.secrecy import find_secrecy_mark

TABLES = Path(__file__).parents[1] / "tables"


def examples(name: str) -> list[str]:
    """The examples of a table, with \\n, \\t and \\uXXXX turned into the characters they stand for."""
    lines = (TABLES / name).read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if (line.strip() and not line.startswith("# ")) or line.startswith("# TỐI")]
    spelled = [line.replace("\\n", "\n").replace("\\t", "\t") for line in kept]
    return [re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), line) for line in spelled]


BAD = examples("secrecy_bad.txt")
GOOD = examples("secrecy_good.txt")
PROSE = ["Tiếp tục thực hiện các nhiệm vụ, giải pháp trọng tâm của năm 2026."] * 60


def test_tables_are_long_enough() -> None:
    """An official finds at least twenty examples of each kind."""
    assert len(BAD) >= 20
    assert len(GOOD) >= 20


@pytest.mark.parametrize("example", BAD)
def test_marks_are_found(example: str) -> None:
    """Every example of the bad list is a mark, alone and at the head of a document."""
    assert find_secrecy_mark(example.split("\n"))
    assert find_secrecy_mark([*example.split("\n"), *PROSE])


@pytest.mark.parametrize("example", GOOD)
def test_texts_about_secrets_pass(example: str) -> None:
    """No example of the good list is a mark, alone, at the head or deep inside a document."""
    assert not find_secrecy_mark(example.split("\n"))
    assert not find_secrecy_mark([*PROSE, *example.split("\n"), *PROSE])


@pytest.mark.parametrize("mark", ["MẬT", "Mật", "TỐI MẬT", "Tuyệt mật", "Độ mật: Mật", "Số: 1   MẬT"])
def test_marks_count_anywhere(mark: str) -> None:
    """Capitals, whole lines and fields count also at the foot of a document and inside a box of several lines."""
    assert find_secrecy_mark([*PROSE, mark])
    assert find_secrecy_mark([*PROSE, "PHỤ LỤC\n" + mark, *PROSE])


def test_small_letters_count_in_the_head_only() -> None:
    """Deep inside a document "mật" alone on a line is the end of a printed line, not a mark."""
    assert find_secrecy_mark(["mật", *PROSE])
    assert not find_secrecy_mark([*PROSE, "mật"])


def test_honey_in_a_table_of_goods_is_no_mark() -> None:
    """In a row of three or more cells "Mật" is a good; TỐI MẬT in capitals is a mark even there."""
    assert not find_secrecy_mark(["STT\tTên sản phẩm\tĐơn vị", "1\tMật\tlít"])
    assert not find_secrecy_mark([*PROSE, "1\tMẬT\tlít"])
    assert find_secrecy_mark([*PROSE, "1\tKế hoạch A\tTỐI MẬT"])


def test_nothing_to_look_at() -> None:
    """No lines, blank lines and very long lines are no marks."""
    assert not find_secrecy_mark([])
    assert not find_secrecy_mark(["", "  ", "\n\n"])
    assert not find_secrecy_mark(["mật độ " * 100_000])


@pytest.mark.parametrize(
    "line",
    [
        "LƯU HÀNH NỘI BỘ",
        "(Tài liệu lưu hành nội bộ)",
        "Tài liệu họp thu hồi",
        "TÀI LIỆU HỌP, THU HỒI SAU CUỘC HỌP",
        "Xem xong trả lại",
    ],
)
def test_limited_circulation_is_said(line: str) -> None:
    """A mark of limited circulation is recognised and is no mark of secrecy."""
    assert has_circulation_mark(line)
    assert not find_secrecy_mark([line])


@pytest.mark.parametrize("line", ["Phổ biến đến chi bộ", "Thu hồi đất để làm đường", "Kiểm tra nội bộ"])
def test_other_lines_say_nothing_of_circulation(line: str) -> None:
    """Scope of dissemination and recovery of land are something else."""
    assert not has_circulation_mark(line)

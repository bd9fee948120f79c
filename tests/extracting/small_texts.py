"""Small official texts for the tests of extracting, and the tables of cases that stand in tests/tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from dondoc import Resolution, extract, read

TABLES = Path(__file__).resolve().parents[1] / "tables"
NOT_YET = "# chưa đọc đúng"  # what stands below this line is known to be read wrong

TARGET = "Tỷ lệ che phủ rừng đạt 63%."
TASK = "Tăng cường công tác kiểm tra, giám sát trên địa bàn tỉnh."
RESULT = "Kinh tế - xã hội tiếp tục phát triển ổn định."


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table, the lines from "→" below it, and whether it is known to be read wrong."""

    line: str
    answers: tuple[str, ...]
    place: str
    not_yet: bool

    def param(self, *values: object) -> ParameterSet:
        """The entry as a case of a test, named by file and line."""
        return pytest.param(*values, marks=[known_wrong()] if self.not_yet else [], id=self.place)


def entries(name: str) -> list[Entry]:
    """The entries of a table in order; lines from "#" are remarks."""
    found: list[Entry] = []
    not_yet = False
    for count, row in enumerate((TABLES / name).read_text(encoding="utf-8").splitlines(), 1):
        text = row.strip()
        not_yet = not_yet or text.startswith(NOT_YET)
        if text.startswith("→"):
            found[-1] = replace(found[-1], answers=(*found[-1].answers, text.removeprefix("→").strip()))
        elif text and not text.startswith("#"):
            found.append(Entry(text, (), f"{name}:{count}", not_yet))
    return found


def cases(name: str, fields: int = 1) -> list[ParameterSet]:
    """The lines of a table cut at "|" into `fields`; those below "# chưa đọc đúng" must fail."""
    return [entry.param(*_cut(entry, fields)) for entry in entries(name)]


def _cut(entry: Entry, fields: int) -> list[str]:
    values = [value.strip() for value in entry.line.split("|")]
    assert len(values) == fields, f"{entry.place}: {fields} fields are wanted, {len(values)} are there"
    return values


def answered(name: str) -> list[ParameterSet]:
    """The lines of a table with the answers that stand below each."""
    return [entry.param(entry.line, entry.answers) for entry in entries(name)]


def known_wrong() -> pytest.MarkDecorator:
    """A case that is read wrong today; that it is read right one day must be noticed."""
    return pytest.mark.xfail(strict=True, raises=AssertionError, reason="not read right yet")


def number(written: str) -> str:
    """A number of a table ("12,28") as decimal strings write it."""
    return written.replace(",", ".")


def small(*lines: str) -> Resolution:
    """What is found in a resolution about 2026 whose body are these lines, each a paragraph."""
    head = ("NGHỊ QUYẾT", "Về nhiệm vụ phát triển kinh tế - xã hội năm 2026")
    return extract(read("\n\n".join((*head, *lines)).encode(), name="nghi-quyet.txt"))


def resolution(
    *, results: str = RESULT, targets: str = TARGET, tasks: str = TASK, tasks_heading: str = ""
) -> Resolution:
    """A small resolution for 2026 with these words as the only item of its three parts."""
    return small(
        "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2025",
        f"- {results}",
        "II. CHỈ TIÊU NĂM 2026",
        f"- {targets}",
        "III. NHIỆM VỤ, GIẢI PHÁP",
        *([f"1. {tasks_heading}"] if tasks_heading else []),
        f"- {tasks}",
    )

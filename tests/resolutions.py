"""Resolutions for tests: one made by hand, and a hypothesis strategy for any."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from dondoc.commitments import (
    Assignment,
    Citation,
    Deadline,
    Header,
    Nature,
    Resolution,
    Shortcoming,
    SourceFile,
    Target,
    Task,
)
from dondoc.findings import Finding
from dondoc.values import Comparison, Direction, Measure, Period

TEXT = """Diện tích trồng mới cây Mắc ca đạt 1.455,5 ha
Tỷ lệ hộ nghèo giảm 1-1,5 điểm %
Sở Y tế trình đề án trước ngày 30/6/2023
Ủy ban nhân dân tỉnh tổ chức thực hiện
Thu ngân sách còn thấp
Nghị quyết số 18-NQ/TU ngày 02-12-2022"""


def place(line: int) -> tuple[str, int, int]:
    """The quote of one line of TEXT, and where it stands."""
    lines = TEXT.split("\n")
    start = sum(len(before) + 1 for before in lines[:line])
    return lines[line], start, start + len(lines[line])


def sample() -> Resolution:
    """A resolution with one or two items in every list."""
    half = Period("2023-H2")
    plant = Target(
        "T01", "II.1.1", *place(0), "Diện tích trồng mới cây Mắc ca", Measure.FLOW, Comparison.AT_LEAST,
        Decimal("1455.5"), "ha", half, Direction.HIGHER,
    )  # fmt: skip
    poor = Target(
        "T01a", "II.1.2", *place(1), "Tỷ lệ hộ nghèo", Measure.CHANGE, Comparison.BETWEEN, Decimal("-1.5"), "điểm %",
        half, Direction.LOWER, upper_amount=Decimal("-1"), base="so với đầu năm", level_at_end=Decimal("3.25"),
        part_of="T01",
    )  # fmt: skip
    due = Deadline("trước ngày 30/6/2023", date(2023, 6, 29))
    task = Task("N01", "II.2", *place(2), Nature.DELIVERABLE, "Sở Y tế", ("Sở Tài chính",), "đề án", due)
    return Resolution(
        source=SourceFile("nghi-quyet.docx", "0" * 64, "text/plain", 2),
        text=TEXT,
        header=Header(
            "nghị quyết", "22", "NQ/TU", "Tỉnh ủy", date(2023, 7, 3), "Kon Tum", "về nhiệm vụ", half, ("VT",)
        ),
        targets=(plant, poor),
        tasks=(task,),
        assignments=(Assignment("A1", "III", *place(3), ("Ủy ban nhân dân tỉnh",)),),
        shortcomings=(Shortcoming("H01", "I", *place(4)),),
        citations=(Citation("C01", *place(5), "18", "NQ/TU", date(2022, 12, 2)),),
        findings=(Finding("cannot_open", 0, 9, (("reason", "=2+2"),)),),
    )


_WORDS = st.text(max_size=12)
_MAYBE = st.none() | _WORDS
_AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15)
_DAYS = st.dates()
_PERIODS = st.sampled_from(["2023", "2023-H2", "2023-Q3", "2023-9M", "2023-07", "2021/2025", "SY2023"]).map(Period)


@st.composite
def resolutions(draw: st.DrawFn) -> Resolution:
    """Any resolution that keeps the promises of commitments.py: every quote stands in the text."""
    text = draw(st.text(max_size=60))

    def quoted() -> tuple[str, int, int]:
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        return text[start:end], start, end

    def many(make: object) -> tuple[object, ...]:
        return tuple(make() for _ in range(draw(st.integers(0, 2))))  # type: ignore[operator]

    def target() -> Target:
        return Target(
            draw(_WORDS), draw(_WORDS), *quoted(), draw(_WORDS), draw(st.sampled_from(Measure)),
            draw(st.sampled_from(Comparison)), draw(_AMOUNTS), draw(_MAYBE), draw(st.none() | _PERIODS),
            draw(st.sampled_from(Direction)), draw(st.none() | _AMOUNTS), draw(_MAYBE), draw(st.none() | _AMOUNTS),
            draw(_MAYBE),
        )  # fmt: skip

    def task() -> Task:
        due = draw(st.none() | st.builds(Deadline, _WORDS, st.none() | _DAYS, _MAYBE))
        bodies = draw(st.lists(_WORDS, max_size=2).map(tuple))
        nature = draw(st.sampled_from(Nature))
        return Task(draw(_WORDS), draw(_WORDS), *quoted(), nature, draw(_MAYBE), bodies, draw(_MAYBE), due)

    def finding() -> Finding:
        start = draw(st.none() | st.integers(0, len(text)))
        return Finding("cannot_open", start, start, (("reason", draw(_WORDS)),))

    pages = draw(st.none() | st.integers(0, 10**6))
    header = draw(
        st.builds(Header, _MAYBE, _MAYBE, _MAYBE, _MAYBE, st.none() | _DAYS, _MAYBE, _MAYBE, st.none() | _PERIODS,
                  st.lists(_WORDS, max_size=2).map(tuple))
    )  # fmt: skip
    return Resolution(
        SourceFile(draw(_WORDS), draw(_WORDS), draw(_WORDS), pages), text, header, many(target), many(task),
        many(lambda: Assignment(draw(_WORDS), draw(_WORDS), *quoted(), draw(st.lists(_WORDS, max_size=2).map(tuple)))),
        many(lambda: Shortcoming(draw(_WORDS), draw(_WORDS), *quoted())),
        many(lambda: Citation(draw(_WORDS), *quoted(), draw(_MAYBE), draw(_MAYBE), draw(st.none() | _DAYS))),
        many(finding),
    )  # fmt: skip

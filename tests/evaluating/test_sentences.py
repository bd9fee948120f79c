"""Verdicts in words: what an official would write, literally, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dondoc import Comparison, Language, Measure, On, Qualifier, Reason, Stage, Status, Verdict, sentence
from dondoc.evaluating.verdicts import OUTCOMES, Plan
from dondoc.reporting import sentences
from dondoc.reporting.sentences import label
from dondoc.reporting.words import words

BEGIN, END, AUTUMN = date(2023, 7, 1), date(2023, 12, 31), date(2023, 9, 30)
FLOW = Verdict(
    target="T03", on=On.PROMISE, status=Status.EXCEEDED, reason=Reason.FIGURE_OF_PERIOD, as_of=END, known_at=END,
    measure=Measure.FLOW, comparison=Comparison.AT_LEAST, unit="tỷ đồng", wanted=Decimal(14560), start=BEGIN, end=END,
    done=Decimal(14593), done_from=BEGIN, done_to=END, basis=Stage.ESTIMATE, percent=Decimal("100.2"),
    due_on=date(2023, 12, 25),
)  # fmt: skip
PLAN = Plan("8", "UBND tỉnh", Decimal(4500), "tỷ đồng", date(2023, 1, 1), END, Decimal("46.1"))
LEVEL = replace(
    FLOW, measure=Measure.LEVEL, unit="%", wanted=Decimal(52), comparison=Comparison.MAINTAIN, done=Decimal("51.9"),
    done_from=END, percent=None, status=Status.NEARLY_MET, basis=Stage.OFFICIAL,
)  # fmt: skip
GROWTH = replace(
    FLOW, measure=Measure.GROWTH, unit="%", wanted=Decimal(-5), done=Decimal(-6), percent=None, status=Status.EXCEEDED,
    comparison=Comparison.AT_MOST, basis=Stage.PRELIMINARY,
)  # fmt: skip
NOTHING = replace(FLOW, done=None, done_from=None, done_to=None, basis=None, percent=None)
PROGRESS = replace(
    FLOW, status=Status.NOT_DUE, reason=Reason.NO_TRAJECTORY, done=Decimal("2074.5"), done_from=date(2023, 1, 1),
    done_to=AUTUMN, percent=None, plans=(PLAN,), year_on_year=Decimal("17.1"),
)  # fmt: skip
PACED = replace(
    FLOW, status=Status.AT_RISK, reason=Reason.PACE, done=Decimal(32), done_to=AUTUMN, unit="ha", wanted=Decimal(100),
    percent=Decimal(32), expected=Decimal(40), method="milestones", pace=Decimal("0.8"),
)  # fmt: skip
VERDICTS = {
    "vượt, số ước": FLOW,
    "duy trì, xấp xỉ": LEVEL,
    "kém mức đầu kỳ": replace(
        LEVEL, status=Status.MISSED, reason=Reason.WORSE_THAN_BASELINE, baseline=Decimal("51.95")
    ),
    "giảm nhiều hơn mức đề ra": GROWTH,
    "đi ngược chiều": replace(GROWTH, done=Decimal("0.4"), status=Status.MISSED, reason=Reason.WRONG_SIGN),
    "quá hạn chưa có số": replace(NOTHING, status=Status.NO_DATA, reason=Reason.ABSENT),
    "đã được thay thế": replace(NOTHING, status=Status.REPLACED, reason=Reason.REPLACED),
    "có số giữa kỳ, so kế hoạch năm và cùng kỳ": PROGRESS,
    "theo mốc": PACED,
    "theo nhịp các năm trước, có dự báo": replace(
        PACED, method="seasonal", projected=(Decimal(70), Decimal(80), Decimal(95))
    ),
    "trên kế hoạch năm, gần": replace(
        FLOW,
        on=On.PLAN,
        start=date(2023, 1, 1),
        done_from=date(2023, 1, 1),
        plans=(PLAN,),
        set_by="UBND tỉnh",
        qualifier=Qualifier.NEAR,
        year_on_year=Decimal(0),
    ),
    "kế hoạch nhiều năm, không rõ cơ quan giao": replace(
        PROGRESS,
        plans=(replace(PLAN, set_by="", start=date(2021, 1, 1), end=date(2025, 12, 31)),),
        year_on_year=Decimal("-3"),
    ),
    "trong khoảng": replace(
        FLOW,
        comparison=Comparison.BETWEEN,
        wanted=Decimal(100),
        upper=Decimal(120),
        done=Decimal(110),
        unit="ha",
        percent=Decimal(110),
        status=Status.MET,
    ),
    "mức cuối kỳ quyết định": replace(
        FLOW,
        measure=Measure.CHANGE,
        unit="điểm %",
        reason=Reason.LEVEL_AT_END,
        wanted=Decimal("93.35"),
        done=Decimal("93.4"),
        percent=None,
    ),
}
TABLE = Path(__file__).parents[1] / "tables" / "sentences.txt"


def written() -> list[tuple[str, str, str]]:
    """Name, Vietnamese and English sentence of every paragraph of the table."""
    paragraphs = TABLE.read_text(encoding="utf-8").split("\n== ")[1:]
    return [(name, vietnamese, english) for name, vietnamese, english, *_ in map(str.splitlines, paragraphs)]


@pytest.mark.parametrize(("name", "vietnamese", "english"), written())
def test_a_verdict_in_words(name: str, vietnamese: str, english: str) -> None:
    """The whole sentence, to the letter."""
    assert sentence(VERDICTS[name], "vi") == vietnamese
    assert sentence(VERDICTS[name], "en") == english


def test_every_verdict_has_its_paragraph() -> None:
    """None of the verdicts above goes unread."""
    assert [name for name, *_ in written()] == list(VERDICTS)


@pytest.mark.parametrize(
    ("basis", "vietnamese", "english"),
    [
        (Stage.ESTIMATE, "ước vượt", "exceeded (estimate)"),
        (Stage.PRELIMINARY, "vượt (số sơ bộ)", "exceeded (preliminary)"),
        (Stage.OFFICIAL, "vượt", "exceeded"),
        (None, "vượt", "exceeded"),
    ],
)
def test_a_label_says_how_firm_its_figures_are(basis: Stage | None, vietnamese: str, english: str) -> None:
    """An outcome on an estimate is never told as if it were final."""
    assert label(replace(FLOW, basis=basis), "vi") == vietnamese
    assert label(replace(FLOW, basis=basis), "en") == english


@pytest.mark.parametrize(
    ("start", "end", "vietnamese", "english"),
    [
        (date(2023, 1, 1), END, "kế hoạch năm", "year's plan"),
        (date(2021, 1, 1), date(2025, 12, 31), "kế hoạch 2021–2025", "plan of 2021 to 2025"),
        (date(2023, 1, 1), AUTUMN, "kế hoạch 1/1/2023–30/9/2023", "plan of 2023-01-01 to 2023-09-30"),
    ],
)
def test_a_plan_is_named_by_its_days(start: date, end: date, vietnamese: str, english: str) -> None:
    """Only a calendar year's is "kế hoạch năm"."""
    verdict = replace(FLOW, on=On.PLAN, start=start, end=end)
    assert (sentences.tested_against(verdict, "vi"), sentences.tested_against(verdict, "en")) == (vietnamese, english)


def pairs() -> list[tuple[Status, Reason]]:
    """Outcomes with every reason that an amount is known, the others with the reasons that have words of their own."""
    own = [reason for reason in Reason if f"close.{reason}" in words()]
    others = [status for status in Status if status not in OUTCOMES]
    return [*((status, reason) for status in OUTCOMES for reason in Reason), *((s, r) for s in others for r in own)]


@pytest.mark.parametrize(("status", "reason"), pairs())
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_status_and_reason_has_a_sentence(status: Status, reason: Reason, language: Language) -> None:
    """One capital, one full stop, no brace left open."""
    told = sentence(replace(PACED, status=status, reason=reason, baseline=Decimal(1)), language)
    assert told[0] == told[0].upper() and told.endswith(".") and not told.endswith("..")
    assert "{" not in told


def test_reasons_without_words_of_their_own_say_how_an_amount_is_known() -> None:
    """Each of them goes with an outcome; a new reason needs a clause in verdicts.toml."""
    assert {reason.value for reason in Reason if f"close.{reason}" not in words()} == {
        "figure_of_period", "year_less_before", "level_change", "growth_computed", "parts_added", "level_at_end",
    }  # fmt: skip

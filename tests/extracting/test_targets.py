"""Targets in prose: the sentences of tests/tables/targets.txt and no_targets.txt."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from small_texts import TARGET, answered, cases, number, resolution, small

PLACES = {"chỉ tiêu": "targets", "nhiệm vụ": "tasks", "kết quả": "results"}


def expected(answer: str) -> tuple[list[str], str, dict[str, str]]:
    """The first six fields of an answer, words of the indicator, and what else is told."""
    fields = [field.strip() for field in answer.split("|")]
    assert len(fields) >= 7, f"seven fields are wanted in {answer!r}"
    more = {}
    for field in fields[7:]:
        key = next(key for key in ("kỳ", "thuộc", "cuối kỳ", "so với") if field.startswith(key + " "))
        more[key] = field.removeprefix(key).strip()
    return [number(fields[0]), number(fields[1]), *fields[2:6]], fields[6], more


def shown(amount: Decimal | None) -> str:
    return "" if amount is None else format(amount.normalize(), "f")


def plain(words: str) -> str:
    return unicodedata.normalize("NFC", words).lower()


def named(indicator: str, words: str) -> bool:
    """Whether the name holds the words, or is them where they stand behind "="."""
    if words.startswith("="):
        return plain(words[1:]) == plain(indicator)
    return plain(words) in plain(indicator)


@pytest.mark.parametrize(("sentence", "answers"), answered("targets.txt"))
def test_every_target_of_a_sentence_is_read(sentence: str, answers: tuple[str, ...]) -> None:
    """Amounts, units, measure, comparison, direction, names and what else the table tells; none too few or too many."""
    found = resolution(targets=sentence).targets
    fields = [[shown(t.amount), shown(t.upper_amount), t.unit or "", t.measure, t.comparison, t.better] for t in found]
    wanted = [expected(answer) for answer in answers]
    assert fields == [fields for fields, _, _ in wanted]
    ids = [target.id for target in found]
    for target, (_, words, more) in zip(found, wanted, strict=True):
        assert named(target.indicator, words)
        assert str(target.period) == more.get("kỳ", "2026")
        assert target.part_of == (ids[int(more["thuộc"]) - 1] if "thuộc" in more else None)
        assert shown(target.level_at_end) == number(more.get("cuối kỳ", ""))
        assert (target.base or "") == (f"so với {more['so với']}" if "so với" in more else "")


@pytest.mark.parametrize(("place", "sentence"), cases("no_targets.txt", 2))
def test_what_promises_nothing_is_no_target(place: str, sentence: str) -> None:
    """Results, thresholds, prices, dates, ages, names and false comparators are not taken, wherever they stand."""
    part = PLACES[place]
    usual = [] if part == "targets" else [TARGET.rstrip(".")]
    assert [target.quote for target in resolution(**{part: sentence}).targets] == usual


def test_a_list_breaks_down_the_amount_of_the_line_above_it() -> None:
    """Below "gồm:" and "Trong đó:" stand parts, with the name that the whole gives them; the next number has none."""
    found = small(
        "I. CHỈ TIÊU",
        "1. Tổng diện tích trồng mới đạt 1.250 ha. Trong đó:",
        "- Cây cà phê: 600 ha.",
        "- Cây mắc ca: 650 ha.",
        "2. Tổng thu ngân sách nhà nước 4.500 tỷ đồng, bao gồm:",
        "a) Thu nội địa 4.100 tỷ đồng;",
        "b) Thu từ xuất nhập khẩu 400 tỷ đồng.",
        "3. Giải quyết việc làm cho 7.000 lao động.",
        "Trong đó:",
        "+ Xuất khẩu lao động 350 lao động.",
        "4. Tỷ lệ hộ nghèo còn 4%.",
        "- Thu nhập bình quân đầu người đạt 65 triệu đồng.",
    ).targets
    assert [(t.id, shown(t.amount), t.part_of) for t in found] == [
        ("T01", "1250", None),
        ("T01a", "600", "T01"),
        ("T01b", "650", "T01"),
        ("T02", "4500", None),
        ("T02a", "4100", "T02"),
        ("T02b", "400", "T02"),
        ("T03", "7000", None),
        ("T03a", "350", "T03"),
        ("T04", "4", None),
        ("T05", "65", None),
    ]
    assert found[1].indicator == "Diện tích trồng mới Cây cà phê"


def test_a_heading_that_counts_its_items_states_nothing() -> None:
    """ "II. 15 chỉ tiêu chủ yếu" and "1. Phát triển 3 vùng kinh tế trọng điểm" head what follows."""
    found = small("I. MỤC TIÊU, CHỈ TIÊU", "1. Về 5 chỉ tiêu kinh tế", "- Tỷ lệ hộ nghèo còn 4%.").targets
    assert [shown(t.amount) for t in found] == ["4"]

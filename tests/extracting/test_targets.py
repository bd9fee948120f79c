"""Targets in prose: the sentences of tests/tables/targets.txt and no_targets.txt."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from small_texts import TARGET, answered, cases, number, resolution

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

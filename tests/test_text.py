"""The matching layer: what is mended in it, and that every place in it leads back to the original."""

from __future__ import annotations

import tomllib
import unicodedata
from importlib.resources import files

import pytest

from dondoc.text import Mended, Span, has_words, mend, scanning_errors


def origin(mended: Mended, words: str) -> Span:
    """Where in the original these words of the matching layer came from."""
    start = mended.text.index(words)
    return mended.original(start, start + len(words))


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("các chỉtiêu chủyếu", "các chỉ tiêu chủ yếu"),
        ("trên địa bàn t ì n h", "trên địa bàn tình"),
        ("phân đấu đạt", "phấn đấu đạt"),
        ("Phân đầu đạt", "Phấn đấu đạt"),
        ("khoẻ mạnh, hoà bình, uỷ ban", "khỏe mạnh, hòa bình, ủy ban"),
        ("quý, quỳ, hoàn thành, thuỷ", "quý, quỳ, hoàn thành, thủy"),
        ("đạt 5–6\u00a0%", "đạt 5-6 %"),
        ("Ủy ban nhân dân", "Ủy ban nhân dân"),
    ],
)
def test_what_is_mended(found: str, meant: str) -> None:
    """Glued and spaced-out words, scanning errors, tone placement, look-alikes; what is right stays."""
    assert mend(found).text == meant
    assert mend(found).lower == meant.lower()


def _corrections() -> list[dict[str, object]]:
    path = files("dondoc").joinpath("corrections.toml")
    rows: list[dict[str, object]] = tomllib.loads(path.read_text(encoding="utf-8"))["correction"]
    return rows


@pytest.mark.parametrize("row", _corrections(), ids=lambda row: row["wrong"])
def test_a_lost_diacritic_is_found_in_its_example(row: dict[str, object]) -> None:
    """Each row of corrections.toml finds its example, once, in three ways of writing; what is right is left alone."""
    example, wrong, right = str(row["example"]), str(row["wrong"]), str(row["right"])
    (found,) = scanning_errors(example)
    assert (found[0].of(example).lower(), found[1].lower()) == (wrong.lower(), right.lower())
    assert right.lower() in mend(f"({example.upper()})").lower and right.lower() in mend(f"“{example}”").lower
    assert list(scanning_errors(f"{right} {right.capitalize()} {right.upper()}")) == []
    for legitimate in row.get("legitimate", ()):  # type: ignore[attr-defined]
        assert list(scanning_errors(legitimate)) == [], legitimate
    assert str(row["source"]).strip()


@pytest.mark.parametrize("phrase", ["bộ phân đấu tranh", "xphân đấu", "phân đấux"])
def test_corrections_are_whole_words(phrase: str) -> None:
    """A scanning error inside of longer words is none; between words it is."""
    assert mend(phrase).text == (phrase if "x" in phrase else "bộ phấn đấu tranh")


def test_mended_words_lead_back() -> None:
    """The words that were glued lead back to their letters, also the added space between them."""
    text = "Giao các chỉtiêu chủyếu của năm"
    mended = mend(text)
    assert origin(mended, "chỉ").of(text) == "chỉ"
    assert origin(mended, "tiêu").of(text) == "tiêu"
    assert origin(mended, "chỉ tiêu chủ yếu").of(text) == "chỉtiêu chủyếu"
    assert origin(mended, "của năm").of(text) == "của năm"
    spaced = mend("trên địa bàn t ỉ n h năm 2026")
    assert origin(spaced, "tỉnh").of("trên địa bàn t ỉ n h năm 2026") == "t ỉ n h"


@pytest.mark.parametrize("dropped", ["\u00ad", "\u200b", "\ufeff"])
def test_both_kinds_of_mending_lead_back(dropped: str) -> None:
    """Letters typed apart from their tones, dropped characters and glued words at once: offsets are of the original."""
    text = unicodedata.normalize("NFD", f"Mức{dropped} độ các chỉtiêu chủ{dropped}yếu, đạt 90%")
    mended = mend(text)
    assert mended.text == "Mức độ các chỉ tiêu chủ yếu, đạt 90%"
    assert mended.offsets is not None
    assert len(mended.offsets) == len(mended.text) + 1
    assert list(mended.offsets) == sorted(mended.offsets)
    assert unicodedata.normalize("NFC", origin(mended, "chỉ tiêu").of(text)) == "chỉtiêu"
    assert unicodedata.normalize("NFC", origin(mended, "yếu, đạt").of(text)) == "yếu, đạt"
    assert origin(mended, "90%").of(text) == "90%"
    assert mended.original(0, len(mended.text)) == Span(0, len(text))


def test_a_text_that_needs_nothing_keeps_its_places() -> None:
    """No table of offsets is made where character for character is the same."""
    mended = mend("Phấn đấu hoàn thành 53 chỉ tiêu.")
    assert mended.offsets is None
    assert mended.original(3, 7) == Span(3, 7)
    assert mended.place(5) == 5


@pytest.mark.parametrize(
    ("text", "least", "said"), [("một hai  ba", 3, True), ("một hai ba ", 4, False), ("", 1, False)]
)
def test_words_are_counted_as_far_as_it_takes(text: str, least: int, said: bool) -> None:
    """Blanks at the ends and double ones make no words."""
    assert has_words(text, least) is said

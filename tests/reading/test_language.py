"""A document in another language is named as such; Vietnamese without accents and short texts are not mistaken."""

from __future__ import annotations

import unicodedata

import pytest
from samples import KON_TUM

from dondoc.reading.language import Tongue, is_vietnamese, tongue
from dondoc.text import fold

VIETNAMESE = KON_TUM.read_text(encoding="utf-8")
ENGLISH = (
    "The provincial committee resolved that the budget revenue of the second half of the year shall exceed 2,670 "
    "billion dong, that 455 hectares of macadamia be planted, and that all departments report by 20 December. "
) * 3
FRENCH = (
    "Le comité a décidé que les recettes budgétaires du second semestre dépasseront les prévisions, que les "
    "départements présenteront leurs résultats avant décembre et que les difficultés rencontrées seront examinées. "
) * 3
CROATIAN = "Vlada je na sjednici donijela odluku o mjerama za razvoj gospodarstva između županija i građana. " * 5
CHINESE = "国务院关于印发国民经济和社会发展规划的通知各省自治区直辖市人民政府。" * 20


@pytest.mark.parametrize("text", [VIETNAMESE, VIETNAMESE.upper(), unicodedata.normalize("NFD", VIETNAMESE)])
def test_vietnamese_is_recognised(text: str) -> None:
    """In any case and any normal form."""
    assert tongue(text) is Tongue.VIETNAMESE
    assert is_vietnamese(text)


@pytest.mark.parametrize("text", ["Điều 1. Phạm vi điều chỉnh", "Thu ngân sách đạt 2.670", "ĐẢNG ỦY", VIETNAMESE[:200]])
def test_a_few_vietnamese_words_are_enough(text: str) -> None:
    """A single letter that only Vietnamese has settles it in a short text."""
    assert tongue(text) is Tongue.VIETNAMESE


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, CROATIAN, CHINESE], ids=["en", "fr", "hr", "zh"])
def test_other_languages_are_told(text: str) -> None:
    """Also those that share letters with Vietnamese (é, â, đ)."""
    assert tongue(text) is Tongue.OTHER
    assert not is_vietnamese(text)


def test_vietnamese_without_accents_is_vietnamese() -> None:
    """It is named for what it is, because few commitments will be found in it."""
    assert tongue(fold(VIETNAMESE)) is Tongue.UNACCENTED
    assert is_vietnamese(fold(VIETNAMESE))


@pytest.mark.parametrize("text", ["", "2.670 12,28 455\n" * 100, "Annex 1", "ha, tỷ: 5%"[:3], "kg km GRDP USD"])
def test_numbers_and_scraps_are_not_judged(text: str) -> None:
    """Too few words to tell: not called another language."""
    assert tongue(text) is Tongue.UNCERTAIN
    assert is_vietnamese(text)


def test_bilingual_papers_count_as_vietnamese() -> None:
    """Wherever in its first 100,000 characters the Vietnamese stands."""
    assert tongue(ENGLISH * 2 + VIETNAMESE[:600]) is Tongue.VIETNAMESE
    assert tongue(ENGLISH * 12 + VIETNAMESE[:5000]) is Tongue.VIETNAMESE

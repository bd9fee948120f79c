"""Periods are told in words and chosen by kind and year; the code of a period stands on no page."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.utils.translation import override

from dondoc.web.periods import PeriodField, in_words, in_years

TOLD = (
    ("2023", "năm 2023", "year 2023"),
    ("2023-H1", "6 tháng đầu năm 2023", "first half of 2023"),
    ("2023-H2", "6 tháng cuối năm 2023", "second half of 2023"),
    ("2023-9M", "9 tháng đầu năm 2023", "first nine months of 2023"),
    ("2023-Q3", "quý III năm 2023", "quarter III of 2023"),
    ("2023-07", "tháng 7 năm 2023", "July 2023"),
    ("2021/2025", "giai đoạn 2021-2025", "2021–2025"),
    ("SY2023", "năm học 2023-2024", "school year 2023–2024"),
)
CHOSEN = (
    ("2023", "Y", "2023", ""),
    ("2023-H2", "H2", "2023", ""),
    ("2023-9M", "9M", "2023", ""),
    ("2023-Q1", "Q1", "2023", ""),
    ("2023-12", "12", "2023", ""),
    ("2021/2025", "/", "2021", "2025"),
    ("SY2023", "SY", "2023", ""),
    ("", "", "", ""),
)


class Asking(forms.Form):
    period = PeriodField(required=False, label="Kỳ")


@pytest.mark.parametrize(("written", "vietnamese", "english"), TOLD)
def test_a_period_is_told_as_people_say_it(written: str, vietnamese: str, english: str) -> None:
    """In both languages."""
    assert in_words(written) == vietnamese
    with override("en"):
        assert in_words(written) == english


@pytest.mark.parametrize(("written", "kind", "year", "until"), CHOSEN)
def test_a_period_is_chosen_and_shown_as_it_was_chosen(written: str, kind: str, year: str, until: str) -> None:
    """What the form makes of a choice is what it shows as that choice again."""
    form = Asking({"period_kind": kind, "period_year": year, "period_until": until})
    assert form.is_valid() and form.cleaned_data["period"] == written
    assert PeriodField().widget.decompress(written) == [kind, year, until]
    shown = str(Asking(initial={"period": written})["period"])
    assert f'value="{kind}" selected' in shown and (not year or f'value="{year}"' in shown)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"period_kind": "H2"}, "Chọn loại kỳ và ghi năm."),
        ({"period_year": "2023"}, "Chọn loại kỳ và ghi năm."),
        ({"period_kind": "/", "period_year": "2025", "period_until": "2021"}, "năm cuối sau năm đầu"),
        ({"period_kind": "/", "period_year": "2025"}, "năm cuối sau năm đầu"),
        ({"period_kind": "H3", "period_year": "2023"}, "H3"),
        ({"period_kind": "H2", "period_year": "23"}, "1945"),
    ],
)
def test_half_a_choice_is_none(sent: dict[str, Any], told: str) -> None:
    """What is missing is said at the field, and what was chosen stays."""
    form = Asking(sent)
    assert not form.is_valid()
    assert told in " ".join(form.errors["period"])
    assert all(f'value="{value}"' in str(form["period"]) for value in sent.values() if value != "H3")


def test_a_list_of_periods_goes_by_year() -> None:
    """The latest year first; within a year the longest first, months in their order."""
    listed = in_years(["2023-07", "2023-H2", "2024", "2023-Q3", "2023-08", "2021/2025"])
    assert listed == [
        ("2024", [("2024", "năm 2024")]),
        ("2023", [
            ("2023-H2", "6 tháng cuối năm 2023"), ("2023-Q3", "quý III năm 2023"), ("2023-07", "tháng 7 năm 2023"),
            ("2023-08", "tháng 8 năm 2023"),
        ]),
        ("2021-2025", [("2021/2025", "giai đoạn 2021-2025")]),
    ]  # fmt: skip

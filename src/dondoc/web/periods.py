"""Periods on the pages: told in words, chosen by kind and year; how the core writes them (2023-H2) is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.values import Period
from dondoc.web.amounts import language
from dondoc.web.selecting import PlainSelect

YEAR, SPAN, SCHOOL = "Y", "/", "SY"
EARLIEST, LATEST = 1945, 2100
_QUARTERS = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}
_MONTHS = tuple(f"{month:02}" for month in range(1, 13))
# As they follow each other in a list; months and quarters are added with their numbers.
_KINDS: Mapping[str, Any] = {
    YEAR: gettext_lazy("cả năm"),
    "H1": gettext_lazy("6 tháng đầu năm"),
    "H2": gettext_lazy("6 tháng cuối năm"),
    "9M": gettext_lazy("9 tháng đầu năm"),
    **{kind: gettext_lazy("quý %(number)s") for kind in _QUARTERS},
    **{kind: gettext_lazy("tháng %(number)s") for kind in _MONTHS},
    SPAN: gettext_lazy("giai đoạn nhiều năm"),
    SCHOOL: gettext_lazy("năm học"),
}
_TOLD: Mapping[str, Any] = {
    YEAR: gettext_lazy("năm %(year)s"),
    "H1": gettext_lazy("6 tháng đầu năm %(year)s"),
    "H2": gettext_lazy("6 tháng cuối năm %(year)s"),
    "9M": gettext_lazy("9 tháng đầu năm %(year)s"),
    **{kind: gettext_lazy("quý %(number)s năm %(year)s") for kind in _QUARTERS},
    **{kind: gettext_lazy("tháng %(number)s năm %(year)s") for kind in _MONTHS},
    SPAN: gettext_lazy("giai đoạn %(year)s-%(until)s"),
    SCHOOL: gettext_lazy("năm học %(year)s-%(until)s"),
}


def in_words(written: str) -> str:
    """A period as people say it: 2023-H2 is "6 tháng cuối năm 2023"; "" for none."""
    if not written:
        return ""
    kind, year, until = _parts(Period(written).written)
    return str(_TOLD[kind]) % {"year": year, "until": until or int(year) + 1, "number": _number(kind)}


def in_years(periods: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of a list: the periods of each year together, the latest year first, in a year the longest first."""
    order = {kind: place for place, kind in enumerate(_KINDS)}
    years: dict[str, list[tuple[int, str]]] = {}
    for written in periods:
        kind, year, until = _parts(written)
        years.setdefault(f"{year}-{until}" if until else year, []).append((order[kind], written))
    latest_first = sorted(years.items(), reverse=True)
    return [(year, [(each, in_words(each)) for _place, each in sorted(within)]) for year, within in latest_first]


def _parts(written: str) -> tuple[str, str, str]:
    """Kind, year and the last year of a span."""
    if written.startswith(SCHOOL):
        return SCHOOL, written.removeprefix(SCHOOL), ""
    if SPAN in written:
        first, _slash, last = written.partition(SPAN)
        return SPAN, first, last
    year, _dash, kind = written.partition("-")
    return kind or YEAR, year, ""


def _number(kind: str) -> str:
    if kind in _MONTHS:
        return str(MONTHS[int(kind)]) if language() == "en" else str(int(kind))
    return _QUARTERS.get(kind, "")


def _kinds() -> list[tuple[str, str]]:
    return [("", "–"), *((kind, str(words) % {"number": _number(kind)}) for kind, words in _KINDS.items())]


class PeriodInput(forms.MultiWidget):
    """A list of kinds, the year, and for a span the last year, which components.css shows for a span only."""

    def __init__(self, attrs: Any = None) -> None:
        number = {"min": EARLIEST, "max": LATEST}
        parts = {
            "kind": PlainSelect({"aria-label": gettext_lazy("Loại kỳ")}, choices=_kinds),
            "year": forms.NumberInput({**number, "aria-label": gettext_lazy("Năm")}),
            "until": forms.NumberInput({**number, "aria-label": gettext_lazy("Đến năm")}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value: str | None) -> list[str]:
        return list(_parts(value)) if value else ["", "", ""]

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_kind" if id_ else id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
        shown = value if isinstance(value, list) else self.decompress(value)
        base = (attrs or {}).get("id")
        parts = [
            widget.render(name + suffix, each, {"id": f"{base}{suffix}"} if base else None, renderer)
            for widget, suffix, each in zip(self.widgets, self.widgets_names, shown, strict=True)
        ]
        return SafeString(f'<span class="period">{"".join(parts)}</span>')


class PeriodField(forms.MultiValueField):
    """A period as the core writes it, chosen by kind and year; empty for none."""

    def __init__(self, **kwargs: Any) -> None:
        year = {"min_value": EARLIEST, "max_value": LATEST, "required": False}
        parts = (
            forms.ChoiceField(choices=_kinds, required=False),
            forms.IntegerField(**year),
            forms.IntegerField(**year),
        )
        super().__init__(fields=parts, require_all_fields=False, widget=PeriodInput, **kwargs)

    def compress(self, data_list: list[Any]) -> str:
        kind, year, until = data_list or ("", None, None)
        if not kind and year is None:
            return ""
        if not kind or year is None:
            raise ValidationError(_("Chọn loại kỳ và ghi năm."), code="incomplete")
        if kind == SPAN and (until is None or until <= year):
            raise ValidationError(_("Giai đoạn cần năm đầu và năm cuối, năm cuối sau năm đầu."), code="span")
        return Period(_written(kind, year, until)).written


def _written(kind: str, year: int, until: int | None) -> str:
    if kind == SCHOOL:
        return f"{SCHOOL}{year}"
    if kind == SPAN:
        return f"{year}{SPAN}{until}"
    return str(year) if kind == YEAR else f"{year}-{kind}"

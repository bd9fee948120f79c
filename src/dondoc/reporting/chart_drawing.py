"""Charts as SVG, drawn without a browser and without a script: a promise against its trajectory and what was reported.

The same data give the same bytes on every machine: the letters are those of a font that comes with the program (Be
Vietnam Pro, OFL), and numbers are written as the language writes them. Needs the extra `charts`; the first chart of a
process takes a second or two, the next a tenth. Colours are told apart by shape as well, and stand on white: the same
picture is on the page, in a report and on paper.

Altair takes more than half a second to load: who draws imports this module where it draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import altair
import vl_convert

from dondoc.findings import Language
from dondoc.reporting.charts import Point, TargetChart
from dondoc.reporting.words import word

# It is drawn with the first; a browser that has not got it takes another of the same kind.
FONT = "Be Vietnam Pro, Noto Sans, Segoe UI, sans-serif"
INK, MUTED, LINE, PROMISED, DONE = "#1d2226", "#5d666e", "#e3e0d8", "#a61b29", "#1f4e79"
_WIDTH, _HEIGHT = 620, 220
# As d3-format and d3-time-format want them. Vietnamese writes 1.234,5, English 1,234.5.
_FORMATS: Mapping[Language, Mapping[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
}


def target_svg(chart: TargetChart, language: Language) -> str:
    """The picture of `chart`, as SVG."""
    _fonts()
    drawn = altair.layer(*_layers(chart, language)).properties(width=_WIDTH, height=_HEIGHT)
    if chart.note:
        drawn = drawn.properties(title=altair.TitleParams(chart.note, anchor="start", fontSize=13, color=PROMISED))
    drawn = drawn.configure(font=FONT, background="white", padding=8).configure_view(stroke=None)
    drawn = drawn.configure_axis(labelFontSize=12, titleFontSize=12, labelColor=MUTED, titleColor=MUTED, gridColor=LINE)
    svg: str = vl_convert.vegalite_to_svg(drawn.to_dict(), format_locale=dict(_FORMATS[language]))
    return svg


def _layers(chart: TargetChart, language: Language) -> Iterable[Any]:
    days = altair.Scale(domain=[chart.start.isoformat(), chart.end.isoformat()])
    x = altair.X("day:T", title=None, scale=days, axis=altair.Axis(format="%d-%m-%Y", tickCount=6, grid=False))
    y = altair.Y(
        "value:Q", title=chart.unit, axis=altair.Axis(format=",~f", tickCount=5), scale=altair.Scale(zero=False)
    )
    wanted = _rows([(chart.start, chart.wanted), (chart.end, chart.wanted)])
    yield altair.Chart(wanted).mark_line(color=PROMISED, strokeWidth=2).encode(x, y)
    yield _text(_rows([(chart.start, chart.wanted)]), word("chart.promised", language), PROMISED, dy=-8).encode(x, y)
    if chart.trajectory:
        expected = altair.Chart(_rows(chart.trajectory))
        yield expected.mark_line(color=MUTED, strokeDash=[5, 4], strokeWidth=1.5).encode(x, y)
        words = word("chart.expected", language)
        yield _text(_rows([_middle(chart.trajectory)]), words, MUTED, dy=-6, align="right").encode(x, y)
    if chart.projected:
        lowest, likely, highest = map(float, chart.projected)
        row = altair.InlineData(
            values=[{"day": chart.end.isoformat(), "value": lowest, "high": highest, "likely": likely}]
        )
        yield altair.Chart(row).mark_rule(color=DONE, strokeWidth=3, opacity=0.5).encode(x, y, y2="high:Q")
    told = altair.Chart(_rows(chart.figures))
    yield told.mark_line(color=DONE, strokeWidth=2, point={"color": DONE, "size": 55, "filled": True}).encode(x, y)


def _text(rows: Any, words: str, colour: str, *, dy: int, align: Literal["left", "right"] = "left") -> Any:
    aside = 6 if align == "left" else -6
    return altair.Chart(rows).mark_text(text=words, color=colour, align=align, dx=aside, dy=dy, fontSize=12)


def _middle(trajectory: tuple[Point, ...]) -> Point:
    """Halfway along its first stretch: above it is room for a word."""
    first, then = trajectory[0], trajectory[min(1, len(trajectory) - 1)]
    return first[0] + (then[0] - first[0]) / 2, (first[1] + then[1]) / 2


def _rows(points: Iterable[Point]) -> Any:
    """Amounts are floats here and nowhere else: they become places on paper."""
    return altair.InlineData(values=[{"day": day.isoformat(), "value": float(value)} for day, value in points])


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(files("fontpkg_be_vietnam_pro").joinpath("files")))

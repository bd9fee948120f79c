"""Charts are the same picture everywhere: compared with kept ones, letter by letter of their SVG."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dondoc.findings import Language
from dondoc.reporting.chart_drawing import FONT, target_svg
from dondoc.reporting.charts import TargetChart

KEPT = Path(__file__).parent / "charts"
REVENUE = TargetChart(
    "tỷ đồng", date(2023, 7, 1), date(2023, 12, 31), Decimal(2670),
    ((date(2023, 7, 31), Decimal(310)), (date(2023, 8, 31), Decimal("760.5")), (date(2023, 10, 31), Decimal(1600))),
    ((date(2023, 7, 1), Decimal(0)), (date(2023, 12, 31), Decimal(2670))),
    (Decimal(2200), Decimal(2400), Decimal(2550)),
)  # fmt: skip
COVER = TargetChart(
    "%", date(2023, 7, 1), date(2023, 12, 31), Decimal("63.12"), ((date(2023, 9, 30), Decimal("63.05")),)
)
CHARTS: dict[str, tuple[TargetChart, Language]] = {
    "revenue-vi": (REVENUE, "vi"),
    "revenue-en": (REVENUE, "en"),
    "level-of-one-day-vi": (COVER, "vi"),
    "nothing-reported-vi": (replace(REVENUE, figures=(), projected=None), "vi"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_the_kept_one(name: str) -> None:
    """Byte for byte, whatever fonts the machine has. DONDOC_KEEP_CHARTS=1 writes them anew: look at them then."""
    file, drawn = KEPT / f"{name}.svg", target_svg(*CHARTS[name])
    if "DONDOC_KEEP_CHARTS" in os.environ:
        file.write_text(drawn, encoding="utf-8")
    assert drawn == file.read_text(encoding="utf-8")
    assert target_svg(*CHARTS[name]) == drawn


def test_it_carries_no_script_and_no_style() -> None:
    """So that the policy of the page lets it through, also where it is opened by itself; its words are text."""
    root = ElementTree.fromstring(target_svg(REVENUE, "vi"))  # noqa: S314
    tags = {each.tag.rpartition("}")[2] for each in root.iter()}
    names = {name for each in root.iter() for name in each.attrib}
    assert tags <= {"svg", "g", "path", "line", "text", "rect", "defs", "clipPath"}
    assert not {name for name in names if name == "style" or name.startswith("on") or name.endswith("href")}
    words = {each.text for each in root.iter() if each.tag.endswith("text")}
    assert {"cam kết", "lộ trình", "2.500", "tỷ đồng"} <= words
    assert FONT in target_svg(REVENUE, "vi")


def test_words_in_a_unit_stay_words() -> None:
    """A unit is a text people wrote: it opens no tag."""
    drawn = target_svg(replace(REVENUE, unit="<script>x</script>"), "vi")
    assert "<script" not in drawn

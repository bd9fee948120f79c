"""The year's plan: a file of figures as `dondoc evaluate` takes it, and what of it a second half is held against."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dondoc import PlannedFlow, check, planned_flows, read, read_figures

HEAD = "indicator,unit,body,kind,basis,from,to,value,set_by,known_on\n"
YEAR = "Vốn đầu tư,tỷ đồng,tỉnh,plan,cumulative,2026-01-01,2026-12-31,27000,UBND tỉnh,2025-12-10\n"
CENTRE = "Vốn đầu tư,tỷ đồng,tỉnh,plan,cumulative,2026-01-01,2026-12-31,25000,Trung ương,2025-12-01\n"
HALF = "Vốn đầu tư,tỷ đồng,tỉnh,actual,cumulative,2026-01-01,2026-06-30,12442.5,,2026-06-28\n"
LATER = "Vốn đầu tư,tỷ đồng,tỉnh,actual,cumulative,2026-01-01,2026-06-30,12500,,2026-08-28\n"
CUT_OFF = "Vốn đầu tư,tỷ đồng,tỉnh,actual,cumulative,2025-12-15,2026-06-14,12442.5,,2026-06-20\n"


def _flows(*rows: str) -> tuple[PlannedFlow, ...]:
    return planned_flows(read_figures((HEAD + "".join(rows)).encode()))


@pytest.mark.parametrize("half", [HALF, CUT_OFF], ids=["calendar", "cut-off of the reports"])
def test_a_plan_and_its_first_half_belong_together(half: str) -> None:
    """Also where the first half is that of the reporting calendar, 15 December to 14 June."""
    assert _flows(YEAR, half) == (
        PlannedFlow("Vốn đầu tư", "tỷ đồng", 2026, Decimal(27000), Decimal("12442.5"), "UBND tỉnh"),
    )


def test_the_figure_known_last_counts() -> None:
    """A later word on the first half replaces the earlier one."""
    (flow,) = _flows(YEAR, HALF, LATER)
    assert flow.first_half == 12500


@pytest.mark.parametrize(
    "rows",
    [
        (YEAR,),
        (HALF,),
        (YEAR.replace("12-31", "06-30"), HALF),
        (YEAR, HALF.replace("06-30", "07-31")),
        (YEAR.replace("cumulative", "growth"), HALF.replace("cumulative", "growth")),
        (YEAR, HALF.replace("tỉnh", "xã")),
        (YEAR, HALF.replace("tỷ đồng", "ha")),
    ],
    ids=["no result", "no plan", "half a plan", "seven months", "growth", "another body", "another unit"],
)
def test_nothing_is_made_up(rows: tuple[str, ...]) -> None:
    """Without both numbers for the same thing nothing is left to compare; growth does not add up."""
    assert _flows(*rows) == ()


@pytest.mark.parametrize(("amount", "is_told"), [("14.560", False), ("12.560", False), ("13.560", True)])
def test_a_target_may_keep_either_plan(amount: str, is_told: bool) -> None:
    """The province and the centre set different plans: what is left of one of them is right."""
    document = read(f"NGHỊ QUYẾT\nvề 6 tháng cuối năm 2026\nI. CHỈ TIÊU\n- Vốn đầu tư đạt {amount} tỷ đồng.".encode())
    found = check(document, plan=_flows(CENTRE, YEAR, HALF))
    assert ("half_year_differs_from_plan" in {finding.code for finding in found}) is is_told

"""SDMX: read back by pysdmx, its structure held against the official schema of SDMX-JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from pysdmx.io import read_sdmx
from pysdmx.model import Codelist, DataStructureDefinition

from dondoc.reporting.open_data import OpenPlan, sdmx_files
from dondoc.reporting.open_data.sdmx_codes import codes_of, time_of
from dondoc.reporting.open_data.sdmx_structure import ATTRIBUTES, DIMENSIONS
from open_data.published import published

DAY = date.fromisoformat


def observations(plan: OpenPlan) -> list[dict[str, str]]:
    """The observations as pysdmx reads them."""
    message = read_sdmx(sdmx_files(plan)["open-data.sdmx.csv"].decode())
    (dataset,) = message.data
    assert dataset.structure == "Dataflow=DONDOC:PLAN(1.0)"
    rows: list[dict[str, str]] = dataset.data.to_dict("records")
    return rows


@cache
def structure() -> Any:
    """The structure message; pysdmx checks it against the schema of SDMX-JSON 2.0."""
    return read_sdmx(sdmx_files(published())["structure.json"].decode(), validate=True)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2023-01-01", "2023-12-31", ("A", "2023")),
        ("2023-07-01", "2023-12-31", ("S", "2023-S2")),
        ("2023-07-01", "2023-09-30", ("Q", "2023-Q3")),
        ("2024-02-01", "2024-02-29", ("M", "2024-02")),
        ("2023-12-31", "2023-12-31", ("D", "2023-12-31")),
        ("2023-01-01", "2023-09-30", ("_O", "2023-01-01/P9M")),
        ("2023-02-01", "2023-04-30", ("_O", "2023-02-01/P3M")),
        ("2021-01-01", "2025-12-31", ("_O", "2021-01-01/P5Y")),
        ("2023-09-01", "2024-08-31", ("_O", "2023-09-01/P1Y")),
        ("2023-01-01", "2023-07-15", ("_O", "2023-01-01/P196D")),
    ],
)
def test_days_are_told_as_periods(start: str, end: str, told: tuple[str, str]) -> None:
    """Calendar periods by their names, all others by their first day and length."""
    assert time_of(DAY(start), DAY(end)) == told


def test_names_never_share_a_code() -> None:
    """Codes are of the letters that SDMX allows; what would be alike is numbered."""
    assert codes_of(["Tỉnh Kon Tum", "tỉnh  Kon Tum", "Sở Y tế", "…"]) == {
        "Tỉnh Kon Tum": "TINH_KON_TUM", "tỉnh  Kon Tum": "TINH_KON_TUM_2", "Sở Y tế": "SO_Y_TE", "…": "_Z",
    }  # fmt: skip


def test_the_numbers_are_read_back() -> None:
    """Every figure, plan value and target that has a period, with its days and unit; a negative amount is a number."""
    rows = observations(published())
    told = {row["FIGURE"]: row for row in rows if row["FIGURE"]}
    for each in (*published().figures, *published().plan_values):
        assert each.value == Decimal(told[each.id]["OBS_VALUE"]) and told[each.id]["UNIT_MEASURE"] == each.unit
        assert told[each.id]["TIME_PERIOD"] == time_of(each.start, each.end)[1]
    promised = {row["INDICATOR"]: row for row in rows if row["OBS_KIND"] == "TARGET"}
    assert {name: Decimal(row["OBS_VALUE"]) for name, row in promised.items()} == {
        row.id: row.amount for row in published().targets
    }
    assert min(Decimal(row["OBS_VALUE"]) for row in promised.values()) < 0
    assert promised["T03"]["VERDICT"] == "exceeded" and promised["T03"]["COMPARISON"] == "at_least"


def test_the_status_tells_how_firm_a_number_is() -> None:
    """Ước E, sơ bộ P, chính thức A; due and absent O, withheld Q, both without a number."""
    first, second, third, fourth = published().figures[:4]
    figures = (
        replace(first, stage="estimate"),
        replace(second, stage="preliminary"),
        replace(third, stage="official"),
        replace(fourth, value=None, reason="số người dưới 5"),
    )
    rows = observations(replace(published(), figures=figures))
    told = {row["FIGURE"]: (row["OBS_VALUE"], row["OBS_STATUS"], row["COMMENT_OBS"]) for row in rows if row["FIGURE"]}
    assert [told[each.id][1] for each in figures] == ["E", "P", "A", "Q"]
    assert told[fourth.id][::2] == ("NaN", "số người dưới 5")
    absent = [row for row in rows if row["OBS_STATUS"] == "O"]
    no_data = [row for row in published().verdicts if row.on == "promise" and row.status == "no_data"]
    assert sorted(row["INDICATOR"] for row in absent) == sorted(row.target for row in no_data)
    assert {row["OBS_VALUE"] for row in absent} == {"NaN"}


def test_one_observation_a_series_and_period() -> None:
    """Of several numbers for the same days the firmest counts, then the latest."""
    figure = published().figures[3]
    later = replace(figure, id="later", known_on=date(2023, 12, 30), value=Decimal(1))
    firm = replace(figure, id="firm", stage="official", value=Decimal(2))
    for figures, kept in (((figure, later), "later"), ((later, figure), "later"), ((firm, later), "firm")):
        rows = observations(replace(published(), figures=figures))
        assert [row["FIGURE"] for row in rows if row["OBS_KIND"] == "FIGURE" and row["FIGURE"]] == [kept]
    keys = [tuple(row[name] for name in DIMENSIONS) for row in observations(published())]
    assert len(set(keys)) == len(keys)


def test_the_structure_describes_every_column_and_code() -> None:
    """Its components are the columns of the data; every coded cell is in its list, with a name."""
    definition = next(each for each in structure().structures if isinstance(each, DataStructureDefinition))
    lists: Mapping[str, set[str]] = {
        each.id.removeprefix("CL_"): {code.id for code in each.items}
        for each in structure().structures
        if isinstance(each, Codelist)
    }
    rows = observations(published())
    components = [each.id for each in definition.components]
    assert set(components) == set(rows[0]) == {*DIMENSIONS, "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", *ATTRIBUTES}
    assert {"FREQ", "REF_AREA", "INDICATOR", "OBS_KIND", "BASIS", "SET_BY", "OBS_STATUS", "VERDICT"} == set(lists)
    for name, codes in lists.items():
        assert {row[name] for row in rows} - {""} <= codes, name


def test_a_figure_of_no_target_has_a_code_of_its_own() -> None:
    """Its indicator's name stands in the list."""
    free = replace(published().figures[0], id="x", target=None, indicator="Số hộ nghèo")
    plan = replace(published(), figures=(free,))
    assert "SO_HO_NGHEO" in {row["INDICATOR"] for row in observations(plan)}
    assert "Số hộ nghèo".encode() in sdmx_files(plan)["structure.json"]

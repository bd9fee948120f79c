"""Parts against the whole in a file: the rule of the form, beside what the file and the database tell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dondoc.web.figures.actions import Key, Told, record
from dondoc.web.figures.due import whole_of
from dondoc.web.figures.importing.actions import check_figures, import_figures
from dondoc.web.figures.models import Basis, Stage, State
from tests.web.reporting import LAST_DAY, Reporting, make_reporting

HEADINGS = "indicator,body,unit,basis,from,to,value,known_on,kept_because"
FIRST_DAY = date(2023, 7, 1)


@pytest.fixture
def reporting(administrator: Any) -> Reporting:
    return make_reporting(administrator)


def _file(reporting: Reporting, **values: str) -> bytes:
    """Running totals of the year, of the whole and of communes."""
    bodies = {"whole": whole_of(reporting.world.office, LAST_DAY).key}
    lines = (
        f"thu,{bodies.get(key, key)},{unit or 'tỷ đồng'},cumulative,{FIRST_DAY},{LAST_DAY},{value},2024-01-05,{why}"
        for key, told in values.items()
        for value, unit, why in ((*told.split("|"), "", "")[:3],)
    )
    return "\n".join([HEADINGS, *lines]).encode()


def _codes(file: bytes) -> list[tuple[int, str]]:
    return [(each.row, each.code) for each in check_figures(file=file).refusals]


def test_the_parts_of_a_file_add_up_to_its_whole_or_why_not_is_told(reporting: Reporting) -> None:
    """In whatever order they stand, and in whatever units; while one part is missing nothing is said."""
    assert _codes(_file(reporting, whole="2670", xa1="1000", xa2="1670")) == []
    assert _codes(_file(reporting, xa1="1000000|triệu đồng", whole="2670", xa2="1670")) == []
    assert _codes(_file(reporting, xa1="1000", whole="2671", xa2="1670")) == [(3, "told_parts")]
    assert _codes(_file(reporting, xa1="1000", whole="2671||điều chỉnh (minh họa)", xa2="1670")) == []
    assert _codes(_file(reporting, xa1="1000", whole="2671")) == []


def test_a_part_is_not_more_than_its_whole(reporting: Reporting) -> None:
    assert _codes(_file(reporting, whole="900", xa1="1000")) == [(3, "told_over_whole")]
    assert _codes(_file(reporting, whole="900", xa1="900010|triệu đồng")) == [(3, "told_over_whole")]


def test_what_the_database_tells_stands_beside_the_file(reporting: Reporting) -> None:
    """What counts, and what waits for acceptance, as in the form; a row of the file comes before both."""
    import_figures(by=None, file=_file(reporting, xa1="1000"))
    key = Key(reporting.revenue, reporting.communes[1], Basis.CUMULATIVE, FIRST_DAY, LAST_DAY, Stage.ESTIMATE)
    record(by=None, key=key, told=Told(Decimal(1670), "tỷ đồng", LAST_DAY), state=State.SUBMITTED)
    assert _codes(_file(reporting, whole="2671")) == [(2, "told_parts")]
    assert _codes(_file(reporting, whole="2670")) == []
    assert import_figures(by=None, file=_file(reporting, whole="2670")).written


def test_a_refused_row_is_no_part(reporting: Reporting) -> None:
    """What does not come in is not added up."""
    assert _codes(_file(reporting, whole="2671", xa1="1000", xa2="-5")) == [(4, "told_negative")]

"""What no number or day is, by each way in: the form, a Parquet file, the API. (Workbook and CSV: beside their tests.)

Whatever is sent is refused in words or kept as exactly the number that it says; nothing is an error of the program.
"""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.web.accounts.tokens import give_token
from dondoc.web.figures.importing.actions import check_figures
from dondoc.web.figures.importing.tables import TableError
from dondoc.web.figures.models import Cell, Version
from tests.web.reporting import Reporting, make_reporting

HOSTILE = (
    "1.234,5", "1,234.5", "1e400", "-1e400", "NaN", "Infinity", "=1+1", "@SUM(A1)", "0x10", "١٢٣", "\x00", "1\x00",
    "12 3", "--5", "9" * 40, "0." + "1" * 40, "1899-12-31",
)  # fmt: skip
ANYTHING = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20), st.decimals(allow_nan=False).map(str))
FEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
ROW = {
    "indicator": "thu", "body": "xa1", "unit": "tỷ đồng", "basis": "cumulative", "from": "2023-07-01",
    "to": "2023-12-31", "value": "940.5", "known_on": "2023-12-20",
}  # fmt: skip


@pytest.fixture
def reporting(administrator: Any) -> Reporting:
    return make_reporting(administrator)


@FEW
@given(value=ANYTHING, cut_off=ANYTHING, reason=st.text(max_size=20))
def test_whatever_is_typed_into_the_form(reporting: Reporting, value: str, cut_off: str, reason: str) -> None:
    """A number of the Vietnamese pages, or refused; a day, or refused."""
    Cell.objects.all().delete()
    client, row = _signed_in(reporting), reporting.asked("xa1").row
    typed = {"row": row, f"{row}-seen": 0, f"{row}-value": value, f"{row}-cut_off": cut_off, f"{row}-reason": reason}
    address = f"/bao-cao/{reporting.report('xa1').pk}/ghi"
    answer = client.post(address, typed, headers={"HX-Request": "true"})
    assert answer.status_code in (200, 422)
    cell = Cell.objects.filter(value__isnull=False).first()
    if cell is not None:
        assert cell.value == Decimal(re.sub(r"\s", "", value).replace(".", "").replace(",", ".").replace("−", "-"))


@pytest.mark.parametrize(("typed", "kept"), [("1.234,5", Decimal("1234.5")), ("1,234.5", None), ("1e400", None)])
def test_vietnamese_numerals_in_the_form(reporting: Reporting, typed: str, kept: Decimal | None) -> None:
    """Read as the page's language writes them, and never guessed."""
    row = reporting.asked("xa1").row
    sent = {"row": row, f"{row}-seen": 0, f"{row}-value": typed}
    _signed_in(reporting).post(f"/bao-cao/{reporting.report('xa1').pk}/ghi", sent, headers={"HX-Request": "true"})
    assert list(Cell.objects.values_list("value", flat=True)) == ([kept] if kept else [])


@FEW
@given(name=st.sampled_from(sorted(ROW)), cell=st.one_of(ANYTHING, st.floats(), st.dates(), st.integers(), st.none()))
def test_whatever_a_parquet_file_holds(reporting: Reporting, name: str, cell: Any) -> None:
    """A row is counted once, as new or refused."""
    file = io.BytesIO()
    try:
        pl.DataFrame({key: [cell if key == name else each] for key, each in ROW.items()}).write_parquet(file)
    except (OverflowError, pl.exceptions.PolarsError, UnicodeError, TypeError):
        return  # no file of any kind holds it
    try:
        outcome = check_figures(file=file.getvalue())
    except TableError as refused:
        assert str(refused)
        return
    assert outcome.new + outcome.refused == outcome.rows <= 1


@FEW
@given(name=st.sampled_from([*ROW, "note", "reason", "cut_off", "numerator"]), cell=st.one_of(ANYTHING, st.floats()))
def test_whatever_is_sent_to_the_api(reporting: Reporting, name: str, cell: Any) -> None:
    """A figure that is kept is the one that was sent; the rest has a place and a reason."""
    client = _program(reporting)
    path = f"/api/v1/plans/{reporting.world.plan.pk}/figures?dry_run=true"
    answer = client.post(path, json.dumps({"figures": [{**ROW, name: cell}]}), content_type="application/json")
    assert answer.status_code in (200, 422)
    told = answer.json()
    if answer.status_code == 422:
        assert told.get("errors") or told["detail"]
    else:
        assert told["new"] + told["refused"] == 1
        if name == "value" and told["new"]:
            assert Decimal(told["changes"][0]["after"]) == Decimal(cell)
    assert not Version.objects.exists()


def test_days_before_1900_are_refused_by_the_api(reporting: Reporting) -> None:
    """As they are in a file."""
    path = f"/api/v1/plans/{reporting.world.plan.pk}/figures"
    sent = json.dumps({"figures": [{**ROW, "from": "1899-01-01", "to": "1899-12-31"}]})
    answer = _program(reporting).post(path, sent, content_type="application/json")
    assert answer.status_code == 409 and answer.json()["errors"]


def _signed_in(reporting: Reporting) -> Client:
    client = Client()
    client.force_login(reporting.people["xa1-reporter"])
    return client


def _program(reporting: Reporting) -> Client:
    editor = reporting.people["editor"]
    editor.tokens.all().delete()
    secret = give_token(by=editor, name="x", scopes=["figures:write"], days=1)[1]
    return Client(headers={"Authorization": f"Bearer {secret}"})

"""The year's plan in a CSV file: what is read, and what is told when it cannot be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dondoc import DondocError
from dondoc.checking import PlannedFlow, plan_from_csv

HEAD = "chỉ tiêu,đơn vị,năm,kế hoạch năm,thực hiện 6 tháng đầu\n"


def test_rows_are_read_as_documents_write_numbers() -> None:
    """A full stop groups thousands, a comma begins decimals; order and case of the columns do not matter."""
    text = '\ufeffNĂM,Chỉ Tiêu,ĐVT,Kế hoạch,Thực hiện 6 tháng đầu năm\n2026,Vốn đầu tư,tỷ đồng,27.000,"12.442,5"\n\n'
    assert plan_from_csv(text) == (PlannedFlow("Vốn đầu tư", "tỷ đồng", 2026, Decimal(27000), Decimal("12442.5")),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "dòng 1"),
        ("chỉ tiêu,năm\nVốn,2026\n", "dòng 1: don vi, ke hoach nam, thuc hien 6 thang dau"),
        (HEAD + "Vốn,tỷ đồng,nay,27.000,1\n", "dòng 2: nay"),
        (HEAD + "Vốn,tỷ đồng,2026,27000 tỷ,1\n", "dòng 2: 27000 tỷ"),
        (HEAD + "Vốn,tỷ đồng,2026,27.000\n", "dòng 2: ?"),
    ],
)
def test_what_is_not_understood_is_told_with_its_line(text: str, told: str) -> None:
    """A number is never guessed, and a missing column or cell is never taken for zero."""
    with pytest.raises(DondocError) as caught:
        plan_from_csv(text)
    assert caught.value.code == "plan_not_understood"
    assert told in str(caught.value)

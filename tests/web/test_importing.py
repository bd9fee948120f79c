"""Tables of bodies and successions: tried first, written whole or not at all, each error at its line."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.importing_bodies import check_bodies, import_bodies
from dondoc.web.organizations.importing_successions import check_successions, import_successions
from dondoc.web.organizations.models import Body, Succession
from dondoc.web.sheets import SheetError

BODIES = """key,kind,name,parent,valid_from,valid_to,code
kt,province,Tỉnh Kon Tum,,,,62
qn-old,province,Tỉnh Quảng Ngãi,,,2025-06-30,51
qn,province,Tỉnh Quảng Ngãi,,2025-07-01,,51
qn-boy,commune,Xã Bờ Y,qn,2025-07-01,,23377
"""
SUCCESSIONS = """change,on,predecessors,successors,shares,decision
merge,2025-07-01,kt; qn-old,qn,,NQ 202/2025/QH15
"""
# Each: what is wrong, the lines under the headings, and where it is told (line, column).
WRONG_BODIES = {
    "an unknown kind": ("x,tỉnh,X,,,,", (2, "kind")),
    "a key with accents": ("xã,commune,X,,,,", (2, "key")),
    "no name": ("x,commune,,,,,", (2, "name")),
    "a day that is none": ("x,commune,X,,31/02/2025,,", (2, "valid_from")),
    "a last day before the first": ("x,commune,X,,2025-07-01,2025-06-30,", (2, "valid_to")),
    "a code that lost its zeros": ("x,commune,X,,,,1", (2, "code")),
    "a parent nobody knows": ("x,commune,X,y,,,", (2, "parent")),
    "a parent of another time": (
        "p,province,P,,,2025-06-30,\nx,commune,X,p,2025-07-01,,",
        (3, "parent"),
    ),
    "two lines for one body": ("x,commune,X,,,,\nx,commune,X,,,,", (3, "key")),
    "one code for two bodies at one time": ("x,commune,X,,,,00001\ny,commune,Y,,2020-01-01,,00001", (3, "code")),
    "bodies under each other": ("x,commune,X,y,,,\ny,commune,Y,x,,,", (2, "parent")),
}
WRONG_SUCCESSIONS = {
    "an unknown change": ("grow,2025-07-01,kt,qn,,", (2, "change")),
    "no day": ("merge,,kt,qn,,", (2, "on")),
    "a body nobody knows": ("merge,2025-07-01,xx,qn,,", (2, "predecessors")),
    "shares that are no numbers": ("split,2025-07-01,kt,qn;qn-boy,một nửa,", (2, "shares")),
    "a merge into two": ("merge,2025-07-01,kt,qn;qn-boy,,", (2, "")),
    "a successor that is not there yet": ("merge,2025-06-01,kt,qn,,", (2, "")),
}


@pytest.fixture
def bodies(administrator: User) -> None:
    assert import_bodies(by=administrator, data=BODIES.encode()).written


def test_trying_writes_nothing(db: None) -> None:
    """The dry run counts what would be new."""
    assert check_bodies(BODIES.encode()).new == 4
    assert not Body.objects.exists()


def test_a_table_is_written_with_its_tree_and_codes(bodies: None) -> None:
    """One code at two times is two bodies, and both may bear it; one entry tells of the import."""
    new = Body.objects.get(key="qn")
    assert [child.key for child in Body.objects.children_of(new, date(2025, 7, 1))] == ["qn-boy"]
    assert Body.objects.coded(date(2025, 7, 1)).get(key="qn").code_on == "51"
    assert Entry.objects.get().details["new"] == 4


def test_the_same_table_again_changes_nothing(bodies: None, administrator: User) -> None:
    """What is there and says the same counts as unchanged."""
    result = import_bodies(by=administrator, data=BODIES.encode())
    assert (result.new, result.unchanged, result.errors) == (0, 4, [])


def test_what_was_written_is_not_rewritten(bodies: None, administrator: User) -> None:
    """A line that gives a known body another name is an error, and the new line beside it is not written either."""
    changed = BODIES.replace("Tỉnh Kon Tum", "Kon Tum") + "x,commune,X,,,,\n"
    result = import_bodies(by=administrator, data=changed.encode())
    assert [(error.row, error.column) for error in result.errors] == [(2, "key")]
    assert not result.written
    assert not Body.objects.filter(key="x").exists()


@pytest.mark.parametrize("what", WRONG_BODIES)
def test_a_wrong_line_is_told_and_nothing_is_written(what: str, administrator: User) -> None:
    """The line as the spreadsheet numbers it, and the column."""
    lines, where = WRONG_BODIES[what]
    result = import_bodies(by=administrator, data=(BODIES.splitlines()[0] + "\n" + lines).encode())
    assert [(error.row, error.column) for error in result.errors] == [where]
    assert not Body.objects.exists()


def test_successions_end_their_predecessors(bodies: None, administrator: User) -> None:
    """Tried first without a trace; then written, and written again unchanged."""
    assert check_successions(SUCCESSIONS.encode()).new == 1
    assert not Succession.objects.exists()
    assert Body.objects.get(key="kt").valid_to is None
    assert import_successions(by=administrator, data=SUCCESSIONS.encode()).written
    assert Body.objects.get(key="kt").valid_to == date(2025, 6, 30)
    assert import_successions(by=administrator, data=SUCCESSIONS.encode()).unchanged == 1


@pytest.mark.parametrize("what", WRONG_SUCCESSIONS)
def test_a_wrong_succession_is_told(what: str, bodies: None, administrator: User) -> None:
    """At its line; nothing is written."""
    lines, where = WRONG_SUCCESSIONS[what]
    data = (SUCCESSIONS.splitlines()[0] + "\n" + lines).encode()
    result = import_successions(by=administrator, data=data)
    assert [(error.row, error.column) for error in result.errors] == [where]
    assert not Succession.objects.exists()


def test_a_workbook_is_read_like_a_table(administrator: User) -> None:
    """Days and whole numbers of Excel become what a CSV would hold."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["key", "kind", "name", "valid_from", "code"])
        sheet.write_row(1, 0, ["qn", "province", "Tỉnh Quảng Ngãi"])
        sheet.write_datetime(1, 3, date(2025, 7, 1), workbook.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(1, 4, 51)
    assert import_bodies(by=administrator, data=made.getvalue()).errors == []
    assert Body.objects.coded(date(2025, 7, 1)).get().valid_from == date(2025, 7, 1)
    assert Body.objects.coded(date(2025, 7, 1)).get().code_on == "51"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "không có dòng nào"),
        ("tên,loại\n".encode(), "Thiếu: key, kind, name"),
        ("key,kind,name\n".encode("utf-16"), "UTF-8"),
        (b"PK\x03\x04broken", "XLSX"),
        (b'key,kind,name\n"a', "hỏng"),
    ],
)
def test_what_is_no_table_is_said(data: bytes, said: str) -> None:
    """With what to do about it."""
    with pytest.raises(SheetError, match=said):
        check_bodies(data)

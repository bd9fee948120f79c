"""The calendar of working days: what comes with the program, what administrators change, what the page shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from dondoc.checking.vocabulary import table
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.calendar.actions import CalendarError, add_day, bring_shipped_years, remove_day
from dondoc.web.calendar.importing import check_days, import_days
from dondoc.web.calendar.models import HOLIDAY, MAKE_UP, Day
from dondoc.web.calendar.shipped import shipped_days, shipped_years

HEAD = "day,kind,name,source,doubt\n"
LINE = "2028-01-03,holiday,Nghỉ bù (minh họa),Thông báo 1/TB (minh họa),\n"
SHIPPED = {day.day: day for day in shipped_days()}


@pytest.fixture
def shipped(db: None) -> None:
    bring_shipped_years()


# What comes with the program


def test_the_shipped_days_are_sound() -> None:
    """Each once and in order, with a name and a source; a make-up day on a weekend, for a day moved nearby."""
    days = shipped_days()
    assert [day.day for day in days] == sorted(SHIPPED)
    assert {day.year_id for day in days} == set(shipped_years()) == {2023, 2024, 2025, 2026, 2027}
    for day in days:
        assert day.name and day.source and day.kind in (HOLIDAY, MAKE_UP)
        assert day.kind == HOLIDAY or day.day.weekday() >= 5
        if day.kind == MAKE_UP:
            near = (day.day + timedelta(days=step) for step in range(-10, 11))
            assert any(on in SHIPPED and SHIPPED[on].name.startswith("Hoán đổi") for on in near)


def test_every_holiday_of_the_law_is_shipped() -> None:
    """The days on which `dondoc check` knows offices to be closed are holidays here, and under the same name."""
    words = table("holidays")
    by_law = {date(year, row["month"], row["day"]): row["name"] for row in words["fixed"] for year in shipped_years()}
    by_law |= {on: row["name"] for row in words["moving"] for on in row["days"] if on.year in shipped_years()}
    for on, name in by_law.items():
        assert SHIPPED[on].kind == HOLIDAY
        assert name.split()[0] in SHIPPED[on].name


@pytest.mark.parametrize(("year", "days"), [(2023, 11), (2024, 11), (2025, 11), (2026, 11), (2027, 9)])
def test_a_year_has_as_many_days_off_as_the_law_gives(year: int, days: int) -> None:
    """Eleven working days off a year (điều 112, with điều 111 khoản 3), swaps apart; of 2027 two are not decided."""
    off = [
        on
        for on, day in SHIPPED.items()
        if on.year == year and on.weekday() < 5 and not day.name.startswith("Hoán đổi")
    ]
    assert len(off) == days


def test_what_is_doubtful_says_so() -> None:
    """What follows from the law alone, and what is open, is marked."""
    assert all(SHIPPED[date(2027, 2, day)].doubt for day in range(5, 11))
    assert "2-9" in shipped_years()[2027]
    assert "24-11" in shipped_years()[2026]


def test_shipped_years_are_brought_once(shipped: None, administrator: User) -> None:
    """What an administrator has changed since is not brought back."""
    assert Day.objects.count() == len(SHIPPED)
    remove_day(by=administrator, day=Day.objects.get(pk=date(2026, 8, 22)), reason="Thông báo mới (minh họa)")
    assert bring_shipped_years() == []
    assert not Day.objects.filter(pk=date(2026, 8, 22)).exists()


def test_the_core_counts_with_the_table(shipped: None) -> None:
    """After Wednesday 29-4-2026 offices work again on Monday 4-5."""
    calendar = Day.objects.working_days()
    assert calendar.after(date(2026, 4, 29)) == date(2026, 5, 4)
    assert calendar.is_working_day(date(2026, 8, 22))
    assert calendar.on_or_after(date(2026, 2, 14)) == date(2026, 2, 23)


# What administrators change


def test_a_day_is_added_and_removed_with_an_entry(administrator: User) -> None:
    """Both say what it was; the removal says why."""
    day = add_day(by=administrator, day=date(2028, 1, 3), kind=HOLIDAY, name="Nghỉ bù", source="TB 1")
    remove_day(by=administrator, day=day, reason="Nhầm năm")
    added, removed = Entry.objects.order_by("pk")
    assert (added.action, removed.action) == ("calendar.add_day", "calendar.remove_day")
    assert (removed.told.why, removed.told.before["name"], removed.subject_id) == (
        "Nhầm năm",
        "Nghỉ bù",
        "2028-01-03",
    )
    assert Day.objects.count() == 0


def test_what_cannot_be_is_refused(administrator: User) -> None:
    """A make-up day in the week; a day that is there."""
    with pytest.raises(CalendarError, match="thứ Bảy"):
        add_day(by=administrator, day=date(2028, 1, 3), kind=MAKE_UP, name="Bù", source="TB 1")
    add_day(by=administrator, day=date(2028, 1, 1), kind=MAKE_UP, name="Bù", source="TB 1")
    with pytest.raises(CalendarError, match="đã có"):
        add_day(by=administrator, day=date(2028, 1, 1), kind=HOLIDAY, name="Lễ", source="TB 1")


@pytest.mark.parametrize("wrong", [{"kind": "weekend"}, {"name": ""}, {"source": ""}])
def test_the_database_refuses_what_no_form_lets_through(shipped: None, wrong: dict[str, str]) -> None:
    """A kind that is none, a day without name or source."""
    row = {"day": date(2026, 12, 1), "year_id": 2026, "kind": HOLIDAY, "name": "A", "source": "B", **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Day.objects.create(**row)


def test_a_table_is_tried_then_written(administrator: User) -> None:
    """The dry run writes nothing; the same table again is unchanged."""
    data = (HEAD + LINE).encode()
    assert (check_days(data).new, Day.objects.count()) == (1, 0)
    assert import_days(by=administrator, data=data).written
    assert (Day.objects.get().name, Entry.objects.get().action) == ("Nghỉ bù (minh họa)", "calendar.import_days")
    again = import_days(by=administrator, data=data)
    assert (again.new, again.unchanged, again.errors) == (0, 1, [])


@pytest.mark.parametrize(
    ("lines", "column", "said"),
    [
        ("03/01/2028,holiday,A,B,\n", "day", "không đúng dạng"),
        (",holiday,A,B,\n", "day", "Thiếu ngày"),
        ("1066-10-14,holiday,A,B,\n", "day", "năm ngoài"),
        ("2028-01-03,party,A,B,\n", "kind", "không có"),
        ("2028-01-03,make_up,A,B,\n", "kind", "thứ Bảy"),
        ("2028-01-03,holiday,,B,\n", "name", "Thiếu tên"),
        ("2028-01-03,holiday,A,,\n", "source", "căn cứ"),
        (f"2028-01-03,holiday,{'A' * 121},B,\n", "name", "nhiều nhất 120"),
        (f"2028-01-03,holiday,A,B,{'C' * 301}\n", "doubt", "nhiều nhất 300"),
        (LINE + LINE, "day", "hai dòng"),
        ("2026-01-01,holiday,Khác,B,\n", "day", "nội dung khác"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_written(
    shipped: None, administrator: User, lines: str, column: str, said: str
) -> None:
    """With its column and what to do."""
    before = Day.objects.count()
    result = import_days(by=administrator, data=(HEAD + lines).encode())
    assert [(error.column, said in error.problem) for error in result.errors] == [(column, True)]
    assert (result.written, Day.objects.count()) == (False, before)


def test_the_shipped_file_is_one_that_an_import_takes(shipped: None) -> None:
    """An example for who fills in the next year."""
    rows = [[str(day.day), day.kind, f'"{day.name}"', f'"{day.source}"', f'"{day.doubt}"'] for day in shipped_days()]
    result = check_days((HEAD + "\n".join(map(",".join, rows))).encode())
    assert (result.unchanged, result.new, result.errors) == (len(SHIPPED), 0, [])


# Pages


def test_everyone_sees_the_year(visiting: Client, shipped: None, django_assert_max_num_queries: Any) -> None:
    """Each day with its source, doubts and what is open; the months with their working days; no button to change it."""
    with django_assert_max_num_queries(8):
        page = visiting.get("/lich-lam-viec/2026").content.decode()
    assert "Làm bù ngày 31-8" in page
    assert "Công văn 12729/VPCP-KGVX" in page
    assert "nguồn đã xem mới là đề xuất" in page
    assert "Ngày Văn hóa Việt Nam" in page
    assert "<form method=" not in page.partition("<main")[2]
    february = page.partition("02-2026")[2].partition("</table>")[0]
    assert "15 ngày làm việc" in february
    assert february.count("lễ</small>") == 5


def test_a_year_without_a_table_says_so(visiting: Client, shipped: None) -> None:
    """Only weekends are known of it; the years end somewhere."""
    assert "chỉ tính thứ Bảy, Chủ nhật" in visiting.get("/lich-lam-viec/2031").content.decode()
    assert visiting.get("/lich-lam-viec").status_code == 200
    assert visiting.get("/lich-lam-viec/3000").status_code == 404


def test_an_administrator_changes_it_on_the_page(managing: Client, shipped: None) -> None:
    """Adds with a source, removes with a reason; what is wrong is said at its field."""
    given = {"day": "2026-12-31", "kind": HOLIDAY, "name": "Nghỉ (minh họa)", "source": "TB 1 (minh họa)"}
    assert "Đã thêm vào lịch." in managing.post("/lich-lam-viec/them", given, follow=True).content.decode()
    refused = managing.post("/lich-lam-viec/them", given)
    assert (refused.status_code, "đã có trong lịch" in refused.content.decode()) == (422, True)
    assert managing.post("/lich-lam-viec/them", {**given, "day": "0001-01-01"}).status_code == 422
    address = "/lich-lam-viec/2026-12-31/go"
    assert "cần lý do" in managing.post(address, follow=True).content.decode()
    assert "Đã gỡ khỏi lịch." in managing.post(address, {"reason": "Nhầm"}, follow=True).content.decode()
    assert managing.post(address, {"reason": "Nhầm"}).status_code == 404
    assert managing.post("/lich-lam-viec/hom-nay/go", {"reason": "Nhầm"}).status_code == 404


def test_an_administrator_brings_a_file(managing: Client, db: None) -> None:
    """Tried, written; a file that is no table is refused."""
    file = SimpleUploadedFile("2028.csv", (HEAD + LINE).encode())
    assert "Thử xong" in managing.post("/lich-lam-viec/nap", {"file": file, "try": ""}).content.decode()
    file.seek(0)
    assert "Đã ghi" in managing.post("/lich-lam-viec/nap", {"file": file, "write": ""}).content.decode()
    assert Day.objects.count() == 1
    broken = SimpleUploadedFile("2028.csv", b"\xff\xfe")
    assert managing.post("/lich-lam-viec/nap", {"file": broken, "write": ""}).status_code == 422

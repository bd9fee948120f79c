"""The record of figures: every version stays readable as it was known, and the database lets nothing be lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.figures.actions import (
    FigureConflictError,
    FigureError,
    Key,
    Told,
    correct,
    last_version,
    move,
    record,
    withdraw,
)
from dondoc.web.figures.models import Basis, Figure, FigureKeptError, Qualifier, Stage, State, Tells, Version
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body

H1 = (date(2023, 1, 1), date(2023, 6, 30))
JUNE, AUGUST, DECEMBER = date(2023, 6, 20), date(2023, 8, 15), date(2023, 12, 6)


@pytest.fixture
def province(administrator: User) -> Body:
    return create_body(by=administrator, key="kt", kind="province", name="Tỉnh Kon Tum")


@pytest.fixture
def revenue(db: Any) -> Indicator:
    return Indicator.objects.create(
        key="thu", name="Thu ngân sách", unit="tỷ đồng", measure="flow", over_time="sum", over_bodies="sum"
    )


@pytest.fixture
def key(revenue: Indicator, province: Body) -> Key:
    return Key(revenue, province, Basis.CUMULATIVE, *H1)


def told(value: str | None, known_on: date = JUNE, **other: Any) -> Told:
    return Told(None if value is None else Decimal(value), "tỷ đồng", known_on, **other)


def _known(day: date) -> list[Decimal | None]:
    return list(Version.objects.as_known_on(day).values_list("value", flat=True))


def test_a_correction_is_a_version_and_the_past_stays(reader: User, key: Key) -> None:
    """As known on the day before it the earlier value, from its day on the later; who, when and why with each."""
    first = record(by=reader, key=key, told=told("1786", qualifier=Qualifier.ABOUT, cut_off=date(2023, 6, 14)))
    second = correct(by=reader, seen=first, told=told("1830.25", AUGUST, reason="Kho bạc đối chiếu lại"))
    assert (_known(JUNE - timedelta(days=1)), _known(JUNE), _known(AUGUST - timedelta(days=1))) == ([], [1786], [1786])
    assert _known(AUGUST) == _known(DECEMBER) == [Decimal("1830.25")]
    assert [(each.number, each.state, each.value) for each in Version.objects.all()] == [
        (1, "superseded", 1786), (2, "accepted", Decimal("1830.25"))
    ]  # fmt: skip
    assert (second.corrects, second.by, second.backfilled) == (first, reader, True)
    assert abs(second.recorded_at - timezone.now()) < timedelta(minutes=1)
    assert Version.objects.as_known_on(DECEMBER, recorded_by=first.recorded_at).get() == first
    entry = Entry.objects.get(action="figures.correct")
    told_of = (entry.by, entry.details["before"], entry.details["after"], entry.details["reason"])
    assert told_of == (reader, "1786", "1830.25", "Kho bạc đối chiếu lại")


def test_no_data_is_not_zero_and_a_withdrawal_is_neither(reader: User, key: Key) -> None:
    """Each is told in a version of its own; only a value is a value."""
    with pytest.raises(FigureError, match="lý do không có số liệu"):
        record(by=reader, key=key, told=told(None))
    none = record(by=reader, key=key, told=told(None, reason="chưa có kết quả điều tra"))
    assert (none.tells, Version.objects.current().with_value().count()) == (Tells.NO_DATA, 0)
    zero = correct(by=reader, seen=none, told=told("0", AUGUST, reason="đã có kết quả"))
    assert Version.objects.current().with_value().get() == zero
    with pytest.raises(FigureError, match="lý do rút lại"):
        withdraw(by=reader, seen=zero, reason=" ", known_on=DECEMBER)
    withdraw(by=reader, seen=zero, reason="nhầm kỳ", known_on=DECEMBER)
    assert not Version.objects.as_known_on(DECEMBER).with_value().exists()
    assert Version.objects.as_known_on(AUGUST).with_value().get().value == 0


def test_the_second_of_two_who_correct_is_told(reader: User, key: Key) -> None:
    """Never the last writer wins: what was seen must still be the last version."""
    first = record(by=reader, key=key, told=told("1786"))
    second = correct(by=reader, seen=first, told=told("1800", reason="cộng thêm"))
    with pytest.raises(FigureConflictError) as refused:
        correct(by=reader, seen=first, told=told("1700", reason="bớt"))
    assert refused.value.last == second
    with pytest.raises(FigureConflictError):
        record(by=reader, key=key, told=told("1"))
    assert Version.objects.count() == 2


def test_what_waits_does_not_count_until_it_is_accepted(reader: User, key: Key) -> None:
    """The accepted value stands while a correction is looked at; returned, it never counts."""
    first = record(by=reader, key=key, told=told("1786"))
    waiting = correct(by=reader, seen=first, told=told("1800", reason="cộng thêm"), state=State.SUBMITTED)
    assert Version.objects.current().get() == first
    with pytest.raises(FigureError, match="đang chờ duyệt"):
        correct(by=reader, seen=waiting, told=told("1900", reason="nữa"))
    move([waiting], State.RETURNED)
    assert _known(DECEMBER) == [1786]
    waiting.refresh_from_db()
    again = correct(by=reader, seen=waiting, told=told("1810", reason="sửa lại"), state=State.SUBMITTED)
    move([again], State.APPROVED)
    move([again], State.ACCEPTED)
    assert (Version.objects.current().get(), _known(DECEMBER)) == (again, [1810])
    with pytest.raises(FigureError, match="người khác"):
        move([waiting], State.ACCEPTED)


def test_what_is_refused(reader: User, key: Key) -> None:
    """A correction without a reason, a day to come, a cut-off behind the period, a level of many days."""
    first = record(by=reader, key=key, told=told("1786"))
    for wrong, words in (
        (told("1"), "lý do đính chính"),
        (told("1", timezone.localdate() + timedelta(days=1), reason="x"), "tương lai"),
        (told("1", reason="x", cut_off=date(2023, 7, 1)), "Ngày chốt"),
    ):
        with pytest.raises(FigureError, match=words):
            correct(by=reader, seen=first, told=wrong)
    level = Key(key.indicator, key.body, Basis.LEVEL, *H1)
    with pytest.raises(FigureError, match="một ngày"), transaction.atomic():
        record(by=reader, key=level, told=told("1"))
    assert (Version.objects.count(), Figure.objects.count()) == (1, 1)


def test_one_figure_for_every_stage_and_source(reader: User, key: Key) -> None:
    """What disagrees stands beside each other: ước of the department, chính thức of the statistics office."""
    official = Key(key.indicator, key.body, key.basis, *H1, Stage.OFFICIAL, "Cục Thống kê")
    record(by=reader, key=key, told=told("1786"))
    record(by=reader, key=official, told=told("1830"))
    assert sorted(_known(DECEMBER)) == [1786, 1830]


_CHANGES = {
    "number": 7, "corrects": None, "tells": "no_data", "value": Decimal(1), "unit": "triệu đồng", "qualifier": "near",
    "numerator": Decimal(1), "denominator": Decimal(2), "cut_off": JUNE, "known_on": JUNE, "backfilled": False,
    "recorded_at": timezone.now(), "by": None, "reason": "khác", "kept_because": "khác", "note": "khác",
    "state": "submitted",
}  # fmt: skip
_OF_FIGURE = {"basis": "period", "start": JUNE, "end": AUGUST, "stage": "official", "source": "khác"}


@pytest.mark.parametrize("field", [*_CHANGES, *_OF_FIGURE])
def test_the_database_keeps_what_was_told(reader: User, key: Key, field: str) -> None:
    """Whatever code asks for it: the guard is in the database, and a migration that loses it fails here."""
    first = record(by=reader, key=key, told=told("1786"))
    second = correct(by=reader, seen=first, told=told("5", AUGUST, reason="x", note="ghi chú"))
    rows = models.QuerySet(Figure if field in _OF_FIGURE else Version)
    rows = rows.filter(pk=second.figure_id if field in _OF_FIGURE else second.pk)
    with pytest.raises(IntegrityError, match="is kept"), transaction.atomic():
        rows.update(**{field: (_OF_FIGURE | _CHANGES)[field]})


def test_nothing_is_deleted(reader: User, key: Key) -> None:
    """Neither by the model nor behind its back; a note alone can be erased."""
    first = record(by=reader, key=key, told=told("1786", note="tên người"))
    with pytest.raises(FigureKeptError):
        first.delete()
    for rows in (Version.objects.filter(pk=first.pk), Figure.objects.filter(pk=first.figure_id)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)
    Version.objects.filter(pk=first.pk).update(note="")
    assert Version.objects.get().note == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 3},
        {"number": 2, "reason": ""},
        {"number": 2, "value": None},
        {"number": 2, "state": "accepted"},
        {"number": 2, "numerator": Decimal(1)},
        {"number": 2, "numerator": Decimal(1), "denominator": Decimal(0)},
        {"number": 2, "unit": ""},
        {"number": 2, "tells": "withdrawn"},
        {"number": 1, "corrects": None},
    ],
)
def test_the_database_itself_refuses(reader: User, key: Key, wrong: dict[str, Any]) -> None:
    """A gap in the chain, a correction without a reason, a second that counts, half a rate, a second first one."""
    first = record(by=reader, key=key, told=told("1786"))
    fields = {
        "figure": first.figure, "corrects": first, "state": "submitted", "tells": "value", "value": Decimal(1),
        "unit": "tỷ đồng", "known_on": JUNE, "reason": "x", "by": reader,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(**fields | wrong)
    assert last_version(first.figure) == first


def test_a_version_follows_one_of_its_own_figure(reader: User, key: Key) -> None:
    """The chain of one figure does not pass through another."""
    first = record(by=reader, key=key, told=told("1786"))
    other = record(by=reader, key=Key(key.indicator, key.body, Basis.PERIOD, *H1), told=told("5"))
    with pytest.raises(IntegrityError, match="follows"), transaction.atomic():
        Version.objects.create(
            figure=other.figure, number=2, corrects=first, value=1, unit="x", known_on=JUNE, reason="x", by=reader
        )

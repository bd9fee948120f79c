"""The registry: what an indicator may be, what may change of it, and what stays once plans stand on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.indicators import actions
from dondoc.web.indicators.actions import ConflictError
from dondoc.web.indicators.models import Definition, Indicator, OtherName
from dondoc.web.indicators.uses import in_use
from dondoc.web.indicators.writing import IndicatorError
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Target
from tests.web.world import World, make_world, settle

FROM = date(2026, 1, 1)
REVENUE: dict[str, Any] = {
    "name": "Thu ngân sách nhà nước trên địa bàn",
    "unit": "tỷ đồng",
    "measure": "flow",
    "over_time": "sum",
    "over_bodies": "sum",
}
COVER: dict[str, Any] = {
    "name": "Tỷ lệ che phủ rừng",
    "unit": "%",
    "measure": "level",
    "over_time": "last",
    "over_bodies": "weighted",
    "numerator": "diện tích có rừng",
    "denominator": "diện tích tự nhiên",
    "per": Decimal(100),
}


@pytest.fixture
def revenue(editor: User) -> Indicator:
    return actions.create(by=editor, fields=REVENUE)


@pytest.fixture
def cover(editor: User) -> Indicator:
    return actions.create(by=editor, fields=COVER)


@pytest.fixture
def world(administrator: User) -> World:
    """An approved plan whose first target is told by the indicator "thu"."""
    world = make_world(administrator)
    indicator = actions.create(by=world.accounts["editor"], fields=REVENUE, key="thu")
    settle(world.accounts["editor"], world.target, "indicator", indicator.pk)
    return world


def _last() -> Entry:
    return Entry.objects.latest("pk")


def test_each_action_leaves_one_entry(editor: User, revenue: Indicator, office: Body) -> None:
    """Who, what, and the values before and after; an action that changes nothing leaves none."""
    before = Entry.objects.count()
    fields = {"decimals": 1, "unit": "triệu đồng"}
    changed = actions.change(by=editor, indicator=revenue, seen=revenue.version, fields=fields)
    assert _last().details == {"changed": {"decimals": [2, 1], "unit": ["tỷ đồng", "triệu đồng"]}}
    same = actions.change(by=editor, indicator=changed, seen=changed.version, fields=fields)
    assert same.version == changed.version
    kept = actions.assign_custodian(by=editor, indicator=same, seen=same.version, custodian=office, on=FROM)
    assert _last().details == {"changed": {"custodian": [None, "vptu"]}}
    actions.define(by=editor, indicator=kept, text="Số thu nội địa và thu xuất nhập khẩu.", valid_from=FROM)
    other = actions.name_also(by=editor, indicator=kept, name="Thu NSNN")
    actions.forget_name(by=editor, other=other)
    actions.forget_name(by=editor, other=other)
    kept.refresh_from_db()
    ended = actions.end(by=editor, indicator=kept, seen=kept.version, on=FROM)
    actions.resume(by=editor, indicator=ended, seen=ended.version)
    entries = Entry.objects.order_by("pk")[before:]
    assert [entry.action.removeprefix("indicators.") for entry in entries] == [
        "change", "assign_custodian", "define", "name_also", "forget_name", "end", "resume",
    ]  # fmt: skip
    assert {entry.by for entry in entries} == {editor}
    assert {entry.subject_id for entry in entries} == {str(revenue.pk)}


def test_a_refused_action_leaves_nothing(editor: User) -> None:
    """Neither an indicator nor an entry."""
    before = Entry.objects.count()
    with pytest.raises(IndicatorError, match="không cộng được"):
        actions.create(by=editor, fields={**COVER, "over_bodies": "sum"})
    assert not Indicator.objects.exists()
    assert Entry.objects.count() == before


def test_the_second_of_two_who_change_is_told(editor: User, revenue: Indicator) -> None:
    """What the first wrote stands, and comes with the refusal."""
    seen = revenue.version
    actions.change(by=editor, indicator=revenue, seen=seen, fields={"decimals": 0})
    with pytest.raises(ConflictError) as conflict:
        actions.change(by=editor, indicator=revenue, seen=seen, fields={"decimals": 3})
    assert conflict.value.indicator.decimals == 0
    for late in (actions.end, actions.assign_custodian):
        with pytest.raises(ConflictError):
            more = {"on": FROM} | ({"custodian": None} if late is actions.assign_custodian else {})
            late(by=editor, indicator=revenue, seen=seen, **more)


def test_a_definition_holds_until_the_next(editor: User, cover: Indicator) -> None:
    """As of each day the one that had begun; before any, none; since nobody knows when, always."""
    for text, day in (("không tính cao su", None), ("có tính cao su", FROM)):
        actions.define(by=editor, indicator=cover, text=text, valid_from=day)
    told = {day: cover.definition_on(day) for day in (date(1990, 1, 1), date(2025, 12, 31), FROM)}
    assert [each and each.text for each in told.values()] == [
        "không tính cao su",
        "không tính cao su",
        "có tính cao su",
    ]
    other = actions.create(by=editor, fields={**COVER, "name": "Tỷ lệ khác"})
    actions.define(by=editor, indicator=other, text="x", valid_from=FROM)
    assert other.definition_on(date(2025, 12, 31)) is None


def test_a_definition_is_put_right_until_something_stands_on_it(world: World) -> None:
    """Then a new one has to begin on another day."""
    indicator, editor = Indicator.objects.get(key="thu"), world.accounts["editor"]
    fresh = actions.create(by=editor, fields=COVER)
    for text in ("có tính cao xu", "có tính cao su"):
        actions.define(by=editor, indicator=fresh, text=text, valid_from=FROM)
    assert [each.text for each in fresh.definitions.all()] == ["có tính cao su"]
    actions.define(by=editor, indicator=indicator, text="theo quyết toán", valid_from=FROM)
    with pytest.raises(IndicatorError, match="ngày khác"):
        actions.define(by=editor, indicator=indicator, text="theo dự toán", valid_from=FROM)
    actions.define(by=editor, indicator=indicator, text="theo dự toán", valid_from=date(2027, 1, 1))
    assert indicator.definitions.count() == 2


def test_what_counts_stays_once_a_plan_stands_on_it(world: World) -> None:
    """Measure, merging and the family of units; the words say to let a new indicator follow."""
    indicator, editor = Indicator.objects.get(key="thu"), world.accounts["editor"]
    assert in_use(indicator)
    for fields in (
        {"measure": "level", "over_time": "last"},
        {"over_bodies": "none"},
        {"unit": "ha"},
    ):
        with pytest.raises(IndicatorError, match="lập chỉ tiêu mới nối tiếp"):
            actions.change(by=editor, indicator=indicator, seen=indicator.version, fields=fields)
    changed = actions.change(
        by=editor, indicator=indicator, seen=indicator.version, fields={"unit": "triệu đồng", "name": "Thu ngân sách"}
    )
    assert (changed.unit, changed.name) == ("triệu đồng", "Thu ngân sách")


def test_what_nothing_stands_on_changes_freely(editor: User, revenue: Indicator) -> None:
    """An indicator that no plan uses yet is put right."""
    assert not in_use(revenue)
    fields = {"measure": "level", "over_time": "last", "unit": "ha"}
    assert actions.change(by=editor, indicator=revenue, seen=revenue.version, fields=fields).unit == "ha"


def test_another_follows_and_the_old_one_ends(world: World) -> None:
    """The old one keeps its targets; it does not come back while another follows it."""
    old, editor = Indicator.objects.get(key="thu"), world.accounts["editor"]
    new = actions.follow(by=editor, old=old, fields={**REVENUE, "over_bodies": "none"}, on=FROM)
    old.refresh_from_db()
    assert (old.ended_on, new.follows, new.ended_on) == (FROM, old, None)
    assert old.targets.count() == 1
    assert _last().details["follows"] == "thu"
    with pytest.raises(IndicatorError, match="nối tiếp"):
        actions.resume(by=editor, indicator=old, seen=old.version)
    assert list(Indicator.objects.in_force()) == [new]


def test_a_name_that_is_given_up_is_still_found(editor: User, revenue: Indicator) -> None:
    """And one that was forgotten is not, but stays written down."""
    renamed = actions.change(by=editor, indicator=revenue, seen=revenue.version, fields={"name": "Thu NSNN"})
    assert renamed.names == ("Thu NSNN", "Thu ngân sách nhà nước trên địa bàn")
    assert list(Indicator.objects.search("ngan sach nha nuoc")) == [revenue]
    actions.forget_name(by=editor, other=renamed.other_names.get())
    assert not Indicator.objects.search("ngan sach nha nuoc").exists()
    assert Indicator.objects.get(pk=revenue.pk).names == ("Thu NSNN",)
    assert OtherName.objects.filter(indicator=revenue).exclude(forgotten_at=None).count() == 1
    actions.name_also(by=editor, indicator=revenue, name="Thu ngân sách nhà nước trên địa bàn")


@pytest.mark.parametrize("written", ["che phủ", "che phu rung", "RỪNG PHỦ", "do che phu"])
def test_indicators_are_found_with_and_without_accents(editor: User, cover: Indicator, written: str) -> None:
    """By the words of one of their names, in any order."""
    actions.name_also(by=editor, indicator=cover, name="Độ che phủ rừng")
    assert list(Indicator.objects.search(written)) == [cover]
    assert not Indicator.objects.search(f"{written} cao su").exists()


def test_a_key_is_made_of_the_name(editor: User) -> None:
    """Without accents, with a number where it is taken."""
    keys = [
        actions.create(by=editor, fields={**REVENUE, "name": name}).key
        for name in ("Đàn bò (con)", "Dan bo con", "Đàn bò; con", "…", "x" * 100)
    ]
    assert keys == ["dan-bo-con", "dan-bo-con-2", "dan-bo-con-3", "chi-tieu", "x" * 50]


def test_a_custodian_exists_on_the_day(editor: User, revenue: Indicator, quang_ngai: tuple[Body, Body]) -> None:
    """A body that begins later cannot accept figures yet."""
    with pytest.raises(IndicatorError, match="không tồn tại"):
        actions.assign_custodian(
            by=editor, indicator=revenue, seen=revenue.version, custodian=quang_ngai[1], on=date(2025, 6, 30)
        )


def _indicator(**other: Any) -> Indicator:
    return Indicator.objects.create(**{"key": "x", **COVER, **other})


def _twice(row: type[Definition] | type[OtherName], **fields: Any) -> None:
    indicator = _indicator()
    for _ in range(2):
        row.objects.create(indicator=indicator, **fields)


FORBIDDEN = {
    "an indicator without a name": lambda: _indicator(name=""),
    "one without a unit": lambda: _indicator(unit=""),
    "an unknown measure": lambda: _indicator(measure="speed"),
    "an unknown direction": lambda: _indicator(better="sideways"),
    "an unknown origin": lambda: _indicator(origin="guess"),
    "an unknown frequency": lambda: _indicator(frequency="day"),
    "an unknown merging over bodies": lambda: _indicator(over_bodies="max"),
    "an unknown merging over time": lambda: _indicator(over_time="max"),
    "a level that is added up over time": lambda: _indicator(over_time="sum"),
    "a flow of which the last month counts": lambda: _indicator(measure="flow", over_time="last"),
    "growth that is added up": lambda: _indicator(measure="growth", over_bodies="sum", unit="lần"),
    "a share that is added up": lambda: _indicator(over_bodies="sum"),
    "a share of something that is added up": lambda: _indicator(over_bodies="sum", unit="% GDP"),
    "what is per something added up": lambda: _indicator(over_bodies="sum", unit="giường/1 vạn dân"),
    "a weighted one without its denominator": lambda: _indicator(denominator=""),
    "a weighted one without its base": lambda: _indicator(per=None),
    "a base of nothing": lambda: _indicator(per=Decimal(0)),
    "one rolled up that cannot be merged": lambda: _indicator(over_bodies="none", rolled_up=True),
    "more decimals than an amount has": lambda: _indicator(decimals=7),
    "one key twice": lambda: [_indicator(), _indicator(name="Y")],
    "one name, unit and measure twice": lambda: [_indicator(), _indicator(key="y")],
    "one statistical code twice": lambda: [_indicator(stat_code="1"), _indicator(key="y", name="Y", stat_code="1")],
    "two definitions of a day": lambda: _twice(Definition, text="x", valid_from=FROM),
    "a definition without words": lambda: Definition.objects.create(indicator=_indicator(), text=""),
    "one other name twice": lambda: _twice(OtherName, name="Độ che phủ"),
    "another name without words": lambda: OtherName.objects.create(indicator=_indicator(), name=""),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_database_itself_refuses(db: None, what: str) -> None:
    """Also a program that goes around the actions cannot write what cannot be."""
    with pytest.raises(IntegrityError), transaction.atomic():
        FORBIDDEN[what]()


def test_an_indicator_does_not_follow_itself(db: None) -> None:
    """Nor does the database let it."""
    indicator = _indicator()
    indicator.follows = indicator
    with pytest.raises(IntegrityError), transaction.atomic():
        indicator.save()


def test_nothing_that_stands_on_an_indicator_lets_it_go(world: World) -> None:
    """Neither a plan nor its own definitions."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_indicator")
        connection.check_constraints()
    assert Target.objects.exclude(indicator=None).count() == 1


def test_an_ended_name_may_come_back(editor: User, cover: Indicator) -> None:
    """What has ended leaves its name, unit, measure and statistical code to another."""
    coded = actions.change(by=editor, indicator=cover, seen=cover.version, fields={"stat_code": "x1"})
    actions.end(by=editor, indicator=coded, seen=coded.version, on=FROM)
    again = actions.create(by=editor, fields={**COVER, "stat_code": "x1"})
    assert again.key != cover.key
    ended = Indicator.objects.get(pk=cover.pk)
    with pytest.raises(IndicatorError):
        actions.resume(by=editor, indicator=ended, seen=ended.version)

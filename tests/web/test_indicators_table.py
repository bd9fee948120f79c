"""The registry as a table: tried first, written whole or not at all, out to a workbook and in again."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.indicators import actions
from dondoc.web.indicators.importing import bring_first_indicators, check_indicators, first_table, import_indicators
from dondoc.web.indicators.lines import line_of
from dondoc.web.indicators.models import Definition, Indicator, OtherName
from dondoc.web.indicators.table import COLUMNS, workbook
from dondoc.web.organizations.models import Body
from dondoc.web.sheets import Row, SheetError, rows_of
from tests.web.test_indicators import COVER, FROM, REVENUE, World, world

__all__ = ["world"]  # a fixture

THU = {"key": "thu", "name": "Thu ngân sách", "unit": "tỷ đồng", "measure": "flow", "over_time": "sum"}
THU |= {"over_bodies": "sum"}


def _csv(*lines: dict[str, str]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return file.getvalue().encode()


def _registry() -> bytes:
    rows = Indicator.objects.order_by("key").select_related("custodian", "follows")
    return workbook(rows.prefetch_related("other_names", "definitions"))


def _lines(data: bytes) -> list[dict[str, str]]:
    return [row.cells for row in rows_of(data, COLUMNS, ())]


def _forget_all() -> None:
    Indicator.objects.update(follows=None)
    for rows in (OtherName, Definition, Indicator):
        rows.objects.all().delete()


def test_the_first_list_comes_whole(editor: User) -> None:
    """Fifty-three indicators; what is there already stays as it is, also one that has another key."""
    actions.create(by=editor, fields=REVENUE, key="thu")
    first = bring_first_indicators(by=editor)
    assert (first.new, first.unchanged) == (52, 1)
    assert Entry.objects.latest("pk").details["new"] == 52
    cattle = Indicator.objects.get(key="dan-bo")
    assert cattle.names == ("Số lượng bò hiện có", "Tổng đàn bò")
    changed = actions.change(by=editor, indicator=cattle, seen=cattle.version, fields={"decimals": 3})
    again = bring_first_indicators(by=editor)
    assert (again.new, again.unchanged, again.errors) == (0, 53, [])
    changed.refresh_from_db()
    assert changed.decimals == 3


def test_the_first_list_says_no_more_than_is_known(editor: User) -> None:
    """No statistical code and no custodian was made up; a rate that is weighed says by what."""
    bring_first_indicators(by=editor)
    assert not Indicator.objects.exclude(stat_code="", custodian=None, release_lag=None).exists()
    assert not Indicator.objects.filter(source="").exists()
    assert all(each.numerator and each.denominator for each in Indicator.objects.filter(over_bodies="weighted"))


def test_the_whole_registry_goes_out_and_comes_in_again(world: World) -> None:
    """Names, definitions through time, custodian, who follows whom, ends: the second workbook has the same bytes."""
    editor = world.accounts["editor"]
    bring_first_indicators(by=editor)
    cover = Indicator.objects.get(key="che-phu-rung")
    actions.define(by=editor, indicator=cover, text="=1+1 là\nvăn bản", valid_from=FROM, source="@nguồn")
    actions.name_also(by=editor, indicator=cover, name="-Che phủ, «rừng»")
    cover.refresh_from_db()
    actions.assign_custodian(by=editor, indicator=cover, seen=cover.version, custodian=world.department, on=FROM)
    actions.follow(by=editor, old=Indicator.objects.get(key="thu"), fields={**REVENUE, "decimals": 3}, on=FROM)
    sent = _registry()
    unchanged = check_indicators(sent)
    assert (unchanged.errors, unchanged.changed, unchanged.unchanged) == ([], 0, 54)
    Indicator.objects.get(key="thu").targets.update(indicator=None)
    _forget_all()
    again = import_indicators(by=editor, data=sent)
    assert (again.new, again.errors) == (54, [])
    Indicator.objects.update(version=1)
    written = [{**line, "version": line.get("version") and "1"} for line in _lines(sent)]
    assert _lines(_registry()) == written


def test_a_trial_writes_nothing_and_says_the_same(editor: User) -> None:
    """As many new ones as the import then makes, no row, no entry."""
    before = Entry.objects.count()
    tried = check_indicators(first_table())
    assert (tried.new, tried.written, Indicator.objects.count(), Entry.objects.count()) == (53, False, 0, before)


def test_a_line_changes_an_indicator_of_the_version_it_names(editor: User, office: Body) -> None:
    """Each change is told with what was before; the name that is given up stays one of its names."""
    indicator = actions.create(by=editor, fields=REVENUE, key="thu")
    line = {**THU, "custodian": "vptu", "other_names": "Thu NSNN; Thu", "version": str(indicator.version)}
    line |= {"definition": "Thu nội địa và thu khác", "definition_from": "2026-01-01"}
    tried = check_indicators(_csv(line))
    assert (tried.changed, tried.new, tried.errors) == (1, 0, [])
    assert [(each.column, each.before, each.after) for each in tried.changes] == [
        ("name", "Thu ngân sách nhà nước trên địa bàn", "Thu ngân sách"),
        ("custodian", None, "vptu"),
        ("other_names", [], ["Thu NSNN", "Thu"]),
        ("definition", "", "Thu nội địa và thu khác"),
    ]
    import_indicators(by=editor, data=_csv(line))
    whole, own = Entry.objects.order_by("-pk")[:2]
    assert (whole.action, whole.details["changed"]) == ("indicators.import", 1)
    assert (own.action, own.subject_id) == ("indicators.change", str(indicator.pk))
    assert set(own.details["changed"]) == {"name", "custodian", "other_names", "definition"}
    changed = Indicator.objects.get(key="thu")
    assert (changed.custodian, changed.version) == (office, indicator.version + 1)
    assert set(changed.names) == {"Thu ngân sách", "Thu NSNN", "Thu", "Thu ngân sách nhà nước trên địa bàn"}


def test_a_table_that_is_older_than_a_change_does_not_undo_it(editor: User) -> None:
    """Also where the change was a name or a definition; without its version a line changes nothing."""
    indicator = actions.create(by=editor, fields=REVENUE, key="thu")
    sent = {**THU, "version": str(indicator.version)}
    actions.name_also(by=editor, indicator=indicator, name="Thu NSNN")
    for line in (sent, {**THU, "version": ""}):
        refused = import_indicators(by=editor, data=_csv(line))
        assert [(error.row, error.column) for error in refused.errors] == [(2, "version")]
    assert Indicator.objects.get().name == REVENUE["name"]


def test_a_line_does_not_change_what_a_plan_stands_on(world: World) -> None:
    """The same refusal as on the page."""
    version = Indicator.objects.get(key="thu").version
    line = {**THU, "measure": "level", "over_time": "last", "version": str(version)}
    refused = import_indicators(by=world.accounts["editor"], data=_csv(line))
    assert "nối tiếp" in refused.errors[0].problem


def test_a_new_line_that_is_like_a_known_one_is_told(editor: User) -> None:
    """As a doubt: it is written all the same."""
    actions.create(by=editor, fields=REVENUE, key="thu")
    line = {**THU, "key": "moi", "name": "Tổng thu NSNN"}
    result = import_indicators(by=editor, data=_csv(line))
    assert (result.new, result.errors) == (1, [])
    assert "Thu ngân sách nhà nước trên địa bàn» (thu)" in result.alike[0].problem


# Each: what is wrong, the line, and the column that is named ("" where the line as a whole is).
WRONG = {
    "a key with accents": ({"key": "thuế"}, "key"),
    "no name": ({"name": ""}, "name"),
    "no measure": ({"measure": ""}, "measure"),
    "an unknown measure": ({"measure": "tốc độ"}, "measure"),
    "an unknown frequency": ({"frequency": "ngày"}, "frequency"),
    "half a decimal": ({"decimals": "1,5"}, "decimals"),
    "a negative lag": ({"release_lag": "-1"}, "release_lag"),
    "more days than fit": ({"tolerance": "99999"}, "tolerance"),
    "a base that is no number": ({"per": "một vạn"}, "per"),
    "a base that is not finite": ({"per": "NaN"}, "per"),
    "a base beyond all measure": ({"per": "1e400"}, "per"),
    "a flag that is neither": ({"rolled_up": "có lẽ"}, "rolled_up"),
    "a custodian nobody knows": ({"custodian": "so-x"}, "custodian"),
    "a day that is none": ({"ended_on": "31/02/2026"}, "ended_on"),
    "a definition's day without the definition": ({"definition_from": "2026-01-01"}, "definition"),
    "a rate that is added up": ({"unit": "%"}, ""),
    "a flow of which the last counts": ({"over_time": "last"}, ""),
    "a name too long": ({"name": "x" * 301}, ""),
    "one that follows nobody": ({"follows": "cũ"}, "follows"),
    "one that follows itself": ({"follows": "thu", "ended_on": "2026-01-01"}, "follows"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_line_is_named_and_nothing_is_written(editor: User, what: str) -> None:
    """With its number and column; the good line beside it waits."""
    more, column = WRONG[what]
    good = {**THU, "key": "good", "name": "Khác"}
    result = import_indicators(by=editor, data=_csv(good, {**THU, **more}))
    assert [(error.row, error.column) for error in result.errors] == [(3, column)]
    assert not Indicator.objects.exists()


def test_two_lines_of_one_key_are_wrong(editor: User) -> None:
    """Unless the second has nothing but a definition."""
    assert [error.row for error in check_indicators(_csv(THU, THU)).errors] == [3]
    more = {"key": "thu", "definition": "sau", "definition_from": "2026-01-01"}
    assert import_indicators(by=editor, data=_csv({**THU, "definition": "trước"}, more)).errors == []
    assert [each.since for each in Definition.objects.all()] == [None, date(2026, 1, 1)]


def test_a_file_that_is_no_table_is_refused(editor: User) -> None:
    """With what is missing."""
    with pytest.raises(SheetError, match="over_bodies"):
        check_indicators(b"key,name,unit,measure,over_time\n")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=12)))
def test_no_cell_stops_the_import(db: None, cells: dict[str, str]) -> None:
    """Whatever stands in a line, it is an indicator or an error at that line."""
    result = check_indicators(_csv({**THU, **cells}))
    assert result.new + len(result.errors) >= 1 or not any(cells.get(name, THU[name]).strip() for name in THU)


def test_what_is_left_empty_is_what_a_new_indicator_begins_with(db: None) -> None:
    """The same as on the page."""
    line = line_of(Row(2, {**THU}), {})
    fresh: Any = Indicator()
    told = {name: value for name, value in line.fields.items() if name not in THU}
    assert told == {name: getattr(fresh, name) for name in told}


def test_the_cover_of_the_first_list_is_weighed(editor: User) -> None:
    """The example of the tests is what the list has."""
    bring_first_indicators(by=editor)
    cover = Indicator.objects.get(key="che-phu-rung")
    assert (cover.over_bodies, cover.per, cover.unit) == (COVER["over_bodies"], COVER["per"], COVER["unit"])

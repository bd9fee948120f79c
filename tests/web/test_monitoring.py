"""Verdicts are kept fresh: said anew in the act that changes them, by the day at night, and never rewritten."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.audit.models import Entry
from dondoc.web.figures import actions as figure_actions
from dondoc.web.figures import approving
from dondoc.web.figures.models import Version, Way
from dondoc.web.figures.saving import WORDS, save_narrative
from dondoc.web.figures.standing import standings
from dondoc.web.figures.steps import set_whole
from dondoc.web.indicators.actions import change
from dondoc.web.monitoring import actions
from dondoc.web.monitoring.counting import counted, kept_counts
from dondoc.web.monitoring.keeping import fingerprint, kept, restored
from dondoc.web.monitoring.models import Alarm, Count, Verdict
from dondoc.web.plans.models import Act, Plan, Sensitivity, Target, Task
from dondoc.web.plans.querysets import approved_periods
from dondoc.web.plans.sensitivity import narrow
from dondoc.web.resolutions.models import Document, StoredFile
from tests.web.reporting import LAST_DAY, Reporting, make_reporting
from tests.web.test_amending import _approve, _draft, _lower, _put
from tests.web.world import make_world, settle

TODAY = date(2026, 11, 2)


@pytest.fixture
def reporting(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(TODAY, time(8), VIETNAM))
    return make_reporting(administrator)


def _said(code: str, on: str = "promise") -> Verdict:
    return Verdict.objects.current().get(commitment__code=code, on=on)


def _history(code: str) -> list[tuple[str, str]]:
    rows = Verdict.objects.filter(commitment__code=code).exclude(on="plan").order_by("pk")
    return list(rows.values_list("status", "because"))


def _count(what: str, dimension: str = "all", value: str = "", **other: Any) -> int:
    rows = Count.objects.filter(what=what, dimension=dimension, value=value, **other)
    return sum(rows.values_list("number", flat=True))


def test_an_approved_plan_is_said_at_once(reporting: Reporting) -> None:
    """Every target and task has one current verdict, also the target that no indicator counts."""
    plan = reporting.world.plan
    current = Verdict.objects.current().main().filter(commitment__plan=plan)
    assert sorted(current.values_list("commitment__code", "status")) == [
        ("N01", "ongoing"), ("N02", "overdue"), ("T01", "no_data"), ("T02", "no_data"), ("T03", "no_data"),
    ]  # fmt: skip
    assert _history("T03") == [("no_data", "plan_approved")]


def test_a_draft_is_not_said(administrator: Any) -> None:
    """What is not approved promises nothing yet."""
    world = make_world(administrator, approved=False)
    settle(world.accounts["editor"], world.plan.commitments.get(code="N02"), "deadline", "2023-10-01")
    assert not Verdict.objects.exists()
    assert not Count.objects.exists()


def _tell(reporting: Reporting, value: str = "2700", known_on: date = date(2024, 1, 5)) -> Version:
    """The office records the revenue of the whole, as it stands."""
    key = figure_actions.Key(
        reporting.revenue, reporting.round.whole, figure_actions.Basis.CUMULATIVE, date(2023, 7, 1), LAST_DAY
    )
    told = figure_actions.Told(Decimal(value), "tỷ đồng", known_on)
    return figure_actions.record(by=reporting.people["editor"], key=key, told=told)


def test_an_accepted_report_is_said_in_the_same_act(reporting: Reporting) -> None:
    """Of its targets and of the tasks that it has words on; nothing else is written."""
    before = Verdict.objects.count()
    task = reporting.world.plan.commitments.get(code="N01")
    reporting.type("stc", "2700", who="stc-reporter")
    reporting.type("stc", "0.08", who="stc-reporter", place=1)
    by = reporting.people["stc-reporter"]
    words = {**dict.fromkeys(WORDS, ""), "results": "Đã thu 2.700 tỷ đồng (minh họa)."}
    save_narrative(by=by, report=reporting.report("stc"), commitment=task, words=words, seen=0)
    reporting.submit("stc", who="stc-reporter")
    approving.approve(by=reporting.people["stc-head"], report=reporting.report("stc"))
    assert Verdict.objects.count() == before
    approving.accept(by=reporting.people["editor"], report=reporting.report("stc"))
    assert _history("T01")[-1] == ("exceeded", "figure_accepted")
    assert _history("T02")[-1] == ("exceeded", "figure_accepted")
    assert _history("N01") == [("ongoing", "plan_approved"), ("ongoing", "report_accepted")]
    assert (_said("N01", "deadline").updated, _said("T01").by) == (True, reporting.people["editor"])
    assert Verdict.objects.count() == before + 3


def test_a_verdict_keeps_all_that_it_rests_on(reporting: Reporting) -> None:
    """It comes back from what is kept as the core gave it, and its fingerprint is that of what is kept."""
    version = _tell(reporting)
    said = _said("T01")
    target = Target.objects.select_related("plan__office", "indicator").get(code="T01")
    given = standings([target], as_of=TODAY)[target.pk][0]
    assert restored(said.content, as_of=TODAY, known_at=TODAY) == given
    assert kept(given) == said.content
    assert fingerprint(said.content) == said.fingerprint
    assert [each["figure"] for each in said.content["inputs"]] == [str(version.pk)]
    assert dict(said.content["thresholds"])["near_share"] == "0.95"


def test_a_correction_and_a_withdrawal_are_said_too(reporting: Reporting) -> None:
    """The history of a target is that of its figures, each row with its reason; the day before it says the same."""
    editor, version = reporting.people["editor"], _tell(reporting)
    told = figure_actions.Told(Decimal(2000), "tỷ đồng", date(2024, 2, 1), reason="đối chiếu kho bạc")
    last = figure_actions.correct(by=editor, seen=version, told=told)
    figure_actions.withdraw(by=editor, seen=last, reason="sai nguồn", known_on=date(2024, 3, 1))
    assert [status for status, _why in _history("T01")][-4:] == ["no_data", "exceeded", "missed", "no_data"]
    assert {why for _status, why in _history("T01")[-3:]} == {"figure_accepted"}


def test_the_same_again_writes_nothing(reporting: Reporting) -> None:
    """A figure that changes nothing of a verdict, and a night on which nothing happens, leave it as it is."""
    _tell(reporting)
    before, entries = Verdict.objects.count(), Entry.objects.count()
    outcome = actions.evaluate_all(as_of=TODAY)
    assert (outcome.looked_at, outcome.said) == (5, {})
    assert (Verdict.objects.count(), Entry.objects.count()) == (before, entries)
    key = figure_actions.Key(
        reporting.revenue, reporting.communes[0], figure_actions.Basis.CUMULATIVE, date(2023, 7, 1), LAST_DAY
    )
    told = figure_actions.Told(Decimal(900), "tỷ đồng", date(2024, 1, 5))
    figure_actions.record(by=reporting.people["editor"], key=key, told=told)
    assert Verdict.objects.count() == before


def test_a_deadline_and_an_allocation_are_said_at_once(reporting: Reporting) -> None:
    """A task gets a day and is due soon; another allocation makes another whole of the units' figures."""
    editor, plan = reporting.people["editor"], reporting.world.plan
    Task.objects.filter(code="N02").update(deadline=date(2023, 12, 31), deadline_kind="proposed")
    task = plan.commitments.get(code="N02")
    settle(editor, task, "deadline", "2026-11-05", on=TODAY)
    assert _history("N02") == [("overdue", "plan_approved"), ("due_soon", "deadline_changed")]
    reporting.revenue.rolled_up = True
    reporting.revenue.save()
    for unit, value in zip(reporting.communes, ("1100", "1700"), strict=True):
        key = figure_actions.Key(reporting.revenue, unit, figure_actions.Basis.CUMULATIVE, date(2023, 7, 1), LAST_DAY)
        told = figure_actions.Told(Decimal(value), "tỷ đồng", date(2024, 1, 5))
        figure_actions.record(by=editor, key=key, told=told)
    assert _history("T01")[-1] == ("exceeded", "figure_accepted")
    settle(editor, plan.commitments.get(code="T01"), "allocations", {str(reporting.communes[0].pk): ["1000", None]})
    assert _history("T01")[-1] == ("missed", "allocation_changed")


def test_the_night_writes_what_the_date_changes_and_says_so(administrator: Any, monkeypatch: Any) -> None:
    """From day to day a task comes near its deadline and passes it; each change on its day, once, and no alarm."""
    day = date(2023, 10, 2)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
    world = make_world(administrator)
    for night in range(75):
        actions.evaluate_all(as_of=day + timedelta(days=night))
    history = Verdict.objects.filter(commitment__code="N02").order_by("pk")
    assert list(history.values_list("status", "because", "said_on")) == [
        ("in_time", "plan_approved", day), ("due_soon", "date_passed", date(2023, 11, 23)),
        ("overdue", "date_passed", date(2023, 12, 1)),
    ]  # fmt: skip
    assert [each.confirmed_on for each in history] == [date(2023, 11, 22), date(2023, 11, 30), date(2023, 12, 15)]
    assert not Alarm.objects.exists()
    nights = Entry.objects.filter(action="monitoring.evaluate", subject_id=str(world.plan.pk))
    assert [each.details for each in nights.order_by("pk")] == [
        {"as_of": "2023-11-23", "date_passed": 1}, {"as_of": "2023-12-01", "date_passed": 1}
    ]  # fmt: skip


def test_what_was_said_on_a_day_is_a_query(administrator: Any, monkeypatch: Any) -> None:
    """Of each commitment the last that had been said by the end of the day."""
    day = date(2023, 10, 2)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
    make_world(administrator)
    actions.evaluate_all(as_of=date(2023, 12, 1))
    for asked, expected in ((day, "in_time"), (date(2023, 11, 30), "in_time"), (date(2023, 12, 1), "overdue")):
        said = Verdict.objects.said_by(asked).get(commitment__code="N02")
        assert said.status == expected
    assert not Verdict.objects.said_by(day - timedelta(days=1)).exists()
    assert [each.commitment.code for each in Verdict.objects.current().changed_since(day)] == ["N02"]


def test_a_change_that_nothing_explains_is_an_alarm(reporting: Reporting) -> None:
    """A row written past the actions is found in the night, said, and shown until a person writes what it was."""
    Task.objects.filter(code="N02").update(deadline=date(2026, 12, 24))
    outcome = actions.evaluate_all(as_of=TODAY + timedelta(days=1))
    assert outcome.said == {"unexplained": 1}
    alarm = Alarm.objects.get()
    assert (alarm.verdict.status, alarm.verdict.because, alarm.plan) == ("in_time", "unexplained", reporting.world.plan)
    with pytest.raises(actions.MonitoringError, match="nguyên nhân"):
        actions.settle_alarm(by=reporting.world.administrator, alarm=alarm, cause=" ")
    actions.settle_alarm(by=reporting.world.administrator, alarm=alarm, cause="sửa trực tiếp trong cơ sở dữ liệu")
    with pytest.raises(actions.MonitoringError, match="đã có người"):
        actions.settle_alarm(by=reporting.world.administrator, alarm=alarm, cause="nữa")
    assert actions.evaluate_all(as_of=TODAY + timedelta(days=1)).said == {}


def test_new_rules_are_no_alarm(reporting: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict given by another version of the rules says that."""
    monkeypatch.setattr("dondoc.evaluating.giving.RULE_VERSION", "2")
    assert actions.evaluate_all(as_of=TODAY).said == {"rules_changed": 3}
    assert not Alarm.objects.exists()


def test_counts_are_right_after_every_act(reporting: Reporting) -> None:
    """By status, and of each section, field and lead; restricted ones apart; and wrong ones are found in the night."""
    editor, plan = reporting.people["editor"], reporting.world.plan
    lead = str(reporting.world.department.pk)
    assert (_count("no_data"), _count("no_data", restricted=True), _count("overdue")) == (3, 1, 1)
    assert (_count("never_updated"), _count("no_data", "lead", lead), _count("overdue", "lead")) == (5, 3, 1)
    _tell(reporting)
    assert (_count("no_data"), _count("exceeded"), _count("never_updated")) == (2, 1, 4)
    assert (_count("exceeded", "lead", lead), _count("exceeded", "section", "II.1.1")) == (1, 1)
    settle(editor, plan.commitments.get(code="T01"), "lead", None)
    settle(editor, plan.commitments.get(code="T02"), "field", "environment")
    narrow(by=editor, commitment=plan.commitments.get(code="T01"), to=Sensitivity.RESTRICTED)
    assert (_count("exceeded", "lead"), _count("exceeded", restricted=False)) == (1, 0)
    assert kept_counts([plan]) == counted([plan])
    Count.objects.filter(dimension="all", what="overdue").update(number=7)
    assert actions.evaluate_all(as_of=TODAY).said == {"counts": 1}
    assert (_count("overdue"), Alarm.objects.get().verdict) == (1, None)


def test_an_indicator_that_is_counted_otherwise_is_said(reporting: Reporting) -> None:
    """A level of two months ago is stale or not, as its indicator says."""
    _tell(reporting)
    indicator = reporting.revenue
    change(by=reporting.people["editor"], indicator=indicator, seen=indicator.version, fields={"release_lag": 10_000})
    assert _history("T01")[-1][1] == "indicator_changed"
    assert _said("T01").content["due_on"] == (LAST_DAY + timedelta(days=10_000)).isoformat()


def test_an_amendment_ends_what_it_replaces(administrator: Any) -> None:
    """The old target is not counted from its day on, and the new one is said."""
    world = make_world(administrator)
    amendment = _draft(world)
    _put(world, amendment, "T01", Act.REPLACE, content=_lower())
    _approve(world, amendment)
    assert _history("T01")[-1] == ("replaced", "amended")
    assert Verdict.objects.current().get(commitment__replaces__code="T01").because == "amended"
    assert _count("replaced") == 0
    assert kept_counts([world.plan]) == counted([world.plan])
    assert actions.evaluate_all(as_of=timezone.localdate()).said == {}


def test_the_database_keeps_what_was_said(reporting: Reporting) -> None:
    """No verdict is rewritten, deleted or made current again, and there are no two at once."""
    _tell(reporting)
    old, new = Verdict.objects.filter(commitment__code="T01", on="promise").order_by("pk")[:2]
    wrong = (
        lambda: Verdict.objects.filter(pk=old.pk).update(status="met"),
        lambda: Verdict.objects.filter(pk=new.pk).update(content={}),
        lambda: Verdict.objects.filter(pk=old.pk).update(is_current=True),
        lambda: Verdict.objects.filter(pk=new.pk).update(confirmed_on=new.said_on - timedelta(days=1)),
        lambda: Verdict.objects.filter(pk=new.pk)._raw_delete(using="default"),
        lambda: Verdict.objects.create(
            commitment=new.commitment, on="promise", status="met", reason="reached", content={}, fingerprint="",
            plan=new.plan, place=0, because="date_passed", said_on=TODAY, confirmed_on=TODAY, follows=new,
        ),
    )  # fmt: skip
    for write in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_one_figure_costs_a_fixed_number_of_queries(reporting: Reporting) -> None:
    """However many targets a plan has: only what the figure is about is read and written."""
    _tell(reporting)
    with CaptureQueriesContext(connection) as asked:
        actions.figures_changed(by=None, series={(reporting.revenue.pk, reporting.round.whole.pk)})
    assert len(asked) <= 16, "\n".join(each["sql"][:200] for each in asked)


def test_periods_of_approved_plans_are_told_once(reporting: Reporting) -> None:
    same, longer, draft = (_plan_of(reporting, reporting.world.office).plan for _ in range(3))
    Plan.objects.filter(pk=longer.pk).update(period="2021/2025")
    Plan.objects.filter(pk=draft.pk).update(period="2026", state="draft", approved_by=None, approved_at=None)
    assert approved_periods() == ["2021/2025", same.period]


def test_administrators_see_alarms_and_write_what_they_were(reporting: Reporting, client: Client) -> None:
    """On the first page and on one of their own, without words of the plan; settled with a cause, once."""
    Task.objects.filter(code="N02").update(deadline=date(2026, 12, 24))
    actions.evaluate_all(as_of=TODAY)
    client.force_login(reporting.world.administrator)
    assert "1 thay đổi không rõ lý do" in client.get("/").content.decode()
    page = client.get("/giam-sat/canh-bao").content.decode()
    assert ("quá hạn" in page, "trong hạn" in page, "kinh tế tập thể" in page) == (True, True, False)
    address = f"/giam-sat/canh-bao/{Alarm.objects.get().pk}"
    assert "Hãy ghi nguyên nhân" in client.post(address, {"cause": ""}, follow=True).content.decode()
    page = client.post(address, {"cause": "sửa tay"}, follow=True).content.decode()
    assert "Không có cảnh báo nào chờ xử lý" in page
    assert "đã có người xử lý" in client.post(address, {"cause": "nữa"}, follow=True).content.decode()
    assert "không rõ lý do" not in client.get("/").content.decode()


def test_another_body_of_the_whole_is_said(reporting: Reporting) -> None:
    """The figures of a commune are those of the whole, once the office has said so."""
    key = figure_actions.Key(
        reporting.revenue, reporting.communes[0], figure_actions.Basis.CUMULATIVE, date(2023, 7, 1), LAST_DAY
    )
    told = figure_actions.Told(Decimal(2700), "tỷ đồng", date(2024, 1, 5))
    figure_actions.record(by=reporting.people["editor"], key=key, told=told)
    assert _said("T01").status == "no_data"
    set_whole(by=reporting.people["editor"], office=reporting.world.office, whole=reporting.communes[0])
    assert _history("T01")[-1] == ("exceeded", "whole_changed")


def _plan_of(reporting: Reporting, office: Any) -> Target:
    """Another approved plan, of `office`, that promises the same of the same indicator in the same words."""
    plan, promise = Plan.objects.get(pk=reporting.world.plan.pk), Target.objects.filter(code="T01").earliest("pk")
    document = Document.objects.get(pk=plan.document_id)
    file = StoredFile.objects.create(sha256=f"{StoredFile.objects.count():064}", size=1, content=b"-")
    document.pk, document.file, document._state.adding = None, file, True
    document.save()
    plan.pk, plan.office, plan.document, plan._state.adding = None, office, document, True
    plan.save()
    promise.pk = promise.id = promise.commitment_ptr_id = None
    promise.plan, promise._state.adding = plan, True
    promise.save()
    return promise


def test_a_night_looks_at_many_offices_at_once_and_mixes_none(reporting: Reporting) -> None:
    """Each is judged by the figures of its own whole; more plans cost no more questions; entries are a plan's."""
    _tell(reporting, "2700")
    others = [_plan_of(reporting, each) for each in reporting.communes]
    for each in reporting.communes:
        Way.objects.create(office=each, whole=each)
    key = figure_actions.Key(
        reporting.revenue, reporting.communes[0], figure_actions.Basis.CUMULATIVE, date(2023, 7, 1), LAST_DAY
    )
    figure_actions.record(
        by=reporting.people["editor"], key=key, told=figure_actions.Told(Decimal(12), "tỷ đồng", date(2024, 1, 5))
    )
    actions.evaluate_all(as_of=TODAY)
    said = dict(Verdict.objects.current().filter(on="promise").values_list("commitment", "status"))
    own = said[Target.objects.get(code="T01", plan=reporting.world.plan).pk]
    assert (own, said[others[0].pk], said[others[1].pk]) == ("exceeded", "missed", "no_data")
    entries = Entry.objects.filter(action="monitoring.evaluate")
    # What the act has said already the night says no more.
    assert [(each.subject_id, each.details["first"]) for each in entries] == [(str(others[1].plan_id), 1)]
    asked = [_questions(TODAY + timedelta(days=1))]
    for _ in range(3):
        _plan_of(reporting, reporting.communes[1])
    actions.evaluate_all(as_of=TODAY + timedelta(days=1))
    asked.append(_questions(TODAY + timedelta(days=2)))
    assert asked[0] == asked[1]


def _questions(day: date) -> int:
    with CaptureQueriesContext(connection) as asked:
        actions.evaluate_all(as_of=day)
    return len(asked)

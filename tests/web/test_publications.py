"""Publishing as an act: item by item, by whom and how far, withdrawn with a trace; the database keeps to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.audit.models import Entry
from dondoc.web.figures import actions as figure_actions
from dondoc.web.organizations.models import Body
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.models import Commitment, Sensitivity
from dondoc.web.plans.sensitivity import ask_all_public, narrow
from dondoc.web.public.models import Change, Page, Register
from dondoc.web.publishing import publications
from dondoc.web.publishing.models import Publication, Scope
from dondoc.web.publishing.publications import PublicationError
from tests.web.publishing_world import TODAY, open_up, people_published, publish_codes, tell, tell_people
from tests.web.reporting import Reporting, make_reporting
from tests.web.world import settle


@pytest.fixture
def reporting(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    _on(TODAY, monkeypatch)
    return make_reporting(administrator)


def _on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(day, time(8), VIETNAM))


def _told(publication: Publication) -> Any:
    return Page.objects.get(pk=publication.page_id).told


def test_what_is_public_is_written_out(reporting: Reporting) -> None:
    """The promise, the figures and the verdict; with the day, and one entry for the act."""
    tell(reporting, "2700", source="Sở Tài chính")
    open_up(reporting, "T01")
    content = _told(publish_codes(reporting, "T01"))
    assert content["name"] == "Thu ngân sách nhà nước trên địa bàn"
    assert content["promise"] == {"vi": "trên 2.670 tỷ đồng", "en": "more than 2,670 tỷ đồng"}
    assert content["verdict"]["words"] == {"vi": "ước vượt", "en": "exceeded (estimate)"}
    assert [each["value"] for each in content["figures"]] == ["2700"]
    assert (content["as_of"], content["published_on"]) == ("2024-02-01", "2024-02-01")
    entry = Entry.objects.get(action="publishing.publish")
    assert entry.details == {"codes": ["T01"], "scope": "results", "on": "2024-02-01"}
    assert Publication.objects.live().filter(commitment=None).count() == 1


def test_a_task_is_written_out(reporting: Reporting) -> None:
    """What is to be done, who answers for it, by when, how it stands; anew in the act that changes any of it."""
    task, editor = reporting.world.plan.commitments.get(code="N02"), reporting.people["editor"]
    settle(editor, task, "lead", reporting.world.department.pk)
    open_up(reporting, "N02")
    made = publish_codes(reporting, "N02")
    content = _told(made)
    assert content["name"].startswith("Trình Hội đồng nhân dân tỉnh Đề án")
    assert (content["lead"], content["support"], content["deadline"]) == ("Sở Tài chính", [], "2023-11-30")
    assert content["due"] == {"vi": "30-11-2023", "en": "30-11-2023"}
    assert content["state"]["words"] == {"vi": "quá hạn", "en": "overdue"}
    assert (Page.objects.get(pk=made.page_id).status, content["as_of"]) == ("overdue", "2024-02-01")
    settle(editor, task, "support", [Body.objects.get(key="syt").pk])
    done = {"state": "declared_done", "finished_on": "2023-08-15", "product": "Tờ trình số 1 (minh họa)", "note": ""}
    settle(editor, task, "progress", done)
    content = _told(made)
    assert content["support"] == ["Sở Y tế"]
    assert (content["state"]["status"], content["state"]["finished_on"]) == ("on_time", "2023-08-15")
    assert content["state"]["progress_words"]["vi"] == "chờ xác nhận"
    assert "Tờ trình" not in str(content)
    settle(editor, task, "lead", Body.objects.get(key="syt").pk)
    assert (_told(made)["lead"], _told(made)["support"]) == ("Sở Y tế", [])
    changes = list(Change.objects.filter(page=made.page_id).order_by("pk").values_list("happened", flat=True))
    assert changes == ["published", "changed", "changed", "changed"]


def test_a_task_that_shares_words_with_what_is_shut_is_not_public(reporting: Reporting) -> None:
    """Its sentence would tell them: it is refused, and withdrawn with what is narrowed."""
    task = reporting.world.plan.commitments.get(code="N01")
    Commitment.objects.create(
        plan=task.plan, kind="target", code="T09", place=99, name="các giải pháp", quote="các giải pháp",
        source=task.source, start=task.start + 5, end=task.start + 9, valid_from=task.valid_from,
    )  # fmt: skip
    open_up(reporting, "N01")
    with pytest.raises(PublicationError, match="N01"):
        publish_codes(reporting, "N01")
    open_up(reporting, "T09")
    made = publish_codes(reporting, "N01")
    narrow(by=reporting.people["editor"], commitment=Commitment.objects.get(code="T09"), to=Sensitivity.INTERNAL)
    made.refresh_from_db()
    assert made.withdrawn_at is not None and not Page.objects.tasks().exists()


def test_the_promise_alone(reporting: Reporting) -> None:
    """Neither figures nor a verdict."""
    tell(reporting, "2700")
    open_up(reporting, "T01")
    content = _told(publish_codes(reporting, "T01", scope=Scope.PROMISE))
    assert (content["verdict"], content["figures"]) == (None, [])
    assert "2700" not in str(content)


def test_only_what_is_open_to_all_is_published(reporting: Reporting) -> None:
    """All or nothing: an internal or restricted one among them and none is public."""
    open_up(reporting, "T01")
    for code in ("T02", "T03", "N01"):
        with pytest.raises(PublicationError, match=code):
            publish_codes(reporting, "T01", code)
    assert not Publication.objects.exists()
    assert not Page.objects.there().exists()


def test_the_database_refuses_what_is_not_public(reporting: Reporting) -> None:
    """Whatever code asks: a publication of an internal target, and a target that is narrowed while one is live."""
    open_up(reporting, "T01")
    made = publish_codes(reporting, "T01")
    internal = Commitment.objects.get(code="T02")
    values = {"plan_id": made.plan_id, "page_id": made.page_id, "published_on": TODAY, "by_id": made.by_id}
    refused: tuple[Callable[[], Any], ...] = (
        lambda: Publication.objects.filter(pk=made.pk).update(commitment=internal),
        lambda: Commitment.objects.filter(code="T01").update(sensitivity=Sensitivity.INTERNAL.value),
        lambda: Commitment.objects.filter(code="T01").update(sensitivity=Sensitivity.RESTRICTED.value),
    )
    for act in refused:
        with pytest.raises(IntegrityError, match="only what is public"), transaction.atomic():
            act()
    publications.withdraw_plan(by=reporting.people["publisher"], plan=made.plan, because="thử")
    with pytest.raises(IntegrityError, match="only what is public"), transaction.atomic():
        Publication.objects.create(commitment=internal, **values)


def test_narrowing_withdraws_at_once(reporting: Reporting) -> None:
    """In the transaction that narrows: the page holds nothing any more; why stands inside alone."""
    tell(reporting, "2700")
    open_up(reporting, "T01")
    made = publish_codes(reporting, "T01")
    narrow(by=reporting.people["editor"], commitment=Commitment.objects.get(code="T01"), to=Sensitivity.RESTRICTED)
    page = Page.objects.get(pk=made.page_id)
    assert (page.title, page.content, page.chart_vi) == ("", "", "")
    assert page.gone_at is not None
    made.refresh_from_db()
    assert made.withdrawn_because == "thu hẹp phạm vi đọc"
    actions = list(
        Entry.objects.filter(action__in=("publishing.withdraw", "plans.narrow")).values_list("action", flat=True)
    )
    assert sorted(actions) == ["plans.narrow", "publishing.withdraw"]


def test_a_withdrawal_needs_a_reason_and_keeps_the_address(reporting: Reporting) -> None:
    """Published again it stands where it stood."""
    open_up(reporting, "T01")
    made, publisher = publish_codes(reporting, "T01"), reporting.people["publisher"]
    with pytest.raises(PublicationError):
        publications.withdraw(by=publisher, plan=made.plan, items=[made.commitment_id], because=" ")
    assert publications.withdraw(by=publisher, plan=made.plan, items=[made.commitment_id], because="nhầm") == 1
    again = publish_codes(reporting, "T01")
    assert (again.page_id, again.pk != made.pk) == (made.page_id, True)
    happened = list(Change.objects.filter(page=made.page_id).order_by("pk").values_list("happened", flat=True))
    assert happened == ["published", "withdrawn", "published"]


def test_an_accepted_figure_is_public_in_the_act_that_accepts_it(reporting: Reporting) -> None:
    """And a corrected one is gone in the act that corrects; what says the same again changes nothing."""
    open_up(reporting, "T01")
    made = publish_codes(reporting, "T01")
    first = Register.objects.get().revision
    version = tell(reporting, "2600")
    assert _told(made)["verdict"]["status"] == "nearly_met"
    assert Register.objects.get().revision != first
    told = figure_actions.Told(version.value + 100, "tỷ đồng", TODAY, reason="đối chiếu")
    figure_actions.correct(by=reporting.people["editor"], seen=version, told=told)
    assert _told(made)["verdict"]["status"] == "exceeded"
    assert "2600" not in Page.objects.get(pk=made.page_id).content
    changes = Change.objects.count()
    publications.tell_all(day=TODAY)
    assert Change.objects.count() == changes


def test_a_figure_is_not_public_before_its_day(reporting: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither itself nor a verdict that rests on it; on the day the nightly look lets it out."""
    open_up(reporting, "T01")
    made = publish_codes(reporting, "T01")
    version, day = tell(reporting, "2777"), TODAY + timedelta(days=9)
    publications.hold_back(by=reporting.people["publisher"], figure=version.figure, until=day, reason="chờ công bố")
    assert _told(made)["figures"] == []
    assert _told(made)["verdict"]["status"] == "no_data"
    assert "2777" not in str(_told(made))
    _on(day, monkeypatch)
    assert publications.tell_all(day=day) == 1
    assert _told(made)["verdict"]["status"] == "exceeded"


def test_a_statistic_waits_for_its_release(reporting: Reporting) -> None:
    """Of an indicator that is released 60 days after its period; a person may say an earlier day, with a reason."""
    reporting.revenue.release_lag = 60
    reporting.revenue.save()
    open_up(reporting, "T01")
    version = tell(reporting, "2777")
    made = publish_codes(reporting, "T01")
    assert "2777" not in str(_told(made))
    publisher = reporting.people["publisher"]
    publications.hold_back(by=publisher, figure=version.figure, until=TODAY, reason="đã công bố sớm")
    assert "2777" in str(_told(made))
    assert Entry.objects.get(action="publishing.hold_back").details["reason"] == "đã công bố sớm"


def test_small_counts_of_persons_are_not_told(reporting: Reporting) -> None:
    """Neither the count nor the verdict that would give it away; five are told."""
    made = people_published(reporting, "T01")
    version = tell_people(reporting, "T01", "4", source="nguồn bốn")
    content = _told(made)
    assert (content["hidden"], content["figures"], content["verdict"]) == (True, [], None)
    assert "nguồn bốn" not in str(content)
    told = figure_actions.Told(version.value + 1, "đảng viên", TODAY, reason="đối chiếu")
    figure_actions.correct(by=reporting.people["editor"], seen=version, told=told)
    assert [each["value"] for each in _told(made)["figures"]] == ["5"]


def test_what_is_asked_in_bulk_is_only_what_is_internal(reporting: Reporting) -> None:
    """A restricted target is not opened by ticking all; a second person decides, never the one who asked."""
    plan, publisher = reporting.world.plan, reporting.people["publisher"]
    keys = list(plan.commitments.filter(kind="target").values_list("pk", flat=True))
    with pytest.raises(PlanError):
        ask_all_public(by=publisher, plan=plan, keys=keys, reason=" ")
    assert ask_all_public(by=publisher, plan=plan, keys=keys, reason="được phép") == 2
    assert not Commitment.objects.get(code="T03").sensitivity_changes.exists()


def test_the_triggers_are_there(db: None) -> None:
    """A migration that makes one of the tables anew has lost them."""
    names = {"publication_of_what_is_public", "publication_stays_of_what_is_public", "commitment_published_is_public"}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger")
        assert names <= {row[0] for row in cursor.fetchall()}


def _client(reporting: Reporting, who: str) -> Client:
    client = Client()
    client.force_login(reporting.people[who])
    return client


def test_the_whole_way_on_the_page(reporting: Reporting) -> None:
    """Asked, agreed, looked at, published, withdrawn: each with its button, by the persons whose work it is."""
    plan = reporting.world.plan
    keys = list(plan.commitments.filter(code__in=("T01", "T02", "T03")).values_list("pk", flat=True))
    page = f"/ke-hoach/{plan.pk}/cong-khai"
    publisher, editor = _client(reporting, "publisher"), _client(reporting, "editor")
    publisher.post(f"{page}/mo-pham-vi", {"take": keys, "reason": "được phép công khai"})
    assert "đang đề nghị công khai" in publisher.get(page).content.decode()
    assert "Công khai" not in publisher.get("/").content.decode().split("<main")[1]
    waiting = editor.get("/").content.decode().split("<main")[1]
    asked = plan.commitments.filter(sensitivity_changes__granted=None, sensitivity_changes__isnull=False)
    assert asked.count() == 2 and waiting.count(f'href="{page}"') == 1, "one line for all that is asked for in a plan"
    assert "đề nghị công khai 2 mục" in waiting and f"/muc/{keys[0]}" not in waiting
    editor.post(f"{page}/dong-y", {"take": keys})
    assert "đề nghị công khai" not in editor.get("/").content.decode().split("<main")[1]
    assert "2 mục được phép công khai" in publisher.get("/").content.decode()
    preview = publisher.get(f"{page}/xem-truoc/{keys[0]}").content.decode()
    assert "Chưa công khai gì" in preview
    assert not Page.objects.exists()
    may = list(plan.commitments.filter(sensitivity="public").values_list("pk", flat=True))
    told = publisher.get(f"{page}/xem-truoc/{plan.commitments.get(code='N02').pk}").content.decode()
    assert "30-11-2023" in told and "quá hạn" in told and not Page.objects.exists()
    publisher.post(f"{page}/muc", {"take": may, "scope": "results"})
    assert "2 trên 4 mục đã công khai" in publisher.get(page).content.decode()
    publisher.post(f"{page}/rut", {"take": may[:1], "reason": "ghi nhầm"})
    shown = publisher.get(page).content.decode()
    assert "1 trên 4 mục đã công khai" in shown
    assert "ghi nhầm" in shown
    publisher.post(f"{page}/rut", {"whole": "1", "reason": "rút hết"})
    assert not Publication.objects.live().exists()


def test_a_figure_is_held_back_on_the_page(reporting: Reporting) -> None:
    """Its day is shown beside it; a figure of nothing that may be public cannot be named."""
    open_up(reporting, "T01")
    own, other = tell(reporting, "2700"), tell(reporting, "0.05", indicator=reporting.cover, unit="%", basis="change")
    page, client = f"/ke-hoach/{reporting.world.plan.pk}/cong-khai", _client(reporting, "publisher")
    given = {"until": "2024-03-01", "reason": "chờ công bố"}
    assert client.post(f"{page}/ngay", {"figure_key": own.figure_id, **given}).status_code == 302
    assert "01-03-2024" in client.get(page).content.decode()
    assert client.post(f"{page}/ngay", {"figure_key": other.figure_id, **given}).status_code == 404

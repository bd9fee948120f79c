"""Urging in the site: over days, by real acts of people: drafted, signed, answered, decided; nothing twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dondoc.evaluating.tasks import TaskState
from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.audit.models import Entry
from dondoc.web.calendar.actions import bring_shipped_years
from dondoc.web.calendar.models import Day
from dondoc.web.figures.rounds import open_round
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import grant
from dondoc.web.plans.models import Sensitivity, Task
from dondoc.web.urging import actions
from dondoc.web.urging.actions import UrgingError
from dondoc.web.urging.drafting import draft_all
from dondoc.web.urging.models import Answer, Letter, Step
from dondoc.web.urging.words import Outcome
from tests.web.world import World, make_world, settle

DUE = date(2023, 11, 30)  # N02: «trước ngày 30/11/2023» ends with the day before
At = Callable[[date], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    def moved(day: date) -> None:
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(day, time(8), VIETNAM))

    return moved


@pytest.fixture
def world(administrator: Any, at: At) -> World:
    """The department leads N02, which the document wants before 30-11-2023; the year's days off are known."""
    at(date(2023, 9, 1))
    made = make_world(administrator)
    bring_shipped_years()
    settle(made.accounts["editor"], made.plan.commitments.get(code="N02"), "lead", made.department.pk)
    Task.objects.filter(code="N01").update(deadline=None, deadline_kind="")
    return made


def _task() -> Task:
    return Task.objects.get(code="N02")


def _run(at: At, first: date, last: date) -> list[tuple[date, dict[str, int]]]:
    """The nights from `first` to `last`; those on which something was drafted."""
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        at(day)
        counted = draft_all(as_of=day)
        if counted:
            found.append((day, dict(counted)))
    return found


def _signed(world: World, letter: Letter, number: str = "12/VPTU", on: date | None = None) -> Letter:
    letter.refresh_from_db()
    on = on or max(letter.steps.values_list("drafted_on", flat=True))
    return actions.sign(by=world.accounts["assigner"], letter=letter, number=number, on=on, seen=letter.version)


def test_the_ladder_is_gone_day_by_day(world: World, at: At) -> None:
    """A reminder, a note, a request for an explanation, a report: each on its working day, once, and signed."""
    deadline = _task().deadline
    assert deadline is not None
    assert _run(at, date(2023, 11, 1), deadline) == [(Day.objects.working_days().before(deadline, 5), {"reminder": 1})]
    after = _run(at, deadline + timedelta(days=1), deadline + timedelta(days=20))
    assert [counted for _day, counted in after] == [{"note": 1}]  # it waits for its signature: nothing follows
    note = Letter.objects.get()
    on = deadline + timedelta(days=20)
    at(on)
    _signed(world, note, on=on)
    calendar = Day.objects.working_days()
    assert note.__class__.objects.get().answer_by == calendar.after(on, 3)
    later = _run(at, on, on + timedelta(days=20))
    asked_on = calendar.after(calendar.after(on, 3), 2)
    assert later == [(asked_on, {"explanation": 1})]
    second = Letter.objects.drafts().get()
    at(asked_on)
    _signed(world, second, "13/VPTU")
    last = _run(at, asked_on, asked_on + timedelta(days=40))
    assert [counted for _day, counted in last] == [{"report": 1}]
    report = Letter.objects.drafts().get()
    assert (report.to_leader, report.body) == (True, world.department)
    at(last[0][0])
    _signed(world, report, "14/VPTU")
    assert _run(at, last[0][0], last[0][0] + timedelta(days=60)) == []
    assert {calendar.is_working_day(step.drafted_on) for step in Step.objects.all()} == {True}


def test_the_same_day_again_drafts_nothing(world: World, at: At) -> None:
    """And the database refuses a step of a thing twice for one deadline."""
    day = date(2023, 12, 4)
    at(day)
    assert dict(draft_all(as_of=day)) == {"note": 1}
    assert dict(draft_all(as_of=day)) == {}
    step = Step.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(
            office=step.office, body=step.body, task=step.task, step=step.step, deadline=step.deadline,
            drafted_on=day,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(office=step.office, body=step.body, step="note", drafted_on=day)


def test_nothing_on_a_day_off(world: World, at: At) -> None:
    """A weekend and a holiday draft nothing; the next working day makes up for them."""
    for day in (date(2023, 12, 2), date(2023, 12, 3), date(2024, 1, 1)):
        assert not draft_all(as_of=day)
    assert dict(draft_all(as_of=date(2024, 1, 2))) == {"note": 1}


def test_what_becomes_due_before_the_signature_stands_in_one_letter(world: World, at: At) -> None:
    """One document a body: a report that is owed joins the task of the draft; who saw the draft before sees it anew."""
    at(date(2023, 12, 1))
    draft_all(as_of=date(2023, 12, 1))
    letter = Letter.objects.get()
    assert letter.version == 0
    open_round(by=world.accounts["editor"], office=world.office, period="2023-H2")
    draft_all(as_of=date(2023, 12, 26))
    letter.refresh_from_db()
    assert sorted(step.item.split("-")[0] for step in letter.steps.all()) == ["report", "task"]
    assert Letter.objects.count() == 1
    at(date(2023, 12, 26))
    with pytest.raises(UrgingError, match="vừa thay đổi"):
        actions.sign(by=world.accounts["assigner"], letter=letter, number="1", on=date(2023, 12, 26), seen=0)
    with pytest.raises(UrgingError, match="Ngày ban hành"):
        _signed(world, letter, on=date(2023, 12, 20))


def test_what_is_done_is_taken_out_of_drafts(world: World, at: At) -> None:
    """A task that was done before the signature is not urged; what is left in the letter is."""
    at(date(2023, 12, 1))
    draft_all(as_of=date(2023, 12, 1))
    open_round(by=world.accounts["editor"], office=world.office, period="2023-H2")
    draft_all(as_of=date(2023, 12, 26))
    Task.objects.filter(code="N02").update(state=TaskState.CONFIRMED.value)
    at(date(2023, 12, 26))
    letter = _signed(world, Letter.objects.get())
    assert [step.report_id is not None for step in letter.steps.filter(closed_on=None)] == [True]
    assert letter.steps.exclude(closed_on=None).get().issued_on is None


def test_a_letter_about_what_is_done_is_dropped_by_itself(world: World, at: At) -> None:
    draft_all(as_of=date(2023, 12, 4))
    Task.objects.filter(code="N02").update(state=TaskState.WITHDRAWN.value)
    draft_all(as_of=date(2023, 12, 5))
    dropped = Letter.objects.get()
    assert (dropped.state, dropped.dropped_because, dropped.decided_by) == (
        "dropped",
        "Mọi việc trong văn bản đã xong.",
        None,
    )
    assert Entry.objects.filter(action="urging.drop", by=None).count() == 1


def test_a_dropped_note_is_not_the_end(world: World, at: At) -> None:
    """The next step comes in its time, for a person to decide again."""
    day = date(2023, 12, 4)
    at(day)
    draft_all(as_of=day)
    letter = Letter.objects.get()
    with pytest.raises(UrgingError, match="lý do"):
        actions.drop(by=world.accounts["editor"], letter=letter, reason=" ", seen=0)
    actions.drop(by=world.accounts["editor"], letter=letter, reason="đã trao đổi", seen=0)
    assert _run(at, day, day + timedelta(days=5)) == []
    assert [counted for _day, counted in _run(at, day + timedelta(days=6), day + timedelta(days=12))] == [
        {"explanation": 1}
    ]


def _answered(world: World, at: At, proposed: date | None = None) -> Answer:
    at(date(2023, 12, 4))
    draft_all(as_of=date(2023, 12, 4))
    _signed(world, Letter.objects.get())
    at(date(2023, 12, 5))
    told = "Chưa trình được vì chờ ý kiến thẩm định (minh họa)."
    return actions.answer(by=world.accounts["reporter"], step=Step.objects.get(), because=told, proposed=proposed)


def test_an_answer_waits_for_a_decision(world: World, at: At) -> None:
    """Until then nothing follows; it is given once, and only to what asks for one."""
    said = _answered(world, at)
    assert _run(at, date(2023, 12, 5), date(2024, 1, 31)) == []
    with pytest.raises(UrgingError, match="đã được trả lời"):
        actions.answer(by=world.accounts["head"], step=said.step, because="x", proposed=None)


def test_an_accepted_answer_ends_the_ladder(world: World, at: At) -> None:
    said = _answered(world, at)
    actions.decide(by=world.accounts["assigner"], said=said, outcome=Outcome.ACCEPTED)
    assert _run(at, date(2023, 12, 5), date(2024, 2, 28)) == []
    with pytest.raises(UrgingError, match="Đã có quyết định"):
        actions.decide(by=world.accounts["assigner"], said=said, outcome=Outcome.REFUSED)


def test_an_extension_is_a_new_deadline_beside_the_first(world: World, at: At) -> None:
    """The first one stays in the plan; the ladder begins anew with the new one."""
    said, first = _answered(world, at, proposed=date(2024, 1, 15)), _task().deadline
    with pytest.raises(UrgingError, match="Gia hạn cần"):
        actions.decide(by=world.accounts["assigner"], said=said, outcome=Outcome.EXTENDED)
    actions.decide(by=world.accounts["assigner"], said=said, outcome=Outcome.EXTENDED, new_deadline=date(2024, 1, 15))
    assert _task().deadline == first
    found = _run(at, date(2023, 12, 6), date(2024, 1, 20))
    assert found == [(date(2024, 1, 8), {"reminder": 1}), (date(2024, 1, 16), {"note": 1})]
    assert Step.objects.filter(step="note").order_by("pk").last().deadline == date(2024, 1, 15)


def test_a_refused_answer_goes_on_and_a_grave_one_to_the_leader(world: World, at: At) -> None:
    said = _answered(world, at)
    actions.decide(by=world.accounts["assigner"], said=said, outcome=Outcome.REFUSED)
    assert _run(at, date(2023, 12, 5), date(2023, 12, 7)) == [(date(2023, 12, 6), {"explanation": 1})]
    at(date(2023, 12, 6))
    _signed(world, Letter.objects.drafts().get(), "13/VPTU")
    again = actions.answer(
        by=world.accounts["head"], step=Step.objects.get(step="explanation"), because="Chưa xong.", proposed=None
    )
    actions.decide(by=world.accounts["assigner"], said=again, outcome=Outcome.TO_LEADER)
    report = Letter.objects.drafts().get()
    assert (report.step, report.to_leader) == ("report", True)
    at(date(2023, 12, 7))
    _signed(world, report, "14/VPTU", on=date(2023, 12, 7))
    assert _run(at, date(2023, 12, 7), date(2024, 2, 28)) == []


def test_a_vertical_service_is_asked_and_nobody_is_reported(world: World, at: At, administrator: Any) -> None:
    """Who may be urged is data: the police are asked to coordinate; what nobody leads goes to the leader."""
    police = create_body(by=administrator, key="ca", kind="vertical", name="Công an tỉnh")
    settle(world.accounts["editor"], _task(), "lead", police.pk)
    assert dict(draft_all(as_of=date(2023, 12, 4))) == {"request": 1}


def test_what_nobody_leads_goes_to_the_leader(world: World) -> None:
    """There is nobody to urge: whoever gives out work is told."""
    settle(world.accounts["editor"], _task(), "lead", None)
    assert dict(draft_all(as_of=date(2023, 12, 4))) == {"unassigned": 1}
    letter = Letter.objects.get()
    assert (letter.body, letter.to_leader) == (None, True)


def test_numbers_are_given_once_a_year_and_in_a_row(world: World, at: At, administrator: Any) -> None:
    """Several drafts are signed at once; a number that is taken is refused, with the reason."""
    open_round(by=world.accounts["editor"], office=world.office, period="2023-H2")
    health = Body.objects.get(key="syt")
    settle(world.accounts["editor"], _task(), "lead", health.pk)
    at(date(2023, 12, 26))
    draft_all(as_of=date(2023, 12, 26))
    letters = list(Letter.objects.order_by("body__sort_key"))
    told = {"symbol": "VPTU-TH", "on": date(2023, 12, 26)}
    assert actions.sign_all(by=world.accounts["assigner"], letters=letters, first=7, **told) == []
    assert sorted(Letter.objects.values_list("number", flat=True)) == ["7/VPTU-TH", "8/VPTU-TH"]
    assert _run(at, date(2023, 12, 27), date(2024, 1, 5))
    draft = Letter.objects.drafts().order_by("pk")[0]
    taken = Letter.objects.create(
        office=world.office, body=world.department, step="note", drafted_on=date(2023, 12, 26)
    )
    draft.steps.update(letter=taken)
    with pytest.raises(UrgingError, match="Ngày ban hành"):
        _signed(world, taken, "7/VPTU-TH", on=date(2023, 12, 29))
    Step.objects.filter(letter=taken).update(drafted_on=date(2023, 12, 26))
    with pytest.raises(UrgingError, match="đã dùng trong năm 2023"):
        _signed(world, taken, "7/VPTU-TH", on=date(2023, 12, 29))
    assert _signed(world, taken, "7/VPTU-TH", on=date(2024, 1, 3)).year == 2024


def test_a_letter_says_what_else_is_overdue(world: World, at: At) -> None:
    """What was urged before and is open still stands in the next letter to the body, and stays as it was signed."""
    at(date(2023, 12, 4))
    draft_all(as_of=date(2023, 12, 4))
    _signed(world, Letter.objects.get(), "1/VPTU")
    open_round(by=world.accounts["editor"], office=world.office, period="2023-H2")
    at(date(2023, 12, 26))
    assert dict(draft_all(as_of=date(2023, 12, 26))) == {"explanation": 1, "note": 1}
    later = _signed(world, Letter.objects.drafts().get(step="note"), "2/VPTU")
    assert [step.task.code for step in later.others.all() if step.task] == ["N02"]


def test_an_old_plan_urges_nobody(world: World) -> None:
    """What was due more than a year ago is not taken up: the plan is there for its history."""
    assert not draft_all(as_of=date(2026, 11, 2))


@pytest.fixture
def written(world: World, at: At) -> Letter:
    """The note of 4-12-2023 as a draft."""
    at(date(2023, 12, 4))
    draft_all(as_of=date(2023, 12, 4))
    return Letter.objects.get()


def _as(client: Client, world: World, who: str) -> Client:
    client.force_login(world.accounts[who])
    return client


def test_the_whole_way_by_pages(client: Client, world: World, written: Letter, at: At) -> None:
    """Signed in the office, answered in the unit, decided in the office; each finds it on the first page."""
    page = _as(client, world, "assigner").get("/").content.decode()
    assert "Văn phòng Tỉnh ủy: 1 văn bản đôn đốc" in page
    address = f"/don-doc/{written.pk}"
    told = {"opening": "Đề nghị khẩn trương (minh họa).", "seen": 0}
    assert client.post(f"{address}/sua", told).status_code == 302
    sent = {"number": "12/VPTU", "on": "2023-12-04", "seen": 1}
    assert client.post(f"{address}/ky", sent | {"seen": 0}).status_code == 422
    assert client.post(f"{address}/ky", sent).status_code == 302
    step = Step.objects.get()
    unit = _as(client, world, "reporter")
    assert "Phiếu đôn đốc 12/VPTU" in unit.get("/").content.decode()
    page = unit.get(address).content.decode()
    assert "quá hạn" in page
    assert "Đề nghị khẩn trương (minh họa)." in page
    answer = {"because": "Chờ thẩm định (minh họa).", "proposed": "2024-01-15"}
    assert unit.post(f"{address}/viec/{step.pk}/tra-loi", answer).status_code == 302
    assert "cần trả lời" not in unit.get("/").content.decode()
    office = _as(client, world, "assigner")
    assert "Giải trình chờ quyết định" in office.get("/").content.decode()
    decision = {"outcome": "extended", "new_deadline": "2024-01-15", "note": "Theo đề nghị."}
    assert office.post(f"{address}/viec/{step.pk}/quyet-dinh", decision).status_code == 302
    page = _as(client, world, "reporter").get(address).content.decode()
    assert "gia hạn" in page
    assert "15-01-2024" in page


def test_a_unit_sees_no_draft_and_no_report_about_it(client: Client, world: World, written: Letter) -> None:
    """Only what was issued to it."""
    assert _as(client, world, "reporter").get(f"/don-doc/{written.pk}").status_code == 404
    Letter.objects.filter(pk=written.pk).update(state="issued", issued_on=date(2023, 12, 4), year=2023, to_leader=True)
    assert client.get(f"/don-doc/{written.pk}").status_code == 403
    assert f"/don-doc/{written.pk}" not in client.get("/don-doc").content.decode()
    assert "Báo cáo lãnh đạo về việc quá hạn" in _as(client, world, "leader").get("/").content.decode()


def test_restricted_words_are_kept_from_who_may_not_read_them(client: Client, world: World, written: Letter) -> None:
    """On the page stands how many there are."""
    Task.objects.filter(code="N02").update(sensitivity=Sensitivity.RESTRICTED.value)
    world.plan.readers.all().delete()
    page = _as(client, world, "editor").get(f"/don-doc/{written.pk}").content.decode()
    assert "kinh tế tập thể" not in page
    assert "và 1 việc hạn chế mà bạn không được đọc." in page
    world.plan.readers.create(role="editor")
    assert "kinh tế tập thể" in client.get(f"/don-doc/{written.pk}").content.decode()


def test_many_are_signed_and_dropped_from_the_list(client: Client, world: World, written: Letter) -> None:
    """What changed since it was seen is refused and said; a form without its fields too."""
    office = _as(client, world, "assigner")
    told = {"letter": f"{written.pk}-0", "first": "5", "symbol": "VPTU", "on": "2023-12-04"}
    assert "Hãy chọn" in office.post("/don-doc/ky", told | {"letter": ""}, follow=True).content.decode()
    assert "cần số đầu tiên" in office.post("/don-doc/ky", told | {"first": ""}, follow=True).content.decode()
    assert (
        "vừa thay đổi" in office.post("/don-doc/ky", told | {"letter": f"{written.pk}-9"}, follow=True).content.decode()
    )
    assert "nêu lý do" in office.post("/don-doc/bo", {"letter": f"{written.pk}-0"}, follow=True).content.decode()
    assert "Đã ký và gửi 1" in office.post("/don-doc/ky", told, follow=True).content.decode()
    written.refresh_from_db()
    assert written.number == "5/VPTU"


def test_a_mark_of_secrecy_is_refused(client: Client, world: World, written: Letter) -> None:
    """In the opening, in an answer and in a note of a decision."""
    marked = "Theo công văn\nTỐI MẬT\nđề nghị"
    office = _as(client, world, "editor")
    page = office.post(f"/don-doc/{written.pk}/sua", {"opening": marked, "seen": 0})
    assert (page.status_code, "dấu chỉ độ mật" in page.content.decode()) == (422, True)
    assert "đề nghị" not in page.content.decode().split("Lời mở đầu")[1].split("</textarea>")[0]
    _signed(world, written)
    unit, step = _as(client, world, "reporter"), Step.objects.get()
    page = unit.post(f"/don-doc/{written.pk}/viec/{step.pk}/tra-loi", {"because": marked})
    assert (page.status_code, Answer.objects.count()) == (422, 0)


def test_the_pages_ask_few_queries(client: Client, world: World, written: Letter, administrator: Any) -> None:
    """As many for twenty letters and things as for one."""
    _as(client, world, "assigner")
    few = [_queries(client, address) for address in ("/don-doc", f"/don-doc/{written.pk}")]
    task = written.steps.get().task
    for number in range(20):
        body = create_body(by=administrator, key=f"b{number}", kind="department", name=f"Sở số {number}")
        Letter.objects.create(office=world.office, body=body, step="note", drafted_on=date(2023, 12, 4))
        Step.objects.create(
            office=world.office, body=world.department, task=task, letter=written, step=f"x{number}", deadline=DUE,
            drafted_on=date(2023, 12, 4),
        )  # fmt: skip
    assert [_queries(client, address) for address in ("/don-doc", f"/don-doc/{written.pk}")] == few
    assert few[0] <= 12 and few[1] <= 14, few


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_another_unit_reads_nothing(client: Client, world: World, written: Letter, administrator: Any) -> None:
    """Not even that there is a letter."""
    other = world.accounts["none"]
    grant(
        by=administrator, account=other, role="reporter", body=Body.objects.get(key="syt"), valid_from=date(2020, 1, 1)
    )
    client.force_login(other)
    assert client.get(f"/don-doc/{written.pk}").status_code == 403


def _docx(client: Client, letter: Letter) -> str:
    opened = docx.Document(io.BytesIO(client.get(f"/don-doc/{letter.pk}/tep").content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in opened.paragraphs)])


def test_the_letter_as_a_document(client: Client, world: World, written: Letter) -> None:
    """With number, day and things; restricted words only for who may read them; the same bytes each time."""
    _as(client, world, "editor")
    assert "Số …" in _docx(client, written)
    _signed(world, written)
    said = _docx(client, written)
    for words in (
        "TỈNH ỦY",
        "PHIẾU ĐÔN ĐỐC",
        "Số 12/VPTU",
        "ngày 04 tháng 12 năm 2023",
        "kinh tế tập thể",
        "7/12/2023",
    ):
        assert words in said, words
    address = f"/don-doc/{written.pk}/tep"
    assert client.get(address).content == client.get(address).content
    Task.objects.filter(code="N02").update(sensitivity=Sensitivity.RESTRICTED.value)
    world.plan.readers.all().delete()
    said = _docx(client, written)
    assert ("kinh tế tập thể" in said, "Ngoài ra có 1 việc hạn chế" in said) == (False, True)


def test_an_office_edits_its_template(client: Client, world: World, written: Letter) -> None:
    """What is given back is tried first; a trap is refused with the reason, and the office may go back."""
    _as(client, world, "editor")
    made = docx.Document()
    made.add_paragraph("Mẫu riêng: {{ kind }} gửi {{ addressee }}")
    own = io.BytesIO()
    made.save(own)
    made.add_paragraph("{{ kind.__class__ }}")
    trap = io.BytesIO()
    made.save(trap)
    page = client.post("/don-doc/mau/vptu/nap", {"file": ContentFile(own.getvalue(), "mau.docx")}, follow=True)
    assert "Đã nhận mẫu mới." in page.content.decode()
    assert _docx(client, written) == "Mẫu riêng: PHIẾU ĐÔN ĐỐC gửi Sở Tài chính"
    page = client.post("/don-doc/mau/vptu/nap", {"file": ContentFile(trap.getvalue(), "mau.docx")}, follow=True)
    assert "không được dùng: __class__" in page.content.decode()
    assert client.get("/don-doc/mau/vptu").content == own.getvalue()
    client.post("/don-doc/mau/vptu/nap", {"drop": "1"})
    assert "PHIẾU ĐÔN ĐỐC" in _docx(client, written)
    assert Entry.objects.filter(action__startswith="urging.", action__endswith="template").count() == 2

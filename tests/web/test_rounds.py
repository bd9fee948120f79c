"""A reporting round: what each unit is asked, what it types, and the steps from a draft to figures that count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from dondoc.evaluating.verdicts import Status
from dondoc.web.audit.models import Entry
from dondoc.web.figures import approving, evidence, saving
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.approving import IncompleteError, Signed
from dondoc.web.figures.beside import known_beside
from dondoc.web.figures.due import due_of, periods_of
from dondoc.web.figures.models import Evidence, Narrative, Report, ReportState, Round, Stage, State, Version
from dondoc.web.figures.proposing import rounds_due
from dondoc.web.figures.rounds import close_round, open_round, reopen_round
from dondoc.web.figures.saving import CellConflictError, CellRefusedError
from dondoc.web.figures.standing import standings
from dondoc.web.figures.steps import Taken, set_way
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.held import held_by
from dondoc.web.plans.models import PlanReader, Target
from tests.web.reporting import LAST_DAY, PERIOD, Reporting, make_reporting

H2 = (date(2023, 7, 1), LAST_DAY)


@pytest.fixture
def reporting(administrator: Any) -> Reporting:
    return make_reporting(administrator)


def _status(reporting: Reporting, code: str = "T01", **when: Any) -> tuple[str, Any]:
    target = Target.objects.select_related("plan__office", "indicator").get(plan=reporting.world.plan, code=code)
    verdict = standings([target], **{"as_of": timezone.localdate(), **when})[target.pk][0]
    return verdict.status, verdict.done


def test_each_unit_is_asked_what_it_leads_and_was_given(reporting: Reporting) -> None:
    """The lead for the whole, the communes for their parts; what has no indicator is named, with tasks to tell of."""
    lead, commune = reporting.due("stc"), reporting.due("xa1")
    assert [(each.indicator.key, each.body.key, each.basis, each.start, each.end) for each in lead.figures] == [
        ("thu", "tu", "cumulative", *H2),
        ("rung", "tu", "change", *H2),
    ]
    assert [(each.indicator.key, each.body.key, each.needs[0].given) for each in commune.figures] == [
        ("thu", "xa1", Decimal(1000))
    ]
    assert [each.code for each in lead.unlinked] == ["T03"]
    assert [each.code for each in lead.commitments] == ["T01", "T02", "T03", "N01"]
    assert {each.body.key for each in reporting.round.reports.all()} == {"stc", "xa1", "xa2"}
    assert reporting.round.due_on == date(2023, 12, 25)


def test_what_is_restricted_is_asked_of_who_may_read_it(reporting: Reporting) -> None:
    """A reporter whom the plan does not name does not see it in the list."""
    PlanReader.objects.filter(role="reporter").delete()
    report = reporting.report("stc")
    codes = [
        [each.code for each in due_of(report.round, report.body, held_by(reporting.people[who], LAST_DAY)).commitments]
        for who in ("reporter", "head")
    ]
    assert codes == [["T01", "T02", "N01"], ["T01", "T02", "T03", "N01"]]


def test_a_round_is_opened_once_and_takes_in_who_is_new(reporting: Reporting) -> None:
    """Again it adds nothing; a period of no plan is refused, and months of the plan are asked as the indicator is."""
    editor, office = reporting.people["editor"], reporting.world.office
    before = Entry.objects.count()
    assert open_round(by=editor, office=office, period=PERIOD) == reporting.round
    assert Entry.objects.count() == before
    with pytest.raises(FigureError, match="Chưa có kế hoạch"):
        open_round(by=editor, office=office, period="2024-H1")
    month = open_round(by=editor, office=office, period="2023-09")
    commune = reporting.communes[0]
    assert due_of(month, commune).figures == ()
    reporting.revenue.frequency = "month"
    reporting.revenue.save()
    assert [each.end for each in due_of(month, commune).figures] == [date(2023, 9, 30)]
    open_round(by=editor, office=office, period="2023-09")
    assert {each.body.key for each in month.reports.select_related("body")} == {"stc", "xa1", "xa2"}
    assert periods_of(reporting.world.plan)[:3] == ["2023-H2", "2023-Q3", "2023-Q4"]


def test_the_second_who_saves_is_told_and_nothing_is_lost(reporting: Reporting) -> None:
    """Who has not seen the last version of a cell decides between the two; the first stays until then."""
    first = reporting.type("xa1", "950", who="xa1-reporter")
    with pytest.raises(CellConflictError) as refused:
        reporting.type("xa1", "900", who="xa1-head")
    assert (refused.value.row.value, refused.value.row.changed_by) == (950, reporting.people["xa1-reporter"])
    second = reporting.type("xa1", "900", who="xa1-head", seen=first.version)
    assert (second.value, second.version) == (900, 2)
    details = [entry.details for entry in Entry.objects.filter(action="figures.save_cell").order_by("pk")]
    assert [(each["before"].get("value"), each["after"]["value"]) for each in details] == [
        (None, "950"),
        ("950", "900"),
    ]


def test_rules_stop_what_is_wrong_and_ask_about_what_is_odd(reporting: Reporting) -> None:
    """An error is not kept; a warning is, and the report waits for its reason; no data is not zero."""
    with pytest.raises(CellRefusedError, match="sau ngày cuối"):
        reporting.type("xa1", "950", who="xa1-reporter", cut_off=date(2024, 1, 5))
    with pytest.raises(FigureError, match="không chọn"):
        reporting.type("xa1", "950", who="xa1-reporter", no_data=True)
    assert not reporting.report("xa1").cells.exists()
    with pytest.raises(IncompleteError) as missing:
        reporting.submit("xa1", who="xa1-reporter")
    assert [each.row for each in missing.value.missing] == [reporting.asked("xa1").row]
    odd = reporting.type("xa1", "-5", who="xa1-reporter")
    with pytest.raises(IncompleteError) as odd_one:
        reporting.submit("xa1", who="xa1-reporter")
    assert [each.row for each in odd_one.value.unexplained] == [odd.row]
    reporting.type("xa1", None, who="xa1-reporter", seen=1, no_data=True)
    with pytest.raises(IncompleteError):
        reporting.submit("xa1", who="xa1-reporter")
    reporting.type("xa1", None, who="xa1-reporter", seen=2, no_data=True, reason="chưa quyết toán")
    made = reporting.submit("xa1", who="xa1-reporter")
    assert [(each.tells, each.value, each.reason) for each in made] == [("no_data", None, "chưa quyết toán")]


def test_from_draft_to_a_verdict(reporting: Reporting) -> None:
    """Returned, corrected, approved, accepted: the verdict is current at once, each version readable as of its day."""
    assert _status(reporting) == (Status.NO_DATA, None)
    reporting.type("stc", "2500", who="stc-reporter")
    reporting.type("stc", "0.07", who="stc-reporter", place=1)
    first = reporting.submit("stc", who="stc-reporter")[0]
    with pytest.raises(FigureError, match="đã trình"):
        reporting.type("stc", "1", who="stc-reporter", seen=1)
    with pytest.raises(FigureError, match="lý do trả lại"):
        approving.send_back(by=reporting.people["head"], report=reporting.report("stc"), reason=" ")
    approving.send_back(by=reporting.people["head"], report=reporting.report("stc"), reason="thiếu thu từ đất")
    assert reporting.report("stc").because == "thiếu thu từ đất"
    reporting.type("stc", "2700", who="stc-reporter", seen=1)
    second = reporting.submit("stc", who="stc-reporter")[0]
    assert (second.number, second.corrects, second.reason) == (2, first, "thiếu thu từ đất")
    assert _status(reporting) == (Status.NO_DATA, None)
    approving.approve(by=reporting.people["head"], report=reporting.report("stc"))
    accepted = approving.accept(by=reporting.people["editor"], report=reporting.report("stc"))
    assert second in accepted
    assert _status(reporting) == (Status.EXCEEDED, 2700)
    assert _status(reporting, "T02") == (Status.MET, Decimal("0.07"))
    assert [(each.number, each.state, each.value) for each in first.figure.versions.all()] == [
        (1, "returned", 2500), (2, "accepted", 2700)
    ]  # fmt: skip
    actions = Entry.objects.filter(action__startswith="figures.").values_list("action", flat=True)
    assert {"figures.submit", "figures.send_back", "figures.approve", "figures.accept"} <= set(actions)


def test_accepted_data_are_locked_until_opened_with_a_reason(reporting: Reporting) -> None:
    """Opened again, the accepted value counts until the corrected one is accepted; both stay readable."""
    reporting.type("stc", "2600", who="stc-reporter")
    reporting.type("stc", None, who="stc-reporter", place=1, no_data=True, reason="chưa kiểm kê")
    reporting.submit("stc", who="stc-reporter")
    approving.approve(by=reporting.people["head"], report=reporting.report("stc"))
    approving.accept(by=reporting.people["editor"], report=reporting.report("stc"))
    with pytest.raises(FigureError):
        approving.send_back(by=reporting.people["editor"], report=reporting.report("stc"), reason="x")
    approving.reopen(by=reporting.people["editor"], report=reporting.report("stc"), reason="kho bạc đối chiếu")
    reporting.type("stc", "2680", who="stc-reporter", seen=1)
    made = reporting.submit("stc", who="stc-reporter")
    assert [(each.value, each.number, each.reason) for each in made] == [(2680, 2, "kho bạc đối chiếu")]
    assert _status(reporting)[1] == 2600
    approving.approve(by=reporting.people["head"], report=reporting.report("stc"))
    approving.accept(by=reporting.people["editor"], report=reporting.report("stc"))
    assert _status(reporting)[1] == 2680
    assert Version.objects.filter(state=State.SUPERSEDED.value).get().value == 2600


def test_each_step_by_another_person_unless_the_office_says_otherwise(reporting: Reporting) -> None:
    """Who reported does not approve; without the head's step a report goes to the office at once."""
    reporting.type("xa1", "950", who="xa1-head")
    reporting.submit("xa1", who="xa1-head")
    with pytest.raises(FigureError, match="người khác"):
        approving.approve(by=reporting.people["xa1-head"], report=reporting.report("xa1"))
    approving.send_back(by=reporting.people["editor"], report=reporting.report("xa1"), reason="một người làm hai bước")
    steps = Taken(head_approves=False, four_eyes=False)
    set_way(by=reporting.people["editor"], office=reporting.world.office, steps=steps)
    reporting.submit("xa1", who="xa1-head")
    reporting.type("xa2", "1500", who="xa2-reporter")
    assert [each.state for each in reporting.submit("xa2", who="xa2-reporter")] == [State.APPROVED]
    done, refused = approving.accept_all(
        by=reporting.people["editor"], reports=[reporting.report(each) for each in ("xa1", "xa2", "stc")]
    )
    assert [each.body.key for each in done] == ["xa1", "xa2"]
    assert [each.body.key for each, _why in refused] == ["stc"]


def test_a_unit_approves_by_its_signed_report(reporting: Reporting) -> None:
    """With number, day and file; without the file it is not taken."""
    reporting.type("xa1", "950", who="xa1-reporter")
    signed = Signed("12/BC-UBND", date(2023, 12, 20))
    with pytest.raises(FigureError, match="đính kèm"):
        reporting.submit("xa1", who="xa1-reporter", signed=signed)
    by, report = reporting.people["xa1-reporter"], reporting.report("xa1")
    kept = evidence.attach(by=by, report=report, name="bao-cao.pdf", data=b"%PDF-", is_signed_report=True)
    reporting.submit("xa1", who="xa1-reporter", signed=signed)
    report = reporting.report("xa1")
    assert (report.state, report.signed_number) == (ReportState.APPROVED, "12/BC-UBND")
    evidence.erase(by=by, evidence=kept, reason="có tên người")
    gone = Evidence.objects.get(pk=kept.pk)
    assert (gone.content, gone.sha256, gone.erased_because) == (None, kept.sha256, "có tên người")


def test_evidence_comes_through_the_door(reporting: Reporting) -> None:
    """A mark of secrecy, another kind of file and one that is too large are refused before anything is written."""
    secret = "Độ mật: TỐI MẬT\n".encode()
    for name, data, words in (
        ("a.xls", b"x", "loại khác"),
        ("a.pdf", b"x" * (evidence.MOST_BYTES + 1), "20 MB"),
        ("a.docx", secret, "độ mật"),
        ("a.pdf", b"%PDF-1.4 hong", "PDF"),
    ):
        with pytest.raises(FigureError, match=words):
            evidence.check(name, data)


def test_words_are_told_on_targets_and_tasks(reporting: Reporting) -> None:
    """Kept with a version; the entry has how long they are, for what they say may have to be erased."""
    report, task = reporting.report("stc"), reporting.world.plan.commitments.get(code="N01")
    words = {"results": "Đã thu 2.500 tỷ", "shortcomings": "chậm", "causes": "", "proposals": ""}
    by = reporting.people["reporter"]
    saving.save_narrative(by=by, report=report, commitment=task, words=words, seen=0)
    with pytest.raises(CellConflictError):
        saving.save_narrative(by=by, report=report, commitment=task, words=words, seen=0)
    assert Narrative.objects.get().results == "Đã thu 2.500 tỷ"
    entry = Entry.objects.get(action="figures.save_narrative")
    assert entry.details["letters"]["shortcomings"] == 4
    assert "2.500" not in str(entry.details)


def test_a_closed_round_stays_as_it_is(reporting: Reporting) -> None:
    """Until it is opened again with a reason."""
    editor = reporting.people["editor"]
    close_round(by=editor, round_=reporting.round)
    reporting.round.refresh_from_db()
    with pytest.raises(FigureError, match="đã khóa"):
        reporting.type("xa1", "950", who="xa1-reporter")
    with pytest.raises(FigureError, match="lý do"):
        reopen_round(by=editor, round_=reporting.round, reason="")
    reopen_round(by=editor, round_=reporting.round, reason="xã số 1 gửi bổ sung")
    reporting.round.refresh_from_db()
    assert reporting.type("xa1", "950", who="xa1-reporter").value == 950


def test_parts_check_the_whole_and_the_whole_the_parts(reporting: Reporting) -> None:
    """The units' accepted values beside the lead's: a difference is asked about, and does not change the whole."""
    reporting.accepted("xa1", "1000")
    reporting.accepted("xa2", "1500", who="xa2")
    due = reporting.due("stc")
    known = known_beside(reporting.round, due)
    beside = known.beside(due.figures[0])
    assert (sorted(beside.parts or ()), beside.whole) == ([1000, 1500], None)
    reporting.type("stc", "2600", who="stc-reporter")
    reporting.type("stc", "0.07", who="stc-reporter", place=1)
    with pytest.raises(IncompleteError):
        reporting.submit("stc", who="stc-reporter")
    reporting.type("stc", "2600", who="stc-reporter", seen=1, reason="có thu do tỉnh quản lý")
    assert reporting.submit("stc", who="stc-reporter")[0].kept_because == "có thu do tỉnh quản lý"


def test_a_whole_that_is_rolled_up_is_not_asked_but_computed(reporting: Reporting) -> None:
    """From the accepted values of all units that were given a part; while one is absent there is none."""
    reporting.revenue.rolled_up = True
    reporting.revenue.save()
    assert [each.indicator.key for each in reporting.due("stc").figures] == ["rung"]
    reporting.accepted("xa1", "1000")
    assert _status(reporting)[0] == Status.NO_DATA
    reporting.accepted("xa2", "1700", who="xa2")
    assert _status(reporting) == (Status.EXCEEDED, 2700)


def test_what_was_typed_says_what_it_is(reporting: Reporting) -> None:
    """An official value stands beside the estimate of the same days, and a weaker one does not come behind it."""
    reporting.accepted("xa1", "950")
    approving.reopen(by=reporting.people["editor"], report=reporting.report("xa1"), reason="số chính thức")
    reporting.type("xa1", "960", who="xa1-reporter", seen=1, stage=Stage.OFFICIAL)
    reporting.submit("xa1", who="xa1-reporter")
    approving.approve(by=reporting.people["xa1-head"], report=reporting.report("xa1"))
    approving.accept(by=reporting.people["editor"], report=reporting.report("xa1"))
    counting = Version.objects.current().order_by("pk").values_list("figure__stage", "value")
    assert list(counting) == [("estimate", 950), ("official", 960)]
    approving.reopen(by=reporting.people["editor"], report=reporting.report("xa1"), reason="nhầm")
    with pytest.raises(CellRefusedError, match="chắc hơn"):
        reporting.type("xa1", "955", who="xa1-reporter", seen=2)


def test_amounts_are_exact(reporting: Reporting) -> None:
    """More than six decimals cannot be kept and are refused in words, not by an error of the field."""
    with pytest.raises((CellRefusedError, ValidationError), match="6 chữ số"):
        reporting.type("xa1", "950.1234567", who="xa1-reporter")
    assert not Report.objects.filter(cells__isnull=False).exists()


def _proposed(reporting: Reporting, day: date, who: str = "editor") -> list[tuple[str, date]]:
    return [(each.period, each.due_on) for each in rounds_due(held_by(reporting.people[who], day))]


def test_a_round_that_falls_due_is_proposed_until_it_is_opened(reporting: Reporting) -> None:
    """By the calendar, in the periods in which indicators are counted; to who may open it, near its day alone."""
    Indicator.objects.filter(key="thu").update(frequency="quarter")
    quarter, whole = ("2023-Q3", date(2023, 9, 25)), (PERIOD, date(2023, 12, 25))
    assert _proposed(reporting, date(2023, 9, 9)) == []
    assert _proposed(reporting, date(2023, 9, 10)) == [quarter]
    assert _proposed(reporting, date(2023, 10, 26)) == [quarter]
    assert _proposed(reporting, date(2023, 10, 27)) == []
    assert _proposed(reporting, date(2023, 9, 10), who="reporter") == []
    assert _proposed(reporting, date(2023, 12, 20)) == [("2023-Q4", date(2023, 12, 25))], "the half is open"
    Round.objects.filter(pk=reporting.round.pk).update(period="2022-H2")
    assert _proposed(reporting, date(2023, 12, 20)) == [whole, ("2023-Q4", date(2023, 12, 25))]
    before = Round.objects.count()
    open_round(by=reporting.people["editor"], office=reporting.world.office, period="2023-Q3")
    assert (_proposed(reporting, date(2023, 9, 10)), Round.objects.count()) == ([], before + 1)


def test_nothing_is_asked_before_a_person_opens_it(
    reporting: Reporting, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page says so, the page of reports has the button; seeing either opens nothing."""
    monkeypatch.setattr(timezone, "localdate", lambda *_given: date(2023, 12, 20))
    Round.objects.filter(pk=reporting.round.pk).update(period="2022-H2")
    client.force_login(reporting.people["editor"])
    assert "Kỳ báo cáo đến hạn, chưa mở" in client.get("/").content.decode()
    page = client.get("/bao-cao").content.decode()
    assert 'name="period" value="2023-H2"' in page and Round.objects.count() == 1
    client.post("/bao-cao/mo-ky", {"office": reporting.world.office.key, "period": "2023-H2"})
    assert Round.objects.filter(period="2023-H2").count() == 1
    assert "chưa mở" not in client.get("/bao-cao").content.decode()

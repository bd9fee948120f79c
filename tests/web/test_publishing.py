"""The review of a plan in the site: made as known on two days, written over, kept, compared; nothing restricted."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from dondoc.evaluating.working_days import VIETNAM
from dondoc.reporting.reviews.comparing import changes
from dondoc.reporting.reviews.storing import review_from_plain, review_to_plain
from dondoc.web.audit.models import Entry
from dondoc.web.figures import actions as figure_actions
from dondoc.web.figures import approving, saving
from dondoc.web.plans.models import Commitment, Sensitivity
from dondoc.web.plans.sensitivity import narrow
from dondoc.web.publishing import actions
from dondoc.web.publishing.models import Edition
from dondoc.web.publishing.reading import made_review, written_review
from tests.web.reporting import LAST_DAY, Reporting, make_reporting

TODAY = date(2024, 2, 1)
END = date(2023, 12, 31)
RESTRICTED = "tố giác"
REVENUE = "result/T01"


@pytest.fixture
def reporting(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(TODAY, time(8), VIETNAM))
    return make_reporting(administrator)


def _tell(reporting: Reporting, value: str, known_on: date, stage: str = "estimate", source: str = "") -> None:
    key = figure_actions.Key(
        reporting.revenue, reporting.round.whole, figure_actions.Basis.CUMULATIVE, date(2023, 7, 1), LAST_DAY,
        stage=figure_actions.Stage(stage), source=source,
    )  # fmt: skip
    told = figure_actions.Told(Decimal(value), "tỷ đồng", known_on)
    figure_actions.record(by=reporting.people["editor"], key=key, told=told)


def _make(reporting: Reporting, known_at: date = TODAY) -> Edition:
    return actions.make(by=reporting.people["editor"], plan=reporting.world.plan, as_of=END, known_at=known_at)


def _text(edition: Edition, key: str = REVENUE) -> str | None:
    return next((each.text for each in written_review(edition).paragraphs() if each.key == key), None)


def _client(reporting: Reporting, who: str = "editor") -> Client:
    client = Client()
    client.force_login(reporting.people[who])
    return client


def _address(edition: Edition, more: str = "") -> str:
    return f"/ke-hoach/{edition.plan_id}/bao-cao-ket-qua/{edition.pk}{more}"


def test_an_edition_is_made_as_known_on_a_day(reporting: Reporting) -> None:
    """What its sources said later is not in it; the same days give the same draft."""
    _tell(reporting, "2700", date(2024, 1, 5))
    early, late = _make(reporting, date(2024, 1, 4)), _make(reporting)
    assert _text(early) is None
    assert "2.700 tỷ đồng" in (_text(late) or "")
    assert _make(reporting).pk == late.pk


def test_the_kept_review_comes_back_as_it_was(reporting: Reporting) -> None:
    """Amounts, days and kinds survive the way through JSON."""
    _tell(reporting, "2700", date(2024, 1, 5))
    review = review_from_plain(_make(reporting).content)
    assert review_from_plain(review_to_plain(review)) == review
    assert next(row.done for row in review.rows if row.reference == "T01") == Decimal(2700)


def test_a_paragraph_is_written_over_and_brought_back(reporting: Reporting) -> None:
    """In the page: changed, left out, brought back; each with its entry in the record."""
    _tell(reporting, "2700", date(2024, 1, 5))
    edition, client = _make(reporting), _client(reporting)
    made = _text(edition)
    client.post(_address(edition, "/doan"), {"key": REVENUE, "text": "Thu đạt kế hoạch."})
    assert _text(edition) == "Thu đạt kế hoạch."
    client.post(_address(edition, "/doan"), {"key": REVENUE, "text": "x", "leave": "1"})
    assert _text(edition) is None
    client.post(_address(edition, "/doan"), {"key": REVENUE, "undo": "1"})
    assert _text(edition) == made
    done = set(Entry.objects.filter(subject_type="publishing.edition").values_list("action", flat=True))
    assert done == {"publishing.make", "publishing.rewrite", "publishing.undo_rewriting"}


def test_made_anew_only_what_nobody_touched_changes(reporting: Reporting) -> None:
    """A paragraph that was written over stays, and the page tells that the sentence under it is another now."""
    _tell(reporting, "2600", date(2024, 1, 5))
    edition, client = _make(reporting), _client(reporting)
    actions.rewrite(by=reporting.people["editor"], edition=edition, key=REVENUE, text="Thu gần đạt.")
    _tell(reporting, "2700", date(2024, 1, 20), stage="official")
    client.post(_address(edition, "/soan-lai"))
    edition.refresh_from_db()
    assert _text(edition) == "Thu gần đạt."
    page = client.get(_address(edition)).content.decode()
    assert "Câu gốc nay là:" in page
    assert "2.700 tỷ đồng" in page


def test_a_kept_edition_never_changes(reporting: Reporting) -> None:
    """Neither by hand nor from new figures; another is made beside it, and the changed verdict is told with why."""
    _tell(reporting, "2600", date(2024, 1, 5), source="Sở Tài chính")
    first = _make(reporting, date(2024, 1, 10))
    actions.keep(by=reporting.people["editor"], edition=first)
    _tell(reporting, "2700", date(2024, 1, 20), stage="official", source="Kho bạc Nhà nước")
    for act in (
        lambda: actions.renew(by=reporting.people["editor"], edition=first),
        lambda: actions.rewrite(by=reporting.people["editor"], edition=first, key=REVENUE, text="x"),
        lambda: actions.keep(by=reporting.people["editor"], edition=first),
    ):
        with pytest.raises(actions.PublishingError):
            act()
    second = _make(reporting)
    (change,) = changes(made_review(first), made_review(second))
    assert change.before and change.after
    assert (change.before.judged, change.after.judged) == ("ước xấp xỉ đạt", "vượt")
    assert [each.source for each in change.came] == ["Kho bạc Nhà nước"]
    page = _client(reporting, "leader").get(_address(second, f"/so-voi/{first.pk}")).content.decode()
    for part in ("ước xấp xỉ đạt", "vượt", "2.700 tỷ đồng", "chính thức", "Kho bạc Nhà nước"):
        assert part in page


def test_causes_are_what_units_wrote_in_accepted_reports(reporting: Reporting) -> None:
    """In their own words with their name; what is not accepted yet is not known."""
    report, target = reporting.report("xa1"), reporting.world.target
    words = {"results": "", "shortcomings": "", "causes": "Nguồn thu từ đất giảm.", "proposals": "Giao lại dự toán."}
    saving.save_narrative(by=reporting.people["xa1-reporter"], report=report, commitment=target, words=words, seen=0)
    assert "cause/T01/Xã số 1/1" not in [each.key for each in made_review(_make(reporting)).paragraphs()]
    reporting.type("xa1", "1000", who="xa1-reporter")
    reporting.submit("xa1", who="xa1-reporter")
    approving.approve(by=reporting.people["xa1-head"], report=report)
    approving.accept(by=reporting.people["editor"], report=reporting.report("xa1"))
    edition = _make(reporting)
    actions.renew(by=reporting.people["editor"], edition=edition)
    edition.refresh_from_db()
    assert "Nguồn thu từ đất giảm. (theo báo cáo của Xã số 1" in (_text(edition, "cause/T01/Xã số 1/1") or "")
    assert "Giao lại dự toán." in (_text(edition, "proposal/T01/Xã số 1/1") or "")


def test_the_files_hold_what_is_read(reporting: Reporting) -> None:
    """DOCX with what was written over, XLSX with the amounts; another form is not there."""
    _tell(reporting, "2700", date(2024, 1, 5))
    edition, client = _make(reporting), _client(reporting, "leader")
    actions.rewrite(by=reporting.people["editor"], edition=edition, key="proposals", text="Đề nghị giao bổ sung.")
    document = docx.Document(io.BytesIO(client.get(_address(edition, "/tep.docx")).content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "ước đạt 2.700 tỷ đồng" in text
    assert "Đề nghị giao bổ sung." in text
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(client.get(_address(edition, "/tep.xlsx")).content))
    assert any(2700.0 in row for row in workbook.get_sheet_by_index(0).to_python())
    assert client.get(_address(edition, "/tep.exe")).status_code == 404


def test_nothing_restricted_gets_in_also_when_it_became_so_later(reporting: Reporting) -> None:
    """By words, by code, or counted: on the page, in the files, beside another edition."""
    plan = reporting.world.plan
    secret = Commitment.objects.get(plan=plan, name__contains=RESTRICTED)
    edition = _make(reporting)
    Commitment.objects.filter(pk=secret.pk).update(sensitivity="internal")
    open_edition = _make(reporting, date(2024, 1, 31))
    assert any(row.reference == secret.code for row in made_review(open_edition).rows)
    secret.refresh_from_db()
    narrow(by=reporting.people["editor"], commitment=secret, to=Sensitivity.RESTRICTED)
    client = _client(reporting, "leader")
    for each in (edition, open_edition):
        pages = [client.get(_address(each, more)).content for more in ("", "/tep.docx", "/tep.xlsx")]
        shown = pages[0].decode() + str(review_to_plain(written_review(each)))
        assert RESTRICTED not in shown
        assert secret.code not in [row.reference for row in written_review(each).rows]
    page = client.get(_address(edition, f"/so-voi/{open_edition.pk}")).content.decode()
    assert RESTRICTED not in page


def test_who_reads_does_not_write(reporting: Reporting) -> None:
    """A leader sees the editions and no form; another office sees nothing."""
    edition = _make(reporting)
    leader = _client(reporting, "leader")
    assert "Sửa đoạn này" not in leader.get(_address(edition)).content.decode()
    assert leader.post(_address(edition, "/chot")).status_code == 403
    assert _client(reporting, "elsewhere").get(_address(edition)).status_code in (403, 404)


def test_a_day_that_has_not_come_is_refused(reporting: Reporting) -> None:
    """Nobody knows yet what will be known; the form says so and nothing is made."""
    address = f"/ke-hoach/{reporting.world.plan.pk}/bao-cao-ket-qua"
    response = _client(reporting).post(address, {"as_of": "2023-12-31", "known_at": "2030-01-01"})
    assert response.status_code == 422
    assert "chưa đến" in response.content.decode()
    assert not Edition.objects.exists()


def test_a_mark_of_secrecy_is_refused(reporting: Reporting) -> None:
    """What is typed goes through the same door as a document."""
    edition, client = _make(reporting), _client(reporting)
    client.post(_address(edition, "/doan"), {"key": "proposals", "text": "Đề nghị\nTỐI MẬT\nxem lại"})
    assert not edition.rewritings.exists()

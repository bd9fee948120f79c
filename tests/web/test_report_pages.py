"""The pages of a round: opened, filled in row by row, submitted, returned, accepted; with and without a script."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dondoc.web.figures import approving
from dondoc.web.figures.models import Cell, Evidence, Narrative, Report, ReportState, Round, Version
from dondoc.web.figures.work import reports_waiting
from dondoc.web.organizations.held import held_by
from tests.web.reporting import Reporting, make_reporting


@pytest.fixture
def reporting(administrator: Any) -> Reporting:
    return make_reporting(administrator)


def _client(reporting: Reporting, who: str) -> Client:
    client = Client()
    client.force_login(reporting.people[who])
    return client


def _address(reporting: Reporting, body: str) -> str:
    return f"/bao-cao/{reporting.report(body).pk}"


def _text(response: Any) -> str:
    return str(response.content.decode())


def _typed(reporting: Reporting, body: str, place: int = 0, **fields: Any) -> dict[str, Any]:
    row = reporting.asked(body, place).row
    return {"row": row, f"{row}-seen": 0, **{f"{row}-{name}": value for name, value in fields.items()}}


def _save(client: Client, reporting: Reporting, body: str, place: int = 0, **fields: Any) -> Any:
    """One row as the page sends it while it is typed."""
    typed = _typed(reporting, body, place, **fields)
    return client.post(f"{_address(reporting, body)}/ghi", typed, headers={"HX-Request": "true"})


def test_a_round_from_opening_to_the_verdict(reporting: Reporting) -> None:
    """By the pages alone; the verdict stands in the very answer that accepts, without any job."""
    office, reporter, head = (_client(reporting, who) for who in ("editor", "reporter", "head"))
    assert "6 tháng cuối năm 2023" in _text(office.get("/bao-cao"))
    address = _address(reporting, "stc")
    page = _text(reporter.get(address))
    assert "T01" in page and "trên 2.670" not in page and "&gt; 2.670 tỷ đồng" in page
    assert _save(reporter, reporting, "stc", value="2.500,5").status_code == 200
    assert _save(reporter, reporting, "stc", 1, no_data="on", reason="chưa kiểm kê").status_code == 200
    assert Cell.objects.get(value__isnull=False).value * 2 == 5001
    assert reporter.post(f"{address}/trinh").status_code == 302
    assert reporter.get(address).status_code == head.get(address).status_code == 200
    head.post(f"{address}/tra-lai", {"reason": "thiếu thu từ đất"})
    assert "thiếu thu từ đất" in _text(reporter.get(address))
    assert _save(reporter, reporting, "stc", value="2.700", seen=1).status_code == 200
    reporter.post(f"{address}/trinh")
    assert "bản trước" in _text(head.get(address)) and "2.500,5" in _text(head.get(address))
    head.post(f"{address}/duyet")
    answer = _text(office.post(f"{address}/nhan"))
    assert "vượt" in answer and "2.700 tỷ đồng" in answer and 'class="st exceeded"' in answer
    version = Version.objects.current().with_value().get()
    history = _text(head.get(f"/so-lieu/{version.figure_id}"))
    assert "2.500,5" in history and "2.700" in history and "thiếu thu từ đất" in history
    assert "được chuyển bước" in _text(office.post(f"{address}/nhan", follow=True))


def test_what_is_typed_wrong_is_told_at_its_row_and_not_kept(reporting: Reporting) -> None:
    """A number that is none, an error of a rule, a mark of secrecy; what was seen before stays what was seen."""
    reporter = _client(reporting, "xa1-reporter")
    for fields, words in (
        ({"value": "1,234.5"}, "không phải là số"),
        ({"value": "1e400"}, "không phải là số"),
        ({"value": "NaN"}, "không phải là số"),
        ({"value": "950", "cut_off": "2024-01-15"}, "sau ngày cuối"),
        ({"value": "950", "numerator": "1"}, "cả tử số và mẫu số"),
        ({"value": "950", "note": "TỐI MẬT"}, "độ mật"),
        ({"value": "950", "no_data": "on"}, "không chọn"),
    ):
        answer = _save(reporter, reporting, "xa1", **fields)
        assert answer.status_code == 422, fields
        assert words in _text(answer), (fields, _text(answer))
        assert "TỐI MẬT" not in _text(answer)
    assert not Cell.objects.exists()
    warned = _save(reporter, reporting, "xa1", value="-5")
    assert (warned.status_code, Cell.objects.get().value) == (200, -5)
    assert "Số âm" in _text(warned) and "cần nêu lý do" in _text(warned)
    assert "cần nêu lý do" not in _text(_save(reporter, reporting, "xa1", value="-5", reason="hoàn thuế", seen=1))


def test_a_conflict_is_shown_to_a_person(reporting: Reporting) -> None:
    """Neither is overwritten until one of the two decides; typing on does not decide either."""
    reporter, head = _client(reporting, "xa1-reporter"), _client(reporting, "xa1-head")
    _save(reporter, reporting, "xa1", value="950")
    for _try in range(2):
        refused = _save(head, reporting, "xa1", value="900")
        assert refused.status_code == 409
        assert "Tài khoản xa1-reporter vừa ghi" in _text(refused) and "950" in _text(refused)
        assert re.search(r'-seen" value="0"', _text(refused))
    assert Cell.objects.get().value == 950
    row = reporting.asked("xa1").row
    over = {"row": row, f"{row}-seen": 0, f"{row}-value": "900", "over": 1}
    assert head.post(f"{_address(reporting, 'xa1')}/ghi", over, headers={"HX-Request": "true"}).status_code == 200
    assert Cell.objects.get().value == 900


def test_without_a_script_all_rows_are_saved_at_once(reporting: Reporting) -> None:
    """What is right is kept, what is not is told at its row; rows that did not change are not saved again."""
    reporter = _client(reporting, "reporter")
    sent = _typed(reporting, "stc", 0, value="2.500") | _typed(reporting, "stc", 1, value="không rõ")
    sent["row"] = [reporting.asked("stc", place).row for place in (0, 1)]
    answer = reporter.post(f"{_address(reporting, 'stc')}/ghi", sent)
    assert answer.status_code == 422
    assert "«không rõ» không phải là số" in _text(answer) and 'value="không rõ"' in _text(answer)
    sent |= _typed(reporting, "stc", 1, value="0,07") | {"row": sent["row"], f"{sent['row'][0]}-seen": 1}
    assert reporter.post(f"{_address(reporting, 'stc')}/ghi", sent).status_code == 302
    assert list(Cell.objects.order_by("pk").values_list("version", flat=True)) == [1, 1]


def test_what_is_missing_is_told_before_a_report_goes_out(reporting: Reporting) -> None:
    """How many, and which."""
    answer = _client(reporting, "xa1-reporter").post(f"{_address(reporting, 'xa1')}/trinh")
    assert answer.status_code == 422
    assert "Còn 1 ô chưa có số" in _text(answer) and "còn thiếu" in _text(answer)


def test_the_office_sees_who_is_late_and_accepts_many_at_once(reporting: Reporting) -> None:
    """Ticked reports go in together; one that cannot is named with the reason."""
    office = _client(reporting, "editor")
    for commune in ("xa1", "xa2"):
        reporting.type(commune, "900", who=f"{commune}-reporter")
        reporting.submit(commune, who=f"{commune}-reporter")
        approving.approve(by=reporting.people[f"{commune}-head"], report=reporting.report(commune))
    address = f"/bao-cao/ky/{reporting.round.pk}"
    page = _text(office.get(address))
    assert "1 quá hạn" in page and "1 chưa đủ số" in page and "T03" in page
    taken = [reporting.report(each).pk for each in ("xa1", "xa2")]
    assert "Đã nhận 2 báo cáo" in _text(office.post(f"{address}/nhan", {"take": taken}, follow=True))
    again = _text(office.post(f"{address}/nhan", {"take": [*taken, "x"]}, follow=True))
    assert "Xã số 1:" in again and "người khác" in again
    office.post(f"{address}/khoa")
    assert "đã khóa" in _text(office.get(address))
    office.post(f"{address}/mo-lai", {"reason": "bổ sung"})
    assert Round.objects.get().closed_at is None
    office.post(f"{address}/cach-duyet", {"four_eyes": "on"})
    assert reporting.world.office.way.head_approves is False
    assert "Đã ghi" in _text(office.post(f"{address}/bo-sung", follow=True))


def test_words_evidence_and_the_signed_report(reporting: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are saved as they are typed; a file is looked through, kept, sent as a file and erased with a trace."""
    reporter, address = _client(reporting, "xa1-reporter"), _address(reporting, "xa1")
    target = reporting.world.target
    words = {"seen": 0, "results": "Thu đạt 950 tỷ.\nVượt dự toán.", "shortcomings": "", "causes": "", "proposals": ""}
    told = reporter.post(f"{address}/noi-dung/{target.pk}", words, headers={"HX-Request": "true"})
    assert (told.status_code, Narrative.objects.get().results) == (200, words["results"])
    assert reporter.post(f"{address}/noi-dung/{target.pk}", words, headers={"HX-Request": "true"}).status_code == 409
    secret = words | {"seen": 1, "results": "Độ mật: TỐI MẬT"}
    assert reporter.post(f"{address}/noi-dung/{target.pk}", secret, headers={"HX-Request": "true"}).status_code == 422
    other = reporting.world.plan.commitments.get(code="N01")
    assert reporter.post(f"{address}/noi-dung/{other.pk}", words).status_code == 404
    monkeypatch.setattr("dondoc.web.figures.evidence.look_through", lambda sent: sent)
    file = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.7")
    assert "Đã đính kèm" in _text(reporter.post(f"{address}/minh-chung", {"file": file}, follow=True))
    kept = Evidence.objects.get()
    sent = reporter.get(f"{address}/minh-chung/{kept.pk}")
    assert sent["Content-Disposition"].startswith("attachment") and b"".join(sent.streaming_content) == b"%PDF-1.7"
    reporter.post(f"{address}/minh-chung/{kept.pk}/xoa", {"reason": "có tên người"})
    assert reporter.get(f"{address}/minh-chung/{kept.pk}").status_code == 404
    reporting.type("xa1", "950", who="xa1-reporter")
    signed = {"number": "12/BC-UBND", "on": "2023-12-20", "file": SimpleUploadedFile("ky.pdf", b"%PDF-1.7")}
    reporter.post(f"{address}/trinh", signed)
    assert reporting.report("xa1").state == ReportState.APPROVED


def test_words_of_another_are_shown_before_they_are_replaced(reporting: Reporting) -> None:
    """As with numbers: neither is overwritten until one of the two decides."""
    reporter, head = _client(reporting, "xa1-reporter"), _client(reporting, "xa1-head")
    address = f"{_address(reporting, 'xa1')}/noi-dung/{reporting.world.target.pk}"
    words = {"seen": 0, "results": "Thu đạt 950 tỷ.", "shortcomings": "", "causes": "", "proposals": ""}
    reporter.post(address, words, headers={"HX-Request": "true"})
    mine = words | {"results": "Thu đạt 960 tỷ."}
    for _try in range(2):
        refused = head.post(address, mine, headers={"HX-Request": "true"})
        assert refused.status_code == 409
        assert "Thu đạt 950 tỷ." in _text(refused) and "Ghi nội dung của tôi" in _text(refused)
    assert Narrative.objects.get().results == "Thu đạt 950 tỷ."
    assert head.post(address, mine | {"over": 1}, headers={"HX-Request": "true"}).status_code == 200
    assert Narrative.objects.get().results == "Thu đạt 960 tỷ."


def test_a_report_is_not_signed_tomorrow_nor_long_ago(reporting: Reporting) -> None:
    reporting.type("xa1", "950", who="xa1-reporter")
    reporter, address = _client(reporting, "xa1-reporter"), _address(reporting, "xa1")
    for day, told in (("2999-01-01", "sau hôm nay"), ("1899-12-31", "từ 01-01-1900")):
        signed = {"number": "12/BC-UBND", "on": day, "file": SimpleUploadedFile("ky.pdf", b"%PDF-1.7")}
        assert told in _text(reporter.post(f"{address}/trinh", signed, follow=True))
    assert reporting.report("xa1").state == ReportState.DRAFT


def test_what_waits_is_on_the_first_page_of_each(reporting: Reporting) -> None:
    """The reporter's draft, the head's approval, the office's acceptance; late ones say so."""

    def waiting(who: str, days: int = 0) -> list[tuple[str, str]]:
        day = reporting.round.due_on + timedelta(days=days)
        person = reporting.people[who]
        return [(str(each.kind), str(each.told).split()[0]) for each in reports_waiting(held_by(person, day), person)]

    assert waiting("xa1-reporter") == [("Báo cáo cần nhập", "hạn")]
    assert waiting("xa1-reporter", 1) == [("Báo cáo cần nhập", "quá")]
    assert waiting("editor") == waiting("leader") == []
    reporting.type("xa1", "950", who="xa1-reporter")
    reporting.submit("xa1", who="xa1-reporter")
    assert (waiting("xa1-reporter"), waiting("xa1-head")) == ([], [("Báo cáo chờ thủ trưởng duyệt", "hạn")])
    approving.approve(by=reporting.people["xa1-head"], report=reporting.report("xa1"))
    assert waiting("editor") == [("Báo cáo chờ văn phòng nhận", "hạn")]
    assert "Báo cáo cần nhập" in _text(_client(reporting, "xa2-reporter").get("/"))


def test_a_report_is_no_business_of_another_unit(reporting: Reporting) -> None:
    """Neither its page nor its figures, nor those of what is restricted."""
    accepted = reporting.accepted("xa1", "950")[0]
    other = _client(reporting, "xa2-reporter")
    assert other.get(_address(reporting, "xa1")).status_code == 403
    assert other.get(f"/so-lieu/{accepted.figure_id}").status_code == 200  # it is given a part of the same target
    elsewhere = _client(reporting, "elsewhere")
    assert elsewhere.get(f"/so-lieu/{accepted.figure_id}").status_code == 404
    assert elsewhere.post("/bao-cao/mo-ky", {"office": "vptu", "period": "2023-H2"}, follow=True).status_code == 200
    assert Round.objects.count() == 1


def test_pages_ask_the_database_no_more_for_more_rows(reporting: Reporting) -> None:
    """Twelve times at most for a report, however it is looked at; the overview and the list the same."""
    pages = {
        "reporter": (_address(reporting, "stc"), "/bao-cao"),
        "xa1-reporter": (_address(reporting, "xa1"),),
        "editor": (_address(reporting, "stc"), f"/bao-cao/ky/{reporting.round.pk}", "/bao-cao"),
    }
    for who, addresses in pages.items():
        client = _client(reporting, who)
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            assert len(queries) <= 12, (who, address, [each["sql"][:160] for each in queries])
    client, typed = _client(reporting, "xa1-reporter"), _typed(reporting, "xa1", value="950")
    address = f"{_address(reporting, 'xa1')}/ghi"
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address, typed, headers={"HX-Request": "true"}).status_code == 200
    assert len([each for each in queries if "SAVEPOINT" not in each["sql"]]) <= 16


def test_a_closed_report_offers_nothing_to_type(reporting: Reporting) -> None:
    """Accepted, it shows what was told; a draft of a later day is late."""
    reporting.accepted("xa1", "950")
    page = _text(_client(reporting, "xa1-reporter").get(_address(reporting, "xa1")))
    assert 'class="n value"' not in page and "Trình báo cáo" not in page
    assert "950" in page
    assert timezone.localdate() > reporting.round.due_on
    assert "Quá hạn" in _text(_client(reporting, "xa2-reporter").get("/bao-cao"))
    assert Report.objects.filter(state=ReportState.ACCEPTED.value).count() == 1

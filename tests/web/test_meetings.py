"""The digest of a week, by the stated rule and without restricted words, and the meeting that decides about it."""

from __future__ import annotations

import re
from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.audit.models import Entry
from dondoc.web.channels.composing import composed
from dondoc.web.channels.models import Message
from dondoc.web.meetings import actions
from dondoc.web.meetings.actions import MeetingError
from dondoc.web.meetings.digest import digest_of
from dondoc.web.meetings.mailing import announce_digests
from dondoc.web.meetings.models import Meeting, MeetingItem
from dondoc.web.monitoring.actions import evaluate_all
from dondoc.web.organizations.roles import grant
from dondoc.web.plans.models import Commitment, Sensitivity
from dondoc.web.urging.drafting import draft_all
from dondoc.web.urging.models import Letter
from tests.web.test_urging import At, _as, _signed, at, world  # noqa: F401
from tests.web.world import World

DAY = date(2023, 12, 8)


@pytest.fixture
def late(world: World, at: At) -> World:  # noqa: F811
    """On 8-12-2023 N02 is overdue and was urged once; it changed within the week."""
    evaluate_all(as_of=date(2023, 11, 20))
    at(date(2023, 12, 4))
    evaluate_all(as_of=date(2023, 12, 4))
    draft_all(as_of=date(2023, 12, 4))
    _signed(world, Letter.objects.get())
    at(DAY)
    evaluate_all(as_of=DAY)
    return world


def test_the_score_is_shown_with_what_it_is_for(late: World) -> None:
    """Overdue, days, letters, a change: each point is told, the sum orders the list."""
    found = digest_of(late.office, DAY).items
    first = found[0]
    assert first.row.commitment.code == "N02"
    assert dict(first.ranked.points)["status"] == 40
    assert dict(first.ranked.points)["letters"] == 5
    assert first.told.startswith("trạng thái 40 + ")
    assert [item.ranked.score for item in found] == sorted((item.ranked.score for item in found), reverse=True)
    assert len(found) <= 10


def test_restricted_things_are_counted_only(client: Client, late: World, at: At) -> None:  # noqa: F811
    """On the page of the digest, in its mail, and in a meeting that began before."""
    meeting = actions.begin(by=late.accounts["leader"], office=late.office)
    before = digest_of(late.office, DAY).kept_back
    Commitment.objects.filter(code="N02").update(sensitivity=Sensitivity.RESTRICTED.value)
    assert digest_of(late.office, DAY).kept_back == before + 1
    moment = datetime.combine(DAY, time(8), VIETNAM)
    assert announce_digests(moment, as_of=DAY) == 1
    said = composed(Message.objects.get(has_digest=True))
    page = _as(client, late, "leader").get("/ban-tin").content.decode()
    item = client.get(f"/ban-tin/hop/{meeting.pk}/muc/1").content.decode()
    for words in (said.text, said.data.decode(), page, item):
        assert "tập thể" not in words
    assert "mục hạn chế" in said.text


def test_the_digest_joins_the_message_of_the_office(late: World) -> None:
    """One message a day; in it the things with their points."""
    moment = datetime.combine(DAY, time(6), VIETNAM)
    announce_digests(moment, as_of=DAY)
    announce_digests(moment, as_of=DAY)
    message = Message.objects.get(body=late.office)
    assert message.not_before == datetime.combine(DAY, time(7, 30), VIETNAM)
    said = composed(message)
    assert said.subject == "Đôn Đốc: bản tin tuần"
    assert "1. [" in said.text
    assert "N02" in said.text


def test_a_meeting_takes_one_thing_after_another(client: Client, late: World) -> None:
    """Begun from the digest, each decision written down, read back by the office, ended for good."""
    leader = _as(client, late, "leader")
    assert "Bắt đầu họp" in leader.get("/ban-tin").content.decode()
    address = leader.post("/ban-tin/hop/vptu/bat-dau")["Location"]
    page = leader.get(address).content.decode()
    assert "trạng thái 40" in page
    assert re.search(r", quá hạn \d+ ngày", page), "why it stands so is told where the decision is written"
    answer = leader.post(address, {"decision": "Giao Sở Tài chính trình trước 20-12 (minh họa)."})
    assert answer["Location"] != address
    assert leader.post(address, {"decision": " "}).status_code == 422
    assert leader.post(address, {"decision": "Theo công văn\nTỐI MẬT"}).status_code == 422
    meeting = Meeting.objects.get()
    assert "Giao Sở Tài chính" in leader.get(f"/ban-tin/hop/{meeting.pk}").content.decode()
    with pytest.raises(MeetingError, match="đang mở"):
        actions.begin(by=late.accounts["editor"], office=late.office)
    leader.post(f"/ban-tin/hop/{meeting.pk}/ket-thuc")
    assert leader.post(address, {"decision": "khác"}).status_code == 422
    assert MeetingItem.objects.get(place=1).decision.startswith("Giao Sở Tài chính")
    entries = Entry.objects.filter(action__startswith="meetings.").order_by("pk")
    assert list(entries.values_list("action", flat=True)) == ["meetings.begin", "meetings.decide", "meetings.end"]


def test_an_empty_digest_begins_no_meeting(world: World, at: At, client: Client) -> None:  # noqa: F811
    """And says that there is nothing to look at."""
    Commitment.objects.update(sensitivity=Sensitivity.RESTRICTED.value)
    with pytest.raises(MeetingError, match="Không có mục nào"):
        actions.begin(by=world.accounts["leader"], office=world.office)
    assert "Không có mục nào cần xem trước" in _as(client, world, "leader").get("/ban-tin").content.decode()


def test_who_only_reads_decides_nothing(client: Client, late: World) -> None:
    """Inspection reads a meeting; another office not even that."""
    meeting = actions.begin(by=late.accounts["leader"], office=late.office)
    address = f"/ban-tin/hop/{meeting.pk}/muc/1"
    assert _as(client, late, "inspection").get(address).status_code == 200
    assert client.post(address, {"decision": "x"}).status_code == 403
    assert _as(client, late, "elsewhere").get(address).status_code == 403


def test_the_digest_asks_few_queries(client: Client, late: World, at: At) -> None:  # noqa: F811
    """However many verdicts there are."""
    _as(client, late, "leader").get("/ban-tin")
    with CaptureQueriesContext(connection) as queries:
        client.get("/ban-tin")
    assert len(queries) <= 12, len(queries)


def test_one_office_at_a_time(client: Client, late: World, at: At) -> None:  # noqa: F811
    """Who reads for two offices sees the first and a link to the other, and asks no more for it."""
    leader = _as(client, late, "leader")
    leader.get("/ban-tin")
    with CaptureQueriesContext(connection) as one:
        leader.get("/ban-tin")
    account = late.accounts["leader"]
    grant(by=late.administrator, account=account, role="leader", body=late.other_office, valid_from=date(2023, 1, 1))
    with CaptureQueriesContext(connection) as two:
        page = leader.get("/ban-tin").content.decode()
    assert max(len(one), len(two)) <= 12, (len(one), len(two))
    assert f"?van-phong={late.other_office.key}" in page or f"?van-phong={late.office.key}" in page
    other = leader.get("/ban-tin", {"van-phong": late.other_office.key}).content.decode()
    assert f'<h2 class="grow">{late.other_office}</h2>' in other

"""Mail, webhooks and calendars: within their hours, once, kept through failures and kills, to no inner place."""

from __future__ import annotations

import json
import socket
import threading
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.channels import actions
from dondoc.web.channels.actions import ChannelError
from dondoc.web.channels.composing import composed
from dondoc.web.channels.icalendar import Event, calendar_file
from dondoc.web.channels.models import Channel, ChannelKind, Delivery, Feed, Message
from dondoc.web.channels.posting import PostError, Way, addresses_of, is_public, open_way, post
from dondoc.web.channels.sending import BACK_OFF, CLAIM, _mail, hand_over, send_due
from dondoc.web.channels.signing import key_of, signature
from dondoc.web.mail_settings import Mail, mail_settings
from dondoc.web.plans.models import Sensitivity, Task
from dondoc.web.refusals import SettingsError
from dondoc.web.urging.drafting import draft_all
from dondoc.web.urging.models import Letter
from tests.web.test_urging import At, _signed, at, world  # noqa: F401
from tests.web.world import World

WORDS = "kinh tế tập thể"
REMINDED = date(2023, 11, 23)  # five working days before the deadline of N02


def _at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM)


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it gets, and answers as `status` says."""

    got: list[tuple[dict[str, str], bytes]]
    status = 204
    slow = 0.0
    location = ""

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        clock.sleep(self.slow)
        type(self).got.append((dict(self.headers), data))
        self.send_response(self.status)
        if self.location:
            self.send_header("Location", self.location)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def receiving(**answers: Any) -> Iterator[tuple[type[Receiver], str, Way]]:
    """A receiver on this machine, its address, and a way that is let through to it: only a test has one."""
    kind = type("Own", (Receiver,), {"got": [], **answers})
    server = HTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    way = Way(lambda *_: ["127.0.0.1"], lambda _address: True, None, limit=2.0)
    yield kind, f"http://nhan.example:{server.server_port}/tin", way
    server.shutdown()
    server.server_close()


class Postbox(threading.Thread):
    """A small SMTP server: keeps what it takes; `refuses` it answers 451, `dies` it closes after taking a message."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.took: list[str] = []
        self.refuses = self.dies = False
        self.start()

    def run(self) -> None:
        while True:
            try:
                peer, _address = self.listening.accept()
            except OSError:
                return
            with peer, peer.makefile("rwb") as file:
                self._talk(file)

    def _talk(self, file: Any) -> None:
        def say(words: bytes) -> None:
            file.write(words + b"\r\n")
            file.flush()

        say(b"220 thu")
        while line := file.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                say(b"354 go on")
                rows = []
                while (row := file.readline()) not in (b".\r\n", b""):
                    rows.append(row)
                self.took.append(b"".join(rows).decode())
                if self.dies:
                    return
                say(b"250 taken")
            elif verb == b"QUIT":
                say(b"221 bye")
                return
            else:
                say(b"451 later" if self.refuses and verb == b"MAIL" else b"250 ok")


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    mail = Mail("127.0.0.1", box.port, "", "", False, False, "dondoc@vptu.example")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, mail=mail)
    yield box
    box.listening.close()


def _reminded(at: At) -> Message:  # noqa: F811
    at(REMINDED)
    assert dict(draft_all(as_of=REMINDED)) == {"reminder": 1}
    return Message.objects.get()


def _mailbox(world: World) -> Channel:  # noqa: F811
    return actions.add_channel(
        by=world.administrator, body=world.department, kind=ChannelKind.MAIL, address="vanthu@stc.example"
    )


def _webhook(world: World, address: str) -> Channel:  # noqa: F811
    return Channel.objects.create(
        body=world.department, kind="webhook", address=address, nonce="n", added_by=world.administrator
    )


def test_one_message_a_body_a_day_within_the_hours(world: World, at: At) -> None:  # noqa: F811
    """What is issued at night waits for the morning; more of the day joins it; a draft is told to nobody."""
    message = _reminded(at)
    assert (message.day, message.not_before) == (REMINDED, _at(REMINDED))
    assert hand_over(_at(REMINDED, 7)) == 0
    assert hand_over(_at(REMINDED, 8)) == 1
    at(date(2023, 12, 1))
    draft_all(as_of=date(2023, 12, 1))
    assert Message.objects.count() == 1  # a draft is told to nobody
    _signed(world, Letter.objects.get(), on=date(2023, 12, 1))
    told = Message.objects.get(handed_at=None)
    assert len(told.steps) == 1
    hand_over(_at(date(2023, 12, 1), 9))
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(body=world.department, day=told.day, not_before=told.not_before)


def test_after_the_message_of_the_day_comes_the_next_working_day(world: World, at: At) -> None:  # noqa: F811
    """Friday's second message goes out on Monday."""
    friday = date(2023, 12, 1)
    at(friday)
    Message.objects.create(body=world.department, day=friday, not_before=_at(friday), handed_at=_at(friday))
    draft_all(as_of=friday)
    _signed(world, Letter.objects.get(), on=friday)
    assert Message.objects.get(handed_at=None).not_before == _at(date(2023, 12, 4), 7, 30)


def test_mail_goes_out_once(world: World, at: At, postbox: Postbox) -> None:  # noqa: F811
    """With what it is about; sent again it is not, however often the outbox runs."""
    _mailbox(world)
    _reminded(at)
    hand_over(_at(REMINDED, 8))
    assert dict(send_due(_at(REMINDED, 8))) == {"sent": 1}
    assert dict(send_due(_at(REMINDED, 8, 30))) == {}
    assert len(postbox.took) == 1
    assert f"Message-ID: <{Delivery.objects.get().key}@" in postbox.took[0]


def test_a_mail_server_that_is_down_loses_nothing(world: World, at: At, postbox: Postbox) -> None:  # noqa: F811
    """Tried again later and later, shown to the administrator, sent when it is back."""
    channel = _mailbox(world)
    _reminded(at)
    now = _at(REMINDED, 8)
    hand_over(now)
    postbox.refuses = True
    for wait in BACK_OFF[:3]:
        assert dict(send_due(now)) == {"failed": 1}
        assert dict(send_due(now + wait - timedelta(seconds=1))) == {}
        now += wait
    channel.refresh_from_db()
    assert channel.failing_since == _at(REMINDED, 8)
    postbox.refuses = False
    assert dict(send_due(now)) == {"sent": 1}
    channel.refresh_from_db()
    assert (channel.failing_since, len(postbox.took)) == (None, 1)


def test_a_kill_in_the_middle_is_the_same_message_again(world: World, at: At, postbox: Postbox) -> None:  # noqa: F811
    """A claim that nobody ended runs out; the second try bears the same Message-ID, so the receiver keeps one."""
    _mailbox(world)
    _reminded(at)
    now = _at(REMINDED, 8)
    hand_over(now)
    postbox.dies = True  # the server has taken it, and nobody hears of that
    assert dict(send_due(now)) == {"failed": 1}
    Delivery.objects.update(claimed_at=now, next_at=now)  # as a process that was killed leaves it
    postbox.dies = False
    assert dict(send_due(now + CLAIM)) == {}
    assert dict(send_due(now + CLAIM + timedelta(seconds=1))) == {"sent": 1}
    names = [line for mail in postbox.took for line in mail.splitlines() if line.startswith("Message-ID")]
    assert (len(names), len(set(names))) == (2, 1)


def test_one_that_cannot_be_made_holds_up_no_other(
    world: World,  # noqa: F811
    at: At,  # noqa: F811
    postbox: Postbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever goes wrong with a delivery is told of it, and it is tried later; those behind it go out."""
    _reminded(at)
    first = _mailbox(world)
    actions.add_channel(by=world.administrator, body=world.department, kind=ChannelKind.MAIL, address="b@stc.example")

    def mail(delivery: Delivery, way: Way) -> None:
        if delivery.channel_id == first.pk:
            raise ValueError("a header with a line break")
        _mail(delivery, way)

    monkeypatch.setattr("dondoc.web.channels.sending._mail", mail)
    now = _at(REMINDED)
    hand_over(now)
    assert send_due(now) == {"failed": 1, "sent": 1}
    assert Delivery.objects.get(channel=first).error == "ValueError"
    assert len(postbox.took) == 1


def test_without_a_mail_server_mail_stays_in_the_outbox(world: World, at: At, client: Client) -> None:  # noqa: F811
    """The administrator sees it there."""
    _mailbox(world)
    _reminded(at)
    hand_over(_at(REMINDED, 8))
    assert dict(send_due(_at(REMINDED, 8))) == {}
    client.force_login(world.administrator)
    page = client.get("/kenh").content.decode()
    assert "Chưa đặt máy chủ thư" in page
    assert "chờ gửi" in page
    assert WORDS not in page


def test_a_webhook_is_signed(world: World, at: At) -> None:  # noqa: F811
    """Its receiver can check who sent it, when, and that nothing was changed."""
    with receiving() as (receiver, address, way):
        channel = _webhook(world, address)
        _reminded(at)
        hand_over(_at(REMINDED, 8))
        assert dict(send_due(_at(REMINDED, 8), way)) == {"sent": 1}
    headers, data = receiver.got[0]
    moment = int(headers["X-Dondoc-Timestamp"])
    assert headers["X-Dondoc-Signature"] == signature(key_of(channel), moment, data)
    assert headers["X-Dondoc-Signature"] != signature(key_of(channel), moment, data + b" ")
    told = json.loads(data)
    assert (told["body"], told["counts"], told["kept_back"]) == ("stc", {"reminder": 1}, 0)
    assert WORDS in told["items"][0]["name"]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"status": 500}, "status 500"),
        ({"status": 302, "location": "http://127.0.0.1:1/"}, "status 302"),
        ({"slow": 5.0}, "time"),
    ],
)
def test_a_webhook_that_fails_is_tried_again(world: World, at: At, answers: Any, error: str) -> None:  # noqa: F811
    """An error, a redirect, which is not followed, or silence: within its time, and shown with the reason."""
    with receiving(**answers) as (_receiver, address, way):
        _webhook(world, address)
        _reminded(at)
        hand_over(_at(REMINDED, 8))
        began = clock.monotonic()
        assert dict(send_due(_at(REMINDED, 8), replace(way, limit=1.0))) == {"failed": 1}
        assert clock.monotonic() - began < 4
    delivery = Delivery.objects.get()
    assert (delivery.error, delivery.sent_at, delivery.next_at) == (error, None, _at(REMINDED, 8) + BACK_OFF[0])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.1.2.3", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "255.255.255.255",
    ],
)  # fmt: skip
def test_no_inner_address_is_gone_to(address: str) -> None:
    """Neither this machine nor a network of the office, however the address is written."""
    assert not is_public(address)
    refused: list[str] = []
    way = Way(lambda *_: ["93.184.215.14", address], lambda each: is_public(each) or bool(refused.append(each)), None)
    with pytest.raises(PostError, match="private"):
        post("http://nhan.example/", b"", {}, way)
    assert refused == [address]


def test_a_name_that_changes_leads_nowhere_else() -> None:
    """It is looked up once, and the connection made to what was looked at: a later answer of the DNS is not asked."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with receiving() as (receiver, address, way):
        post(address, b"{}", {}, replace(way, resolve=resolve))
    assert (asked, len(receiver.got), receiver.got[0][0]["Host"].split(":")[0]) == (["nhan.example"], 1, "nhan.example")


def test_the_open_way_wants_https_and_a_name() -> None:
    with pytest.raises(PostError, match="not_https"):
        post("http://nhan.example/", b"", {}, open_way())
    with pytest.raises(PostError, match="not_https"):
        post("https://user:secret@nhan.example/", b"", {}, open_way())
    with pytest.raises(PostError, match="private"):
        post("https://localhost/", b"", {}, open_way())
    with pytest.raises(PostError, match="no_name"):
        addresses_of("khong-co.invalid", 443)


def test_restricted_words_are_in_no_channel(world: World, at: At, client: Client) -> None:  # noqa: F811
    """Neither in mail nor webhook nor calendar, also where it became restricted after it was put into the message."""
    message = _reminded(at)
    _feed, secret = actions.give_feed(by=world.accounts["reporter"], body=world.department, name="Outlook")
    said = composed(message)
    assert WORDS in said.text
    assert WORDS in client.get(f"/lich-han/{secret}.ics").content.decode().replace("\r\n ", "")
    Task.objects.filter(code="N02").update(sensitivity=Sensitivity.RESTRICTED.value)
    said = composed(message)
    calendar = client.get(f"/lich-han/{secret}.ics").content.decode().replace("\r\n ", "")
    for words in (said.subject, said.text, said.data.decode(), calendar):
        assert "tập thể" not in words
        assert "N02" not in words
    assert "1 việc hạn chế, chỉ xem trong hệ thống" in said.text
    assert json.loads(said.data)["kept_back"] == 1
    assert "Việc hạn chế" in calendar
    assert "http" in said.text


def test_a_calendar_address_is_revoked(world: World, at: At, client: Client) -> None:  # noqa: F811
    """Given by the unit, shown once, kept as a hash; revoked it leads nowhere, like one that never was."""
    at(date(2023, 11, 1))
    client.force_login(world.accounts["reporter"])
    page = client.post("/don-doc/lich", {"body": "stc", "name": "Outlook"}).content.decode()
    secret = page.split("/lich-han/")[1].split(".ics")[0]
    assert secret not in client.get("/don-doc/lich").content.decode()
    assert not Feed.objects.filter(sha256=secret).exists()
    outside = Client()
    answer = outside.get(f"/lich-han/{secret}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    deadline = Task.objects.get(code="N02").deadline
    assert f"DTSTART;VALUE=DATE:{deadline:%Y%m%d}" in answer.content.decode()
    client.force_login(world.accounts["elsewhere"])
    assert client.post(f"/don-doc/lich/{Feed.objects.get().pk}/thu-hoi").status_code == 403
    client.force_login(world.accounts["head"])
    client.post(f"/don-doc/lich/{Feed.objects.get().pk}/thu-hoi")
    assert outside.get(f"/lich-han/{secret}.ics").status_code == 404
    assert outside.get("/lich-han/khong-co.ics").status_code == 404


def test_a_calendar_file_is_written_as_the_standard_says() -> None:
    """Lines of at most 75 octets, cut between letters; signs that mean something are escaped."""
    events = [Event("a@dondoc", date(2023, 12, 31), "Đề án; " + "phát triển, " * 20 + "x\\y\nEND:VEVENT", "https://x/")]
    data = calendar_file("Sở", events, date(2023, 1, 1))
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    whole = data.decode().replace("\r\n ", "")
    assert "SUMMARY:Đề án\\; phát triển\\, " in whole
    assert "x\\\\y END:VEVENT" in whole
    assert "DTEND;VALUE=DATE:20240101" in whole
    assert whole.count("\r\nEND:VEVENT\r\n") == 1


def test_an_administrator_keeps_the_channels(world: World, client: Client) -> None:  # noqa: F811
    """Added, refused with the reason, switched off and on, tried again; a webhook's key is shown once."""
    client.force_login(world.administrator)

    def add(kind: str, address: str) -> str:
        sent = {"body": "Sở Tài chính", "kind": kind, "address": address}
        return client.post("/kenh/them", sent, follow=True).content.decode()

    assert "Địa chỉ thư không đúng" in add("mail", "khong-phai")
    assert "mạng nội bộ" in add("webhook", "https://192.168.1.10/tin")
    assert "mạng nội bộ" in add("webhook", "https://localhost/tin")
    assert "cần một địa chỉ https" in add("webhook", "http://nhan.example/tin")
    assert "Đã thêm kênh" in add("mail", "vanthu@stc.example")
    assert "Kênh này đã có" in add("mail", "vanthu@stc.example")
    page = add("webhook", "https://nhan.example/tin")
    hook = Channel.objects.get(kind="webhook")
    assert key_of(hook) in page
    assert key_of(hook) not in client.get("/kenh").content.decode()
    client.post(f"/kenh/{hook.pk}/bat-tat", {"off": "1"})
    hook.refresh_from_db()
    assert not hook.is_on
    with pytest.raises(ChannelError, match="Không có gì chờ"):
        actions.try_again(by=world.administrator, channel=hook)


def test_a_failing_channel_is_on_the_first_page(world: World, at: At, client: Client, postbox: Postbox) -> None:  # noqa: F811
    """Of the administrator, until it works again."""
    _mailbox(world)
    _reminded(at)
    hand_over(_at(REMINDED, 8))
    postbox.refuses = True
    send_due(_at(REMINDED, 8))
    client.force_login(world.administrator)
    assert "1 kênh gửi không được" in client.get("/").content.decode()
    page = client.get("/kenh").content.decode()
    assert "Đang lỗi" in page
    postbox.refuses = False
    client.post(f"/kenh/{Channel.objects.get().pk}/thu-lai")
    assert dict(send_due(_at(REMINDED, 8, 1))) == {"sent": 1}
    assert "kênh gửi không được" not in client.get("/").content.decode()


def test_the_settings_of_the_mail_server() -> None:
    """Three schemes with their ports; anything else is refused before the site starts."""
    told = mail_settings("smtp+starttls://a%40b:p%3Aw@thu.example", "dondoc@x.example")
    assert told == Mail("thu.example", 587, "a@b", "p:w", True, False, "dondoc@x.example")
    assert mail_settings("", "") is None
    for url, sender in (("http://x", "a@b"), ("smtps://", "a@b"), ("smtps://x", "ab"), ("smtps://x", "a@b\nBcc: c@d")):
        with pytest.raises(SettingsError):
            mail_settings(url, sender)

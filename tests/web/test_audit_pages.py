"""The record as auditors and administrators read it."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

import dondoc.web
from dondoc.web.accounts.actions import describe_account
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.audit.sealing import seal_entries, verify_chain
from dondoc.web.audit.words import action_words, table
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import grant


@pytest.fixture
def auditing(client: Client, office: Body, administrator: User) -> Client:
    """A browser in which an auditor has signed in."""
    auditor = User.objects.create(username="kiemtoan", name="Kiểm toán nhật ký")
    grant(by=administrator, account=auditor, role="auditor", body=office, valid_from=timezone.localdate())
    client.force_login(auditor)
    return client


def _content(response: Any) -> str:
    return response.content.decode()


def _rows(page: str) -> int:
    return page.count("<tr>") - 1


def test_the_latest_comes_first_with_who_what_before_after_and_why(auditing: Client, administrator: User) -> None:
    """In words of the office, with the head of the chain below."""
    describe_account(by=administrator, account=administrator, name="Văn phòng", language="vi")
    seal_entries()
    page = _content(auditing.get("/nhat-ky"))
    first = page.partition("<tbody>")[2].partition("</tr>")[0]
    for said in (
        "Văn phòng",
        "Đổi tên hiển thị, ngôn ngữ",
        f"Tài khoản {administrator.pk}",
        "name: Quản trị → Văn phòng",
    ):
        assert said in first
    head = verify_chain().head
    assert head and f"{head.position}:{head.seal}" in page


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ({"who": "quan tri"}, {"organizations.create_body", "organizations.grant", "accounts.describe"}),
        ({"who": "kiemtoan"}, set()),
        ({"action": "accounts."}, {"accounts.describe"}),
        ({"action": "organizations.grant"}, {"organizations.grant"}),
        ({"subject": "accounts.user"}, {"accounts.describe"}),
        ({"since": "2999-01-01"}, set()),
        ({"until": "2000-01-01"}, set()),
        ({"since": "2000-01-01", "until": "2999-01-01", "number": "0"}, set()),
        (
            {"since": "hôm qua", "action": "x"},
            {"organizations.create_body", "organizations.grant", "accounts.describe"},
        ),
    ],
)
def test_the_list_is_filtered(query: dict[str, str], actions: set[str], auditing: Client, administrator: User) -> None:
    """By who, what, day and object; nonsense narrows nothing; an empty answer says so."""
    describe_account(by=administrator, account=administrator, name="Quản trị", language="vi")
    page = _content(auditing.get("/nhat-ky", query)).partition('id="entries"')[2]
    shown = {action for action in table()["action"] if f'data-label="Việc đã làm">{action_words(action)}<' in page}
    assert shown == actions
    assert ("Không có dòng nhật ký nào khớp." in page) is (not actions)


def test_the_page_asks_as_often_for_many_entries_as_for_few(
    auditing: Client, django_assert_max_num_queries: Any, administrator: User
) -> None:
    """Ten or ten thousand; older ones are a page further, and how many there are is told nowhere."""
    counts = []
    for more in (10, 10_000):
        Entry.objects.bulk_create(
            Entry(
                by=administrator, action="plans.settle", subject_type="plans.target", subject_id="1", details={"a": "b"}
            )
            for _ in range(more)
        )
        with django_assert_max_num_queries(12) as asked:
            page = _content(auditing.get("/nhat-ky", {"who": "quan tri"}))
        counts.append(len(asked))
        assert "10.0" not in page
    assert counts[0] == counts[1]
    assert _rows(page) == 100
    last = Entry.objects.latest("pk").pk
    older = _content(auditing.get("/nhat-ky", {"before": last - 99}, headers={"HX-Request": "true"}))
    assert f'href="/nhat-ky/{last - 100}"' in older
    assert f'href="/nhat-ky/{last - 99}"' not in older
    assert auditing.get("/nhat-ky", {"before": "x"}).status_code == 404


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_the_list_goes_out_as_filtered(form: str, auditing: Client, administrator: User) -> None:
    """What an account wrote is text, also where it looks like a formula."""
    describe_account(by=administrator, account=administrator, name="=1+1", language="vi")
    response = auditing.get("/nhat-ky", {"format": form, "action": "accounts.describe"})
    data = b"".join(response.streaming_content)
    assert data.startswith(b"PK")
    if form == "xlsx":
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        assert rows[1][0] == "Việc đã làm: Đổi tên hiển thị, ngôn ngữ"
        assert (len(rows), rows[-1][1], rows[-1][2]) == (5, "=1+1", "Đổi tên hiển thị, ngôn ngữ")


def test_an_administrator_erases_what_an_entry_says(managing: Client, administrator: User) -> None:
    """With the act and the reason; the page then leads to the entry of the act, and the form is gone."""
    describe_account(by=administrator, account=administrator, name="Nguyễn Văn A (minh họa)", language="vi")
    entry = Entry.objects.latest("pk")
    address = f"/nhat-ky/{entry.pk}"
    assert "Nguyễn Văn A" in _content(managing.get(address))
    refused = managing.post(f"{address}/xoa-noi-dung", {"reason": "theo yêu cầu", "decision": ""})
    assert refused.status_code == 422
    given = {"reason": "theo yêu cầu", "decision": "QĐ 1/QĐ-VP (minh họa)"}
    page = _content(managing.post(f"{address}/xoa-noi-dung", given, follow=True))
    assert "việc xóa có dòng nhật ký riêng" in page
    assert "name: Quản trị" not in _content(managing.get("/nhat-ky"))
    act = Entry.objects.get(action="audit.erase")
    assert f'href="/nhat-ky/{act.pk}"' in page
    assert "xoa-noi-dung" not in page
    assert managing.post(f"{address}/xoa-noi-dung", given).status_code == 422


def test_an_auditor_erases_nothing(auditing: Client, administrator: User) -> None:
    """The form is not shown, and the address refuses."""
    entry = Entry.objects.latest("pk")
    assert "xoa-noi-dung" not in _content(auditing.get(f"/nhat-ky/{entry.pk}"))
    assert auditing.post(f"/nhat-ky/{entry.pk}/xoa-noi-dung", {"reason": "a", "decision": "b"}).status_code == 403


def test_what_is_said_may_be_long(auditing: Client) -> None:
    """The list cuts it, the page of the entry has all of it."""
    (entry,) = Entry.objects.bulk_create(
        [Entry(action="indicators.define", at=timezone.now(), details={"text": "rất " * 90 + "dài (minh họa)"})]
    )
    assert "dài (minh họa)" not in _content(auditing.get("/nhat-ky"))
    assert "dài (minh họa)" in _content(auditing.get(f"/nhat-ky/{entry.pk}"))
    assert "chương trình" in _content(auditing.get(f"/nhat-ky/{entry.pk}"))


# Words


def _told_in_code() -> Iterator[str]:
    """The names of actions in calls of record() and of what is built on it; of a name put together its beginning."""
    for path in Path(dondoc.web.__file__).parent.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "action":
                yield from _literals(node.value)
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") in ("entry", "_entry")
                and len(node.args) > 1
            ):
                yield from _literals(node.args[1])


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield f"{node.values[0].value}*"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
        yield node.value


def test_every_action_has_words_and_no_words_are_left_over() -> None:
    """A new action has its words in audit/words.toml, in both languages."""
    known, told = set(table()["action"]), set(_told_in_code())
    whole = {name for name in told if not name.endswith("*")} | {"audit.erase"}
    begun = tuple(name[:-1] for name in told if name.endswith("*"))
    assert whole - known == set()
    assert {name for name in known - whole if not name.startswith(begun)} == set()
    assert all(any(name.startswith(each) for name in known) for each in begun)
    assert {name.partition(".")[0] for name in known} == set(table()["group"])


def test_details_are_told_in_words(managing: Client) -> None:
    """What the program calls something and its own values, in the list and on the page of an entry; lists as words."""
    details = {"before": "internal", "after": "public", "granted": True, "codes": ["T01", "T02"]}
    entry = Entry.objects.create(action="plans.decide_wider", details=details, at=timezone.now())
    page = _content(managing.get("/nhat-ky", {"until": timezone.localdate() + timedelta(days=1)}))
    assert "nội bộ → công khai; các mục: T01, T02; đồng ý: có" in page
    assert "<td>các mục</td>" in _content(managing.get(f"/nhat-ky/{entry.pk}"))


def test_every_subject_of_the_record_has_words(managing: Client, administrator: User) -> None:
    """Those that a page leads to by their kind are models of the site."""
    from django.apps import apps

    assert all(issubclass(apps.get_model(name), models.Model) for name in table()["subject"])
    Entry.objects.bulk_create([Entry(action="x.y", subject_type="plans.milestone", subject_id="3", at=timezone.now())])
    page = _content(managing.get("/nhat-ky", {"until": timezone.localdate() + timedelta(days=1)}))
    assert "plans.milestone 3" in page

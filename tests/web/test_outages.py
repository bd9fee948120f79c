"""No room on the disk, a connection that is lost in the middle: a clear error with the next step, nothing by halves.

Of the site as it runs, on both databases: what is undone here cannot be undone within the transaction of a test.
"""

from __future__ import annotations

import http.client
import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import RequestFactory

from dondoc.web.outages import Outage
from dondoc.web.pages import unavailable
from tests.web.kill_serve import processes_of
from tests.web.killed_people import TOKEN, multipart
from tests.web.prepared import database_with_tables
from tests.web.running import Site, running

SMALL = 8_000  # bytes of a file: less than any transaction adds to the log of the database
MADE = """
import json
from dondoc.web.accounts.models import User
from tests.web.killed_people import signed_in
from tests.web.reporting import make_reporting
made = make_reporting(User.objects.create(username="quantri", name="Quản trị", is_administrator=True))
people = {name: signed_in(made.people[name]) for name in ("editor", "xa1-reporter")}
told = {"people": people, "plan": made.world.plan.pk, "report": made.report("xa1").pk, "row": made.asked("xa1").row}
print(json.dumps(told))
"""
KEPT = """
import json
from dondoc.web.audit.models import Entry
from dondoc.web.figures.models import Cell, Figure, Version
print(json.dumps([each.objects.count() for each in (Figure, Version, Cell, Entry)]))
"""
SQL = """
from django.db import connection
with connection.cursor() as cursor:
    for each in {statements!r}:
        cursor.execute(each)
"""
FULL = "RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'"
LOST = "PERFORM pg_terminate_backend(pg_backend_pid())"


class Asking:
    """Accounts that are signed in, and what they send."""

    def __init__(self, site: Site) -> None:
        self.site, self.made = site, json.loads(site.run(MADE).splitlines()[-1])

    def save(self, value: str, language: str = "vi") -> tuple[int, str]:
        row = self.made["row"]
        fields = {"row": row, f"{row}-seen": 0, f"{row}-value": value, f"{row}-note": "ghi chú " * 20}
        return self._ask(
            "xa1-reporter", f"/bao-cao/{self.made['report']}/ghi", urlencode(fields).encode(), _FORM, language
        )

    def take_in(self) -> tuple[int, str]:
        days = (f"2{day:03}-01-01" for day in range(900))
        lines = [f"thu,xa1,tỷ đồng,period,{day},{day},1,2026-01-01,vì" for day in days if day < "2026"]
        file = "\n".join(["indicator,body,unit,basis,from,to,value,known_on,kept_because", *lines]).encode()
        body, kind = multipart({"write": "1", "reason": ""}, file)
        return self._ask("editor", f"/ke-hoach/{self.made['plan']}/nap-so-lieu", body, kind)

    def kept(self) -> list[int]:
        return list(json.loads(self.site.run(KEPT)))

    def _ask(self, who: str, path: str, body: bytes, kind: str, language: str = "vi") -> tuple[int, str]:
        server = urlsplit(self.site.address)
        connection = http.client.HTTPConnection(server.hostname or "", server.port, timeout=120)
        cookie = f"sessionid={self.made['people'][who]}; csrftoken={TOKEN}"
        heads = {"Cookie": cookie, "X-CSRFToken": TOKEN, "Content-Type": kind, "Accept-Language": language}
        try:
            connection.request("POST", path, body, heads)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


_FORM = "application/x-www-form-urlencoded"


@contextmanager
def _no_room(site: Site, kind: str) -> Iterator[None]:
    """For the web processes: no file grows (SQLite), or the database has no room for a further entry or version."""
    if kind == "postgresql":
        with _doing(site, FULL, "audit_entry", "figures_version"):
            yield
        return
    web = processes_of(site.process.pid)["web"]
    for process in web:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (SMALL, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for process in web:
            resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def _doing(site: Site, what: str, *tables: str) -> Iterator[None]:
    """PostgreSQL does `what` as soon as a row is added to one of `tables`."""
    body = f"CREATE FUNCTION fails() RETURNS trigger AS $$ BEGIN {what}; RETURN NEW; END $$ LANGUAGE plpgsql"
    made = [f"CREATE TRIGGER fails BEFORE INSERT ON {each} FOR EACH ROW EXECUTE FUNCTION fails()" for each in tables]
    site.run(SQL.format(statements=[body, *made]))
    try:
        yield
    finally:
        site.run(SQL.format(statements=["DROP FUNCTION fails() CASCADE"]))


@pytest.fixture(params=["sqlite", "postgresql"])
def asking(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Asking]]:
    url = {}
    if request.param == "postgresql":
        url = {"DATABASE_URL": database_with_tables(request.getfixturevalue("postgresql_server"), "outages")}
    with running(tmp_path / "site", **url) as site:
        yield request.param, Asking(site)


def test_an_outage_is_told_and_leaves_nothing_by_halves(asking: tuple[str, Asking]) -> None:
    """A save and an import on a full disk, and where the connection is lost in the middle; then both go in."""
    kind, sender = asking
    before = sender.kept()
    with _no_room(sender.site, kind):
        (status, page), (imported, imported_page) = sender.save("12,5"), sender.take_in()
        english = sender.save("12.5", "en")[1]
    assert (status, imported) == (503, 503)
    assert "Máy chủ hết chỗ ghi" in page and "The server has no room left" in english
    assert ">\n12,5</textarea>" in page and "tệp thì phải chọn lại" in imported_page
    assert sender.kept() == before
    if kind == "postgresql":
        with _doing(sender.site, LOST, "audit_entry", "figures_version"):
            lost = [sender.save("12,5"), sender.take_in()]
        assert [status for status, _page in lost] == [503, 503]
        assert all("Mất kết nối tới cơ sở dữ liệu" in page for _status, page in lost)
        assert sender.kept() == before
    assert (sender.save("12,5")[0], sender.take_in()[0]) == (302, 200)
    figures, versions, cells, _entries = sender.kept()
    assert figures == versions == before[0] + 26 and cells == before[2] + 1


def test_nothing_secret_is_shown_again() -> None:
    """Not the password with which somebody was signing in."""
    request = RequestFactory().post("/dang-nhap", {"login": "a", "password": "rất bí mật"})
    page = unavailable(request, Outage.FULL).content.decode()
    assert "rất bí mật" not in page and "<textarea" not in page


def test_what_was_typed_is_shown_in_its_own_words() -> None:
    """Not under the names that the form gives its fields, which say nothing to a person; all of it is sent again."""
    row = "3-7-cumulative-20230701"
    fields = {"row": row, f"{row}-seen": "4", f"{row}-value": "1.234,5", f"{row}-note": "số kho bạc <b>"}
    page = unavailable(RequestFactory().post("/bao-cao/1/ghi", fields), Outage.BUSY).content.decode()
    shown = page[page.index("<ul>") : page.index("</ul>")]
    assert shown == "<ul><li>1.234,5</li><li>số kho bạc &lt;b&gt;</li>"
    assert all(f'name="{name}"' in page for name in fields)

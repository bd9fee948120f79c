"""Who works on a site that is killed again and again: each asks over HTTP, notes what was acknowledged, and looks
afterwards whether all of it is there and nothing by halves."""

from __future__ import annotations

import http.client
import time
import urllib.parse
from abc import ABC, abstractmethod
from collections.abc import Callable
from decimal import Decimal
from threading import Event
from typing import Any
from urllib.parse import urlsplit

TOKEN = "t" * 32
ROWS = 30  # of a file of figures
PAUSE = 0.05  # seconds after an answer that did not come: the site may be starting


class Person(ABC):
    """Works until it is told to stop. `acknowledged`: what the site has said it kept, as kind and what."""

    def __init__(self, made: Any) -> None:
        self.made, self.address = made, ""
        self.acknowledged: list[tuple[str, str]] = []
        self.unanswered = 0

    def work(self, stop: Event) -> None:
        from django.db import connection

        try:
            while not stop.is_set():
                try:
                    self.step()
                except (OSError, http.client.HTTPException):
                    self.unanswered += 1
                    stop.wait(PAUSE)
        finally:
            connection.close()

    @abstractmethod
    def step(self) -> None:
        """Asks the site for one thing, and notes what it said it kept."""

    @abstractmethod
    def faults(self) -> list[str]:
        """What was acknowledged and is not there, or is there by halves."""

    def ask(self, who: str, path: str, fields: dict[str, Any], file: bytes | None = None) -> int:
        """The status of what the account `who` sends, read to its end."""
        server = urlsplit(self.address)
        connection = http.client.HTTPConnection(server.hostname or "", server.port, timeout=60)
        body, kind = multipart(fields, file) if file is not None else (urllib.parse.urlencode(fields).encode(), _FORM)
        heads = {"Cookie": f"sessionid={self._session(who)}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        try:
            connection.request("POST", path, body, heads | {"HX-Request": "true", "Content-Type": kind})
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    def _session(self, who: str) -> str:
        if who not in _SESSIONS:
            _SESSIONS[who] = signed_in(self.made.people[who])
        return _SESSIONS[who]


_SESSIONS: dict[str, str] = {}
_FORM = "application/x-www-form-urlencoded"


def signed_in(account: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(account.pk), account.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.create()
    return str(session.session_key)


def multipart(fields: dict[str, Any], file: bytes) -> tuple[bytes, str]:
    parts = [
        f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    head = '--xx\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\nContent-Type: text/csv\r\n\r\n'
    return "".join(parts).encode() + head.encode() + file + b"\r\n--xx--\r\n", "multipart/form-data; boundary=xx"


class Saver(Person):
    """Types into one cell of a report that stays a draft, each time another number."""

    body, who = "xa2", "xa2-reporter"
    number = 0

    def step(self) -> None:
        report, (row, seen) = self.made.report(self.body), self._seen()
        self.number += 1
        value = str(5000 + self.number)
        fields = {"row": row, f"{row}-seen": seen, f"{row}-value": value, f"{row}-reason": "minh họa"}
        if self.ask(self.who, f"/bao-cao/{report.pk}/ghi", fields) == 200:
            self.acknowledged.append(("save", value))

    def _seen(self) -> tuple[str, int]:
        cell = self.made.report(self.body).cells.first()
        return self.made.asked(self.body).row, cell.version if cell else 0

    def faults(self) -> list[str]:
        report = self.made.report(self.body)
        return _faults_of_saves(report, [value for _kind, value in self.acknowledged])


class OtherSaver(Saver):
    """The lead of the target, in its own report."""

    body, who = "stc", "stc-reporter"


def _entries(**of: Any) -> list[Any]:
    from dondoc.web.audit.models import Entry

    return list(Entry.objects.filter(**of).order_by("pk"))


def _faults_of_saves(report: Any, acknowledged: list[str]) -> list[str]:
    saves = _entries(action="figures.save_cell", subject_id=str(report.pk))
    cell = report.cells.first()
    kept = {each.details["after"]["value"] for each in saves}
    checks = {
        "a save that was acknowledged is not there": set(acknowledged) <= kept,
        "a save without its entry, or the reverse": (cell.version if cell else 0) == len(saves),
        "the cell is not what was saved last": not saves or cell.value == Decimal(saves[-1].details["after"]["value"]),
    }
    return [f"{report.body.key}: {fault}" for fault, holds in checks.items() if not holds]


class Importer(Person):
    """Takes in one file of figures after the other."""

    number = 0

    def step(self) -> None:
        self.number += 1
        days = [f"20{year:02}-01-01" for year in range(ROWS)]
        lines = (
            f"thu,xa2,tỷ đồng,period,{day},{day},{self.number},2024-01-01,tệp {self.number},minh họa" for day in days
        )
        file = "\n".join(["indicator,body,unit,basis,from,to,value,known_on,source,kept_because", *lines]).encode()
        path = f"/ke-hoach/{self.made.world.plan.pk}/nap-so-lieu"
        if self.ask("editor", path, {"write": "1", "reason": ""}, file) == 200:
            self.acknowledged.append(("import", f"tệp {self.number}"))

    def faults(self) -> list[str]:
        from django.db.models import Count

        from dondoc.web.figures.models import Version

        counted = Version.objects.order_by().filter(figure__source__startswith="tệp").values_list("figure__source")
        rows = dict(counted.annotate(rows=Count("pk")))
        checks = {
            "an import that was acknowledged is not there": {what for _kind, what in self.acknowledged} <= set(rows),
            "half an import": set(rows.values()) <= {ROWS},
            "an import without its entry, or the reverse": len(rows) == len(_entries(action="figures.import")),
        }
        return [fault for fault, holds in checks.items() if not holds]


class Round(Person):
    """The whole way of a report, again and again: saved, submitted, approved, accepted, opened again."""

    def step(self) -> None:
        report = self.made.report("xa1")
        cell = report.cells.select_related("recorded").first()
        path = f"/bao-cao/{report.pk}"
        steps: dict[str, Callable[[], int]] = {
            "draft": lambda: self.ask("xa1-reporter", f"{path}/trinh", {}),
            "submitted": lambda: self.ask("xa1-head", f"{path}/duyet", {}),
            "approved": lambda: self.ask("editor", f"{path}/nhan", {}),
            "accepted": lambda: self.ask("editor", f"{path}/mo-lai", {"reason": "đối chiếu lại (minh họa)"}),
        }
        if report.state == "draft" and (cell is None or _is_told(cell)):
            return self._save(path, cell)
        status = steps[report.state]()
        if status >= 400:
            return None
        self.acknowledged.append((report.state, ""))
        now = self.made.report("xa1").state
        if now == report.state:
            self.acknowledged.append(("acknowledged and not done", report.state))
        return None

    def _save(self, path: str, cell: Any) -> None:
        row, seen = self.made.asked("xa1").row, cell.version if cell else 0
        value = str(1000 + seen + 1)
        fields = {"row": row, f"{row}-seen": seen, f"{row}-value": value, f"{row}-reason": "minh họa"}
        if self.ask("xa1-reporter", f"{path}/ghi", fields) == 200:
            self.acknowledged.append(("save", value))

    def faults(self) -> list[str]:
        from tests.web.kill_reports import faults_of

        told = [" ".join(each) for each in self.acknowledged]
        undone = [each for each in told if each.startswith("acknowledged and not done")]
        return [*undone, *faults_of(self.made, told)]


def _is_told(cell: Any) -> bool:
    return cell.recorded_id is not None and cell.recorded.value == cell.value


class Sealer(Person):
    """Has the background worker of the site seal again and again."""

    def step(self) -> None:
        from django_tasks_db.models import DBTaskResult

        from dondoc.web.audit.tasks import seal_audit

        if not DBTaskResult.objects.filter(status__in=("READY", "RUNNING")).exists():
            seal_audit.enqueue(due="")
        time.sleep(0.1)

    def faults(self) -> list[str]:
        from dondoc.web.audit.sealing import verify_chain

        return [f"the chain: {problem}" for problem in verify_chain().problems]


PEOPLE = (Saver, OtherSaver, Importer, Round, Sealer)

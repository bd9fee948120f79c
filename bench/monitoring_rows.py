"""Offices, plans, targets and figures for the bench of monitoring, written in bulk; all of them are made up."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.bare_tables import bare
from bench.site_rows import session_of
from dondoc.web.accounts.models import User
from dondoc.web.figures import actions as figure_actions
from dondoc.web.figures.models import Basis, Way
from dondoc.web.indicators.models import Indicator
from dondoc.web.monitoring.actions import evaluate_all
from dondoc.web.monitoring.models import Verdict
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import grant
from dondoc.web.plans.models import Commitment, Plan, PlanReader, Responsibility, Target
from dondoc.web.resolutions.models import Document, Reading, StoredFile

OFFICES, OF_OFFICE, HALVES, BODIES = 100, 50, 9, 200
MONTHS = 100  # of each series, the last one that is over
WORDS = "Thu ngân sách trên 2.670 tỷ đồng."
ACCEPTED = 21  # figures that are accepted one after another


def fill(figures: int, targets: int, today: str) -> str:
    """Writes the rows; a session of a leader of all, the largest plan, and how many figures and targets there are."""
    day = date.fromisoformat(today)
    by = User.objects.get(username="quantri")
    with transaction.atomic():
        top = create_body(by=by, key="tinh", kind="people_committee", name="UBND tỉnh (minh họa)")
        bodies = [
            create_body(by=by, key=f"s{n}", kind="department", name=f"Sở {n} (minh họa)", parent=top)
            for n in range(BODIES)
        ]
        leader = User(username="bench", name="Bench")
        leader.set_unusable_password()
        leader.save()
        for role in ("leader", "editor"):
            grant(by=by, account=leader, role=role, body=top, valid_from=date(2015, 1, 1))
        Way.objects.bulk_create(Way(office=body, whole=body) for body in bodies[:OFFICES])
        indicators = _indicators(max(figures // (BODIES * MONTHS), OF_OFFICE))
        largest = _plans(bodies, leader, indicators, targets, day)
    begun = time.perf_counter()
    with bare(("figures_figure", "figures_version")):
        _figures(figures, indicators, bodies, day)
    written = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told = {"session": session_of(leader), "plan": largest.pk, "figures": _rows("figures_version"), "written": written}
    return json.dumps(told | {"targets": _rows("plans_target"), "plans": Plan.objects.count()})


def run(today: str) -> str:
    """The nights and the acts, in seconds: the first night says everything, the second is a day like any other."""
    day = date.fromisoformat(today)
    told: dict[str, Any] = {}
    for name, on in (("first", day - timedelta(days=1)), ("night", day)):
        begun = time.perf_counter()
        used = time.process_time()
        outcome = evaluate_all(as_of=on)
        told[name] = time.perf_counter() - begun
        told[f"{name}_used"] = time.process_time() - used
        told[f"{name}_said"] = outcome.said
        told["looked_at"] = outcome.looked_at
    return json.dumps(told | {"verdicts": Verdict.objects.count(), "acts": _acts(day)})


def _acts(day: date) -> list[float]:
    """Seconds of each act of accepting one figure, with the verdicts and counts that it changes."""
    editor, indicator = User.objects.get(username="bench"), Indicator.objects.get(key="c0")
    taken = []
    for n in range(ACCEPTED):
        body = Body.objects.get(key=f"s{n % OFFICES}")
        key = figure_actions.Key(indicator, body, Basis.CUMULATIVE, date(day.year, 7, 1), date(day.year, 11, 20))
        told = figure_actions.Told(Decimal(900 + n * 90), "tỷ đồng", day)
        begun = time.perf_counter()
        figure_actions.record(by=editor, key=key, told=told)
        taken.append(time.perf_counter() - begun)
    return taken


def queries(path: str, session: str) -> int:
    """How many queries a page takes."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["sessionid"] = session
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)


def one_select(rounds: int) -> list[float]:
    """Milliseconds of one SELECT by an index of the largest table: what everything else is held against."""
    keys = list(Verdict.objects.order_by("pk").values_list("commitment", flat=True)[:rounds])
    taken = []
    for key in keys:
        begun = time.perf_counter()
        list(Verdict.objects.current().filter(commitment=key).values_list("status"))
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _indicators(count: int) -> list[Indicator]:
    return Indicator.objects.bulk_create(
        Indicator(key=f"c{n}", name=f"Chỉ tiêu minh họa {n}", unit="tỷ đồng", measure="flow", over_time="sum",
                  over_bodies="sum", folded=f"chi tieu {n}", sort_key=f"{n:06}")
        for n in range(count)
    )  # fmt: skip


def _plans(bodies: list[Body], leader: User, indicators: list[Indicator], targets: int, day: date) -> Plan:
    """OFFICES × HALVES plans of OF_OFFICE targets each where so many are wanted, and the rest of them in one more."""
    count = min(OFFICES * HALVES, targets * 9 // 10 // OF_OFFICE)
    halves = [(day.year - 1 - n // 2, 2 - n % 2) if n else (day.year, 2) for n in range(HALVES)]
    spans = [(bodies[n % OFFICES], *halves[n // OFFICES]) for n in range(count)] + [(bodies[0], day.year, 2)]
    files = StoredFile.objects.bulk_create(
        StoredFile(sha256=f"{n:064}", size=4, content=b"text") for n in range(len(spans))
    )
    documents = Document.objects.bulk_create(
        Document(office=office, file=files[n], name=f"{n}.docx", received_by=leader, state="reviewed",
                 period=f"{year}-H{half}", kind="nghị quyết", number=str(n), symbol="NQ/TU", title=f"minh họa {n}")
        for n, (office, year, half) in enumerate(spans)
    )  # fmt: skip
    Reading.objects.bulk_create(
        Reading(document=each, version="bench", text=WORDS, blocks=[], content={}) for each in documents
    )
    plans = Plan.objects.bulk_create(
        Plan(office=office, document=documents[n], title=f"Nghị quyết minh họa số {n}", period=f"{year}-H{half}",
             in_force_from=date(year, 6 * half - 5, 1), ends_on=date(year, 12 if half == 2 else 6, 30),
             state="approved", approved_by=leader, approved_at=timezone.now())
        for n, (office, year, half) in enumerate(spans)
    )  # fmt: skip
    PlanReader.objects.bulk_create(PlanReader(plan=plan, role="leader") for plan in plans)
    wanted = [(plan, OF_OFFICE) for plan in plans[:-1]] + [(plans[-1], targets - count * OF_OFFICE)]
    _targets(wanted, bodies, indicators)
    return plans[-1]


def _targets(wanted: list[tuple[Plan, int]], bodies: list[Body], indicators: list[Indicator]) -> None:
    rows = [
        Commitment(plan=plan, kind="target", code=f"T{n:05}", place=n, name=f"Thu ngân sách minh họa {n}",
                   source_id=plan.document_id, section=f"II.1.{n % 12 + 1}", heading=f"Về mảng {n % 12}",
                   field="budget",
                   sensitivity="restricted" if n % 12 == 0 else "internal", start=0, end=len(WORDS), quote=WORDS,
                   valid_from=plan.in_force_from)
        for plan, count in wanted for n in range(count)
    ]  # fmt: skip
    rows = Commitment.objects.bulk_create(rows, batch_size=2000)
    values = [
        (each.pk, indicators[each.place % OF_OFFICE].pk, "flow", "at_least", (800 + 20 * (each.place % 40)) * 10**6,
         "tỷ đồng", "", "higher", "", "", "", True)
        for each in rows
    ]  # fmt: skip
    names = (
        "commitment_ptr_id, indicator_id, measure, comparison, amount, unit, period, better, base, baseline_stage, "
        "baseline_source, linear"
    )
    with connection.cursor() as cursor:
        sql = f"INSERT INTO {Target._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * 12)})"  # noqa: S608
        cursor.executemany(sql, values)
    Responsibility.objects.bulk_create(
        (
            Responsibility(commitment=each, body=bodies[each.place % BODIES], part="lead", valid_from=each.valid_from)
            for each in rows if each.place % 9
        ),
        batch_size=2000,
    )  # fmt: skip


def _figures(wanted: int, indicators: list[Indicator], bodies: list[Body], day: date) -> None:
    """Of each indicator and body one figure a month, counted up since the half-year began; the database makes them."""
    months = max(1, wanted // (len(indicators) * len(bodies)))
    ends, at = [], day.replace(day=1)
    for _ in range(months):
        end = at - timedelta(days=1)
        ends.append((date(end.year, 1 if end.month < 7 else 7, 1), end))
        at = end.replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_month (start date, finish date)")
        cursor.executemany("INSERT INTO bench_month VALUES (%s, %s)", ends)
        cursor.execute(
            'INSERT INTO figures_figure (indicator_id, body_id, basis, start, "end", stage, source) '
            "SELECT i.id, b.id, 'cumulative', m.start, m.finish, 'official', '' "
            "FROM indicators_indicator i, organizations_body b, bench_month m WHERE b.key LIKE 's%%' AND i.key LIKE "
            "'c%%' ORDER BY i.id, b.id, m.finish", []
        )  # fmt: skip
        cursor.execute(
            "INSERT INTO figures_version (figure_id, number, state, tells, value, unit, qualifier, known_on, "
            "recorded_at, backfilled, reason, kept_because, note) SELECT f.id, 1, 'accepted', 'value', "
            "(200 + (f.id %% 97) * 12) * 1000000, 'tỷ đồng', 'exact', f.\"end\", CURRENT_TIMESTAMP, true, '', '', '' "
            "FROM figures_figure f ORDER BY f.id", []
        )  # fmt: skip


def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return int(cursor.fetchone()[0])

"""Many communes with a reporter each and a part of one target, for bench/reporting.py; run in the site's own Django."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from dondoc.web.accounts.models import User
from dondoc.web.figures.due import due_of
from dondoc.web.figures.models import Report
from dondoc.web.figures.rounds import open_round
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from tests.web.reporting import PERIOD
from tests.web.world import account, make_world, settle


def fill(reporters: int) -> str:
    """JSON of each reporter: its session, its report, and the row into which it types."""
    administrator = User.objects.get(username="quantri")
    world = make_world(administrator)
    editor, council = world.accounts["editor"], Body.objects.get(key="ub")
    communes = [
        create_body(by=administrator, key=f"x{number}", kind="commune", name=f"Xã số {number}", parent=council)
        for number in range(reporters)
    ]
    revenue = Indicator.objects.create(
        key="thu", name="Thu ngân sách nhà nước", unit="tỷ đồng", measure="flow", over_time="sum", over_bodies="sum"
    )
    target = world.plan.commitments.get(code="T01")
    settle(editor, target, "indicator", revenue.pk)
    settle(editor, target, "allocations", {str(body.pk): ["10", None] for body in communes})
    opened = open_round(by=editor, office=world.office, period=PERIOD)
    reports = {each.body_id: each for each in Report.objects.select_related("round__office", "body")}
    return json.dumps([_reporter(administrator, body, reports[body.pk], opened) for body in communes])


def _reporter(administrator: User, body: Body, report: Report, opened: Any) -> dict[str, Any]:
    person = account(administrator, f"bao-cao-{body.key}", "reporter", body)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.create()
    (asked,) = due_of(opened, body).figures
    return {"session": session.session_key, "report": report.pk, "row": asked.row}

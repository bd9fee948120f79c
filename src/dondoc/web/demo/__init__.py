"""The demo: a real resolution, gone through the same code as in an office, up to a plan, its first figures,
letters of urging, and what is public of it.

    fill(file) -> Filled

Everything is done by the actions of the site and by the accounts whose work it is. The accounts are the demo's own:
they sign in on this machine only.
"""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from dondoc.web.accounts.actions import create_demo_account
from dondoc.web.accounts.models import User
from dondoc.web.demo.figures import report
from dondoc.web.demo.publishing import make_public
from dondoc.web.demo.urging import urge
from dondoc.web.indicators.importing import bring_first_indicators
from dondoc.web.organizations.importing_bodies import import_bodies
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import grant
from dondoc.web.plans import actions as plan_actions
from dondoc.web.plans.assigning import rows_of
from dondoc.web.plans.models import Plan
from dondoc.web.refusals import SettingsError
from dondoc.web.resolutions.actions import receive
from dondoc.web.resolutions.extracting_actions import extract_received
from dondoc.web.resolutions.models import Document
from dondoc.web.resolutions.receiving import Sent, look_through
from dondoc.web.resolutions.review_actions import accept_all

BEGUN = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo, with what it is for."""

    username: str
    name: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What the demo has made: its accounts, all with one password, and the plan."""

    accounts: tuple[DemoAccount, ...]
    password: str
    plan: int


def fill(file: Path) -> Filled:
    """Fills a fresh site. SettingsError where the folder holds something already."""
    if Body.objects.exists() or User.objects.exists():
        raise SettingsError("demo_not_fresh")
    password = secrets.token_urlsafe(9)
    accounts = _accounts(password)
    plan = _plan(accounts, Body.objects.get(key="vptu"), file)
    report(by=accounts["bientap"], plan=plan, file=file)
    urge(accounts=accounts, plan=plan)
    make_public(accounts=accounts, plan=plan)
    told = tuple(DemoAccount(account.username, account.name) for account in accounts.values())
    return Filled(told, password, plan.pk)


def _accounts(password: str) -> Mapping[str, User]:
    rows = tomllib.loads(_data("accounts.toml").decode())
    administrator = next(name for name, row in rows.items() if row.get("administrator"))
    made = {administrator: _account(administrator, rows[administrator], password)}
    import_bodies(by=made[administrator], data=_data("bodies.csv"))
    for name, row in rows.items():
        if name != administrator:
            made[name] = _account(name, row, password)
            body = Body.objects.get(key=row["body"])
            grant(by=made[administrator], account=made[name], role=row["role"], body=body, valid_from=BEGUN)
    return made


def _account(username: str, row: Mapping[str, Any], password: str) -> User:
    administrator = bool(row.get("administrator"))
    return create_demo_account(username=username, name=row["name"], password=password, is_administrator=administrator)


def _plan(accounts: Mapping[str, User], office: Body, file: Path) -> Plan:
    """The resolution received, read, accepted as read, assigned and linked as proposed, submitted and approved."""
    editor, approver = accounts["bientap"], accounts["pheduyet"]
    document = _read(editor, office, file)
    bring_first_indicators(by=editor)
    accept_all(by=editor, document=document, seen={each.pk: each.version for each in document.items.undecided()})
    plan = plan_actions.make_plan(by=editor, document=document)
    _assign(editor, plan)
    plan_actions.submit(by=editor, plan=plan)
    plan_actions.approve(by=approver, plan=plan)
    return plan


def _read(editor: User, office: Body, file: Path) -> Document:
    looked = look_through(Sent(file.name, file.read_bytes()))
    document = receive(by=editor, office=office, looked=looked).document
    extract_received(document)
    document.refresh_from_db()
    return document


def _assign(editor: User, plan: Plan) -> None:
    """Each commitment to the lead, and each target to the indicator of the same name, that is proposed first.

    What nothing is proposed for, or only an indicator with a similar name, stays open, and shows.
    """
    keys = list(plan.commitments.values_list("pk", flat=True))
    for row in rows_of(keys, plan.in_force_from):
        proposed = [("lead", each.subject.pk) for each in row.leads[:1]]
        proposed += [("indicator", each.indicator.pk) for each in row.indicators[:1] if each.is_named]
        for before, (aspect, value) in enumerate(proposed):
            plan_actions.settle(
                by=editor, commitment=row.commitment, aspect=aspect, value=value,
                seen=row.commitment.version + before, on=plan.in_force_from,
            )  # fmt: skip


def _data(name: str) -> bytes:
    return files("dondoc.web.demo").joinpath(name).read_bytes()

"""A world in which units report: T01 is led by the department and given to two communes with people of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.web.accounts.models import User
from dondoc.web.figures import approving, saving
from dondoc.web.figures.beside import known_beside
from dondoc.web.figures.due import Asked, Due, due_of
from dondoc.web.figures.models import Report, Round
from dondoc.web.figures.rounds import open_round
from dondoc.web.figures.saving import Typed
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from tests.web.world import World, account, make_world, settle

PERIOD = "2023-H2"
LAST_DAY = date(2023, 12, 31)


@dataclass(frozen=True, slots=True)
class Reporting:
    """`world`, the round of its plan's period, and `people`: its accounts and "xa1-reporter", "xa1-head", …"""

    world: World
    revenue: Indicator
    cover: Indicator
    communes: tuple[Body, Body]
    people: dict[str, User]
    round: Round

    def report(self, body: str) -> Report:
        return Report.objects.select_related("round__office", "body").get(round=self.round, body__key=body)

    def due(self, body: str) -> Due:
        report = self.report(body)
        return due_of(report.round, report.body)

    def asked(self, body: str, place: int = 0) -> Asked:
        return self.due(body).figures[place]

    def type(self, body: str, value: str | None, *, who: str, place: int = 0, seen: int = 0, **other: Any) -> Any:
        """What the account `who` types into the row at `place`."""
        due = self.due(body)
        typed = Typed(None if value is None else Decimal(value), **other)
        return saving.save_cell(
            by=self.people[who], report=self.report(body), asked=due.figures[place], typed=typed, seen=seen,
            known=known_beside(self.round, due),
        )  # fmt: skip

    def submit(self, body: str, *, who: str, signed: Any = None) -> Any:
        due = self.due(body)
        known = known_beside(self.round, due)
        return approving.submit(by=self.people[who], report=self.report(body), due=due, known=known, signed=signed)

    def accepted(self, body: str, value: str, who: str = "xa1") -> Any:
        """The whole way of a report of one row."""
        self.type(body, value, who=f"{who}-reporter")
        self.submit(body, who=f"{who}-reporter")
        approving.approve(by=self.people[f"{who}-head"], report=self.report(body))
        return approving.accept(by=self.people["editor"], report=self.report(body))


def make_reporting(administrator: User) -> Reporting:
    world = make_world(administrator)
    editor = world.accounts["editor"]
    council = Body.objects.get(key="ub")
    communes = tuple(
        create_body(by=administrator, key=f"xa{number}", kind="commune", name=f"Xã số {number}", parent=council)
        for number in (1, 2)
    )
    revenue = Indicator.objects.create(
        key="thu", name="Thu ngân sách nhà nước", unit="tỷ đồng", measure="flow", over_time="sum", over_bodies="sum"
    )
    cover = Indicator.objects.create(
        key="rung", name="Tỷ lệ che phủ rừng", unit="%", measure="change", over_time="sum", over_bodies="none"
    )
    revenue_target, cover_target = (world.plan.commitments.get(code=code) for code in ("T01", "T02"))
    settle(editor, revenue_target, "indicator", revenue.pk)
    settle(editor, cover_target, "indicator", cover.pk)
    settle(editor, cover_target, "lead", world.department.pk)
    shares = {str(communes[0].pk): ["1000", None], str(communes[1].pk): ["1670", None]}
    settle(editor, revenue_target, "allocations", shares)
    settle(editor, world.plan.commitments.get(code="N01"), "lead", world.department.pk)
    people = dict(world.accounts)
    for body in communes:
        for role in ("reporter", "head"):
            people[f"{body.key}-{role}"] = account(administrator, f"{body.key}-{role}", role, body)
    people |= {"stc-reporter": people["reporter"], "stc-head": people["head"]}
    return Reporting(world, revenue, cover, communes, people, open_round(by=editor, office=world.office, period=PERIOD))

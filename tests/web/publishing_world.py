"""A plan of which some is public: T01 may be, T02 is internal, T03 restricted; each bears words and numbers of its own
that are found nowhere else, so that a leak shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.web.figures import actions as figure_actions
from dondoc.web.figures.models import Version
from dondoc.web.indicators.models import Indicator
from dondoc.web.plans import actions as plan_actions
from dondoc.web.plans.models import Commitment, Plan, Sensitivity
from dondoc.web.plans.sensitivity import ask_all_public, grant_all
from dondoc.web.public.models import Page
from dondoc.web.publishing.documents import publish_document
from dondoc.web.publishing.publication_models import Publication, Scope
from dondoc.web.publishing.publications import publish
from tests.web.reporting import LAST_DAY, Reporting
from tests.web.world import planned, received, settle

PEOPLE = """# NGHỊ QUYẾT
lãnh đạo thực hiện nhiệm vụ 6 tháng cuối năm 2023

## II. CHỈ TIÊU, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2023

### 1. Chỉ tiêu chủ yếu

- Kết nạp thêm 631 đảng viên.
- Giải quyết việc làm cho 2.000 lao động trở lên.
"""
TODAY = date(2024, 2, 1)
START = date(2023, 7, 1)


def tell(reporting: Reporting, value: str, *, indicator: Any = None, **more: Any) -> Version:
    """A figure of the whole for the period of the plan, as its source said it on the fifth of January 2024."""
    stage = figure_actions.Stage(more.pop("stage", "estimate"))
    basis = figure_actions.Basis(more.pop("basis", "cumulative"))
    key = figure_actions.Key(
        indicator or reporting.revenue, reporting.round.whole, basis, more.pop("start", START),
        more.pop("end", LAST_DAY), stage=stage, source=more.pop("source", ""),
    )  # fmt: skip
    told = figure_actions.Told(Decimal(value), more.pop("unit", "tỷ đồng"), date(2024, 1, 5), **more)
    return figure_actions.record(by=reporting.people["editor"], key=key, told=told)


def open_up(reporting: Reporting, *codes: str) -> None:
    """Two persons agree that these targets may be public."""
    plan = reporting.world.plan
    keys = list(plan.commitments.filter(code__in=codes).values_list("pk", flat=True))
    ask_all_public(by=reporting.people["publisher"], plan=plan, keys=keys, reason="được phép công khai")
    grant_all(by=reporting.people["assigner"], plan=plan, keys=keys, granted=True)
    still = Commitment.objects.filter(pk__in=keys).exclude(sensitivity=Sensitivity.PUBLIC.value)
    assert not still.exists()


def publish_codes(reporting: Reporting, *codes: str, scope: Scope = Scope.RESULTS) -> Publication:
    """These targets become public; the publication of the last of them."""
    plan = reporting.world.plan
    keys = list(plan.commitments.filter(code__in=codes).values_list("pk", flat=True))
    publish(by=reporting.people["publisher"], plan=plan, items=keys, scope=scope, on=TODAY)
    return Publication.objects.live().select_related("page").get(plan=plan, commitment__code=codes[-1])


def _other_plan(reporting: Reporting) -> Plan:
    people = reporting.people
    plan = Plan.objects.exclude(pk=reporting.world.plan.pk).first()
    if plan is None:
        plan = planned(people["editor"], received(people["editor"], reporting.world.office, PEOPLE))
        plan_actions.submit(by=people["editor"], plan=plan)
        plan_actions.approve(by=people["assigner"], plan=plan)
    return plan


def all_published(reporting: Reporting) -> Plan:
    """Another plan, of two targets, of which both are public."""
    plan = _other_plan(reporting)
    other = replace(reporting, world=replace(reporting.world, plan=plan))
    open_up(other, "T01", "T02")
    publish_codes(other, "T01", "T02")
    return plan


def text_published(reporting: Reporting) -> Page:
    """The page of the text of that plan's document."""
    publish_document(by=reporting.people["publisher"], plan=all_published(reporting), on=TODAY)
    return Page.objects.documents().get()


def people_published(reporting: Reporting, code: str) -> Publication:
    """The target `code` of another plan, which counts persons, linked and public."""
    people, plan = reporting.people, _other_plan(reporting)
    target = plan.commitments.get(code=code)
    settle(people["editor"], target, "indicator", persons(code).pk)
    other = replace(reporting, world=replace(reporting.world, plan=plan))
    open_up(other, code)
    return publish_codes(other, code)


def persons(code: str) -> Indicator:
    counted = {"name": f"Số người {code}", "measure": "flow", "over_time": "sum", "over_bodies": "sum"}
    return Indicator.objects.get_or_create(key=f"nguoi-{code}", defaults={"unit": "đảng viên", **counted})[0]


def tell_people(reporting: Reporting, code: str, value: str, **more: Any) -> Version:
    return tell(reporting, value, indicator=persons(code), unit="đảng viên", **more)

"""One small office for tests: a resolution, its plan, a department that leads, and an account of every role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dondoc.web.accounts.models import User
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import grant
from dondoc.web.organizations.words import roles
from dondoc.web.plans import actions
from dondoc.web.plans.models import Commitment, Plan
from dondoc.web.resolutions import review_actions
from dondoc.web.resolutions.actions import receive
from dondoc.web.resolutions.extracting_actions import extract_received
from dondoc.web.resolutions.models import Document
from dondoc.web.resolutions.receiving import Looked, Sent, look_through
from tests.web.kept_rows import kept_rows

SHORT = """# NGHỊ QUYẾT
lãnh đạo thực hiện nhiệm vụ kinh tế - xã hội, quốc phòng, an ninh 6 tháng cuối năm 2023

## II. CHỈ TIÊU, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2023

### 1. Chỉ tiêu chủ yếu

#### 1.1. Về kinh tế

- Thu ngân sách nhà nước trên địa bàn trên 2.670 tỷ đồng.
- Tỷ lệ che phủ rừng tăng thêm 0,07%.

#### 1.2. Về quốc phòng, an ninh

- Tỷ lệ giải quyết tố giác, tin báo về tội phạm đạt từ 90% trở lên.

### 2. Nhiệm vụ

#### 2.1. Về kinh tế

- Triển khai quyết liệt các giải pháp thu ngân sách nhà nước trên địa bàn.
- Trình Hội đồng nhân dân tỉnh Đề án phát triển kinh tế tập thể trước ngày 30/11/2023.
"""
BEGUN = date(2020, 1, 1)
ON = date(2023, 9, 1)


@dataclass(frozen=True, slots=True)
class World:
    """`accounts` by the name of their role; "none" has no role, "elsewhere" is editor of another office."""

    administrator: User
    office: Body
    other_office: Body
    department: Body
    accounts: Mapping[str, User]
    document: Document
    plan: Plan

    @property
    def target(self) -> Commitment:
        return self.plan.commitments.get(code="T01")

    @property
    def restricted(self) -> Commitment:
        return self.plan.commitments.get(code="T03")


def account(by: User, username: str, role: str | None = None, body: Body | None = None) -> User:
    made = User.objects.create(username=username, name=f"Tài khoản {username}")
    if role and body:
        grant(by=by, account=made, role=role, body=body, valid_from=BEGUN)
    return made


@cache
def looked(text: str) -> Looked:
    """A text as it comes through the door; each is read once for all tests, for a child process takes its time."""
    return look_through(Sent("nghi-quyet.md", text.encode()))


def received(by: User, office: Body, text: str = SHORT) -> Document:
    document = receive(by=by, office=office, looked=looked(text)).document
    extract_received(document)
    document.refresh_from_db()
    return document


def planned(by: User, document: Document) -> Plan:
    """The draft of a plan from a document, everything accepted as read."""
    seen = {item.pk: item.version for item in document.items.undecided()}
    review_actions.accept_all(by=by, document=document, seen=seen)
    return actions.make_plan(by=by, document=document)


@kept_rows
def make_world(administrator: User, *, approved: bool = True) -> World:
    """The department leads T01 and, restricted, T03; another department leads nothing."""
    committee = create_body(by=administrator, key="tu", kind="party_committee", name="Tỉnh ủy")
    council = create_body(by=administrator, key="ub", kind="people_committee", name="UBND tỉnh")
    office = create_body(by=administrator, key="vptu", kind="party_office", name="Văn phòng Tỉnh ủy", parent=committee)
    other = create_body(by=administrator, key="vpub", kind="department", name="Văn phòng UBND tỉnh", parent=council)
    department = create_body(by=administrator, key="stc", kind="department", name="Sở Tài chính", parent=council)
    create_body(by=administrator, key="syt", kind="department", name="Sở Y tế", parent=council)
    over = {role: department if role in ("reporter", "head") else office for role in roles()}
    accounts = {role: account(administrator, role, role, body) for role, body in over.items()}
    accounts["none"] = account(administrator, "none")
    accounts["elsewhere"] = account(administrator, "elsewhere", "editor", other)
    editor = accounts["editor"]
    document = received(editor, office)
    plan = planned(editor, document)
    for code in ("T01", "T03"):
        settle(editor, plan.commitments.get(code=code), "lead", department.pk)
    if approved:
        actions.submit(by=editor, plan=plan)
        actions.approve(by=accounts["assigner"], plan=plan)
    return World(administrator, office, other, department, accounts, document, plan)


def settle(by: User, commitment: Commitment, aspect: str, value: Any, on: date = ON) -> Any:
    commitment.refresh_from_db()
    return actions.settle(by=by, commitment=commitment, aspect=aspect, value=value, seen=commitment.version, on=on)

"""The whole way by the pages alone: a document is sent, reviewed, assigned, approved, and read by those concerned."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dondoc.web.accounts.models import User
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import grant
from dondoc.web.plans.models import Commitment, Plan
from dondoc.web.resolutions.extracting_actions import extract_received
from dondoc.web.resolutions.models import Document, ItemState
from tests.web.test_documents import RESOLUTION


def _text(response) -> str:
    return response.content.decode()


@pytest.fixture
def departments(administrator: User, office: Body) -> dict[str, Body]:
    council = Body.objects.get(key="ub")
    names = {"stc": "Sở Tài chính", "skhdt": "Sở Kế hoạch và Đầu tư", "syt": "Sở Y tế", "ca": "Công an tỉnh"}
    return {
        key: create_body(by=administrator, key=key, kind="department", name=name, parent=council)
        for key, name in names.items()
    }


def _account(administrator: User, username: str, role: str, body: Body) -> Client:
    account = User.objects.create(username=username, name=username)
    grant(by=administrator, account=account, role=role, body=body, valid_from=date(2020, 1, 1))
    client = Client()
    client.force_login(account)
    return client


def test_from_a_document_to_an_approved_plan(administrator: User, office: Body, editor: User, departments) -> None:
    """Each page answers, each step is taken once, and each reader sees what is his."""
    editing = Client()
    editing.force_login(editor)
    sent = editing.post(
        "/van-ban",
        {"office": "vptu", "files": SimpleUploadedFile("nq.md", RESOLUTION), "declared": "on"},
    )
    assert "Đã nhận" in _text(sent)
    document = Document.objects.get()
    extract_received(document)
    assert editing.get(f"/van-ban/{document.pk}").status_code == 200
    page = editing.get(f"/van-ban/{document.pk}/ra-soat")
    assert "14.560 tỷ đồng" in _text(page)
    assert "Rà soát" in _text(editing.get("/"))
    first = document.items.first()
    assert editing.post(f"/van-ban/{document.pk}/ra-soat/muc/{first.pk}/nhan", {"seen": "0"}).status_code == 302
    seen = [f"{item.pk}:{item.version}" for item in document.items.undecided()]
    editing.post(f"/van-ban/{document.pk}/ra-soat/nhan-het", {"seen": seen})
    assert not document.items.undecided().exists()
    made = editing.post(f"/van-ban/{document.pk}/lap-ke-hoach")
    plan = Plan.objects.get()
    assert made["Location"] == f"/ke-hoach/{plan.pk}/phan-cong"
    assert plan.commitments.count() == 53 + 49
    table = _text(editing.get(f"/ke-hoach/{plan.pk}/phan-cong"))
    assert "Sở Tài chính" in table
    rows = re.findall(r'name="take" value="(lead:[^"]+)"', table)
    editing.post(f"/ke-hoach/{plan.pk}/phan-cong/de-xuat", {"take": rows})
    revenue = Commitment.objects.get(plan=plan, code="T02")
    assert revenue.responsibilities.get().body == departments["stc"]
    assert editing.get(f"/ke-hoach/{plan.pk}/muc/{revenue.pk}").status_code == 200
    assert editing.get(f"/ke-hoach/{plan.pk}/muc/{revenue.pk}/giao?nhom=ub").status_code == 200
    editing.post(f"/ke-hoach/{plan.pk}/trinh")
    assert editing.post(f"/ke-hoach/{plan.pk}/phe-duyet").status_code == 403
    approving = _account(administrator, "phe-duyet", "assigner", office)
    assert "Phê duyệt kế hoạch" in _text(approving.get("/"))
    approving.post(f"/ke-hoach/{plan.pk}/phe-duyet")
    plan.refresh_from_db()
    assert plan.state == "approved"
    finance = _account(administrator, "so-tai-chinh", "reporter", departments["stc"])
    seen_by_finance = _text(finance.get(f"/ke-hoach/{plan.pk}"))
    assert "Thu ngân sách nhà nước trên địa bàn" in seen_by_finance
    assert "giường bệnh" not in seen_by_finance
    assert finance.get(f"/ke-hoach/{plan.pk}/muc/{revenue.pk}").status_code == 200
    assert "T02" in _text(finance.get("/don-vi/stc"))
    assert document.items.filter(state=ItemState.ACCEPTED).count() == document.items.count()

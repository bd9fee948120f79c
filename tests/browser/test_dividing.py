"""Sub-tasks in the browser: a head divides the task that its body leads, changes a part, ends it and opens it again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import looked_at
from tests.browser.conftest import NewTab
from tests.browser.offices import office_running
from tests.web.running import Site

Office = tuple[Site, dict[str, int]]
_LEAD = """
from dondoc.web.accounts.models import User
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Plan
from tests.web.world import settle
administrator, department = User.objects.get(username="quantri"), Body.objects.get(key="stc")
for key, name in (("stc-ns", "Phòng Ngân sách"), ("stc-kh", "Phòng Kế hoạch")):
    create_body(by=administrator, key=key, kind="department", name=name, parent=department)
task = Plan.objects.get().commitments.get(code="N01")
settle(User.objects.get(username="editor"), task, "lead", department.pk)
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_running(tmp_path_factory.mktemp("dividing") / "data", _LEAD) as it:
        yield it


def test_a_lead_divides_its_task(office: Office, signed_in: NewTab) -> None:
    """From the page of its unit; what the office sees of it is the same, but it may decide otherwise."""
    site, keys = office
    page = signed_in("head", site)
    page.goto("/don-vi/stc")
    page.get_by_role("link", name="N01", exact=True).click()
    page.get_by_role("link", name="Chia việc").click()
    for name, body, day in (
        ("Lập dự toán thu quý IV", "phong ngan sach", "2023-10-31"),
        ("Kiểm tra các chi cục", "stc-kh", "2023-11-15"),
    ):
        page.get_by_label("Nội dung việc con").fill(name)
        page.get_by_label("Chủ trì").fill(body)
        page.get_by_label("Thời hạn").fill(day)
        page.get_by_role("button", name="Thêm").click()
        expect(page.get_by_role("row", name=name)).to_be_visible()
    looked_at(page, "subtasks")
    page.get_by_label("Nội dung việc con").fill("Muộn hơn việc chung")
    page.get_by_label("Chủ trì").fill("stc-kh")
    page.get_by_label("Thời hạn").fill("2024-01-15")
    page.get_by_role("button", name="Thêm").click()
    expect(page.get_by_text("Việc con không muộn hơn việc chung (31-12-2023).")).to_be_visible()
    expect(page.get_by_label("Nội dung việc con")).to_have_value("Muộn hơn việc chung")
    page.get_by_role("link", name="Sửa N01.2").click()
    page.get_by_label("Thời hạn").fill("2023-11-30")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("row", name="Kiểm tra các chi cục")).to_contain_text("30-11-2023")
    page.get_by_role("link", name="Sửa N01.1").click()
    page.get_by_label("Tình trạng").select_option("confirmed")
    page.get_by_role("button", name="Ghi tiến độ").click()
    expect(page.get_by_text("Việc đã xong cần sản phẩm")).to_be_visible()
    page.get_by_label("Tình trạng").select_option("confirmed")
    page.get_by_label("Ngày của sản phẩm").fill("2023-10-20")
    page.get_by_label("Sản phẩm", exact=True).fill("Báo cáo số 12/BC-STC")
    page.get_by_role("button", name="Ghi tiến độ").click()
    looked_at(page, "subtask-confirmed")
    page.get_by_role("link", name="Việc con", exact=True).click()
    expect(page.get_by_role("row", name="Lập dự toán thu quý IV")).to_contain_text("đã xác nhận hoàn thành")
    page.get_by_role("link", name="Sửa N01.2").click()
    page.get_by_label("Lý do kết thúc").fill("gộp vào N01.1")
    page.get_by_role("button", name="Kết thúc").click()
    expect(page.get_by_role("row", name="Kiểm tra các chi cục")).to_contain_text("kết thúc từ 31-12-2023")
    page.get_by_role("link", name="Sửa N01.2").click()
    looked_at(page, "subtask-ended")
    page.get_by_role("button", name="Hoàn tác quyết định gần nhất").click()
    expect(page.get_by_text("Đã hoàn tác ở mục N01.2.")).to_be_visible()
    looked_at(page, "subtask")
    page = signed_in("editor", site)
    page.goto(f"/ke-hoach/{keys['plan']}")
    page.get_by_role("link", name="không tính 2 việc con").click()
    expect(page.get_by_role("link", name="N01.1")).to_be_visible()
    page.get_by_role("link", name="N01.1").click()
    looked_at(page, "commitment-subtask")
    page.goto(f"/ke-hoach/{keys['plan']}/muc/{keys['N01']}")
    looked_at(page, "commitment-divided")

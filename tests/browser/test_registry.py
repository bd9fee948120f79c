"""The registry in the browser: its first list, an indicator made past one that is like it, changed, followed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import looked_at
from tests.browser.conftest import NewTab
from tests.browser.offices import office_running
from tests.web.postgresql import DATABASES
from tests.web.prepared import database_with_tables
from tests.web.running import Site

REGISTRY = "/danh-muc-chi-tieu"
_USE = """
from dondoc.web.accounts.models import User
from dondoc.web.indicators.models import Indicator
from dondoc.web.plans.models import Commitment
from tests.web.world import settle
key = Indicator.objects.get(key="thu-ngan-sach").pk
settle(User.objects.get(username="editor"), Commitment.objects.get(code="T01"), "indicator", key)
"""


@pytest.fixture(scope="module", params=DATABASES)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("registry")
    settings = {}
    if request.param == "postgresql":
        settings["DATABASE_URL"] = database_with_tables(request.getfixturevalue("postgresql_server"), folder.name)
    with office_running(folder / "data", **settings) as (site, _keys):
        yield site


@pytest.fixture(autouse=True)
def _looked_at_once(office: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are the same on both databases: pictures and axe on one of them are enough."""
    if "DATABASE_URL" in office.settings:
        monkeypatch.setattr(sys.modules[__name__], "looked_at", lambda _page, _name: None)


def test_the_registry_from_its_first_list_to_an_indicator_that_follows(office: Site, signed_in: NewTab) -> None:
    """Every page of it is for everyone, in both themes, wide and narrow."""
    page = signed_in("editor", office)
    page.goto(REGISTRY)
    looked_at(page, "registry-empty")
    page.get_by_role("link", name="Nạp danh mục kèm theo chương trình").click()
    page.get_by_role("button", name="Nạp danh mục kèm theo").click()
    expect(page.get_by_text("Mới: 53")).to_be_visible()
    looked_at(page, "registry-import")
    _link(page)
    office.run(_USE)
    _find(page)
    _make_past_one_that_is_alike(page)
    _describe(page)
    _follow_one_in_use(page)


def test_who_only_reads_sees_no_form(office: Site, signed_in: NewTab) -> None:
    """A reporter finds an indicator and reads how it was defined; nothing on the pages writes."""
    page = signed_in("reporter", office)
    page.goto(f"{REGISTRY}?state=all&q=giuong+benh")
    page.get_by_role("link", name="Số giường bệnh").click()
    expect(page.get_by_text("không tính giường trực")).to_be_visible()
    assert page.locator("main form[method=post]").count() == 0
    looked_at(page, "indicator-reader")


def _link(page: Page) -> None:
    """Targets of the same name are ticked at once and linked; Ctrl+Z takes a link back."""
    page.goto("/ke-hoach")
    page.locator("main").get_by_role("link", name=re.compile("lãnh đạo thực hiện")).click()
    page.goto(f"{page.url}/phan-cong")
    page.get_by_label("tất cả chỉ tiêu cùng tên").check()
    looked_at(page, "assigning-indicators")
    page.get_by_role("button", name="Ghi các đề xuất đã đánh dấu").click()
    linked = page.get_by_role("cell").get_by_role("link", name=re.compile("^Thu ngân sách nhà nước trên địa bàn$"))
    expect(linked).to_be_visible()
    for code in ("T02", "T01"):
        page.keyboard.press("Control+z")
        expect(page.get_by_text(f"Đã hoàn tác ở mục {code}.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Thu ngân sách nhà nước trên địa bàn cùng tên 1")).to_be_visible()


def _find(page: Page) -> None:
    """Typed without accents, the list narrows while one types."""
    page.goto(REGISTRY)
    looked_at(page, "registry")
    page.locator("main").get_by_label("Tìm").press_sequentially("ho dan toc dat")
    expect(page.get_by_role("status").get_by_text("2 chỉ tiêu")).to_be_visible()


def _make_past_one_that_is_alike(page: Page) -> None:
    """What is like it is shown while one types, and asked about before anything is written."""
    page.goto(f"{REGISTRY}/lap")
    looked_at(page, "indicator-new")
    page.get_by_label("Tên chỉ tiêu").fill("Tỷ lệ bao phủ BHYT")
    page.get_by_label("Đơn vị tính").fill("%")
    page.get_by_label("mức tại thời điểm").check()
    expect(page.get_by_text("Đã có chỉ tiêu giống")).to_be_visible()
    expect(page.get_by_role("link", name="Tỷ lệ dân số tham gia bảo hiểm y tế")).to_be_visible()
    page.get_by_label("Tên chỉ tiêu").fill("Tỷ lệ người cao tuổi có bảo hiểm y tế")
    page.get_by_label("Gộp theo thời gian").select_option("last")
    page.get_by_label("bình quân theo mẫu số").check()
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("cần có tử số, mẫu số và hệ số")
    looked_at(page, "indicator-refused")
    page.get_by_label("Tử số", exact=True).fill("người cao tuổi có bảo hiểm y tế")
    page.get_by_label("Mẫu số", exact=True).fill("người cao tuổi")
    page.get_by_label("Hệ số").fill("100")
    page.get_by_role("button", name="Ghi", exact=True).click()
    looked_at(page, "indicator-alike")
    page.get_by_role("button", name="Vẫn lập chỉ tiêu mới").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tỷ lệ người cao tuổi có bảo hiểm y tế")


def _describe(page: Page) -> None:
    """A definition, another name, who keeps it."""
    page.get_by_text("Ghi định nghĩa", exact=True).click()
    page.get_by_label("Định nghĩa", exact=True).fill("Người từ đủ 60 tuổi có thẻ bảo hiểm y tế còn hạn.")
    page.get_by_label("Từ ngày", exact=True).fill("2026-01-01")
    page.get_by_role("button", name="Ghi", exact=True).click()
    page.get_by_text("Thêm", exact=True).click()
    page.get_by_label("Tên gọi khác", exact=True).fill("Bao phủ bảo hiểm y tế người cao tuổi")
    page.get_by_role("button", name="Ghi", exact=True).click()
    page.get_by_text("Đổi", exact=True).click()
    page.get_by_label("Cơ quan chủ quản số liệu").fill("sở y tế")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("link", name="Sở Y tế")).to_be_visible()
    looked_at(page, "indicator")
    page.get_by_label("Tính đến ngày").fill("2025-12-31")
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_text("Chưa có định nghĩa cho ngày này.")).to_be_visible()


def _follow_one_in_use(page: Page) -> None:
    """What a plan stands on does not change; another takes its place, and the plan keeps the old one."""
    page.goto(f"{REGISTRY}/muc/thu-ngan-sach/sua")
    expect(page.get_by_label("mức tại thời điểm")).to_be_disabled()
    looked_at(page, "indicator-in-use")
    page.get_by_role("link", name="Lập chỉ tiêu nối tiếp").click()
    page.get_by_label("Tên chỉ tiêu").fill("Thu ngân sách nhà nước trên địa bàn, không tính thu chuyển nguồn")
    page.get_by_label("Thay từ ngày").fill("2026-01-01")
    looked_at(page, "indicator-follow")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("definition").get_by_role("link")).to_have_text("Thu ngân sách nhà nước trên địa bàn")
    page.get_by_role("definition").get_by_role("link").click()
    expect(page.get_by_text("Không dùng từ 01-01-2026")).to_be_visible()
    expect(page.get_by_role("cell", name="T01")).to_be_visible()
    looked_at(page, "indicator-ended")

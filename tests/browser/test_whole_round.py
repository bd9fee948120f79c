"""The whole round on both databases: two communes report, one is returned and corrects, the verdict stands at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import looked_at
from tests.browser.conftest import NewTab
from tests.browser.offices import reporting_running
from tests.browser.workbooks import filled
from tests.web.prepared import database_with_tables
from tests.web.running import Site

# The revenue of the province is what its communes make of it together.
_ROLLED_UP = """
from dondoc.web.indicators.models import Indicator
Indicator.objects.filter(key="thu").update(rolled_up=True)
"""
# What was known of the first commune before the round: 940, said on 20-12-2023.
_KNOWN_BEFORE = (
    "indicator;body;unit;basis;from;to;value;stage;known_on\n"
    "thu;xa1;tỷ đồng;lũy kế;2023-07-01;2023-12-31;940;ước;2023-12-20\n"
)
REVENUE = "Thu ngân sách"


@pytest.fixture(params=["sqlite", "postgresql"])
def reporting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Site, dict]]:
    """A site of its own, so that no other test has to know of this one's units."""
    settings = {}
    if request.param == "postgresql":
        settings["DATABASE_URL"] = database_with_tables(request.getfixturevalue("postgresql_server"), "whole_round")
    with reporting_running(tmp_path / "data", _ROLLED_UP, **settings) as made:
        yield made


def test_two_communes_report_and_the_verdict_is_there_at_once(
    reporting: tuple[Site, dict], signed_in: NewTab, tmp_path: Path
) -> None:
    """By form and by workbook, returned, corrected, approved, accepted; each version readable as known on its day."""
    site, keys = reporting
    office = signed_in("editor", site)
    _known_before(office, keys)
    reporter, head = signed_in("xa1-reporter", site), signed_in("xa1-head", site)
    _type_and_submit(reporter, keys, "950")
    _return(head, keys, "thiếu thu từ đất")
    reporter.reload()
    expect(reporter.get_by_text("thiếu thu từ đất")).to_be_visible()
    _type_and_submit(reporter, keys, "1.000")
    _approve(head, keys["xa1"])
    other = signed_in("xa2-reporter", site)
    _fill_workbook(other, keys, tmp_path)
    other.get_by_role("button", name="Trình báo cáo").click()
    expect(other.get_by_text("Đã trình báo cáo.")).to_be_visible()
    _approve(signed_in("xa2-head", site), keys["xa2"])
    _accept(office, keys["xa1"])
    expect(office.locator(".st.nodata").first).to_be_visible()
    _accept(office, keys["xa2"])
    expect(office.locator(".st.exceeded").first).to_be_visible()
    expect(office.get_by_text("2.700,5 tỷ đồng").first).to_be_visible()
    if "DATABASE_URL" not in site.settings:
        looked_at(office, "round-verdict")
    _each_version_is_readable(office, keys, "DATABASE_URL" not in site.settings)


def _known_before(page: Page, keys: dict) -> None:
    page.goto(f"/ke-hoach/{keys['plan']}/nap-so-lieu")
    file = {"name": "da-biet.csv", "mimeType": "text/csv", "buffer": _KNOWN_BEFORE.encode()}
    page.get_by_label("Tệp số liệu").set_input_files(file)
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator("#outcome")).to_contain_text("Đã ghi")


def _type_and_submit(page: Page, keys: dict, value: str) -> None:
    page.goto(f"/bao-cao/{keys['xa1']}")
    row = page.locator(f"#o-{keys['rows']['xa1-0']}")
    row.get_by_label(REVENUE).fill(value)
    expect(row).to_contain_text("đã ghi")
    page.get_by_role("button", name="Trình báo cáo").click()
    expect(page.get_by_text("Đã trình báo cáo.")).to_be_visible()


def _return(page: Page, keys: dict, reason: str) -> None:
    page.goto(f"/bao-cao/{keys['xa1']}")
    page.get_by_text("Trả lại", exact=True).first.click()
    page.get_by_label("Lý do").first.fill(reason)
    page.get_by_role("button", name="Trả lại").click()
    expect(page.get_by_text("Đã trả lại báo cáo.")).to_be_visible()


def _fill_workbook(page: Page, keys: dict, folder: Path) -> None:
    page.goto(f"/bao-cao/{keys['xa2']}")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Tải biểu Excel").click()
    page.get_by_label("Biểu đã ghi").set_input_files(filled(fetched.value.path(), folder, 1700.5))
    page.get_by_role("button", name="Nạp").click()
    expect(page.get_by_text("Đã nạp 1 ô")).to_be_visible()


def _approve(page: Page, report: int) -> None:
    page.goto(f"/bao-cao/{report}")
    page.get_by_role("button", name="Duyệt, gửi văn phòng").click()
    expect(page.get_by_text("Đã duyệt")).to_be_visible()


def _accept(page: Page, report: int) -> None:
    page.goto(f"/bao-cao/{report}")
    page.get_by_role("button", name="Nhận báo cáo").click()
    expect(page.get_by_text("Đã nhận; kết luận")).to_be_visible()


def _each_version_is_readable(page: Page, keys: dict, looks: bool) -> None:
    """940 as known at the end of 2023, nothing before it was said, 1.000 today; 950 was told and never counted."""
    page.goto(f"/bao-cao/{keys['xa1']}")
    page.get_by_role("link", name="các bản").first.click()
    for day, told in (("2023-12-19", "chưa có số liệu"), ("2023-12-31", "940"), ("2099-01-01", "1.000")):
        page.get_by_label("Như đã biết đến ngày").fill(day)
        page.get_by_role("button", name="Xem").click()
        expect(page.get_by_role("status")).to_contain_text(told)
    expect(page.get_by_role("row").filter(has_text="950")).to_contain_text("trả lại")
    if looks:
        looked_at(page, "figure-known-on")

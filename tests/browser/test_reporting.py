"""A reporting round in the browser: typed, returned, corrected, approved, accepted; two people at one cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import looked_at, sign_in, signed_in_state
from tests.browser.conftest import NewTab
from tests.browser.offices import reporting_running
from tests.browser.workbooks import filled
from tests.web.running import PASSWORD, Site

Round = tuple[Site, dict]


@pytest.fixture(scope="module")
def reporting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    with reporting_running(tmp_path_factory.mktemp("reporting") / "data") as made:
        yield made


def _row(page: Page, keys: dict, name: str):
    return page.locator(f"#o-{keys['rows'][name]}")


def test_a_round_from_the_form_to_the_verdict(reporting: Round, signed_in: NewTab) -> None:
    """The lead types, its head returns and approves, the office accepts; the answer has the verdict."""
    site, keys = reporting
    page = signed_in("reporter", site)
    page.goto("/")
    page.get_by_role("link", name="Sở Tài chính · 6 tháng cuối năm 2023").click()
    revenue, cover = _row(page, keys, "stc-0"), _row(page, keys, "stc-1")
    expect(revenue).to_contain_text("> 2.670 tỷ đồng")
    revenue.get_by_label("Thu ngân sách").fill("hai nghìn")
    expect(revenue.get_by_role("alert")).to_contain_text("không phải là số")
    revenue.get_by_label("Thu ngân sách").fill("2.500,5")
    expect(revenue).to_contain_text("đã ghi")
    page.keyboard.press("Enter")
    page.keyboard.type("-0,07")
    expect(cover).to_contain_text("đã ghi")
    cover.get_by_label("Tỷ lệ che phủ rừng").fill("")
    cover.get_by_label("không có số liệu").check()
    expect(cover).to_contain_text("cần nêu lý do")
    cover.get_by_label("Lý do").fill("chưa kiểm kê xong")
    expect(cover).to_contain_text("đã ghi")
    page.get_by_text("N01").click()
    page.get_by_label("Kết quả").last.fill("Đã triển khai 12 giải pháp.")
    expect(page.get_by_text("đã ghi").last).to_be_visible()
    looked_at(page, "report-typing")
    page.reload()
    expect(revenue.get_by_label("Thu ngân sách")).to_have_value("2.500,5")
    page.get_by_role("button", name="Trình báo cáo").click()
    expect(page.get_by_text("Đã trình báo cáo.")).to_be_visible()
    head = signed_in("head", site)
    head.goto(f"/bao-cao/{keys['stc']}")
    head.get_by_text("Trả lại", exact=True).first.click()
    head.get_by_label("Lý do").first.fill("thiếu thu từ đất")
    head.get_by_role("button", name="Trả lại").click()
    page.goto(f"/bao-cao/{keys['stc']}")
    expect(page.get_by_text("thiếu thu từ đất")).to_be_visible()
    revenue.get_by_label("Thu ngân sách").fill("2.700")
    expect(revenue).to_contain_text("đã ghi")
    page.get_by_role("button", name="Trình báo cáo").click()
    head.goto(f"/bao-cao/{keys['stc']}")
    expect(_row(head, keys, "stc-0")).to_contain_text("bản trước 2.500,5")
    head.get_by_role("button", name="Duyệt, gửi văn phòng").click()
    office = signed_in("editor", site)
    office.goto(f"/bao-cao/ky/{keys['round']}")
    looked_at(office, "round")
    office.get_by_role("link", name="Sở Tài chính").click()
    office.get_by_role("button", name="Nhận báo cáo").click()
    expect(office.locator(".st.exceeded").first).to_be_visible()
    looked_at(office, "report-accepted")
    office.get_by_role("link", name="các bản").first.click()
    looked_at(office, "figure")
    office.goto("/bao-cao")
    looked_at(office, "reports")


def test_two_people_at_one_cell(reporting: Round, signed_in: NewTab) -> None:
    """The second sees what the first wrote and decides; typing on decides nothing."""
    site, keys = reporting
    one, other = signed_in("xa1-reporter", site), signed_in("xa1-head", site)
    for page in (one, other):
        page.goto(f"/bao-cao/{keys['xa1']}")
    _row(one, keys, "xa1-0").get_by_label("Thu ngân sách").fill("950")
    expect(_row(one, keys, "xa1-0")).to_contain_text("đã ghi")
    second = _row(other, keys, "xa1-0")
    second.get_by_label("Thu ngân sách").fill("900")
    expect(second.get_by_role("alert")).to_contain_text("vừa ghi ô này")
    second.get_by_label("Thu ngân sách").fill("901")
    expect(second.get_by_role("alert")).to_contain_text("950")
    looked_at(other, "report-conflict")
    second.get_by_role("button", name="Ghi số của tôi").click()
    expect(second).to_contain_text("đã ghi")
    one.reload()
    expect(_row(one, keys, "xa1-0").get_by_label("Thu ngân sách")).to_have_value("901")


def test_a_unit_reports_by_workbook(reporting: Round, signed_in: NewTab, tmp_path: Path) -> None:
    """Fetched, filled in elsewhere, sent back: the wrong cell is named, mended in the copy with comments, and taken."""
    site, keys = reporting
    page = signed_in("xa2-reporter", site)
    page.goto(f"/bao-cao/{keys['xa2']}")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Tải biểu Excel").click()
    page.get_by_label("Biểu đã ghi").set_input_files(filled(fetched.value.path(), tmp_path, "1,650.5"))
    page.get_by_role("button", name="Nạp").click()
    expect(page.get_by_role("row", name="D5")).to_contain_text("không phải là số")
    looked_at(page, "workbook-refused")
    with page.expect_download() as marked:
        page.get_by_role("link", name="Tải bản có chú thích").click()
    page.get_by_role("link", name="Về báo cáo").click()
    page.get_by_label("Biểu đã ghi").set_input_files(filled(marked.value.path(), tmp_path, 1650.5))
    page.get_by_role("button", name="Nạp").click()
    expect(page.get_by_text("Đã nạp 1 ô")).to_be_visible()
    expect(_row(page, keys, "xa2-0").get_by_label("Thu ngân sách")).to_have_value("1.650,5")


def test_two_people_at_one_text(reporting: Round, signed_in: NewTab) -> None:
    """What the other wrote is shown below one's own, which stays until one decides."""
    site, keys = reporting
    first, second = signed_in("xa2-reporter", site), signed_in("xa2-head", site)
    texts = []
    for page in (first, second):
        page.goto(f"/bao-cao/{keys['xa2']}")
        part = page.locator("[data-draft^='w-']").first
        part.locator("xpath=ancestor::details").locator("summary").click()
        texts.append(part)
    texts[0].get_by_label("Kết quả").fill("Thu đạt 950 tỷ đồng (minh họa).")
    expect(texts[0]).to_contain_text("đã ghi")
    texts[1].get_by_label("Kết quả").fill("Thu đạt 960 tỷ đồng (minh họa).")
    expect(texts[1].locator(".saved")).to_contain_text("Thu đạt 950 tỷ đồng (minh họa).")
    looked_at(second, "two-people-at-one-text")
    texts[1].get_by_role("button", name="Ghi nội dung của tôi").click()
    expect(texts[1]).to_contain_text("đã ghi")
    second.reload()
    expect(second.get_by_label("Kết quả").first).to_have_value("Thu đạt 960 tỷ đồng (minh họa).")


def test_what_could_not_be_sent_is_kept_and_sent_later(reporting: Round, browser: Browser, signed_in: NewTab) -> None:
    """Encrypted in the browser, sent when the connection is back or the page is opened again, gone at sign-out."""
    site, keys = reporting
    state = signed_in_state(browser, site.address, "xa2-head", PASSWORD)
    context = browser.new_context(base_url=site.address, storage_state=state, locale="vi-VN")
    page = context.new_page()
    page.goto(f"/bao-cao/{keys['xa2']}")
    row = _row(page, keys, "xa2-0")
    value = row.get_by_label("Thu ngân sách")
    kept = "JSON.stringify(Object.entries(localStorage).filter(([name]) => name.startsWith('dondoc-draft')))"
    context.set_offline(True)
    value.fill("1.777")
    expect(row.get_by_role("alert")).to_contain_text("giữ trong trình duyệt này")
    assert keys["rows"]["xa2-0"] in page.evaluate(kept) and "1.777" not in page.evaluate(kept)
    context.set_offline(False)
    expect(row).to_contain_text("đã ghi")
    assert page.evaluate(kept) == "[]"
    page.route("**/ghi", lambda route: route.abort())
    value.fill("1.888")
    expect(row.get_by_role("alert")).to_contain_text("giữ trong trình duyệt này")
    page.unroute("**/ghi")
    other = signed_in("xa2-reporter", site)
    other.goto(f"/bao-cao/{keys['xa2']}")
    _row(other, keys, "xa2-0").get_by_label("Thu ngân sách").fill("1.999")
    expect(_row(other, keys, "xa2-0")).to_contain_text("đã ghi")
    page.reload()
    expect(value).to_have_value("1.888")
    expect(row.get_by_role("alert")).to_contain_text("1.999")
    row.get_by_role("button", name="Ghi số của tôi").click()
    expect(row).to_contain_text("đã ghi")
    page.route("**/ghi", lambda route: route.abort())
    value.fill("1.900")
    expect(row.get_by_role("alert")).to_contain_text("giữ trong trình duyệt này")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dang-nhap*")
    assert page.evaluate(kept) == "[]"
    context.close()


def test_what_is_kept_in_the_browser_is_gone_after_seven_days(reporting: Round, browser: Browser) -> None:
    """Counted from when it was typed: that it was tried again meanwhile, and failed, makes it no younger."""
    site, keys = reporting
    state = signed_in_state(browser, site.address, "xa2-reporter", PASSWORD)
    context = browser.new_context(base_url=site.address, storage_state=state, locale="vi-VN")
    page = context.new_page()
    page.goto(f"/bao-cao/{keys['xa2']}")
    row = _row(page, keys, "xa2-0")
    value = row.get_by_label("Thu ngân sách")
    told = value.input_value()
    page.route("**/ghi", lambda route: route.abort())
    value.fill("1.911")
    expect(row.get_by_role("alert")).to_contain_text("giữ trong trình duyệt này")
    typed = datetime.now(UTC)
    page.clock.set_fixed_time(typed + timedelta(days=6))
    page.reload()
    expect(value).to_have_value("1.911")
    expect(row.get_by_role("alert")).to_contain_text("giữ trong trình duyệt này")
    page.clock.set_fixed_time(typed + timedelta(days=7, minutes=1))
    page.reload()
    expect(value).to_have_value(told)
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('dondoc-draft'))") == []
    context.close()


def test_what_is_typed_when_the_session_has_ended_is_kept(reporting: Round, browser: Browser) -> None:
    """It waits, encrypted, while one signs in, and is sent when the report is opened again."""
    site, keys = reporting
    context = browser.new_context(base_url=site.address, locale="vi-VN")
    page = context.new_page()
    sign_in(page, "xa2-reporter", PASSWORD)
    page.goto(f"/bao-cao/{keys['xa2']}")
    value = _row(page, keys, "xa2-0").get_by_label("Thu ngân sách")
    expect(value).to_be_visible()
    context.clear_cookies(name="sessionid")
    value.fill("1.933")
    page.wait_for_url("**/dang-nhap?**")
    sign_in(page, "xa2-reporter", PASSWORD)
    page.goto(f"/bao-cao/{keys['xa2']}")
    expect(value).to_have_value("1.933")
    expect(_row(page, keys, "xa2-0")).to_contain_text("đã ghi")
    context.close()

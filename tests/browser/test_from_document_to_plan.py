"""The whole way in the browser: a DOCX is sent, reviewed by keyboard, assigned, approved; and each refusal on it."""

from __future__ import annotations

import io
import json
import re

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import looked_at, signed_in_state
from tests.browser.conftest import NewTab
from tests.web.running import PASSWORD, Site

TEXT = """NGHỊ QUYẾT
lãnh đạo thực hiện nhiệm vụ kinh tế - xã hội, quốc phòng, an ninh 6 tháng cuối năm 2023
II. CHỈ TIÊU, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2023
1. Chỉ tiêu chủ yếu
1.1. Về kinh tế
- Thu ngân sách nhà nước trên địa bàn trên 2.670 tỷ đồng.
- Tổng đàn bò 85.000 con; tổng đàn trâu 24.100 con.
1.2. Về quốc phòng, an ninh
- Tỷ lệ giải quyết tố giác, tin báo về tội phạm đạt từ 90% trở lên.
2. Nhiệm vụ
2.1. Về kinh tế
- Triển khai quyết liệt các giải pháp thu ngân sách nhà nước trên địa bàn.
- Trình Hội đồng nhân dân tỉnh Đề án phát triển kinh tế tập thể trước ngày 30/11/2023."""
OFFICE = f"""
from datetime import date
from dondoc.web.accounts.models import User
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import grant
if not Body.objects.filter(key="vptu").exists():
    by = User.objects.get(username="quantri")
    ubnd = create_body(by=by, key="ub", kind="people_committee", name="UBND tỉnh")
    office = create_body(by=by, key="vptu", kind="party_office", name="Văn phòng Tỉnh ủy")
    finance = create_body(by=by, key="stc", kind="department", name="Sở Tài chính", parent=ubnd)
    farms = create_body(by=by, key="snn", kind="department", name="Sở Nông nghiệp và Phát triển nông thôn", parent=ubnd)
    for number in (1, 2):
        create_body(by=by, key=f"h{{number}}", kind="district", name=f"Huyện {{number}}", parent=farms)
    people = (("bientap", "editor", office), ("bientap2", "editor", office), ("pheduyet", "assigner", office),
              ("taichinh", "reporter", finance))
    for username, role, body in people:
        account = User(username=username, name=f"Tài khoản {{username}}")
        account.set_password({PASSWORD!r})
        account.save()
        grant(by=by, account=account, role=role, body=body, valid_from=date(2020, 1, 1))
"""


def _docx(text: str = TEXT) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.fixture
def opened(browser: Browser, new_tab: NewTab):
    """opened(site, "bientap"): a tab of an account of the office, which is made where it is not there yet."""

    def at(site: Site, username: str) -> Page:
        site.run(OFFICE)
        return new_tab(site, storage_state=signed_in_state(browser, site.address, username, PASSWORD))

    return at


def _send(page: Page, name: str, data: bytes) -> None:
    page.goto("/van-ban")
    page.get_by_label("Tệp văn bản").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_label("Tôi xác nhận").check()
    page.get_by_role("button", name="Gửi", exact=True).click()


def _document(page: Page, name: str, data: bytes) -> str:
    """The address of a document that was sent and read."""
    _send(page, name, data)
    page.get_by_role("listitem").get_by_role("link", name=name).click()
    expect(page.get_by_text("mục chờ xác nhận.")).to_be_visible()
    return page.url


def test_from_a_docx_to_an_approved_plan(each_site: Site, opened) -> None:
    """By keyboard through the review; leads by proposal and by hand; submitted, approved, read by whom it concerns."""
    page = opened(each_site, "bientap")
    page.goto("/")
    expect(page.get_by_text("Chưa có việc nào chờ bạn")).to_be_visible()
    _document(page, "nghi-quyet.docx", _docx())
    page.get_by_role("link", name="Rà soát", exact=True).click()
    expect(page.locator("[data-card].open")).to_contain_text("T01")
    page.keyboard.press("Enter")
    expect(page.locator("[data-card].open")).to_contain_text("T02")
    page.keyboard.press("x")
    expect(page.locator("[data-card].open")).to_contain_text("T03")
    page.keyboard.press("e")
    page.get_by_label("Mức", exact=True).fill("24.200")
    page.get_by_role("button", name="Ghi và nhận").click()
    expect(page.locator("article.item", has_text="24.200 con")).to_contain_text("Đã sửa")
    page.get_by_text("Tổng đàn bò 85.000 con").first.click()
    expect(page.locator("[data-card].open")).to_contain_text("T02")
    for code in ("T03", "T02"):
        page.keyboard.press("z")
        expect(page.locator("[data-card].open")).to_contain_text(code)
        expect(page.locator("[data-card].open")).to_contain_text("Hoàn tác:")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("Nhận .* mục còn lại")).click()
    page.get_by_role("button", name="Lập kế hoạch").click()
    expect(page).to_have_title(re.compile("Giao chủ trì"))
    page.get_by_label("tất cả chủ trì").check()
    page.get_by_role("button", name="Ghi các đề xuất đã đánh dấu").click()
    expect(page.get_by_label("Chủ trì T01")).to_have_value("Sở Tài chính")
    page.get_by_label("Chủ trì N02").fill("Sở Tài chính")
    page.get_by_label("Chủ trì N02").press("Enter")
    expect(page.get_by_label("Chủ trì N02")).to_have_value("Sở Tài chính")
    page.get_by_label("Chủ trì T02").fill("Sở không có")
    page.get_by_label("Chủ trì T02").press("Tab")
    expect(page.get_by_role("alert").filter(has_text="Không có cơ quan, đơn vị nào là")).to_be_visible()
    page.get_by_role("link", name="Xong").click()
    page.get_by_role("button", name="Trình phê duyệt").click()
    approving = opened(each_site, "pheduyet")
    approving.goto("/")
    approving.get_by_role("link", name=re.compile("lãnh đạo thực hiện")).first.click()
    approving.get_by_role("button", name="Phê duyệt").click()
    expect(approving.get_by_text("Đã phê duyệt. Kế hoạch có hiệu lực.")).to_be_visible()
    reading = opened(each_site, "taichinh")
    reading.goto(approving.url)
    expect(reading.get_by_text("Thu ngân sách nhà nước trên địa bàn").first).to_be_visible()
    expect(reading.get_by_text("Tổng đàn bò")).to_have_count(0)


def test_what_is_refused_at_the_door(site: Site, opened) -> None:
    """Each with why and what to do; of a secret file not even its name comes back."""
    page = opened(site, "bientap")
    _send(page, "tuyet-mat.docx", _docx("TUYỆT MẬT\nNghị quyết"))
    expect(page.get_by_text("Từ chối", exact=True)).to_be_visible()
    expect(page.get_by_text("tuyet-mat.docx")).to_have_count(0)
    _send(page, "anh.bin", bytes(range(256)) * 20)
    expect(page.get_by_text("Từ chối", exact=True)).to_be_visible()
    expect(page.get_by_text("anh.bin")).to_be_visible()
    page.goto("/van-ban")
    page.get_by_label("Hoặc dán nội dung").fill("Một văn bản")
    page.locator("form[data-drop]").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_text("Cần xác nhận văn bản không chứa bí mật nhà nước")).to_be_visible()
    looked_at(page, "documents-refused")
    reporter = opened(site, "taichinh")
    assert reporter.goto("/van-ban").status == 403
    expect(reporter.get_by_role("link", name="Văn bản", exact=True)).to_have_count(0)


def test_two_people_review_the_same_document(site: Site, opened) -> None:
    """The second sees the first's decision, in his own page, before he can undo it without knowing."""
    first = opened(site, "bientap")
    address = _document(first, "hai-nguoi.docx", _docx(TEXT + "\n- Trồng mới thêm 3.950 ha rừng."))
    second = opened(site, "bientap2")
    for page in (first, second):
        page.goto(f"{address}/ra-soat")
        expect(page.locator("[data-card].open")).to_contain_text("T01")
    first.keyboard.press("x")
    expect(first.locator("[data-card].open")).to_contain_text("T02")
    second.keyboard.press("Enter")
    expect(second.locator("#problem")).to_contain_text("vừa được người khác quyết định")
    expect(second.locator("article.item").first).to_contain_text("Đã bỏ")
    expect(second.locator("article.item").first).to_contain_text("Tài khoản bientap")


def test_an_item_is_added_from_words_and_split(site: Site, opened) -> None:
    """Words selected with the mouse become an item that opens to be filled in; a place pointed at splits one."""
    page = opened(site, "bientap")
    address = _document(page, "them-muc.docx", _docx(TEXT.replace("85.000", "86.000")))
    page.goto(f"{address}/ra-soat")
    page.evaluate(
        """() => {
          const pieces = [...document.querySelectorAll("[data-start]")];
          const piece = pieces.find((each) => each.textContent.includes("quốc phòng, an ninh 6 tháng"));
          const range = document.createRange();
          range.setStart(piece.firstChild, 5); range.setEnd(piece.firstChild, 30);
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    page.get_by_role("button", name="Hạn chế", exact=True).click()
    expect(page.locator("[data-card].open")).to_contain_text("Ghi và nhận")
    page.get_by_role("button", name="Ghi và nhận").click()
    expect(page.get_by_text("0 / 1 Hạn chế").or_(page.get_by_text("1 / 1 Hạn chế"))).to_be_visible()


PAGES = {
    "/van-ban": "documents",
    "/van-ban/{document}": "document",
    "/van-ban/{document}/ra-soat": "review-done",
    "/ke-hoach": "plans",
    "/ke-hoach/{plan}": "plan",
    "/ke-hoach/{plan}/van-ban": "plan-document",
    "/ke-hoach/{plan}/nguoi-doc": "plan-readers",
    "/ke-hoach/{plan}/phan-cong": "assigning",
    "/ke-hoach/{plan}/muc/{target}": "target",
    "/ke-hoach/{plan}/muc/{task}": "task",
    "/ke-hoach/{plan}/muc/{target}/giao?nhom=snn": "allocating",
    "/don-vi/stc": "unit",
    "/tim?q=thu ngan sach": "search",
    "/": "today-of-an-editor",
}
PLAN = """
import json
from dondoc.web.accounts.models import User
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Plan
from tests.web.world import planned, received
by = User.objects.get(username="bientap")
plan = Plan.objects.first() or planned(by, received(by, Body.objects.get(key="vptu")))
code = lambda code: plan.commitments.get(code=code).pk
print(json.dumps({"plan": plan.pk, "document": plan.document_id, "target": code("T01"), "task": code("N01")}))
"""


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_for_everyone(site: Site, opened, address: str) -> None:
    """In both themes, narrow and wide and on paper; axe finds nothing serious."""
    page = opened(site, "bientap")
    there = json.loads(site.run(PLAN))
    assert page.goto(address.format(**there)).status == 200
    looked_at(page, PAGES[address])


def test_the_review_looks_right_while_it_is_done(site: Site, opened) -> None:
    """With an item open, and with its form."""
    page = opened(site, "bientap")
    address = _document(page, "dang-ra-soat.docx", _docx(TEXT.replace("2.670", "2.770")))
    page.goto(f"{address}/ra-soat")
    looked_at(page, "review")
    page.keyboard.press("e")
    expect(page.get_by_label("Mức", exact=True)).to_be_visible()
    looked_at(page, "review-form")

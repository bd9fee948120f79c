"""An amendment in the browser: drafted from the amending resolution and by hand, approved by a second person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import looked_at
from tests.browser.conftest import NewTab
from tests.browser.offices import office_running
from tests.web.running import Site

Office = tuple[Site, dict[str, int]]
_RECEIVE = """
from dondoc.web.accounts.models import User
from dondoc.web.organizations.models import Body
from dondoc.web.resolutions import review_actions
from tests.web.test_amending import ADJUSTING
from tests.web.world import received
editor = User.objects.get(username="editor")
document = received(editor, Body.objects.get(key="vptu"), ADJUSTING)
changed = document.items.get(code="T01a")
review_actions.reject(by=editor, item=changed, seen=changed.version)
seen = {item.pk: item.version for item in document.items.undecided()}
review_actions.accept_all(by=editor, document=document, seen=seen)
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_running(tmp_path_factory.mktemp("amending") / "data", _RECEIVE) as it:
        yield it


def test_an_amendment_is_drafted_and_approved(office: Office, signed_in: NewTab) -> None:
    """Every page of it is for everyone; the plan shows the old number before the day, and the new one from it on."""
    site, keys = office
    editing = signed_in("editor", site)
    editing.goto(f"/ke-hoach/{keys['plan']}/sua-doi")
    looked_at(editing, "amendments")
    editing.get_by_label("Văn bản sửa đổi").select_option(index=1)
    editing.get_by_label("Có hiệu lực từ ngày").fill("2023-10-01")
    editing.get_by_role("button", name="Soạn", exact=True).click()
    expect(editing.get_by_text("Đề xuất theo văn bản sửa đổi")).to_be_visible()
    editing.get_by_label("tất cả").check()
    editing.get_by_role("button", name="Đưa vào sửa đổi").click()
    expect(editing.get_by_text("Các mục sửa đổi (2)")).to_be_visible()
    editing.locator("main").get_by_label("Tìm").fill("che phu")
    editing.get_by_role("button", name="Xem").click()
    editing.get_by_role("link", name="T02", exact=True).click()
    looked_at(editing, "alter")
    editing.get_by_role("button", name="Bãi bỏ").click()
    looked_at(editing, "amendment-draft")
    editing.get_by_role("button", name="Trình phê duyệt").click()
    approving = signed_in("assigner", site)
    approving.goto("/")
    approving.locator("section", has_text="Phê duyệt sửa đổi").get_by_role("link").first.click()
    approving.get_by_role("button", name="Phê duyệt").click()
    expect(approving.get_by_text("Sửa đổi có hiệu lực từ 01-10-2023.").first).to_be_visible()
    looked_at(approving, "amendment-approved")
    for day, amount in (("2023-09-30", "> 2.670 tỷ đồng"), ("2023-10-01", "> 2.500 tỷ đồng")):
        approving.goto(f"/ke-hoach/{keys['plan']}?day={day}")
        expect(approving.get_by_role("cell", name=amount)).to_be_visible()
    approving.goto(f"/ke-hoach/{keys['plan']}/muc/{keys['T01']}")
    looked_at(approving, "commitment-replaced")
    approving.get_by_role("link", name="Mục thay thế: T01-2").click()
    looked_at(approving, "commitment-amended")

"""The board of tasks, the digest, the channels and a chart in the browser, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import looked_at
from tests.browser.conftest import NewTab
from tests.browser.offices import reporting_running
from tests.web.postgresql import DATABASES
from tests.web.prepared import database_with_tables
from tests.web.running import Site

_LED = """
from datetime import date
from decimal import Decimal
from dondoc.web.accounts.models import User
from dondoc.web.figures import actions
from dondoc.web.figures.models import Round
from dondoc.web.indicators.models import Indicator
from dondoc.web.monitoring.actions import evaluate_all
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Commitment
from tests.web.world import settle
editor = User.objects.get(username="editor")
settle(editor, Commitment.objects.get(code="N02"), "lead", Body.objects.get(key="stc").pk)
key = actions.Key(
    Indicator.objects.get(key="thu"), Round.objects.get().whole, actions.Basis.CUMULATIVE, date(2023, 7, 1),
    date(2023, 12, 31),
)
actions.record(by=editor, key=key, told=actions.Told(Decimal(2000), "tỷ đồng", date(2024, 1, 5)))
"""
Office = tuple[Site, dict]


@pytest.fixture(scope="module", params=DATABASES)
def office(
    request: pytest.FixtureRequest, postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("board")
    settings = {}
    if request.param == "postgresql":
        settings["DATABASE_URL"] = database_with_tables(postgresql_server, f"{folder.name}_board")
    with reporting_running(folder / "data", _LED, **settings) as made:
        yield made


def _looks(site: Site) -> bool:
    """Pages look the same on both databases: they are looked at on one."""
    return "DATABASE_URL" not in site.settings


def test_a_task_goes_over_the_board(office: Office, signed_in: NewTab) -> None:
    """By the keyboard to its card; another day is asked for and granted; declared done, it waits, and is confirmed."""
    site, keys = office
    unit, board = signed_in("reporter", site), f"/ke-hoach/{keys['plan']}/bang-viec"
    unit.goto(board)
    card = unit.locator("section", has=unit.get_by_role("heading", name="Chưa thực hiện")).get_by_role("link")
    expect(card).to_have_count(1)
    card.focus()
    unit.keyboard.press("ArrowRight")  # past the columns that are empty
    expect(unit.get_by_role("link", name="N01")).to_be_focused()
    unit.keyboard.press("ArrowLeft")
    expect(card).to_be_focused()
    unit.keyboard.press("Enter")
    unit.get_by_label("Ngày đề nghị").fill("2031-01-15")
    unit.locator("#gia-han").get_by_label("Lý do").fill("Chờ ý kiến thẩm định (minh họa).")
    unit.get_by_role("button", name="Đề nghị gia hạn").click()
    expect(unit.get_by_text("Đã gửi đề nghị gia hạn; văn phòng sẽ quyết định.")).to_be_visible()
    editor = signed_in("editor", site)
    editor.goto("/")
    editor.locator("section", has_text="Quyết định gia hạn").get_by_role("link", name="N02").first.click()
    if _looks(site):
        looked_at(editor, "task-extending")
    editor.get_by_role("button", name="Ghi quyết định").click()
    expect(editor.get_by_text("Gia hạn đến 15-01-2031, hạn đầu 30-11-2023.")).to_be_visible()
    unit.get_by_label("Tình trạng").select_option("declared_done")
    unit.get_by_label("Ngày của sản phẩm").fill("2024-02-01")
    unit.get_by_label("Sản phẩm", exact=True).fill("Tờ trình số 15 (minh họa)")
    unit.get_by_role("button", name="Ghi tiến độ").click()
    expect(unit.get_by_text("Mục N02 vừa được người khác sửa").or_(unit.get_by_text("N02 vừa được"))).to_be_visible()
    unit.goto(f"{board}?cot=")
    unit.get_by_role("link", name="N02").click()
    unit.get_by_label("Tình trạng").select_option("declared_done")
    unit.get_by_label("Ngày của sản phẩm").fill("2024-02-01")
    unit.get_by_label("Sản phẩm", exact=True).fill("Tờ trình số 15 (minh họa)")
    unit.get_by_role("button", name="Ghi tiến độ").click()
    expect(unit.get_by_text("Đã ghi tiến độ.")).to_be_visible()
    editor.goto(board)
    waiting = editor.locator("section", has=editor.get_by_role("heading", name="Chờ xác nhận"))
    expect(waiting).to_contain_text("Tờ trình số 15")
    if _looks(site):
        looked_at(editor, "board")
        editor.get_by_role("link", name="Xem dạng danh sách").click()
        looked_at(editor, "board-list")
        editor.goto(board)
    waiting.get_by_role("link", name="N02").click()
    editor.get_by_label("Tình trạng").select_option("confirmed")
    editor.get_by_role("button", name="Ghi tiến độ").click()
    editor.goto(board)
    done = editor.locator("section", has=editor.get_by_role("heading", name="Đã xác nhận"))
    expect(done).to_contain_text("hoàn thành trong hạn đã gia")


def test_without_a_script_the_board_is_lists(office: Office, signed_in: NewTab) -> None:
    """Columns with headings and links, in the order in which they stand on the page."""
    site, keys = office
    page = signed_in("editor", site, java_script_enabled=False)
    page.goto(f"/ke-hoach/{keys['plan']}/bang-viec")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Chưa thực hiện")
    page.get_by_role("link", name="N01").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("thu ngân sách")


def test_a_chart_a_digest_and_the_channels(office: Office, signed_in: NewTab) -> None:
    """The worker draws the chart and the page shows it; the digest tells its points; no channel fails."""
    site, keys = office
    leader = signed_in("leader", site)
    leader.goto(f"/giam-sat/ke-hoach/{keys['plan']}")
    leader.locator("#danh-sach").get_by_role("link", name="T01").click()
    chart = leader.get_by_role("img", name="Cam kết, lộ trình và số liệu theo ngày")
    expect(chart).to_be_visible()
    assert chart.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    leader.goto("/ban-tin")
    expect(leader.locator("ol li").first).to_contain_text("T01")
    if _looks(site):
        looked_at(leader, "digest")
    administrator = signed_in("quantri", site)
    administrator.goto("/kenh")
    expect(administrator.get_by_text("Không có kênh nào lỗi.")).to_be_visible()
    if _looks(site):
        looked_at(administrator, "channels")

"""Urging on both databases: a draft is signed, its letter printed, answered by the unit, decided by the office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import looked_at
from tests.browser.conftest import NewTab
from tests.browser.offices import office_running
from tests.web.postgresql import DATABASES
from tests.web.prepared import database_with_tables
from tests.web.running import Site

_DRAFTED = """
from datetime import date
from dondoc.web.accounts.models import User
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Commitment
from dondoc.web.urging.drafting import draft_all
from tests.web.world import settle
editor = User.objects.get(username="editor")
settle(editor, Commitment.objects.get(code="N02"), "lead", Body.objects.get(key="stc").pk)
assert dict(draft_all(as_of=date(2023, 12, 4))) == {"note": 1}
"""


@pytest.fixture(params=DATABASES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Site, dict[str, int]]]:
    settings = {}
    if request.param == "postgresql":
        settings["DATABASE_URL"] = database_with_tables(request.getfixturevalue("postgresql_server"), "urging")
    with office_running(tmp_path / "data", _DRAFTED, **settings) as made:
        yield made


def test_a_letter_is_signed_answered_and_decided(office: tuple[Site, dict[str, int]], signed_in: NewTab) -> None:
    """Each finds it on the first page; the pages are for everyone."""
    site, _keys = office
    looks = "DATABASE_URL" not in site.settings
    signer = signed_in("assigner", site)
    signer.goto("/")
    signer.get_by_role("link", name="1 văn bản đôn đốc").click()
    if looks:
        looked_at(signer, "urging-drafts")
    signer.get_by_role("link", name="Phiếu đôn đốc").click()
    if looks:
        looked_at(signer, "urging-draft")
    signer.get_by_label("Số, ký hiệu").fill("12/VPTU")
    signer.get_by_label("Ngày ban hành").fill("2023-12-04")
    signer.get_by_role("button", name="Ký và gửi").click()
    expect(signer.get_by_text("Đã ký và gửi văn bản.")).to_be_visible()
    unit = signed_in("reporter", site)
    unit.goto("/")
    unit.get_by_role("link", name="Phiếu đôn đốc 12/VPTU").click()
    with unit.expect_download() as got:
        unit.get_by_role("link", name="DOCX").click()
    assert got.value.suggested_filename.endswith(".docx")
    if looks:
        looked_at(unit, "urging-answering")
    unit.get_by_label("Lý do, tình hình thực hiện").fill("Chưa trình được vì chờ thẩm định (minh họa).")
    unit.get_by_label("Đề nghị thời hạn mới").fill("2030-01-15")
    unit.get_by_role("button", name="Gửi trả lời").click()
    expect(unit.get_by_text("Đã gửi trả lời; văn phòng sẽ quyết định.")).to_be_visible()
    signer.goto("/")
    signer.get_by_role("link", name="Sở Tài chính · Phiếu đôn đốc 12/VPTU").click()
    signer.get_by_label("Quyết định").select_option("extended")
    signer.get_by_role("button", name="Ghi quyết định").click()
    expect(signer.get_by_text("Đã ghi quyết định.")).to_be_visible()
    expect(signer.get_by_text("15-01-2030").first).to_be_visible()
    if looks:
        looked_at(signer, "urging-decided")
        unit.goto("/don-doc/lich")
        looked_at(unit, "urging-calendar")

"""Lists of the site as files: what is on the page is in them, for whoever may see the page, as it is filtered."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from dondoc.reporting.listing import Kind
from dondoc.web.accounts.models import User
from dondoc.web.calendar.actions import bring_shipped_years
from dondoc.web.listing import FORMATS, List
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from dondoc.web.tables import Column, Table

LISTS = ["/co-quan", "/co-quan/kt", "/lich-lam-viec/2026"]


def _content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def _sheet(response: Any) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(_content(response))).get_sheet_by_index(0).to_python()


def _words(response: Any) -> list[list[str]]:
    (table,) = docx.Document(io.BytesIO(_content(response))).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("form", FORMATS)
def test_a_list_is_sent_as_a_file(visiting: Client, kon_tum: Body, address: str, form: str) -> None:
    """To be kept, not shown; by no cache; under a name that says what it is and of which day."""
    response = visiting.get(address, {"format": form})
    assert response.status_code == 200
    assert response["Content-Type"] == FORMATS[form].mime
    today = timezone.localdate().isoformat()
    name = "lich-lam-viec" if "lich" in address else "co-quan"
    assert response["Content-Disposition"] == f'attachment; filename="{name}-{today}.{form}"'
    assert response["Cache-Control"] == "private, no-store"
    assert _content(response).startswith(b"PK")


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("form", FORMATS)
def test_a_file_is_for_whom_the_page_is(client: Client, kon_tum: Body, address: str, form: str) -> None:
    """The same address, so the same rule: a visitor is led to sign in."""
    response = client.get(address, {"format": form})
    assert (response.status_code, response["Location"].startswith("/dang-nhap")) == (302, True)


def test_a_file_has_the_rows_of_the_page_as_filtered(visiting: Client, kon_tum: Body) -> None:
    """All of them, not those of one of its pages; above them what they were filtered by, and of which day they are."""
    Body.objects.filter(key="kt-boy").update(doubt="Mã chưa đối chiếu (minh họa)")
    title, words, as_of, made, headings, *rows = _sheet(
        visiting.get("/co-quan", {"format": "xlsx", "q": "bo y", "day": "2025-06-30", "page": "7"})
    )
    assert (title[0], words[0], as_of[0]) == ("Cơ quan, đơn vị", "Có: «bo y»", "Tính đến ngày: 30-06-2025")
    assert made[0] == f"Ngày xuất: {timezone.localdate():%d-%m-%Y}"
    assert headings == ["Tên", "Chỗ còn nghi ngờ", "Loại", "Mã", "Từ ngày", "Đến hết ngày"]
    assert rows == [["Xã Bờ Y", "Mã chưa đối chiếu (minh họa)", "Xã", "23377", "", ""]]


def test_a_page_and_its_files_say_the_same(visiting: Client, administrator: User) -> None:
    """Headings and cells, in the order and the form of their columns."""
    create_body(by=administrator, key="a", kind="province", name="Tỉnh A", valid_from=date(2025, 7, 1))
    page = visiting.get("/co-quan").content.decode()
    cell = 'class="d hide-s" data-label="Từ ngày">01-07-2025</td>'
    for said in ('<th scope="col">Tên</th>', 'class="d hide-s">Từ ngày</th>', cell):
        assert said in page
    assert '<a href="/co-quan/a?day=' in page
    assert "format=xlsx" in page
    assert _words(visiting.get("/co-quan", {"format": "docx"}))[1] == ["Tỉnh A", "", "Tỉnh", "", "1/7/2025", ""]
    english = visiting.get("/co-quan", {"format": "docx"}, headers={"Accept-Language": "en"})
    assert _words(english)[1] == ["Tỉnh A", "", "Province", "", "2025-07-01", ""]


def test_the_links_keep_the_filter(visiting: Client, kon_tum: Body) -> None:
    """What is exported is what was looked for, also after the list was replaced while typing."""
    for headers in ({}, {"HX-Request": "true"}):
        page = visiting.get("/co-quan", {"q": "xã", "day": "2025-06-30", "page": "1"}, headers=headers).content.decode()
        assert "q=x%C3%A3&amp;day=2025-06-30&amp;format=xlsx" in page
        assert "q=x%C3%A3&amp;day=2025-06-30&amp;format=docx" in page


def test_a_list_that_is_too_long_says_what_to_do(
    visiting: Client, kon_tum: Body, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is cut in silence: the page comes back as filtered, with the number of rows and the limit."""
    create_body(by=administrator, key="b", kind="province", name="Tỉnh B")
    monkeypatch.setitem(FORMATS, "docx", replace(FORMATS["docx"], most_rows=1))  # type: ignore[arg-type]
    response = visiting.get("/co-quan", {"format": "docx", "day": "2025-06-30"}, follow=True)
    assert response.redirect_chain == [("/co-quan?day=2025-06-30", 302)]
    assert "Danh sách có 2 dòng, tệp DOCX nhận nhiều nhất 1." in response.content.decode()
    assert len(_sheet(visiting.get("/co-quan", {"format": "xlsx"}))) == 6


def test_a_format_that_is_none_shows_the_page(visiting: Client, db: None) -> None:
    """No file of a kind that nobody asked for."""
    assert visiting.get("/co-quan", {"format": "exe"})["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_takes_as_many_queries_for_many_rows(
    form: str, visiting: Client, administrator: User, django_assert_max_num_queries: Any
) -> None:
    """Rows are taken from the database in chunks, not one by one."""
    Body.objects.bulk_create(Body(key=f"b{n}", kind="province", name=f"Tỉnh {n}") for n in range(300))
    with django_assert_max_num_queries(8):
        response = visiting.get("/co-quan", {"format": form})
        assert len(_content(response)) > 1000


def test_what_an_account_writes_is_not_computed(visiting: Client, administrator: User) -> None:
    """A name that is a formula is a name."""
    create_body(by=administrator, key="f", kind="province", name='=HYPERLINK("http://a.invalid")')
    assert _sheet(visiting.get("/co-quan", {"format": "xlsx"}))[-1][0] == '=HYPERLINK("http://a.invalid")'


def test_the_calendar_is_a_list_too(visiting: Client, db: None) -> None:
    """With its doubts, in the order of its days."""
    bring_shipped_years()
    rows = _words(visiting.get("/lich-lam-viec/2026", {"format": "docx"}))
    assert rows[0] == ["Ngày", "Thứ", "Loại", "Tên", "Chỗ còn nghi ngờ", "Căn cứ"]
    assert rows[1][:4] == ["1/1/2026", "Thứ 5", "Ngày nghỉ", "Tết Dương lịch"]


def test_numbers_are_shown_as_the_language_writes_them() -> None:
    """On the page as in a document; a cell without a value is empty and leads nowhere."""
    column = Column("Số", lambda row: row, Kind.NUMBER, link=lambda _row: "/x", secondary=True)
    first, second = List("a", "A", (column,), None).table([1234, None])
    assert first[1:] == ("", '<td class="n hide-s"><a href="/x">1.234</a></td>')
    assert second[1:] == ("", '<td class="n hide-s"></td>')


def test_what_people_wrote_is_no_markup_in_a_table() -> None:
    """In a cell, in the heading beside it on a narrow screen, in a status, a note and the heading of a group."""
    evil = '<b>"&'
    column = Column(evil, lambda row: row, link=lambda row: row, note=Column("", lambda row: row))
    columns = (Column("", str), column, Column(evil, str, status=str))
    ((_row, begun, cells),) = Table(columns, [evil], lambda row: (row, row))
    assert evil not in begun + cells and "<b" not in begun + cells
    assert begun.count("&lt;b&gt;&quot;&amp;") == 1 and cells.count("&lt;b&gt;&quot;&amp;") == 8

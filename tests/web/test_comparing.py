"""The page that compares plans: what it tells, to whom, as files, in English, and with how many queries."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from dondoc.web.accounts.models import User
from dondoc.web.indicators.actions import create
from dondoc.web.plans import actions
from dondoc.web.plans.models import Commitment, Plan
from dondoc.web.resolutions.models import Reading
from tests.web.kept_rows import kept_rows
from tests.web.world import World, make_world, planned, received, settle

PAGE = "/so-sanh"
FIRST = """TỈNH ỦY MINH HỌA

Số: 18-NQ/TU

Minh Họa, ngày 20 tháng 01 năm 2023

# NGHỊ QUYẾT
lãnh đạo thực hiện nhiệm vụ năm 2023

## II. CHỈ TIÊU, NHIỆM VỤ NĂM 2023

### 1. Chỉ tiêu chủ yếu

#### 1.1. Về kinh tế

- Thu ngân sách nhà nước trên địa bàn trên 4.000 tỷ đồng.
- Tỷ lệ che phủ rừng đạt 63%.
- Trồng mới 500 ha cây mắc ca.
- Diện tích cây ăn quả đạt 11.000 ha.

#### 1.2. Về quốc phòng, an ninh

- Tỷ lệ giải quyết tố giác, tin báo về tội phạm đạt từ 90% trở lên.
"""
SECOND = """TỈNH ỦY MINH HỌA

Số: 25-NQ/TU

Minh Họa, ngày 15 tháng 01 năm 2024

# NGHỊ QUYẾT
lãnh đạo thực hiện nhiệm vụ năm 2024

## I. TÌNH HÌNH

Trong năm qua, việc thực hiện Nghị quyết số 18-NQ/TU ngày 20/01/2023 của Tỉnh ủy đạt kết quả tốt.

## II. CHỈ TIÊU, NHIỆM VỤ NĂM 2024

### 1. Chỉ tiêu chủ yếu

#### 1.1. Về kinh tế

- Thu ngân sách nhà nước trên địa bàn trên 4.500 tỷ đồng.
- Tỷ lệ che phủ rừng đạt 63%.
- Trồng mới 1.500 ha cây mắc ca.

#### 1.2. Về quốc phòng, an ninh

- Thực hiện Nghị quyết số 99-NQ/BCĐ ngày 01/12/2023, tỷ lệ giải quyết tố giác, tin báo về tội phạm đạt từ 70% trở lên.
"""


def _approved(world: World, text: str) -> Plan:
    editor = world.accounts["editor"]
    plan = planned(editor, received(editor, world.office, text))
    actions.submit(by=editor, plan=plan)
    actions.approve(by=world.accounts["assigner"], plan=plan)
    return plan


@kept_rows
def _compared(administrator: User) -> World:
    """Beside the plan of the world two of one committee; the department leads the revenue and what is restricted."""
    world = make_world(administrator)
    for plan in (_approved(world, FIRST), _approved(world, SECOND)):
        for words in ("ngân sách", "tội phạm"):
            led = plan.commitments.get(quote__contains=words)
            settle(world.accounts["editor"], led, "lead", world.department.pk)
    return world


@pytest.fixture
def world(administrator: User) -> World:
    return _compared(administrator)


def _plan(year: int) -> Plan:
    return Plan.objects.get(issued_on__year=year)


def _rows(world: World, who: str, **asked: Any) -> list[list[Any]]:
    """The rows of the file that this account is given, under their headings."""
    client = Client()
    client.force_login(world.accounts[who])
    sent = client.get(PAGE, {**asked, "format": "xlsx"})
    assert sent.status_code == 200
    content = io.BytesIO(b"".join(sent.streaming_content))
    rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    heads = next(place for place, row in enumerate(rows) if row[0] in ("Cơ quan ban hành", "Chỉ tiêu"))
    return rows[heads + 1 :]


def _html(world: World, who: str, **asked: Any) -> str:
    client = Client()
    client.force_login(world.accounts[who])
    return " ".join(client.get(PAGE, asked).content.decode().split())


def test_indicators_of_most_plans_come_first(world: World) -> None:
    """With their unit, measure and in how many plans, of how many issuers; each leads to the view of one."""
    rows = _rows(world, "editor")
    assert ["Thu ngân sách nhà nước trên địa bàn", "tỷ đồng", "cộng dồn trong kỳ", 3.0, 2.0, 3.0] in rows
    assert [row[3] for row in rows] == sorted((row[3] for row in rows), reverse=True)
    later = _plan(2024)
    link = f"/so-sanh?show=targets&amp;indicator=Tr%E1%BB%93ng+m%E1%BB%9Bi&amp;plan={later.pk}"
    assert link.rpartition("&amp;")[0].partition("Tr")[0] in _html(world, "editor", plan=later.pk)


def test_one_indicator_over_issuers_and_periods(world: World) -> None:
    """Each with its amount in one unit, the score and the reason of its link, and the words that only one has."""
    rows = _rows(world, "editor", indicator="Thu ngân sách nhà nước trên địa bàn")
    assert [(row[1], row[3], row[6], row[7]) for row in rows if row[0] == "Tỉnh ủy Minh Họa"] == [
        ("2023", 4000.0, 1.0, "trùng tên"),
        ("2024", 4500.0, 1.0, "trùng tên"),
    ]
    alike = _rows(world, "editor", indicator="thu ngan sach tren dia ban")
    assert [row[3] for row in alike] == [row[3] for row in rows]
    assert {row[7] for row in alike} == {"tên gần giống: +nha +nuoc"}
    assert all(0 < row[6] < 1 for row in alike)


def test_what_the_registry_names_is_linked_by_it(world: World) -> None:
    """Whatever it is called in the document."""
    editor = world.accounts["editor"]
    fields = {
        "name": "Rừng mắc ca trồng mới",
        "unit": "ha",
        "measure": "flow",
        "over_time": "sum",
        "over_bodies": "sum",
    }
    made = create(by=editor, key="mac-ca", fields=fields)
    target = _plan(2024).commitments.get(quote__contains="mắc ca")
    settle(editor, target, "indicator", made.pk)
    before, row = _rows(world, "editor", indicator="Rừng mắc ca trồng mới")
    assert (row[3], row[5], row[6], row[7]) == (1500.0, target.name, 1.0, "cùng chỉ tiêu trong danh mục")
    assert before[3] == 500.0 and before[6] < 1 and before[7].startswith("tên gần giống")


def test_what_became_of_targets(world: World) -> None:
    """Of the next resolution of the same issuer: what repeats, changes, jumps, appears and vanishes."""
    found = {row[2]: row[1] for row in _rows(world, "editor", show="changes") if row[0] == "Tỉnh ủy Minh Họa"}
    assert {name.partition(" nhà nước")[0]: what for name, what in found.items()} == {
        "Thu ngân sách": "thay đổi",
        "Tỷ lệ che phủ rừng": "lặp lại",
        _plan(2024).commitments.get(quote__contains="mắc ca").name: "đột biến",
        "Diện tích cây ăn quả": "không còn",
        **{name: what for name, what in found.items() if "tội phạm" in name},
    }
    (jumped,) = _rows(world, "editor", show="changes", what="jumps")
    assert jumped[3:6] == [500.0, 1500.0, "ha"]
    assert len(_rows(world, "editor", show="changes", what="jumps", jump=12)) >= 2
    assert _rows(world, "editor", show="changes", plan=_plan(2024).pk) == []


def test_citations_are_followed(world: World) -> None:
    """How one document stands to another, and the plan of that one where it may be read."""
    rows = _rows(world, "assigner", show="citations")
    named = next(row for row in rows if "18-NQ/TU" in row[3])
    assert (named[0], named[2], named[4]) == ("Tỉnh ủy Minh Họa", "thực hiện", _plan(2023).number)
    page = _html(world, "assigner", show="citations")
    assert f'href="/ke-hoach/{_plan(2023).pk}"' in page


def _secrets() -> tuple[Commitment, ...]:
    return tuple(Commitment.objects.filter(sensitivity="restricted", name__contains="tội phạm"))


@pytest.mark.parametrize("who", ["editor", "assigner", "leader", "inspection", "analyst", "publisher", "reporter"])
@pytest.mark.parametrize("show", ["indicators", "targets", "changes", "citations"])
def test_what_is_restricted_is_shown_to_its_readers_only(world: World, who: str, show: str) -> None:
    """Neither its name, amount or words, nor a document that it names: as on the page of the plan."""
    assert len(_secrets()) >= 2
    roles = _plan(2024).reading_roles
    asked = {"show": show, "indicator": "Tỷ lệ giải quyết tố giác, tin báo về tội phạm" if show == "targets" else ""}
    told = str(_rows(world, who, **asked))
    sign = "99-NQ/BCĐ" if show == "citations" else "tội phạm"
    assert (sign in told) is (who in roles)
    if who not in roles:
        shown = _html(world, who, **asked)
        assert "99-NQ/BCĐ" not in shown and "tin báo" not in shown.replace(f'value="{asked["indicator"]}"', "")


def test_a_unit_compares_what_it_answers_for(world: World) -> None:
    """A reporter of the department: its own targets; another office: nothing, in the choice of plans neither."""
    names = {row[0] for row in _rows(world, "reporter")}
    assert names == {"Thu ngân sách nhà nước trên địa bàn", "Tỷ lệ giải quyết tố giác, tin báo về tội phạm"}
    for show in ("indicators", "targets", "changes", "citations"):
        page = _html(world, "elsewhere", show=show, indicator="Thu ngân sách")
        assert "Không có gì để so sánh" in page and "Nghị quyết" not in page


def test_a_plan_that_may_not_be_read_cannot_be_chosen(world: World) -> None:
    """Its key asks for nothing: all that may be read is compared, and its title is told nowhere."""
    assert _rows(world, "elsewhere", plan=_plan(2024).pk) == []
    assert "lãnh đạo thực hiện" not in _html(world, "elsewhere", plan=_plan(2024).pk)


@pytest.mark.parametrize(
    "asked",
    [
        {"show": "x", "plan": "x", "what": "x", "jump": "x"},
        {"show": "targets"},
        {"show": "targets", "indicator": "không có chỉ tiêu này"},
        {"show": "changes", "jump": "0"},
        {"show": "citations", "page": "99"},
    ],
)
def test_nonsense_asks_for_nothing(world: World, asked: dict[str, str]) -> None:
    """The page stands, whatever its address says."""
    client = Client()
    client.force_login(world.accounts["editor"])
    assert client.get(PAGE, asked).status_code == 200
    assert client.get(PAGE, asked, headers={"HX-Request": "true"}).status_code == 200


def test_a_document_read_before_its_citations_were_kept(world: World) -> None:
    """Names nothing."""
    Reading.objects.update(content={})
    assert _rows(world, "editor", show="citations") == []


@pytest.mark.parametrize("show", ["indicators", "targets", "changes", "citations"])
def test_few_queries_and_as_many_for_more_plans(world: World, show: str, django_assert_max_num_queries: Any) -> None:
    """At most twelve, however many plans are compared."""
    client = Client()
    client.force_login(world.accounts["leader"])
    with django_assert_max_num_queries(12) as few:
        client.get(PAGE, {"show": show, "indicator": "Thu ngân sách"})
    _approved(world, SECOND.replace("25-NQ", "31-NQ").replace("2024", "2025"))
    with django_assert_max_num_queries(len(few)):
        client.get(PAGE, {"show": show, "indicator": "Thu ngân sách"})


def test_in_english_and_as_a_document(world: World) -> None:
    """Headings, words and numbers of the language; what was asked stands in the file."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(world.accounts["editor"])
    page = client.get(PAGE, {"show": "changes"}).content.decode()
    assert "Compare plans" in page and "jumps" in page and "1,500" in page
    sent = client.get(PAGE, {"indicator": "Thu ngân sách nhà nước trên địa bàn", "format": "docx"})
    document = docx.Document(io.BytesIO(b"".join(sent.streaming_content)))
    cells = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert cells[0][:4] == ["Issued by", "Period", "Sign", "Amount"]
    assert any("4,500" in row for row in cells)
    assert any("Indicator: “Thu ngân sách" in paragraph.text for paragraph in document.paragraphs)

"""Nothing gets out that was not published: every public address is walked, before and after each act, and searched for
words and numbers that unpublished, internal, restricted, embargoed and withdrawn items bear; also by subtraction."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.figures.actions import Told, correct, withdraw
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Commitment, Sensitivity
from dondoc.web.plans.sensitivity import narrow
from dondoc.web.public.catalogue import DCAT
from dondoc.web.public.models import Page
from dondoc.web.public.open_data import DOCUMENT_FORMS, FORMS
from dondoc.web.publishing import publications
from dondoc.web.publishing.drawing import draw_public_charts
from dondoc.web.publishing.publication_models import Publication, Scope
from tests.web.publishing_world import (
    TODAY,
    open_up,
    people_published,
    publish_codes,
    tell,
    tell_people,
    text_published,
)
from tests.web.reporting import LAST_DAY, Reporting, make_reporting
from tests.web.world import settle

# Each is found in one item alone: of T02 and N02, internal; of T03, restricted; of what is inside about T01 and N01.
INTERNAL = (
    "che phủ rừng",
    "0,07",
    "0.07",
    "0,0551",
    "0.0551",
    "kinh tế tập thể",
    "30-11-2023",
    "2023-11-30",
    "Sở Y tế",
)
RESTRICTED = ("tố giác", "90%", "93,17", "93.17")
INSIDE = (
    "bí mật nội bộ",
    "T01",
    "T02",
    "T03",
    "N01",
    "N02",
    "Tài khoản",
    "được phép công khai",
    "Xã số",
    "1670",
    "1.670",
)
PUBLIC_NAMES = {
    "public_plans", "public_plan", "public_data", "public_target", "public_task", "public_chart",
    "public_document", "public_file", "public_search", "public_feed", "public_catalogue",
    "public_api_openapi", "public_api_plans", "public_api_plan", "public_api_targets", "public_api_target",
    "public_api_tasks", "public_api_task", "public_api_documents", "public_api_document",
    "public_api_figures", "public_api_verdicts", "public_api_changes",
    "sitemap", "robots",
}  # fmt: skip
API_FILTERS = ("", "page=2", "page_size=1", "status=met", "status=missed", "status=overdue", "status=ongoing",
               "status=no_data", "status=exceeded",
               "illustrative=true", "stage=estimate", "stage=official", "since=2020-01-01", "since=2024-01-01",
               "until=2023-09-30", "known_since=2024-01-05", "changed_since=2024-02-01", "happened=withdrawn",
               "happened=published", "sensitivity=internal", "fields=title,name,key,code", "fields=key")  # fmt: skip
OF_THE_TASK = ("Triển khai quyết liệt", "Sở Tài chính")  # of N01, where it is not public
SEARCHES = (
    "",
    "thu",
    "trien khai",
    "kinh te tap the",
    "rung",
    "che phủ rừng",
    "tố giác",
    "to giac",
    "2",
    "%",
    "T02",
    "_",
    "'",
    "a" * 300,
    "\0",
    "lanh dao",
)


@pytest.fixture
def reporting(administrator: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(TODAY, time(8), VIETNAM))
    made = make_reporting(administrator)
    tell(made, "0.0551", indicator=made.cover, unit="%", basis="change", source="bí mật nội bộ")
    editor, (ongoing, dated) = made.people["editor"], (made.world.plan.commitments.get(code=f"N0{n}") for n in (1, 2))
    told = {"state": "in_progress", "finished_on": None, "product": "", "note": "bí mật nội bộ"}
    settle(editor, ongoing, "progress", told)
    settle(editor, dated, "lead", Body.objects.get(key="syt").pk)
    return made


def _draw() -> None:
    for key in Page.objects.targets().values_list("key", flat=True):
        draw_public_charts.func(key)


def _addresses(*, all_filters: bool) -> Iterable[str]:
    """Every public address there is, of pages that are there, that were withdrawn and that never were.

    The lists of the API are asked by all their filters, or by a few that show every field and every page.
    """
    plans = set(Page.objects.filter(kind="plan").values_list("key", flat=True))
    keys = [*Page.objects.values_list("key", flat=True), "0000000000", "1", "t01"]
    for name in sorted(PUBLIC_NAMES):
        pattern = next(each for each in get_resolver().url_patterns if each.name == name)
        named = [{"key": key} for key in keys] if "key" in pattern.pattern.converters else [{}]
        if "form" in pattern.pattern.converters:
            named = [{"key": key, "form": form} for key in keys for form in _forms(name, key in plans)]
        for arguments in named:
            for language in ("",) if "_api_" in name else ("", "?ngon-ngu=en"):
                yield reverse(name, kwargs=arguments) + language
                yield reverse(name, kwargs=arguments) + f"{language or '?x=1'}&page=2&format=json&q=che+phủ"
    yield from _asked_of_the_api(keys) if all_filters else _asked_in_brief()
    for sought in SEARCHES:
        yield reverse("public_search") + f"?q={sought}"


def _forms(name: str, is_plan: bool) -> tuple[str, ...]:
    if name == "public_file":
        return tuple(DOCUMENT_FORMS)
    return (*FORMS, DCAT, "exe") if is_plan else ("json",)


def _asked_in_brief() -> Iterable[str]:
    for name in ("plans", "targets", "tasks", "documents", "figures", "verdicts", "changes"):
        for each in ("", "page=2", "page_size=1", "fields=title,name,key,code"):
            yield reverse(f"public_api_{name}") + f"?{each}"


def _asked_of_the_api(keys: Iterable[str]) -> Iterable[str]:
    """Each list by each filter, alone and for the plan or target of each key; each search."""
    of_each = [f"{name}={key}" for key in keys for name in ("plan", "target")]
    searches = [f"q={sought}" for sought in SEARCHES]
    asked = {"plans": searches, "targets": [*searches, *of_each], "tasks": [*searches, *of_each], "figures": of_each,
             "documents": of_each, "verdicts": (), "changes": ()}  # fmt: skip
    for name, filters in asked.items():
        for each in (*API_FILTERS, *filters):
            yield reverse(f"public_api_{name}") + f"?{each}"


def _walk(client: Client | None = None, *, all_filters: bool = False) -> dict[str, str]:
    """What each address answers, its headers included."""
    asking = client or Client()
    found = {}
    for address in _addresses(all_filters=all_filters):
        response = asking.get(address)
        assert response.status_code in (200, 404, 410, *((422,) if "/api/" in address else ())), address
        headers = " ".join(f"{name}: {value}" for name, value in response.headers.items() if name != "X-Request-ID")
        found[address] = f"{response.status_code} {headers} {unescape(_text_of(response.content))}"
    return found


def _text_of(content: bytes) -> str:
    """What can be read in an answer; of an archive, and of one within it, what its files say."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(f"{name} {_text_of(archive.read(name))}" for name in archive.namelist())


def _without_what_was_asked(address: str, answer: str) -> str:
    """A page of a search says back what was typed into it; an ETag and a key are digits that mean nothing."""
    answer = re.sub(r'ETag: "[0-9a-f]+"|[0-9a-f]{10}', "", answer)
    if address.startswith(reverse("public_search")):
        return re.sub(r'<input type="search"[^>]*>', "", answer)
    return answer


def _leaks(walked: Mapping[str, str], *markers: Iterable[str]) -> list[tuple[str, str]]:
    return [
        (address, marker)
        for address, answer in walked.items()
        for each in markers
        for marker in each
        if marker in _without_what_was_asked(address, answer)
    ]


def test_every_public_address_is_walked() -> None:
    """One that is new to the public site is walked as well, or this fails."""
    named = {each.name for each in get_resolver().url_patterns if str(each.pattern).startswith("cong-khai")}
    assert named | {"sitemap", "robots"} == PUBLIC_NAMES


def test_before_anything_is_published_there_is_nothing(reporting: Reporting) -> None:
    """Not even of an approved plan with figures."""
    tell(reporting, "2777", source="nguồn mở")
    walked = _walk()
    assert (
        _leaks(walked, INTERNAL, RESTRICTED, INSIDE, OF_THE_TASK, ("2777", "2.777", "Thu ngân sách", "NGHỊ QUYẾT"))
        == []
    )


def test_what_is_not_published_is_nowhere(reporting: Reporting) -> None:
    """Neither in a page nor in a total, a chart, the feed, a search, a header; though it hangs on the same plan."""
    tell(reporting, "2777", source="nguồn mở")
    open_up(reporting, "T01", "N01")
    published = publish_codes(reporting, "N01", "T01")
    _draw()
    walked = _walk(all_filters=True)
    assert _leaks(walked, INTERNAL, RESTRICTED, INSIDE) == []
    assert all(_leaks(walked, (each,)) for each in OF_THE_TASK)
    page = walked[reverse("public_target", args=[published.page.key])]
    assert "2.777 tỷ đồng" in page and "nguồn mở" in page
    assert "<svg" in walked[reverse("public_chart", args=[published.page.key])]


def test_what_happens_to_unpublished_items_changes_no_answer(reporting: Reporting) -> None:
    """Not a byte of a page, not its ETag: so nobody learns by asking again that something happened."""
    open_up(reporting, "T01", "T02", "N01")
    publish_codes(reporting, "T01", "N01")
    _draw()
    before = _walk()
    version = tell(reporting, "93.17", indicator=reporting.cover, unit="%", basis="change", stage="official")
    told = Told(version.value + 1, "%", TODAY, reason="bí mật nội bộ")
    correct(by=reporting.people["editor"], seen=version, told=told)
    narrow(by=reporting.people["editor"], commitment=Commitment.objects.get(code="T02"), to=Sensitivity.RESTRICTED)
    done = {"state": "declared_done", "finished_on": "2023-08-15", "product": "bí mật nội bộ", "note": ""}
    settle(reporting.people["reporter"], Commitment.objects.get(code="N02"), "progress", done)
    publications.tell_all(day=TODAY)
    assert _walk() == before


def test_nothing_is_left_by_subtraction(reporting: Reporting) -> None:
    """What a plan counts is what it lists, in all and by how it stands."""
    tell(reporting, "2777")
    open_up(reporting, "T01", "N01")
    publish_codes(reporting, "N01", "T01")
    plan = Page.objects.get(kind="plan")
    walked = _walk()
    answer = walked[reverse("public_plan", args=[plan.key])]
    for what in ("chỉ tiêu", "nhiệm vụ"):
        part = answer.partition(f"{what} đã công khai</h2>")
        number = re.search(r"(\d+) $", part[0])
        standing = re.search(r'<p class="row standing">(.*?)</p>', part[2])
        assert number and standing
        listed = part[2].partition("</table>")[0].count("<tr><td><a href=")
        assert int(number[1]) == sum(map(int, re.findall(r">(\d+) ", standing[1]))) == listed == 1
    told = json.loads(walked[reverse("public_api_plan", args=[plan.key])].partition("{")[2].join(("{", "")))
    assert (told["targets"], told["tasks"]) == (1, 1)
    keys = set(re.findall(r"/cong-khai/(?:chi-tieu|nhiem-vu)/([0-9a-f]{10})", " ".join(walked.values())))
    assert keys == set(Page.objects.exclude(kind="plan").values_list("key", flat=True))


def test_what_was_withdrawn_is_gone_with_its_reason(reporting: Reporting) -> None:
    """The address answers 410 and one line, the same for all; the feed tells no title, and a kept page is not given
    again to whoever shows its ETag."""
    tell(reporting, "2777", source="nguồn mở")
    open_up(reporting, "T01", "N01")
    task, published = (publish_codes(reporting, code) for code in ("N01", "T01"))
    _draw()
    address = reverse("public_target", args=[published.page.key])
    etag = Client().get(address)["ETag"]
    assert Client().get(address, headers={"if-none-match": etag}).status_code == 304
    publisher = reporting.people["publisher"]
    both = [published.commitment_id, task.commitment_id]
    publications.withdraw(by=publisher, plan=published.plan, items=both, because="bí mật nội bộ")
    walked = _walk(all_filters=True)
    own = ("2777", "2.777", "2,777", "nguồn mở", "Thu ngân sách", "2.670", "2,670")
    assert _leaks(walked, INTERNAL, RESTRICTED, INSIDE, OF_THE_TASK, own) == []
    for gone in (address, f"{address}/bieu-do.svg", reverse("public_task", args=[task.page.key])):
        assert Client().get(gone, headers={"if-none-match": etag}).status_code == 410
        assert "đã được rút" in walked[gone]


def test_narrowing_takes_it_out_everywhere(reporting: Reporting) -> None:
    """In the same moment, whatever was kept by this process."""
    tell(reporting, "2777", source="nguồn mở")
    open_up(reporting, "T01", "N01")
    publish_codes(reporting, "T01", "N01")
    _draw()
    walked = _walk()
    assert _leaks(walked, ("2.777",)) and _leaks(walked, OF_THE_TASK)
    for code in ("T01", "N01"):
        narrow(by=reporting.people["editor"], commitment=Commitment.objects.get(code=code), to=Sensitivity.INTERNAL)
    own = ("2777", "2.777", "nguồn mở", "Thu ngân sách")
    assert _leaks(_walk(all_filters=True), own, OF_THE_TASK, INSIDE) == []


def test_an_embargoed_figure_is_nowhere_before_its_day(reporting: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the figure nor what can be told of it: not how many per cent, not that it is there. Not one answer
    differs from that of the day before it was accepted; on its day it is told."""
    reporting.revenue.release_lag = 37
    reporting.revenue.save()
    open_up(reporting, "T01")
    publish_codes(reporting, "T01")
    before, day = _walk(all_filters=True), LAST_DAY + timedelta(days=37)
    version = tell(reporting, "2777", source="nguồn chờ")
    assert _walk(all_filters=True) == before
    publisher, later = reporting.people["publisher"], day + timedelta(days=2)
    publications.hold_back(by=publisher, figure=version.figure, until=later, reason="bí mật nội bộ")
    for today, leaks in ((day, False), (later, True)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_, today=today: today)
        publications.tell_all(day=today)
        assert bool(_leaks(_walk(), ("2.777", "nguồn chờ"))) is leaks


def test_a_withdrawn_or_corrected_figure_leaves_every_page(reporting: Reporting) -> None:
    """The chart too: no picture of what is not said any more."""
    open_up(reporting, "T01")
    publish_codes(reporting, "T01")
    version = tell(reporting, "2777", source="nguồn cũ")
    _draw()
    withdraw(by=reporting.people["editor"], seen=version, reason="bí mật nội bộ", known_on=TODAY)
    assert _leaks(_walk(), ("2777", "2.777", "nguồn cũ"), INSIDE) == []
    assert Page.objects.exclude(chart_vi="").count() == 0


def test_the_promise_alone_tells_no_figure(reporting: Reporting) -> None:
    """In whatever form it is asked."""
    tell(reporting, "2777", source="nguồn mở")
    open_up(reporting, "T01", "N01")
    publish_codes(reporting, "T01", "N01", scope=Scope.PROMISE)
    _draw()
    own = ("2777", "2.777", "104%", "ước vượt", "nguồn mở", ">thường xuyên</span>")
    assert _leaks(_walk(), own, INSIDE) == []
    assert [(each.status, each.told["state"]) for each in Page.objects.tasks()] == [("", None)]


def test_small_counts_are_nowhere_nor_computable(reporting: Reporting) -> None:
    """Three in the first quarter and 1.009 by the end are told as 1.009; 1.006 and 1.009 would tell three."""
    quarter = date(2023, 9, 30)
    people_published(reporting, "T01")
    tell_people(reporting, "T01", "3", end=quarter, source="nguồn nhỏ")
    version = tell_people(reporting, "T01", "1009")
    _draw()
    walked = _walk()
    assert _leaks(walked, ("nguồn nhỏ", "3 đảng viên")) == []
    assert _leaks(walked, ("1.009 đảng viên",)) != []
    first = Publication.objects.live().of_items().get()
    small = version.figure.indicator.figures.get(end=quarter).versions.get()
    told = Told(version.value - 3, "đảng viên", TODAY, reason="đối chiếu")
    correct(by=reporting.people["editor"], seen=small, told=told)
    _draw()
    walked = _walk()
    assert _leaks(walked, ("1.006", "1006")) == []
    assert "không được công bố" in walked[reverse("public_target", args=[first.page.key])]


def test_a_text_is_nowhere_once_an_item_of_it_is_taken_back(reporting: Reporting) -> None:
    """Neither its words nor that it was public: the walk is that of a plan whose text never was."""
    own = ("lãnh đạo thực hiện nhiệm vụ 6 tháng cuối năm", "việc làm cho 2.000")
    page = text_published(reporting)
    assert own[1] in Client().get(page.path).content.decode()
    plan = Publication.objects.live().of_items().last().plan
    narrow(by=reporting.people["editor"], commitment=plan.commitments.get(code="T02"), to=Sensitivity.INTERNAL)
    walked = _walk()
    assert _leaks(walked, own[1:], INTERNAL, RESTRICTED, INSIDE) == []
    assert not any(page.key in address and answer.startswith("410") for address, answer in walked.items())
    assert page.key not in "".join(answer for address, answer in walked.items() if page.key not in address)


def test_who_is_signed_in_sees_what_everybody_sees(reporting: Reporting) -> None:
    """Byte for byte, without a cookie: so a cache that keeps the page of an editor gives away nothing."""
    open_up(reporting, "T01")
    publish_codes(reporting, "T01")
    client = Client()
    client.force_login(reporting.people["editor"])
    assert _walk(client) == _walk()

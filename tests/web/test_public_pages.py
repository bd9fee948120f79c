"""The public pages: what they say, how they are kept, and that they are read from the public record alone."""

from __future__ import annotations

import json
import re
from datetime import datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rdflib import Graph
from rdflib.namespace import DCAT, RDFS

from dondoc.evaluating.working_days import VIETNAM
from dondoc.reporting.open_data import plan_from_json
from dondoc.web import public
from dondoc.web.public.models import Page, Register
from dondoc.web.public.open_data import FORMS
from dondoc.web.publishing.drawing import draw_public_charts
from dondoc.web.publishing.models import Publication
from tests.web.publishing_world import TODAY, open_up, publish_codes, tell
from tests.web.reporting import Reporting, make_reporting

FIRST_VIEW = 100_000  # bytes
STYLES = Path(public.__file__).parents[1] / "static/dondoc"
INSIDE = ("plans_", "figures_", "accounts_", "publishing_", "resolutions_", "monitoring_")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def reporting(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(TODAY, time(8), VIETNAM))
    return make_reporting(administrator)


@pytest.fixture
def published(reporting: Reporting) -> Publication:
    tell(reporting, "2777", source="Sở Tài chính")
    open_up(reporting, "T01")
    made = publish_codes(reporting, "T01")
    draw_public_charts.func(made.page.key)
    return made


def _page(name: str, key: str = "", query: str = "") -> str:
    return Client().get(reverse(name, args=[key] if key else []) + query).content.decode()


def test_from_the_list_to_a_target(published: Publication) -> None:
    """Without signing in: plans, the plan with how many stand how, the target with its figures and what it rests on."""
    plan = published.page.plan_key
    assert reverse("public_plan", args=[plan]) in _page("public_plans")
    shown = _page("public_plan", plan)
    for part in ("1 chỉ tiêu đã công khai", "1 vượt", "trên 2.670 tỷ đồng", "2.777 tỷ đồng", "ước vượt", "Về kinh tế"):
        assert part in shown, part
    target = _page("public_target", published.page.key)
    for part in (
        "Ước đạt 2.777 tỷ đồng", "Kết quả ngày 01-02-2024", "05-01-2024", "Sở Tài chính", "bieu-do.svg",
        "Địa chỉ cố định", "&lt;img src=", "6 tháng cuối năm 2023",
    ):  # fmt: skip
        assert part in target, part


def test_a_task_stands_on_the_plan_and_on_a_page_of_its_own(published: Publication, reporting: Reporting) -> None:
    """What is to be done, by whom, by when and how it stands; in the search, the feed, the map and the data too."""
    open_up(reporting, "N01", "N02")
    ongoing, dated = publish_codes(reporting, "N01").page, publish_codes(reporting, "N02").page
    shown = _page("public_plan", published.page.plan_key)
    for part in ("2 nhiệm vụ đã công khai", "1 quá hạn", "1 thường xuyên", "Sở Tài chính", ongoing.key, dated.key):
        assert part in shown, part
    task = _page("public_task", dated.key)
    for part in ("Đề án phát triển kinh tế tập thể", "30-11-2023", "quá hạn", "Tình trạng ngày 01-02-2024"):
        assert part in task, part
    assert "Deadline" in _page("public_task", dated.key, "?ngon-ngu=en")
    assert dated.key in _page("public_search", query="?q=kinh te tap the")
    assert _page("public_feed").count("/cong-khai/nhiem-vu/") == 4
    assert f"/cong-khai/nhiem-vu/{dated.key}<" in _page("sitemap")
    given = plan_from_json(Client().get(reverse("public_data", args=[published.page.plan_key, "json"])).content)
    assert [(each.id, each.lead, each.status) for each in given.tasks] == [
        (ongoing.key, "Sở Tài chính", "ongoing"), (dated.key, None, "overdue")
    ]  # fmt: skip
    assert [each.id for each in given.targets] == [published.page.key]


def test_in_english_by_the_address_alone(published: Publication) -> None:
    """The language of a browser or of a session changes nothing: one address is one page."""
    key = published.page.key
    assert "exceeded (estimate)" in _page("public_target", key, "?ngon-ngu=en")
    asked = Client(headers={"accept-language": "en"}).get(reverse("public_target", args=[key]))
    assert 'lang="vi"' in asked.content.decode()
    assert "Vary" not in asked.headers


def test_an_answer_may_be_kept_and_is_asked_for_again(published: Publication) -> None:
    """By every cache, with an ETag; no cookie; in one query where this process has it."""
    address = reverse("public_target", args=[published.page.key])
    client = Client()
    first = client.get(address)
    assert (first["Cache-Control"], bool(first["ETag"]), dict(first.cookies)) == ("public, no-cache", True, {})
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).content == first.content
    assert len(asked) == 1
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("name", ["public_plans", "public_plan", "public_target"])
def test_a_page_is_small_and_takes_few_queries(published: Publication, name: str) -> None:
    """The first view with its styles, in bytes; without a script and without anything the policy forbids."""
    key = {"public_plan": published.page.plan_key, "public_target": published.page.key}.get(name, "")
    address = reverse(name, args=[key] if key else [])
    Register.objects.update(revision="another")
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(address)
    assert len(asked) <= 5
    text = response.content.decode()
    styles = sum(
        len(b"".join(Client().get(f"/static/dondoc/{each}.css").streaming_content)) for each in ("tokens", "components")
    )
    assert len(response.content) + styles + len(Page.objects.get(pk=published.page_id).chart_vi) < FIRST_VIEW
    assert text.count("<script") == text.count('<script type="application/ld+json">') == 1  # data, no script
    assert "<style" not in text and " style=" not in text
    same = (
        "Content-Security-Policy",
        "X-Frame-Options",
        "X-Content-Type-Options",
        "Permissions-Policy",
        "Referrer-Policy",
    )
    assert {each: response[each] for each in same} == {each: Client().get("/dang-nhap")[each] for each in same}


def test_public_pages_ask_the_public_record_alone(published: Publication) -> None:
    """No table of plans, targets, figures or accounts is named in any query of any of them."""
    Register.objects.update(revision="another")
    with CaptureQueriesContext(connection) as asked:
        for name in ("public_plans", "public_search", "public_feed", "sitemap", "robots"):
            Client().get(reverse(name) + "?q=thu")
        Client().get(reverse("public_plan", args=[published.page.plan_key]))
        for name in ("public_target", "public_chart"):
            Client().get(reverse(name, args=[published.page.key]))
    assert len(asked) > 8
    own = ("public_page", "public_change", "public_register")
    assert all(any(table in each["sql"] for table in own) for each in asked)
    assert not any(table in each["sql"] for each in asked for table in INSIDE)


def test_an_illustrative_figure_is_marked_wherever_it_is(reporting: Reporting) -> None:
    """On the list, the plan, the target, in the search, the feed and the picture."""
    tell(reporting, "2777", source="số liệu minh họa")
    open_up(reporting, "T01")
    key = publish_codes(reporting, "T01").page.key
    draw_public_charts.func(key)
    plan = Page.objects.get(key=key).plan_key
    for name, named in (("public_plans", ""), ("public_plan", plan), ("public_target", key)):
        assert "Có số liệu minh họa" in _page(name, named), name
    assert "số liệu minh họa" in _page("public_search", query="?q=thu")
    assert "số liệu minh họa" in _page("public_feed")
    assert "minh họa" in _page("public_chart", key)


def test_the_feed_is_atom(published: Publication) -> None:
    """Each entry with an id of its own, a title, an address that is whole, and a day."""
    feed = ElementTree.fromstring(_page("public_feed"))  # noqa: S314 — made by ourselves
    entries = feed.findall(f"{ATOM}entry")
    ids = [each.findtext(f"{ATOM}id") for each in entries]
    assert len(ids) == len(set(ids)) == 2
    assert all(str(each).startswith("http://testserver/cong-khai/") for each in ids)
    assert {each.findtext(f"{ATOM}updated") for each in entries} == {"2024-02-01T08:00:00+07:00"}


def test_search_engines_are_told(published: Publication) -> None:
    """What they may look at and what there is; of a demo nothing."""
    assert "Allow: /cong-khai" in _page("robots")
    assert published.page.key in _page("sitemap")
    Register.objects.update(is_demo=True, revision="demo")
    assert _page("robots").split() == ["User-agent:", "*", "Disallow:", "/"]
    assert published.page.key not in _page("sitemap")
    answer = Client().get(reverse("public_target", args=[published.page.key]))
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'content="noindex, nofollow"' in answer.content.decode()


def test_a_picture_may_stand_on_other_pages(published: Publication) -> None:
    """As an image, without a script; 404 until it is drawn."""
    answer = Client().get(reverse("public_chart", args=[published.page.key]))
    assert (answer["Content-Type"], answer["Cross-Origin-Resource-Policy"]) == ("image/svg+xml", "cross-origin")
    assert "cam kết" in answer.content.decode()
    Page.objects.filter(pk=published.page_id).update(chart_vi="", chart_en="")
    Register.objects.update(revision="another")
    assert Client().get(reverse("public_chart", args=[published.page.key])).status_code == 404
    assert "bieu-do.svg" not in _page("public_target", published.page.key)


def test_many_targets_are_in_pages(published: Publication) -> None:
    """Sixty a page; a page that is not there is not found."""
    page = Page.objects.get(pk=published.page_id)
    Page.objects.bulk_create(
        Page(key=f"k{n}", kind="target", plan_key=page.plan_key, place=n, title=f"Chỉ tiêu {n}", content=page.content,
             changed_at=page.changed_at) for n in range(70)
    )  # fmt: skip
    Register.objects.update(revision="many")
    assert 'href="?page=2"' in _page("public_plan", page.plan_key)
    assert 'href="?page=1"' in _page("public_plan", page.plan_key, "?page=2")
    assert Client().get(reverse("public_plan", args=[page.plan_key]) + "?page=3").status_code == 404


def test_what_is_written_is_escaped(published: Publication) -> None:
    """In pages and in the feed."""
    hostile = '<script>alert("x")</script>&'
    Page.objects.filter(pk=published.page_id).update(title=hostile)
    Register.objects.update(revision="hostile")
    for text in (
        _page("public_plan", published.page.plan_key),
        _page("public_target", published.page.key),
        _page("public_feed"),
    ):
        assert "<script>" not in text
        assert "&lt;script&gt;" in text


def test_a_plan_goes_out_as_open_data(published: Publication) -> None:
    """In every form, of what is public alone; what is read back is what the pages say."""
    plan = published.page.plan_key
    for form, (_write, kind) in FORMS.items():
        answer = Client().get(reverse("public_data", args=[plan, form]))
        assert (answer.status_code, answer["Content-Type"]) == (200, kind), form
    given = plan_from_json(Client().get(reverse("public_data", args=[plan, "json"])).content)
    assert [each.id for each in given.targets] == [published.page.key]
    (figure,), (verdict,) = given.figures, given.verdicts
    assert (figure.value, figure.source, figure.stage) == (2777, "Sở Tài chính", "estimate")
    assert (verdict.status, verdict.done, verdict.figures) == ("exceeded", 2777, figure.id)
    assert given.about.sources == ("Sở Tài chính",)
    assert "DU-LIEU" not in _page("public_plan", plan) and "du-lieu.csv.zip" in _page("public_plan", plan)


def _data(name: str, key: str = "") -> Any:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', _page(name, key), re.S)[1])


def test_search_engines_are_told_what_a_page_is(published: Publication) -> None:
    """As schema.org, of what is public alone: the list, the plan with its files, the target as a part of it."""
    plan = _data("public_plan", published.page.plan_key)
    assert (plan["@type"], plan["datePublished"], plan["temporalCoverage"]) == (
        "Dataset", "2024-02-01", "2023-07-01/2023-12-31",
    )  # fmt: skip
    assert plan["variableMeasured"] == ["Thu ngân sách nhà nước trên địa bàn"]
    for each in plan["distribution"]:
        answer = Client().get(each["contentUrl"].removeprefix("http://testserver"))
        assert (answer.status_code, answer["Content-Type"]) == (200, each["encodingFormat"])
    target = _data("public_target", published.page.key)
    assert target["isPartOf"]["@id"] == plan["@id"]
    assert (target["name"], "distribution" in target) == (plan["variableMeasured"][0], False)
    assert [each["@id"] for each in _data("public_plans")["dataset"]] == [plan["@id"]]


def test_nothing_in_the_data_of_a_page_ends_its_element(published: Publication) -> None:
    """Whatever a title says."""
    hostile = "</script><script>alert(1)</script>&<!--"
    Page.objects.filter(key=published.page.plan_key).update(title=hostile)
    Register.objects.update(revision="hostile")
    assert _data("public_plan", published.page.plan_key)["name"] == hostile
    assert "<script>" not in _page("public_plan", published.page.plan_key)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_catalogues_read_all_plans_and_the_files_of_each(published: Publication) -> None:
    """DCAT, by the library of others: a catalogue with its datasets, a dataset with the size of each file."""
    site = Graph().parse(data=_page("public_catalogue"), format="json-ld")
    (dataset,) = site.objects(predicate=DCAT.dataset)
    (more,) = site.objects(dataset, RDFS.seeAlso)
    answer = Client().get(str(more).removeprefix("http://testserver"))
    assert answer["Content-Type"] == "application/ld+json"
    plan = Graph().parse(data=answer.content, format="json-ld")
    sizes = {}
    for each in plan.objects(dataset, DCAT.distribution):
        (sizes[str(each).rpartition("/")[2]],) = (int(size) for size in plan.objects(each, DCAT.byteSize))
    assert sizes.keys() == {f"du-lieu.{form}" for form in FORMS}
    written = Client().get(reverse("public_data", args=[published.page.plan_key, "json"]))
    assert sizes["du-lieu.json"] == len(written.content)

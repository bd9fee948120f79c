"""The text of a document: public as an act of its own while everything in it is; else it is not there, nor ever was."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

import docx
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.audit.models import Entry
from dondoc.web.plans.models import Commitment, Sensitivity
from dondoc.web.plans.sensitivity import narrow
from dondoc.web.public.models import Change, File, Page
from dondoc.web.publishing import publications
from dondoc.web.publishing.documents import publish_document, withdraw_document
from dondoc.web.publishing.models import DocumentPublication, Publication
from dondoc.web.publishing.publications import PublicationError
from tests.web.publishing_world import TODAY, all_published, open_up, people_published, publish_codes, text_published
from tests.web.reporting import Reporting, make_reporting

WORDS = "Giải quyết việc làm cho 2.000 lao động trở lên."
API = "/cong-khai/api/v1/"


@pytest.fixture
def reporting(administrator: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(TODAY, time(8), VIETNAM))
    return make_reporting(administrator)


def _addresses(page: Page) -> list[str]:
    files = [reverse("public_file", args=[page.key, form]) for form in ("docx", "akn.xml")]
    return [page.path, f"{page.path}?ngon-ngu=en", *files, f"{API}documents/{page.key}"]


def test_a_text_with_an_item_that_is_not_public_is_refused(reporting: Reporting) -> None:
    """By the act and by the database, whichever item it is."""
    made = people_published(reporting, "T01")
    publisher = reporting.people["publisher"]
    with pytest.raises(PublicationError, match="mọi chỉ tiêu"):
        publish_document(by=publisher, plan=made.plan, on=TODAY)
    values = {"plan": made.plan, "page": made.page, "published_on": TODAY, "by": publisher}
    with pytest.raises(IntegrityError, match="a text is public"), transaction.atomic():
        DocumentPublication.objects.create(**values)
    assert not Page.objects.documents().exists() and not File.objects.exists()


def test_a_text_goes_out_as_a_page_and_as_files(reporting: Reporting) -> None:
    """Whole, in its order; the DOCX anew, without what the received file held besides; the XML names public keys."""
    page = text_published(reporting)
    told = Client().get(page.path).content.decode()
    assert WORDS in told and "toan-van.docx" in told
    _page, _english, word, xml, api = (Client().get(each) for each in _addresses(page))
    paragraphs = [each.text for each in docx.Document(io.BytesIO(word.content)).paragraphs]
    assert any(WORDS in each for each in paragraphs)
    root = etree.fromstring(xml.content)
    ids = set(root.xpath("//*[local-name()='target']/@id"))
    assert ids == set(Page.objects.targets().filter(plan_key=page.plan_key).values_list("key", flat=True))
    assert WORDS in " ".join(root.itertext())
    assert b"T01" not in xml.content and b"nghi-quyet.md" not in xml.content + word.content
    row = api.json()
    assert WORDS in row["text"] and [each["form"] for each in row["files"]] == ["akn.xml", "docx"]
    assert [each["size"] for each in row["files"]] == [len(xml.content), len(word.content)]
    listed = Client().get(f"{API}documents?plan={page.plan_key}").json()
    assert listed["documents"] == [{name: value for name, value in row.items() if name != "text"}]
    assert page.path in Client().get(reverse("public_plan", args=[page.plan_key])).content.decode()
    assert page.path in Client().get(reverse("public_feed")).content.decode()
    with CaptureQueriesContext(connection) as asked:
        for address in _addresses(page):
            Client().get(address)
    assert all("public_" in each["sql"] for each in asked)


@pytest.mark.parametrize("how", ["item", "narrowed", "plan", "text"])
def test_taking_back_one_item_closes_the_text_at_once(reporting: Reporting, how: str) -> None:
    """No page, no file, no line of the feed: whoever shows an ETag gets what whoever asks for nothing gets."""
    page = text_published(reporting)
    plan, publisher = Publication.objects.live().of_items().last().plan, reporting.people["publisher"]
    etags = {each: Client().get(each)["ETag"] for each in _addresses(page)}
    item = plan.commitments.get(code="T02")
    if how == "item":
        publications.withdraw(by=publisher, plan=plan, items=[item.pk], because="bí mật nội bộ")
    elif how == "narrowed":
        narrow(by=reporting.people["editor"], commitment=item, to=Sensitivity.INTERNAL)
    elif how == "plan":
        publications.withdraw_plan(by=publisher, plan=plan, because="bí mật nội bộ")
    else:
        withdraw_document(by=publisher, plan=plan, because="bí mật nội bộ")
    never = Client().get(reverse("public_document", args=["0000000000"])).content
    for address, etag in etags.items():
        answer = Client().get(address, headers={"if-none-match": etag})
        assert (answer.status_code, WORDS in answer.content.decode()) == (404, False), address
    assert Client().get(page.path).content == never
    everywhere = ("public_feed", "public_plans", "sitemap", "public_api_documents", "public_api_changes")
    assert not any(page.key in Client().get(reverse(each)).content.decode() for each in everywhere)
    assert not Change.objects.filter(page=page).exists() and not File.objects.exists()
    assert Entry.objects.filter(action="publishing.withdraw_document").count() == 1


def test_the_database_keeps_a_text_from_standing_alone(reporting: Reporting) -> None:
    """No item of it is taken back while it is public; and the triggers are there."""
    text_published(reporting)
    live = Publication.objects.live().of_items().filter(plan=DocumentPublication.objects.get().plan)
    values = {"withdrawn_by": reporting.people["publisher"], "withdrawn_at": datetime.combine(TODAY, time(9), VIETNAM)}
    with pytest.raises(IntegrityError, match="a text is public"), transaction.atomic():
        live.update(**values, withdrawn_because="thử")
    names = {"text_of_what_is_public", "text_stays_of_what_is_public", "item_of_a_public_text_is_public"}
    with connection.cursor() as cursor:
        sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        cursor.execute(sqlite if connection.vendor == "sqlite" else "SELECT tgname FROM pg_trigger")
        assert names <= {row[0] for row in cursor.fetchall()}


def test_a_text_is_published_and_taken_back_on_the_page(reporting: Reporting) -> None:
    """The button is there when all is public; published again it stands where it stood."""
    open_up(reporting, "T01")
    publish_codes(reporting, "T01")
    client = Client()
    client.force_login(reporting.people["publisher"])
    assert "Công khai toàn văn" not in client.get(f"/ke-hoach/{reporting.world.plan.pk}/cong-khai").content.decode()
    plan = all_published(reporting)
    address = f"/ke-hoach/{plan.pk}/cong-khai"
    assert "Công khai toàn văn" in client.get(address).content.decode()
    client.post(f"{address}/toan-van")
    first = Page.objects.documents().get().key
    assert "Rút toàn văn" in client.get(address).content.decode()
    client.post(f"{address}/rut-toan-van", {"reason": " "})
    assert Page.objects.documents().exists()
    client.post(f"{address}/rut-toan-van", {"reason": "nhầm"})
    assert not Page.objects.documents().exists()
    client.post(f"{address}/toan-van")
    assert Page.objects.documents().get().key == first
    assert Commitment.objects.filter(plan=plan).count() == 2

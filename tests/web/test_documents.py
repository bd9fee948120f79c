"""Documents: looked through before anything is kept, kept once, read in the background, refused without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dondoc.findings import ReadError, SecretDocumentError
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.models import Body
from dondoc.web.resolutions.actions import receive
from dondoc.web.resolutions.extracting_actions import extract_received
from dondoc.web.resolutions.models import Document, Item, Reading, StoredFile
from dondoc.web.resolutions.receiving import Sent, look_through
from dondoc.web.resolutions.rows import as_commitment

RESOLUTION = Path("examples/kon-tum-2023-h2/source.md").read_bytes()


@pytest.fixture
def received(office: Body, editor: User) -> Document:
    """The resolution of Kon Tum, received and read."""
    document = receive(by=editor, office=office, looked=look_through(Sent("nq.md", RESOLUTION))).document
    extract_received(document)
    document.refresh_from_db()
    return document


def test_a_document_is_kept_and_read(received: Document) -> None:
    """Its bytes as they came, its commitments with the words that say them, its head as fields."""
    assert bytes(received.file.content) == RESOLUTION
    counted = {kind: received.items.filter(kind=kind).count() for kind in ("target", "task", "assignment")}
    assert counted == {"target": 53, "task": 49, "assignment": 3}
    text = received.reading.text
    for item in received.items.all():
        assert as_commitment(item.kind, item.content, text).quote == text[item.start : item.end]
    assert (received.state, received.kind, received.period) == ("read", "nghị quyết", "2023-H2")
    assert received.reading.sections["II.1.1"] == "Về kinh tế"


def test_reading_twice_changes_nothing(received: Document) -> None:
    """A task of the worker that runs again finds its work done."""
    extract_received(received)
    assert Item.objects.count() == received.items.count() == 53 + 49 + 3 + 15


def test_the_same_file_is_recognised(received: Document, editor: User, office: Body) -> None:
    """By its content, whatever its name; another office has it for itself, the bytes once."""
    looked = look_through(Sent("khác.md", RESOLUTION))
    again = receive(by=editor, office=office, looked=looked)
    assert (again.document, again.new) == (received, False)
    other = receive(by=editor, office=Body.objects.get(key="vpub"), looked=looked)
    assert other.new
    assert StoredFile.objects.count() == 1


def test_a_secret_document_leaves_nothing(db: None) -> None:
    """It is refused in memory: no row of it, whatever its name says."""
    with pytest.raises(SecretDocumentError):
        look_through(Sent("x.txt", "TUYỆT MẬT\n\nNghị quyết về một việc".encode()))
    assert not (StoredFile.objects.exists() or Reading.objects.exists() or Entry.objects.exists())


def test_what_cannot_be_read_is_not_kept(db: None) -> None:
    """What cannot be read cannot be searched for a mark."""
    with pytest.raises(ReadError) as refused:
        look_through(Sent("x.bin", bytes(range(256)) * 10))
    assert refused.value.code == "binary"


def test_a_missing_annex_is_added_later(received: Document, editor: User, client: Client) -> None:
    """As a document of its own that both pages name; a secret one is refused there too and leaves nothing."""
    client.force_login(editor)
    address = f"/van-ban/{received.pk}/phu-luc"

    def sent(name: str, text: str) -> str:
        file = SimpleUploadedFile(name, text.encode())
        return client.post(address, {"files": file, "declared": "on"}, follow=True).content.decode()

    page = sent("phu-luc.txt", "PHỤ LỤC\nDanh mục nhiệm vụ\n\n1. Sở Y tế rà soát quy hoạch trước ngày 30/11/2023.")
    annex = Document.objects.get(annex_of=received)
    assert annex.name == "phu-luc.txt"
    assert f"/van-ban/{annex.pk}" in page
    assert f"/van-ban/{received.pk}" in client.get(f"/van-ban/{annex.pk}").content.decode()
    sent("phu-luc-2.txt", "TỐI MẬT\n\nPhụ lục về một việc")
    assert Document.objects.count() == 2
    assert Entry.objects.filter(action="resolutions.refuse").count() == 1

"""Documents received, and what was read in them. The bytes are kept as they came; nothing here alters them.

The review of what was read is in review_models.py.
"""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.commitments import SourceFile
from dondoc.findings import Finding
from dondoc.reading.document import Document as ReadDocument
from dondoc.web.fields import FoldedField, among, choices
from dondoc.web.organizations.models import Body
from dondoc.web.resolutions.querysets import DocumentQuerySet
from dondoc.web.resolutions.review_models import STANDING, Act, Change, Decision, Doubt, Item, ItemKind, ItemState
from dondoc.web.resolutions.rows import blocks_of

__all__ = [
    "STANDING",
    "Act",
    "Change",
    "Decision",
    "Document",
    "DocumentState",
    "Doubt",
    "Item",
    "ItemKind",
    "ItemState",
    "Reading",
    "StoredFile",
]


class LightManager(models.Manager):
    """Leaves the bytes in the database until they are asked for: a list of documents does not carry them along."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer("content")


class StoredFile(models.Model):
    """The bytes of a document as they came, once for each content; never altered."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()

    objects = LightManager()

    class Meta:
        base_manager_name = "objects"


class DocumentState(StrEnum):
    RECEIVED = "received"
    READ = "read"
    REVIEWED = "reviewed"


DOCUMENT_STATES = {
    DocumentState.RECEIVED: _("Chờ đọc"),
    DocumentState.READ: _("Đã đọc"),
    DocumentState.REVIEWED: _("Đã rà soát"),
}


class Document(models.Model):
    """A document that an office has received, with what its head says of it (as read, or as people corrected it).

    `task` is the background task that looks for its commitments. An annex that came later is a document of its own with
    `annex_of`.
    """

    office = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100, blank=True)
    annex_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="annexes")
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=choices(DOCUMENT_STATES), default=DocumentState.RECEIVED.value)
    task = models.UUIDField(null=True, blank=True)

    kind = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=30, blank=True)
    symbol = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=1000, blank=True)
    folded = FoldedField(of="label", max_length=1400, db_index=False)
    period = models.CharField(max_length=12, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("office", "file"), name="document_once_in_an_office"),
            models.CheckConstraint(
                condition=Q(annex_of=None) | ~Q(annex_of=F("pk")), name="document_no_annex_of_itself"
            ),
            models.CheckConstraint(condition=among("state", DocumentState), name="document_known_state"),
        )
        indexes = (models.Index(fields=("office", "-received_at"), name="document_by_office"),)

    def __str__(self) -> str:
        return self.label

    @property
    def numbered(self) -> str:
        """Number and symbol as they are written. A Party symbol has the slash in itself: 18-NQ/TU, but 244/QĐ-TTg."""
        joint = "-" if "/" in self.symbol else "/"
        return f"{self.number}{joint}{self.symbol}" if self.number and self.symbol else self.number or self.symbol

    @property
    def named(self) -> str:
        """Kind and title, as "Nghị quyết lãnh đạo thực hiện …"; the name of the file where nothing is known."""
        return " ".join(part for part in (self.kind.capitalize(), self.title) if part) or self.name

    @property
    def label(self) -> str:
        """What it is called in lists: kind, number and symbol, title; the name of the file where nothing is known."""
        known = " ".join(part for part in (self.kind.capitalize(), self.numbered, self.title) if part)
        return known or self.name


class Reading(models.Model):
    """What was read in a document, and with which version of the program.

    `blocks` are rows [start, end, page, strong, note, table, cells] of the text, as `Block` of reading/document.py;
    `findings` the reader's own. Once its commitments were looked for, `sections` are the headings by their path
    ("II.1.1") and `content` a dondoc.resolution/1 without its text.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="reading")
    version = models.CharField(max_length=30)
    read_at = models.DateTimeField(auto_now_add=True)
    pages = models.PositiveIntegerField(null=True)
    text = models.TextField()
    blocks = models.JSONField()
    findings = models.JSONField(default=list)
    sections = models.JSONField(default=dict)
    content = models.JSONField(null=True)

    def as_read(self) -> ReadDocument:
        """The document of the core; its file must be at hand."""
        document = self.document
        source = SourceFile(document.name, document.file.sha256, document.media_type, self.pages)
        findings = (
            Finding(code, start, end, tuple(sorted(values.items()))) for code, start, end, values in self.findings
        )
        return ReadDocument(source, self.text, blocks_of(self.blocks), tuple(findings))

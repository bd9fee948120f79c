from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef

from dondoc.web.counting import how_many
from dondoc.web.fields import words_in


class DocumentQuerySet(models.QuerySet):
    def of_offices(self, offices: Any) -> Self:
        """Those of `offices`, a queryset of bodies."""
        return self.filter(office__in=offices)

    def search(self, written: str) -> Self:
        """Those whose label has every word of `written`, with or without accents."""
        return self.filter(words_in("folded", written))

    def with_amends(self) -> Self:
        """With `amends`, whether an approved amendment of a plan carries each out."""
        amendments = apps.get_model("plans", "Amendment").objects.filter(document=OuterRef("pk"), state="approved")
        return self.annotate(amends=Exists(amendments))

    def counted(self) -> Self:
        """With `shown` items and how many of them are still `undecided`."""
        items = apps.get_model("resolutions", "Item").objects
        return self.annotate(
            shown=how_many(items.shown(), "document"), undecided=how_many(items.undecided(), "document")
        )

    def alike(self, document: Any) -> Self:
        """Other documents of the same office with the same number, symbol and day: most likely the same one."""
        if not (document.number and document.symbol):
            return self.none()
        same = {"number": document.number, "symbol": document.symbol, "issued_on": document.issued_on}
        return self.filter(office=document.office_id, **same).exclude(pk=document.pk)

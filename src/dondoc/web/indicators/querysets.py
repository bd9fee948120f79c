from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from dondoc.web.counting import how_many
from dondoc.web.fields import words_in
from dondoc.web.organizations.held import Held


class IndicatorQuerySet(models.QuerySet):
    def search(self, written: str) -> Self:
        """Those whose name, or another name of theirs, has every word of `written`, with or without accents."""
        words = words_in("folded", written)
        names = self.model.other_names.rel.related_model.objects.filter(words, indicator=OuterRef("pk"))
        return self.filter(words | Q(Exists(names.filter(forgotten_at=None))))

    def in_force(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_on=None)

    def counted(self, held: Held) -> Self:
        """With `uses`, how many targets of plans that the holder of `held` may read are told by each."""
        return self.annotate(uses=how_many(readable_targets(held), "target__indicator"))


def readable_targets(held: Held) -> Any:
    """The commitments with an indicator that the holder of `held` may read, as a queryset.

    Plans stand above indicators: they are asked for by name, so that the two parts of the site make no ring.
    """
    return apps.get_model("plans", "Commitment").objects.readable(held).exclude(target__indicator=None)

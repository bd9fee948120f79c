"""Counting in lists: of each row how many others belong to it, asked for the rows of one page only."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce


def how_many(rows: Any, by: str) -> Any:
    """How many of `rows` have the row at hand as their `by`.

    A subquery and no join: the database counts for the rows that are shown, not for all that there are.
    """
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL

from dondoc.web.fields import words_in

# Of every body, its parent on a day (named twice): that of the last placement that has begun. Numbered rows of which
# the first is taken would say the same, but PostgreSQL takes them for a single row and goes through all at each step.
_PLACED = """
    placed(body_id, parent_id) AS (
        SELECT body_id, parent_id FROM organizations_placement AS begun WHERE valid_from <= %s AND NOT EXISTS (
            SELECT 1 FROM organizations_placement AS later
            WHERE later.body_id = begun.body_id AND later.valid_from <= %s AND later.valid_from > begun.valid_from
        )
    )"""


def _below(bodies: Collection[int], day: date) -> RawSQL:
    """`bodies` and all that stood under one of them on `day`."""
    sql = f"""
        WITH RECURSIVE {_PLACED},
        below(id) AS (
            SELECT id FROM organizations_body WHERE id IN ({_places(bodies)})
            UNION SELECT placed.body_id FROM placed JOIN below ON placed.parent_id = below.id
        ) SELECT id FROM below"""  # noqa: S608
    return RawSQL(sql, (*[day.isoformat()] * 2, *bodies))  # noqa: S611


def _above(bodies: Collection[int], day: date) -> RawSQL:
    """`bodies` and all that one of them stood under on `day`."""
    sql = f"""
        WITH RECURSIVE {_PLACED},
        above(id) AS (
            SELECT id FROM organizations_body WHERE id IN ({_places(bodies)})
            UNION SELECT placed.parent_id FROM placed JOIN above ON placed.body_id = above.id
            WHERE placed.parent_id IS NOT NULL
        ) SELECT id FROM above"""  # noqa: S608
    return RawSQL(sql, (*[day.isoformat()] * 2, *bodies))  # noqa: S611


def _places(bodies: Collection[int]) -> str:
    return ", ".join(["%s"] * len(bodies)) or "NULL"


def existing_on(day: date, prefix: str = "") -> Q:
    """That what `prefix` leads to exists on `day`; both its first and its last day count."""
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day}))


def not_ended(day: date) -> Q:
    """That a row holds on `day` or will hold later."""
    return Q(valid_to=None) | Q(valid_to__gte=day)


class BodyQuerySet(models.QuerySet):
    def as_of(self, day: date) -> Self:
        """The bodies that existed on `day`."""
        return self.filter(existing_on(day))

    def placed(self, day: date) -> Self:
        """With `parent_on`, the id of the body each stood under on `day`; None at the top."""
        return self.annotate(parent_on=_last_begun(self.model.placements.rel.related_model.objects, day, "parent_id"))

    def coded(self, day: date, scheme: str = "gso") -> Self:
        """With `code_on`, the code of `scheme` each bore on `day`."""
        codes = self.model.codes.rel.related_model.objects.filter(scheme=scheme)
        return self.annotate(code_on=_last_begun(codes, day, "value"))

    def children_of(self, parent: Any | None, day: date) -> Self:
        """The bodies of `day` directly under `parent`; those at the top where it is None."""
        return self.as_of(day).placed(day).filter(parent_on=parent.pk if parent else None)

    def descendants(self, body: Any, day: date) -> Self:
        """The bodies of `day` under `body` at any depth, without itself."""
        return self.as_of(day).below((body.pk,), day).exclude(pk=body.pk)

    def below(self, bodies: Collection[int], day: date) -> Self:
        """`bodies`, given by their primary keys, and what stood under them on `day` at any depth."""
        return self.filter(pk__in=_below(bodies, day))

    def above(self, bodies: Collection[int], day: date) -> Self:
        """`bodies`, given by their primary keys, and what they stood under on `day`, up to the top."""
        return self.filter(pk__in=_above(bodies, day))

    def with_ancestors(self, body: Any, day: date) -> Self:
        """`body` and what it stood under on `day`, up to the top."""
        return self.above((body.pk,), day)

    def search(self, written: str) -> Self:
        """Bodies whose name has every word of `written`, with or without accents, or that bear it as a code."""
        codes = self.model.codes.rel.related_model.objects.filter(body=OuterRef("pk"), value=written.strip())
        return self.filter(words_in("folded", written) | Q(Exists(codes)))


class GrantQuerySet(models.QuerySet):
    def as_of(self, day: date) -> Self:
        """The grants that held on `day`: their own days, and of a deputy also those of whom it stands in for."""
        stood_in_for = Q(deputy_for=None) | existing_on(day, "deputy_for__")
        return self.filter(existing_on(day), stood_in_for, account__is_active=True)

    def over(self, body: Any, day: date) -> Self:
        """Those whose body is `body` or one that it stood under on `day`."""
        return self.filter(body__in=_above((body.pk,), day))

    def staying(self, ended: Any, day: date) -> Self:
        """Who else holds the role of `ended` over its body on the day after `day`, its last one."""
        after = day + timedelta(days=1)
        others = self.filter(role=ended.role).exclude(account=ended.account).exclude(deputy_for=ended)
        return others.as_of(after).over(ended.body, after)

    def told(self) -> Self:
        """With what a list of roles shows, in its order, in one query."""
        shown = self.select_related("account", "body", "deputy_for__account")
        return shown.order_by("role", "body__folded", "valid_from", "pk")


def _last_begun(rows: Any, day: date, column: str) -> Subquery:
    begun = rows.filter(body=OuterRef("pk"), valid_from__lte=day).order_by(F("valid_from").desc())
    return Subquery(begun.values(column)[:1])

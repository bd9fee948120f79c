from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from dondoc.web.audit import chain
from dondoc.web.audit.telling import Told, told


class EntryChangedError(Exception):
    """An entry is written once, and so is its seal."""


class WrittenOnceQuerySet(models.QuerySet):
    def update(self, **_values: Any) -> NoReturn:
        raise EntryChangedError

    def delete(self) -> NoReturn:
        raise EntryChangedError


class EntryQuerySet(WrittenOnceQuerySet):
    def unsealed(self) -> EntryQuerySet:
        return self.filter(link=None).order_by("pk")


def new_salt() -> str:
    return secrets.token_hex(16)


class Entry(models.Model):
    """That an action was done: what, to what, by whom, with which values. `by` is empty for the program itself.

    `details` says what was before and after, and why (telling.py). It may be erased by an authorised act, together with
    its `salt`; `erased_by` is then the entry of that act (erasing.py).
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    request_id = models.CharField(max_length=40, blank=True, default="")
    details = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, blank=True, default=new_salt)
    erased_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="erases")

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="entry_subject"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise EntryChangedError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise EntryChangedError

    @property
    def told(self) -> Told:
        details: Mapping[str, Any] = self.details
        return told(details)

    def fields(self) -> chain.Fields:
        """What is sealed of it beside its content."""
        return chain.Fields(
            self.pk, self.at, self.by_id, self.action, self.subject_type, self.subject_id, self.request_id
        )


class Seal(models.Model):
    """An entry's place in the chain. That positions and seals before are unique keeps two sealers from forking it."""

    position = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="link")
    sealed_at = models.DateTimeField()
    content = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, unique=True)
    seal = models.CharField(max_length=64, unique=True)

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(position__gte=1), name="seal_from_one_on"),)

    def save(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise EntryChangedError

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise EntryChangedError

    def link(self) -> chain.Link:
        return chain.Link(
            self.position, self.entry_id, self.sealed_at, self.content, self.digest, self.previous, self.seal
        )


class Check(models.Model):
    """What a nightly verification found: `problems` in a chain of `sealed` entries; `told` has the first of them, each
    as its kind, position and entry."""

    checked_at = models.DateTimeField()
    sealed = models.PositiveBigIntegerField()
    problems = models.PositiveIntegerField()
    told = models.JSONField()

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class EntryChangedError(Exception):
    """An entry is written once."""


class EntryQuerySet(models.QuerySet):
    def update(self, **_values: Any) -> NoReturn:
        raise EntryChangedError

    def delete(self) -> NoReturn:
        raise EntryChangedError


class Entry(models.Model):
    """That an action was done: what, to what, by whom, with which values. `by` is empty for the program itself."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="entry_subject"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise EntryChangedError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise EntryChangedError

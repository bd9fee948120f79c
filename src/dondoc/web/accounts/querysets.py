from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from dondoc.web.fields import words_in


class UserQuerySet(models.QuerySet):
    def search(self, written: str) -> Self:
        """Accounts whose name has every word of `written`, with or without accents, or whose user name holds it."""
        return self.filter(words_in("folded", written) | Q(username__icontains=written.strip()))

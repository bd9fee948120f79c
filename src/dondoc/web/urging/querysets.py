"""Letters and steps as they are read: by whom, and which wait for whom."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from dondoc.web.organizations.held import OFFICE_READERS, UNIT_READERS, Held


class LetterQuerySet(models.QuerySet):
    def readable(self, held: Held) -> Self:
        """All of one's offices; of one's units what was issued to them."""
        own = Q(body__in=held.below(UNIT_READERS), state="issued", to_leader=False)
        return self.filter(Q(office__in=held.below(OFFICE_READERS)) | own)

    def drafts(self) -> Self:
        return self.filter(state="draft")

    def issued(self) -> Self:
        return self.filter(state="issued")

    def of_units(self, held: Held) -> Self:
        """Issued to the bodies for which the account reports or which it leads."""
        return self.issued().filter(to_leader=False, body__in=held.below(UNIT_READERS))

    def told(self) -> Self:
        """With office, body and how many things each is about."""
        return self.select_related("office", "body", "decided_by").annotate(
            things=Count("steps", filter=Q(steps__closed_on=None))
        )

    def unanswered(self) -> Self:
        """Those that ask for an answer and have a thing that is neither answered nor closed."""
        steps = self.model.steps.rel.related_model.objects.filter(letter=OuterRef("pk"), closed_on=None, answer=None)
        return self.filter(Exists(steps), answer_by__isnull=False)


class StepQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """With all that a row of a letter shows."""
        return self.select_related(
            "task__plan", "report__round__office", "report__body", "answer__by", "answer__decided_by", "body", "letter"
        )

    def about(self, steps: Any) -> Self:
        """All steps about the things of `steps`, whatever the deadline."""
        tasks = {each.task_id for each in steps if each.task_id}
        reports = {each.report_id for each in steps if each.report_id}
        return self.filter(Q(task__in=tasks) | Q(report__in=reports))

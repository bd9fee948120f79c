"""What was urged: each step once for each thing and deadline, the letters that carry them, and the answers.

A step is drafted by the system. Where the ladder asks for a signature it waits in a letter, a draft until a person
signs or drops it; then its number, day and list of things stay as they were.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.fields import among, choices
from dondoc.web.figures.models import Report
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Task
from dondoc.web.urging.querysets import LetterQuerySet, StepQuerySet
from dondoc.web.urging.words import LETTER_STATES, OUTCOMES, LetterState, Outcome, step_words


class Letter(models.Model):
    """One document of a step from an office to a body, or to its leader (`to_leader`) about a body, or about what
    nobody leads (`body` None).

    `answer_by` is set when it is issued: its days count from then. `version` counts the changes of a draft. `others`:
    what else of the body had been urged and was open when it was signed.
    """

    office = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="letters_written")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="letters_received")
    step = models.CharField(max_length=40)
    to_leader = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=choices(LETTER_STATES), default=LetterState.DRAFT.value)
    drafted_on = models.DateField()
    opening = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    dropped_because = models.CharField(max_length=500, blank=True)
    others = models.ManyToManyField("Step", related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=among("state", LetterState), name="letter_state"),
            models.UniqueConstraint(
                fields=("office", "body", "step"), condition=Q(state="draft"), name="letter_one_draft_to_a_body"
            ),
            models.UniqueConstraint(
                fields=("office", "step"), condition=Q(state="draft", body=None), name="letter_one_draft_about_nobody"
            ),
            models.UniqueConstraint(
                fields=("office", "year", "number"), condition=~Q(number=""), name="letter_number_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(state="issued", issued_on__gte=F("drafted_on"), year__isnull=False, dropped_because="")
                | Q(state="draft", issued_on=None, number="", decided_by=None, dropped_because="")
                | Q(state="dropped", issued_on=None, number="") & ~Q(dropped_because=""),
                name="letter_issued_or_dropped_whole",
            ),
        )
        indexes = (
            models.Index(fields=("office", "state", "-issued_on"), name="letter_by_office"),
            models.Index(fields=("body", "state", "-issued_on"), name="letter_by_body"),
        )

    def __str__(self) -> str:
        return f"{self.words} {self.number}".strip()

    @property
    def words(self) -> str:
        return step_words(self.step)


class Step(models.Model):
    """That a step of the ladder was taken about a task, or about a report that is owed, for a deadline: once.

    `issued_on` None: it waits for a signature. `closed_on`: it was found done, suspended or gone before its letter was
    signed. A dropped one counts as issued on that day: the next step comes in its time, to a person again.
    """

    office = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="urged")
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="urged")
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="urged")
    step = models.CharField(max_length=40)
    deadline = models.DateField()
    restricted = models.BooleanField(default=False)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="steps")
    drafted_on = models.DateField()
    issued_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ("deadline", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("task", "step", "deadline"), condition=Q(task__isnull=False), name="step_once_of_a_task"
            ),
            models.UniqueConstraint(
                fields=("report", "step", "deadline"), condition=Q(report__isnull=False), name="step_once_of_a_report"
            ),
            models.CheckConstraint(
                condition=Q(task__isnull=False, report=None) | Q(task=None, report__isnull=False),
                name="step_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(issued_on__gte=F("drafted_on")), name="step_issued_after_drafted"),
        )
        indexes = (models.Index(fields=("office", "drafted_on"), name="step_by_office"),)

    @property
    def item(self) -> str:
        """The name of the thing for the core: "task-5", "report-7"."""
        return f"task-{self.task_id}" if self.task_id else f"report-{self.report_id}"

    @property
    def words(self) -> str:
        return step_words(self.step)


class Answer(models.Model):
    """What a body answered to one step of a letter, and what the office decided; `outcome` "" while it waits."""

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="answer")
    because = models.TextField()
    proposed = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=10, choices=choices(OUTCOMES), blank=True)
    new_deadline = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(because=""), name="answer_has_words"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on=None, decided_by=None, new_deadline=None)
                | Q(
                    outcome__in=[each.value for each in Outcome if each is not Outcome.EXTENDED],
                    decided_on__isnull=False,
                    decided_by__isnull=False,
                    new_deadline=None,
                )
                | Q(
                    outcome=Outcome.EXTENDED.value,
                    decided_on__isnull=False,
                    decided_by__isnull=False,
                    new_deadline__isnull=False,
                ),
                name="answer_decided_whole",
            ),
        )
        verbose_name = _("trả lời")


class LetterTemplate(models.Model):
    """The template that an office prints its letters through; without one, that of the program."""

    office = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="letter_template")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

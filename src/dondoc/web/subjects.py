"""What a page is about: from the parameters of its address to the bodies over which a role is asked for.

The docstrings stand in docs/permissions.md behind the roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from dondoc.web.accounts.models import Token
from dondoc.web.figures.models import Report, Round
from dondoc.web.meetings.models import Meeting
from dondoc.web.organizations.held import Held
from dondoc.web.organizations.models import Body, Grant
from dondoc.web.plans.models import Allocation, Commitment, Plan, PlanReader, Responsibility, Sensitivity
from dondoc.web.plans.querysets import is_readable
from dondoc.web.resolutions.models import Document
from dondoc.web.urging.models import Letter


class About(Mapping[str, Any]):
    """The parameters of an address, with the plan, report or round they name: loaded once, for rule and view."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self._parameters = dict(parameters)

    def __getitem__(self, name: str) -> Any:
        return self._parameters[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)

    @cached_property
    def plan(self) -> Plan:
        """Http404 where there is none."""
        return get_object_or_404(
            Plan.objects.select_related("office", "parent__office", "approved_by"), pk=self["plan"]
        )

    @cached_property
    def report(self) -> Report:
        """Http404 where there is none."""
        return get_object_or_404(Report.objects.told(), pk=self["report"])

    @cached_property
    def reporting_round(self) -> Round:
        """Http404 where there is none."""
        return get_object_or_404(Round.objects.select_related("office", "whole"), pk=self["reporting_round"])

    @cached_property
    def letter(self) -> Letter:
        """Http404 where there is none."""
        return get_object_or_404(Letter.objects.select_related("office", "body", "decided_by"), pk=self["letter"])

    @cached_property
    def meeting(self) -> Meeting:
        """Http404 where there is none."""
        return get_object_or_404(Meeting.objects.select_related("office"), pk=self["meeting"])

    def readable_plan(self, held: Held) -> Plan:
        """The plan where `held` may read it; Http404 where it may not, as if it were not there."""
        if not is_readable(self.plan, held):
            raise Http404
        return self.plan


def office_of_document(about: About) -> Iterable[int]:
    """the office that received the document."""
    return (get_object_or_404(Document.objects.values_list("office", flat=True), pk=about["document"]),)


def readers_of_whole(about: About) -> frozenset[str] | None:
    """and read what is restricted in its plan."""
    documents = Document.objects.filter(Q(pk=about["document"]) | Q(annexes=about["document"]))
    words = Q(plan__document__in=documents) | Q(source__in=documents)
    restricted = Commitment.objects.filter(words, sensitivity=Sensitivity.RESTRICTED.value)
    plans = set(restricted.values_list("plan", flat=True))
    if not plans:
        return None
    named = PlanReader.objects.filter(plan__in=plans).values_list("role").annotate(plans=Count("plan"))
    return frozenset(role for role, count in named if count == len(plans))


def office_of_plan(about: About) -> Iterable[int]:
    """the office of the plan."""
    return (about.plan.office_id,)


def office_of_parent(about: About) -> Iterable[int]:
    """the office of the plan that this one carries out."""
    return (about.plan.parent.office_id,) if about.plan.parent else ()


def bodies_in_plan(about: About) -> Iterable[int]:
    """a body that has a part in the plan."""
    return _concerned(Commitment.objects.filter(plan=about["plan"]))


def bodies_of_commitment(about: About) -> Iterable[int]:
    """a body that leads, supports or was given a part of the commitment or of the task it is a part of."""
    itself, whole = Q(pk=about["commitment"]), Q(subtasks=about["commitment"])
    return _concerned(Commitment.objects.filter(itself | whole, plan=about["plan"]))


def leading_body(about: About) -> Iterable[int]:
    """the body that leads the commitment."""
    leading = Responsibility.objects.open().filter(part="lead", commitment__plan=about["plan"])
    return leading.filter(commitment=about["commitment"]).values_list("body", flat=True)


def body_of_subtask(about: About) -> Iterable[int]:
    """the body that leads the sub-task."""
    leading = Responsibility.objects.open().filter(part="lead", commitment__subtask_of=about["commitment"])
    return leading.filter(commitment__plan=about["plan"], commitment=about["subtask"]).values_list("body", flat=True)


def office_of_round(about: About) -> Iterable[int]:
    """the office that opened the round."""
    return (about.reporting_round.office_id,)


def office_of_report(about: About) -> Iterable[int]:
    """the office that the report goes to."""
    return (about.report.round.office_id,)


def body_of_report(about: About) -> Iterable[int]:
    """the body that reports."""
    return (about.report.body_id,)


def custodians_of_report(about: About) -> Iterable[int]:
    """a custodian that the report waits or has waited for."""
    return about.report.acceptances.values_list("custodian", flat=True)


def body_of_address(about: About) -> Iterable[int]:
    """the body that the address names."""
    return (get_object_or_404(Body.objects.values_list("pk", flat=True), key=about["key"]),)


def office_of_meeting(about: About) -> Iterable[int]:
    """the office that holds the meeting."""
    return (about.meeting.office_id,)


def office_of_letter(about: About) -> Iterable[int]:
    """the office that wrote the letter."""
    return (about.letter.office_id,)


def body_of_letter(about: About) -> Iterable[int]:
    """the body that the letter was written to."""
    return (about.letter.body_id,) if about.letter.body_id and not about.letter.to_leader else ()


def account_of_page(about: About) -> int:
    return int(about["pk"])


def account_of_token(about: About) -> int:
    return get_object_or_404(Token.objects.values_list("account", flat=True), pk=about["pk"])


def holder_of_role(about: About) -> int:
    return get_object_or_404(Grant.objects.values_list("account", flat=True), pk=about["pk"])


def appointer_of_deputy(about: About) -> int | None:
    """Whom the deputy stands in for; nobody where the role is no deputy's."""
    return get_object_or_404(Grant.objects.values_list("deputy_for__account", flat=True), pk=about["pk"])


def _concerned(commitments: Any) -> Iterable[int]:
    leading = Responsibility.objects.filter(commitment__in=commitments, valid_to=None).values_list("body", flat=True)
    given = Allocation.objects.filter(target__in=commitments.values("pk"), valid_to=None).values_list("body", flat=True)
    return {*leading, *given}

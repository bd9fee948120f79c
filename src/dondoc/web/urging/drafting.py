"""What the core decides on a day becomes steps and drafts of letters; what was done meanwhile is taken out of drafts.

The same day again, or by two processes at once, drafts nothing twice: the office is locked, and the database keeps a
step of a thing for a deadline once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.evaluating.working_days import WorkingDays
from dondoc.urging.deciding import Due, steps_due
from dondoc.urging.ladder import Addressee, proposed_ladder
from dondoc.web.audit.actions import record
from dondoc.web.calendar.models import Day
from dondoc.web.channels.announcing import announce
from dondoc.web.figures.models import Round
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Plan, PlanState
from dondoc.web.urging.models import Letter, Step
from dondoc.web.urging.things import Thing, kept_of, open_reports, open_tasks, things_of
from dondoc.web.urging.words import LetterState


def draft_all(*, as_of: date) -> Counter[str]:
    """Drafts what is due on `as_of`, each office in a transaction of its own; how many of each step."""
    calendar = Day.objects.working_days()
    plans = Plan.objects.filter(state=PlanState.APPROVED.value, office=OuterRef("pk"))
    rounds = Round.objects.filter(closed_at=None, office=OuterRef("pk"))
    found: Counter[str] = Counter()
    for office in Body.objects.filter(Q(Exists(plans)) | Q(Exists(rounds))).order_by("pk"):
        found += draft_office(office=office, as_of=as_of, calendar=calendar)
    return found


@transaction.atomic
def draft_office(*, office: Body, as_of: date, calendar: WorkingDays) -> Counter[str]:
    """Drafts what is due for one office; what its drafts were about and is done is taken out of them."""
    Body.objects.select_for_update(no_key=True).get(pk=office.pk)
    close_done(office, as_of)
    things = things_of(office, as_of)
    taken, said = kept_of(things)
    due = steps_due([each.open for each in things], taken, said, ladder=proposed_ladder(), calendar=calendar, day=as_of)
    found = Counter(each.step.name for each in due)
    if due:
        letters = draft(office, due, {each.open.id: each for each in things}, calendar)
        details = {"as_of": as_of.isoformat(), "steps": dict(found), "letters": sorted(each.pk for each in letters)}
        record(by=None, action="urging.draft", subject=office, details=details)
    return found


def draft(office: Body, due: Sequence[Due], things: Mapping[str, Thing], calendar: WorkingDays) -> set[Letter]:
    """Writes the steps of `due`, those of a document into the one draft of it; the letters they stand in."""
    letters: dict[tuple[str | None, str], Letter] = {}
    for each in due:
        key = (each.body, each.step.name)
        if each.step.document and key not in letters:
            letters[key] = _letter(office, each)
    steps = [_step(office, each, things[each.item], letters.get((each.body, each.step.name))) for each in due]
    tell(Step.objects.bulk_create(steps), calendar)
    return set(letters.values())


def tell(steps: Iterable[Step], calendar: WorkingDays) -> None:
    """Puts what was issued into the messages of the bodies; a report to the leader is told to the body as well."""
    issued: dict[int, list[int]] = {}
    for step in steps:
        if step.body_id is not None and step.issued_on is not None:
            issued.setdefault(step.body_id, []).append(step.pk)
    announce(issued, moment=timezone.now(), limits=proposed_ladder().limits, calendar=calendar)


def _letter(office: Body, due: Due) -> Letter:
    """The draft to which the step belongs: what becomes due before it is signed stands in the same document."""
    kept, made = Letter.objects.get_or_create(
        office=office, body_id=int(due.body) if due.body else None, step=due.step.name, state=LetterState.DRAFT.value,
        defaults={"drafted_on": due.day, "to_leader": due.step.to is Addressee.LEADER},
    )  # fmt: skip
    if not made:
        Letter.objects.filter(pk=kept.pk).update(version=kept.version + 1)
    return kept


def _step(office: Body, due: Due, thing: Thing, letter: Letter | None) -> Step:
    return Step(
        office=office, body_id=int(due.body) if due.body else None, task=thing.task, report=thing.report,
        step=due.step.name, deadline=due.deadline, restricted=due.restricted, letter=letter, drafted_on=due.day,
        issued_on=None if due.step.signed or letter else due.day,
    )  # fmt: skip


def close_done(office: Body, day: date) -> None:
    """Takes out of the office's drafts what is done, suspended or gone; a draft about nothing more is dropped."""
    for letter in Letter.objects.drafts().filter(office=office):
        if close_steps(letter, day) and not letter.steps.filter(closed_on=None).exists():
            letter.state, letter.dropped_because = LetterState.DROPPED.value, _("Mọi việc trong văn bản đã xong.")
            letter.save(update_fields=["state", "dropped_because"])
            record(by=None, action="urging.drop", subject=letter, details={"reason": letter.dropped_because})


def close_steps(letter: Letter, day: date) -> int:
    """Closes the steps of a draft whose thing is no longer open on `day`; how many."""
    waiting = letter.steps.filter(closed_on=None)
    still = Q(task__in=open_tasks(day).values("pk")) | Q(report__in=open_reports().values("pk"))
    gone = list(waiting.exclude(pk__in=waiting.filter(still).values("pk")).values_list("pk", flat=True))
    return Step.objects.filter(pk__in=gone).update(closed_on=day)


def others_of(letter: Letter, day: date) -> list[Step]:
    """What else of the body the office has urged and is still open on `day`: the last step about each thing."""
    if letter.body_id is None or letter.to_leader:
        return []
    here = letter.steps.filter(closed_on=None)
    still = Q(task__in=open_tasks(day).values("pk")) | Q(report__in=open_reports().values("pk"))
    urged = Step.objects.filter(still, office=letter.office_id, body=letter.body_id, issued_on__isnull=False)
    late = urged.filter(deadline__lt=day, letter__isnull=False).shown()
    mine = {step.item for step in here}
    last = {step.item: step for step in late.order_by("issued_on", "pk") if step.item not in mine}
    return sorted(last.values(), key=lambda step: (step.deadline, step.pk))

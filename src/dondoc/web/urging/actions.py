"""What people do about urging: edit, sign or drop a draft, answer a step, decide about an answer.

draft ──edit──▶ draft ──sign──▶ issued ──answer──▶ waits for a decision ──decide──▶ ends, extends, or goes on
  └──drop──▶ dropped
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.reporting.letters.document import letter_to_docx
from dondoc.reporting.word_forms import FormError
from dondoc.urging.deciding import Due
from dondoc.urging.ladder import Addressee, Relation, proposed_ladder, relation_of
from dondoc.web.amounts import language
from dondoc.web.audit.actions import record
from dondoc.web.calendar.models import Day
from dondoc.web.organizations.models import Body
from dondoc.web.plans.actions import PlanError, settle
from dondoc.web.plans.models import Task
from dondoc.web.urging.drafting import close_steps, draft, others_of, tell
from dondoc.web.urging.models import Answer, Letter, LetterTemplate, Step
from dondoc.web.urging.printing import sample
from dondoc.web.urging.things import Thing, things_of
from dondoc.web.urging.words import LetterState, Outcome, step_of


class UrgingError(Exception):
    """What an action refuses, in words for the person who asked for it."""


@transaction.atomic
def edit(*, by: Any, letter: Letter, opening: str, seen: int) -> None:
    """Changes the words with which a draft begins."""
    kept = _draft_of(letter, seen)
    kept.opening, kept.version = opening, kept.version + 1
    kept.save(update_fields=["opening", "version"])
    record(by=by, action="urging.edit", subject=kept, details={"sha256": _hash(opening)})


@transaction.atomic
def sign(*, by: Any, letter: Letter, number: str, on: date, seen: int) -> Letter:
    """Signs a draft and issues it with the number and the day that the office gave it.

    What is done by now is taken out first; of a letter about nothing more there is nothing to sign.
    """
    kept, today = _draft_of(letter, seen), timezone.localdate()
    close_steps(kept, today)
    steps = list(kept.steps.filter(closed_on=None))
    _check(kept, steps, number.strip(), on)
    _issue(kept, by, number.strip(), on)
    kept.others.set(others_of(kept, today))
    Step.objects.filter(pk__in=[step.pk for step in steps]).update(issued_on=on)
    tell(kept.steps.filter(closed_on=None), Day.objects.working_days())
    details = {"number": kept.number, "on": on.isoformat(), "things": len(steps)}
    record(by=by, action="urging.sign", subject=kept, details=details)
    return kept


def _check(letter: Letter, steps: list[Step], number: str, on: date) -> None:
    if not number:
        raise UrgingError(_("Hãy ghi số, ký hiệu của văn bản."))
    if not steps:
        raise UrgingError(_("Mọi việc trong văn bản đã xong: không còn gì để đôn đốc, hãy bỏ bản dự thảo."))
    first = max(step.drafted_on for step in steps)
    if not first <= on <= timezone.localdate():
        words = _("Ngày ban hành từ ngày dự thảo (%(day)s) đến hôm nay.")
        raise UrgingError(words % {"day": f"{first:%d-%m-%Y}"})
    if Letter.objects.filter(office=letter.office_id, year=on.year, number=number).exists():
        raise UrgingError(_("Số %(number)s đã dùng trong năm %(year)s.") % {"number": number, "year": on.year})


def _issue(letter: Letter, by: Any, number: str, on: date) -> None:
    step = step_of(letter.step)
    letter.state, letter.number, letter.issued_on, letter.year = LetterState.ISSUED.value, number, on, on.year
    letter.decided_by, letter.decided_at = by, timezone.now()
    if step and step.answer_in:
        letter.answer_by = Day.objects.working_days().after(on, step.answer_in)
    letter.save()


def sign_all(*, by: Any, letters: Iterable[Letter], first: int, symbol: str, on: date) -> list[tuple[Letter, str]]:
    """Signs several drafts with numbers that follow each other; those that were refused, each with why."""
    refused = []
    number = first
    for letter in letters:
        try:
            sign(by=by, letter=letter, number=f"{number}/{symbol}", on=on, seen=letter.version)
            number += 1
        except UrgingError as error:
            refused.append((letter, str(error)))
    return refused


@transaction.atomic
def drop(*, by: Any, letter: Letter, reason: str, seen: int) -> None:
    """Does not send a draft. Its steps count as taken on this day: the next comes in its time, to a person again."""
    kept = _draft_of(letter, seen)
    if not reason.strip():
        raise UrgingError(_("Hãy nêu lý do không gửi."))
    kept.state, kept.dropped_because = LetterState.DROPPED.value, reason.strip()[:500]
    kept.decided_by, kept.decided_at = by, timezone.now()
    kept.save()
    kept.steps.filter(closed_on=None).update(closed_on=timezone.localdate())
    record(by=by, action="urging.drop", subject=kept, details={"reason": kept.dropped_because})


@transaction.atomic
def answer(*, by: Any, step: Step, because: str, proposed: date | None) -> Answer:
    """What the body says to one thing of a letter; it stays, and asks the office for a decision."""
    kept = Step.objects.select_for_update().get(pk=step.pk)
    letter, today = kept.letter, timezone.localdate()
    if letter is None or letter.state != LetterState.ISSUED or letter.answer_by is None:
        raise UrgingError(_("Văn bản này không yêu cầu trả lời."))
    if hasattr(kept, "answer"):
        raise UrgingError(_("Việc này đã được trả lời."))
    if not because.strip():
        raise UrgingError(_("Hãy nêu lý do."))
    if proposed is not None and proposed <= max(today, kept.deadline):
        raise UrgingError(_("Thời hạn đề nghị phải sau hôm nay và sau thời hạn cũ."))
    made = Answer.objects.create(step=kept, because=because.strip(), proposed=proposed, by=by, on=today)
    details = {"sha256": _hash(made.because), "proposed": proposed.isoformat() if proposed else None}
    record(by=by, action="urging.answer", subject=made, details=details)
    return made


@transaction.atomic
def decide(*, by: Any, said: Answer, outcome: Outcome, new_deadline: date | None = None, note: str = "") -> None:
    """Accepts, extends, refuses, or reports to the leader at once.

    The first deadline stays in the plan: an extension is a new one beside it, with which the ladder begins anew. That
    of a task is an aspect of it, as if it had been asked for on its page.
    """
    kept = Answer.objects.select_for_update().get(pk=said.pk)
    today = timezone.localdate()
    if kept.outcome:
        raise UrgingError(_("Đã có quyết định về trả lời này."))
    is_extension = outcome is Outcome.EXTENDED
    if is_extension and (new_deadline is None or new_deadline <= max(today, kept.step.deadline)):
        raise UrgingError(_("Gia hạn cần một thời hạn mới, sau hôm nay và sau thời hạn cũ."))
    kept.outcome, kept.note = outcome.value, note.strip()[:1000]
    kept.new_deadline = new_deadline if is_extension else None
    kept.decided_by, kept.decided_on = by, today
    kept.save()
    if is_extension and kept.step.task is not None:
        _extend(by, kept.step.task, kept.new_deadline, today)
    if outcome is Outcome.TO_LEADER:
        _to_leader(kept.step, today)
    new = kept.new_deadline.isoformat() if kept.new_deadline else None
    record(by=by, action="urging.decide", subject=kept, details={"outcome": outcome.value, "new_deadline": new})


@transaction.atomic
def set_template(*, by: Any, office: Body, content: bytes) -> None:
    """Prints the office's letters through `content` from now on; it is tried first."""
    try:
        letter_to_docx(sample(office), content)
    except FormError as error:
        raise UrgingError(f"{error.message(language())} {error.hint(language())}") from error
    kept = LetterTemplate.objects.filter(office=office).first() or LetterTemplate(office=office)
    kept.content, kept.sha256, kept.changed_by = content, hashlib.sha256(content).hexdigest(), by
    kept.save()
    record(by=by, action="urging.set_template", subject=office, details={"sha256": kept.sha256})


@transaction.atomic
def drop_template(*, by: Any, office: Body) -> None:
    """Goes back to the template of the program."""
    if not LetterTemplate.objects.filter(office=office).delete()[0]:
        raise UrgingError(_("Văn phòng đang dùng mẫu của chương trình."))
    record(by=by, action="urging.drop_template", subject=office)


def _extend(by: Any, task: Task, to: date, on: date) -> None:
    fresh = Task.objects.get(pk=task.pk)
    value = {"aspect": "extension", "value": to.isoformat(), "seen": fresh.version, "on": on}
    try:
        settle(by=by, commitment=fresh, **value)
    except PlanError as error:
        raise UrgingError(str(error)) from None


def _to_leader(step: Step, day: date) -> None:
    """Drafts the report to the leader about the thing of `step` without waiting for the steps between."""
    branch = step.body.kind_words.branch if step.body else None
    relation: Relation = relation_of(step.office.kind_words.branch, branch)
    last = proposed_ladder().of(relation)[-1]
    taken = Step.objects.filter(task=step.task_id, report=step.report_id, step=last.name, deadline=step.deadline)
    if last.to is not Addressee.LEADER or taken.exists():
        return
    body = str(step.body_id) if step.body_id else None
    due = Due(step.item, body, relation, step.deadline, last, day, None, step.restricted)
    draft(step.office, [due], {step.item: _thing(step, day)}, Day.objects.working_days())


def _thing(step: Step, day: date) -> Thing:
    found = next((each for each in things_of(step.office, day) if each.open.id == step.item), None)
    if found is None:
        raise UrgingError(_("Việc này không còn chờ: đã xong hoặc không còn hiệu lực."))
    return found


def _draft_of(letter: Letter, seen: int) -> Letter:
    kept = Letter.objects.select_for_update().get(pk=letter.pk)
    if kept.state != LetterState.DRAFT:
        raise UrgingError(_("Văn bản này đã được xử lý."))
    if kept.version != seen:
        raise UrgingError(_("Bản dự thảo vừa thay đổi; hãy xem lại rồi làm tiếp."))
    return kept


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

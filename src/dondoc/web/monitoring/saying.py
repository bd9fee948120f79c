"""Saying verdicts: what an evaluation gives is held against what is said now, and only what differs is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from dondoc.web.keys import Keys
from dondoc.web.monitoring.counting import move, recount
from dondoc.web.monitoring.evaluating import Place, Said, said_of
from dondoc.web.monitoring.keeping import written_content
from dondoc.web.monitoring.models import Alarm, Verdict
from dondoc.web.monitoring.words import Because, place_of
from dondoc.web.plans.models import Commitment, Plan
from dondoc.web.publishing.recording import tell_items

REPLACED = "replaced"
SLICE = 5_000  # commitments evaluated at once


class Current(NamedTuple):
    """Of a verdict that is said now what another one is held against."""

    pk: int
    commitment: int
    plan: int
    on: str
    status: str
    fingerprint: str
    confirmed_on: date
    updated: bool

    @property
    def content(self) -> dict[str, Any]:
        """Asked for each time: of thousands a few are needed."""
        found: dict[str, Any] = Verdict.objects.values_list("content", flat=True).get(pk=self.pk)
        return found


@dataclass(slots=True)
class Outcome:
    """How many verdicts were looked at, and how many were said anew, by why; `of_plan` tells the same of each plan."""

    looked_at: int = 0
    said: Counter[str] = field(default_factory=Counter)
    of_plan: dict[int, Counter[str]] = field(default_factory=dict)

    def add(self, plan: int, why: str) -> None:
        self.said[why] += 1
        self.of_plan.setdefault(plan, Counter())[why] += 1


def say(
    commitments: Iterable[int], *, as_of: date, because: Because | None, by: Any, outcome: Outcome | None = None
) -> Outcome:
    """Evaluates the commitments on `as_of` and keeps what changed, with its plans' counts.

    `because` is the act that asks for it; None: the day alone decides (_reasons). The plans are locked first: of two
    who accept figures at once the second sees what the first wrote. Inside the transaction of who asks. What is public
    of the commitments is written out anew in it too.
    """
    keys = list(commitments)
    outcome = Outcome() if outcome is None else outcome
    plans = Plan.objects.filter(pk__in=Commitment.objects.filter(pk__in=Keys(keys)).values("plan"))
    locked = {plan.pk: plan for plan in plans.select_for_update().order_by("pk")} if keys else {}
    for at in range(0, len(keys), SLICE):
        _say(keys[at : at + SLICE], locked, as_of, because, by, outcome)
    if because is not None:  # the day alone is held against the public record by a job of its own
        tell_items(keys, as_of)
    return outcome


def _say(
    keys: list[int], plans: Mapping[int, Plan], as_of: date, because: Because | None, by: Any, outcome: Outcome
) -> None:
    current = _current(keys)
    found = said_of(keys, as_of)
    outcome.looked_at += len(found)
    found |= {place: _no_more(row) for place, row in current.items() if place not in found and row.status != REPLACED}
    differing = {place: said for place, said in found.items() if _differs(current.get(place), said)}
    same = [current[place].pk for place in found if place not in differing]
    Verdict.objects.filter(pk__in=Keys(same), confirmed_on__lt=as_of).update(confirmed_on=as_of)
    if not differing:
        return
    reasons = dict.fromkeys(differing, because) if because else _reasons(differing, current)
    of_plan = _plans_of(differing, current)
    _follow(differing, current, reasons, of_plan, as_of, by)
    _count(differing, current, of_plan, plans)
    for place, reason in reasons.items():
        outcome.add(of_plan[place[0]], reason.value)


def _plans_of(differing: Iterable[Place], current: Mapping[Place, Current]) -> dict[int, int]:
    """Of each commitment its plan."""
    found = {place[0]: current[place].plan for place in differing if place in current}
    rest = {place[0] for place in differing} - set(found)
    return found | (dict(Commitment.objects.filter(pk__in=Keys(rest)).values_list("pk", "plan")) if rest else {})


def _current(keys: list[int]) -> dict[Place, Current]:
    rows = Verdict.objects.current().filter(commitment__in=Keys(keys)).order_by().values_list(*Current._fields)
    return {(row.commitment, row.on): row for row in map(Current._make, rows)}


def _no_more(current: Current) -> Said:
    """What is said where nothing is tested any more: the plan around a promise has ended, or is another one."""
    place, told = (current.commitment, current.on), written_content(current.content)
    return Said(*place, REPLACED, REPLACED, told, current.fingerprint, updated=current.updated)


def _differs(current: Current | None, said: Said) -> bool:
    return current is None or current.fingerprint != said.fingerprint or current.status != said.status


def _reasons(differing: Mapping[Place, Said], current: Mapping[Place, Current]) -> dict[Place, Because]:
    """Why a verdict differs where nobody did anything: the date, where the last confirmed day still gives what was said
    then; new rules, where those differ; else nothing that is recorded explains it."""
    reasons: dict[Place, Because] = dict.fromkeys(differing, Because.FIRST)
    days: dict[date, list[int]] = {}
    for place in differing:
        if place in current:
            days.setdefault(current[place].confirmed_on, []).append(place[0])
    again = {(day, place): said for day, keys in days.items() for place, said in said_of(set(keys), day).items()}
    for place, said in differing.items():
        if place in current:
            reasons[place] = _reason(current[place], again.get((current[place].confirmed_on, place)), said)
    return reasons


def _reason(current: Current, again: Said | None, said: Said) -> Because:
    if again is not None and not _differs(current, again):
        return Because.DATE_PASSED
    kept, found = current.content, said.content
    other_rules = any(kept.get(name) != found.get(name) for name in ("rule_version", "thresholds"))
    return Because.RULES_CHANGED if other_rules else Because.UNEXPLAINED


def _follow(
    differing: Mapping[Place, Said], current: Mapping[Place, Current], reasons: Mapping[Place, Because],
    of_plan: Mapping[int, int], as_of: date, by: Any,
) -> None:  # fmt: skip
    before = [current[place].pk for place in differing if place in current]
    if before:
        Verdict.objects.filter(pk__in=Keys(before)).update(is_current=False)
    rows = [
        _row(said, of_plan[place[0]], current.get(place), reasons[place], as_of, by)
        for place, said in sorted(differing.items())
    ]
    Verdict.objects.bulk_create(rows, batch_size=500)
    unexplained = [row for row in rows if row.because == Because.UNEXPLAINED]
    if unexplained:
        Alarm.objects.bulk_create(Alarm(plan_id=row.plan_id, verdict=row) for row in unexplained)


def _row(said: Said, plan: int, before: Current | None, because: Because, as_of: date, by: Any) -> Verdict:
    return Verdict(
        commitment_id=said.commitment, plan_id=plan, place=place_of(said.status, said.percent),
        on=said.on, status=said.status, reason=said.reason, basis=said.basis,
        percent=said.percent, updated=said.updated, content=said.content, fingerprint=said.fingerprint,
        because=because.value, said_on=as_of, confirmed_on=as_of, by=by,
        follows_id=before.pk if before else None,
    )  # fmt: skip


def _count(
    differing: Mapping[Place, Said], current: Mapping[Place, Current], of_plan: Mapping[int, int],
    plans: Mapping[int, Plan],
) -> None:  # fmt: skip
    """Moves the counts of what stands otherwise; a plan whose commitments are said for the first time is counted."""
    main = {place: said for place, said in differing.items() if place[1] != "plan"}
    new = {of_plan[place[0]] for place in main if place not in current}
    recount([plans[plan] for plan in sorted(new)])
    moved = {place: said for place, said in main.items() if of_plan[place[0]] not in new}
    before = {place[0]: (current[place].status, current[place].updated) for place in moved}
    after = {place[0]: (said.status, said.updated) for place, said in moved.items()}
    move(before, after)

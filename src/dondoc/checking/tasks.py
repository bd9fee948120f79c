"""Tasks: who leads, until when, and what comes out. Asked as the document's profile says: each, by count, or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dondoc.checking.answers import dated_elsewhere, led_elsewhere
from dondoc.checking.draft import SET_TASKS, Draft, Hit, hit
from dondoc.checking.profiles import Asking
from dondoc.checking.vocabulary import any_of
from dondoc.commitments import Nature, Task
from dondoc.extracting.bodies import split_bodies, subject
from dondoc.text import mend

# A body with its own name, as it opens a clause.
_ACTING = re.compile(r"(?:Sở|Bộ|Ban|UBND|Ủy ban|Phòng|Văn phòng|Công an|Cục|Chi cục|Trung tâm|Thanh tra)\s")
_TELLING = 0.1  # share of the tasks from which a count is worth telling; below it the few may be slips of reading
_FEWEST_WORDS = 4  # of a verb and what is done
_DIGIT = re.compile(r"\d")


def task_without_lead(draft: Draft) -> Iterator[Hit]:
    """A task that names nobody to lead it, and gets no lead elsewhere in the document."""
    answered = led_elsewhere(draft)
    leadless = (task for task in draft.orders if task.lead is None and not _names_one(task))
    yield from _asked(draft, [task for task in leadless if not answered(task)])


def _names_one(task: Task) -> bool:
    """Whether a body is asked ("Đề nghị quận, huyện …"), or one opens a later clause ("Định kỳ 6 tháng, Sở X …")."""
    if any_of("asks_a_body").match(task.quote.lower().lstrip("-+*•–. ")):
        return True
    if not _ACTING.search(task.quote):
        return False
    clauses = (clause.strip() for clause in task.quote.split(",")[1:])
    return any(_ACTING.match(clause) and _acts(clause) for clause in clauses)


def _acts(clause: str) -> bool:
    """Whether a body opens the clause and is told to do something: more than "Ban Thường vụ Tỉnh ủy quản lý"."""
    found = subject(clause)
    return found is not None and len(clause[found[1] :].split()) >= _FEWEST_WORDS


def task_without_deadline(draft: Draft) -> Iterator[Hit]:
    """A task without a day, month or period. Asked one by one, only what ends in a product or an event needs one."""
    answered = dated_elsewhere(draft)
    dateless = [task for task in draft.orders if task.deadline is None and not answered(task)]
    if draft.profile.tasks is Asking.EACH:
        dateless = [task for task in dateless if task.nature is not Nature.ONGOING and not _is_more_of_it(draft, task)]
    yield from _asked(draft, dateless)


def task_without_result(draft: Draft) -> Iterator[Hit]:
    """A task that only asks for more of the same: formula verbs, and neither a product nor a number."""
    yield from _asked(draft, [task for task in draft.orders if _is_formula(draft, task)])


def _asked(draft: Draft, tasks: Sequence[Task]) -> Iterator[Hit]:
    if not tasks or draft.profile.tasks is Asking.NONE:
        return
    if draft.profile.tasks is Asking.EACH:
        yield from (hit(task, which=task.id) for task in tasks)
    elif len(tasks) >= _TELLING * len(draft.orders):
        yield hit(_clearest(draft, tasks), which=f"{len(tasks)}/{len(draft.orders)}")


def _clearest(draft: Draft, tasks: Sequence[Task]) -> Task:
    """The first of `tasks` that stands under a heading of tasks and announces no others; else the first."""
    roles = draft.extraction.sections.roles
    for task in tasks:
        item = draft.item_at(draft.place(task.start))
        if item is not None and roles[item.index] in SET_TASKS and not item.children and task.quote[-1] != ":":
            return task
    return tasks[0]


def _is_more_of_it(draft: Draft, task: Task) -> bool:
    """Whether it opens with a formula verb: work that goes on, whatever event it names."""
    start = draft.place(task.start)
    return any_of("formula").match(draft.lower[start : draft.place(task.end)].lstrip("-+*•–. ")) is not None


def _is_formula(draft: Draft, task: Task) -> bool:
    if task.nature is not Nature.ONGOING or task.product or task.deadline:
        return False
    words = draft.lower[draft.place(task.start) : draft.place(task.end)]
    lead = (task.lead or "").lower()
    rest = words.lstrip("-+*•–. ").removeprefix(lead).lstrip(" :,")
    formula = any_of("formula").match(rest)
    return formula is not None and not any_of("brings_forth").search(rest) and not _DIGIT.search(rest)


def lead_shared(draft: Draft) -> Iterator[Hit]:
    """A task led by two or more bodies that are each named: whom to ask is then nobody's question.

    Told once for each group of leads. Only where they are said to lead: bodies that each do their own share are not.
    """
    if draft.profile.tasks is Asking.NONE:
        return
    seen: set[tuple[str, ...]] = set()
    for task in draft.resolution.tasks:
        bodies = _named_leads(task)
        if len(bodies) > 1 and bodies not in seen and _is_led(draft, task):
            seen.add(bodies)
            yield hit(task, bodies="; ".join(bodies), count=len(bodies))


def _named_leads(task: Task) -> tuple[str, ...]:
    """The bodies of a lead one by one; none where some of them are meant as a whole kind."""
    bodies = split_bodies(task.lead or "")
    if any(any_of("collective").match(body.lower()) or not _OFFICE.match(body) for body in bodies):
        return ()
    return bodies


_OFFICE = re.compile(
    r"(?:Sở|Bộ|Ban|UBND|Ủy ban|Phòng|Văn phòng|Công an|Cục|Chi cục|Tổng cục|Viện|Thanh tra|Ngân hàng)\s"
)


def _is_led(draft: Draft, task: Task) -> bool:
    """Whether "chủ trì" is said in the task, or above its column."""
    item = draft.item_at(draft.place(task.start))
    if item is not None and item.block.table is not None:
        return True
    words = draft.lower[draft.place(task.start) : draft.place(task.end)]
    leads = words.find("chủ trì")
    return 0 <= words.find(mend(_named_leads(task)[-1]).lower) < leads and not any_of("each_its_own").search(words)

"""Tasks: who leads, until when, and what comes out. Asked as the document's profile says: each, by count, or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dondoc.checking.answers import led_elsewhere
from dondoc.checking.datings import dated_elsewhere
from dondoc.checking.draft import SET_TASKS, Draft, Hit, hit
from dondoc.checking.ordering import Placed
from dondoc.checking.profiles import Asking
from dondoc.checking.vocabulary import any_of, phrase
from dondoc.commitments import Nature
from dondoc.extracting.bodies import split_bodies, subject
from dondoc.text import mend

# A body with its own name, as it opens a clause.
_ACTING = re.compile(
    r"[,;]\s*(?=(?:Sở|Bộ|Ban|UBND|Ủy ban|Phòng|Văn phòng|Công an|Cục|Chi cục|Trung tâm|Thanh tra|Thuế|Hải quan"
    r"|Đảng ủy|Kho bạc) )"
)
_TELLING = 0.1  # share of the tasks from which a count is worth telling; below it the few may be slips of reading
_FEWEST_UNTITLED = 3  # tasks that no heading calls so, before they are counted
_FEWEST_WORDS = 4  # of a verb and what is done
_DIGIT = re.compile(r"\d")


def task_without_lead(draft: Draft) -> Iterator[Hit]:
    """A task that names nobody to lead it, and gets no lead elsewhere in the document."""
    if draft.profile.tasks is Asking.NONE:
        return
    answered = led_elsewhere(draft)
    leadless = (placed for placed in draft.orders if placed.task.lead is None and not _names_one(placed))
    yield from _asked(draft, [placed for placed in leadless if not answered(placed)])


def _names_one(placed: Placed) -> bool:
    """Whether a body is asked ("Đề nghị quận, huyện …"), or one opens a later clause ("Định kỳ 6 tháng, Sở X …")."""
    if any_of("asks_a_body").match(placed.words):
        return True
    quote = placed.task.quote
    if _ACTING.search(quote) is None:
        return False
    clauses = (quote[opened.end() :].partition(",")[0] for opened in _ACTING.finditer(quote))
    return any(map(_acts, clauses))


def _acts(clause: str) -> bool:
    """Whether a body opens the clause and is told to do something: more than "Ban Thường vụ Tỉnh ủy quản lý"."""
    found = subject(clause)
    return found is not None and len(clause[found[1] :].split()) >= _FEWEST_WORDS


def task_without_deadline(draft: Draft) -> Iterator[Hit]:
    """A task without a day, month or period. Asked one by one, only what ends in a product or an event needs one."""
    if draft.profile.tasks is Asking.NONE:
        return
    answered = dated_elsewhere(draft)
    dateless = [placed for placed in draft.orders if placed.task.deadline is None and not answered(placed)]
    dateless = [placed for placed in dateless if not phrase("standing_duty").search(placed.words)]
    if draft.profile.tasks is Asking.EACH:
        dateless = [placed for placed in dateless if placed.task.nature is not Nature.ONGOING]
        dateless = [placed for placed in dateless if not any_of("formula").match(placed.words)]  # work that goes on
    yield from _asked(draft, dateless)


def task_without_result(draft: Draft) -> Iterator[Hit]:
    """A task that only asks for more of the same: formula verbs, and neither a product nor a number."""
    if draft.profile.tasks is not Asking.NONE:
        yield from _asked(draft, [placed for placed in draft.orders if _is_formula(draft, placed)])


def _is_formula(draft: Draft, placed: Placed) -> bool:
    task = placed.task
    if task.nature is not Nature.ONGOING or task.product or task.deadline:
        return False
    rest = placed.words.removeprefix((task.lead or "").lower()).lstrip(" :,")
    if any_of("formula").match(rest) is None:
        return False
    if draft.has_digit(placed.start, placed.end) and _DIGIT.search(rest):
        return False
    return any_of("brings_forth").search(rest) is None


def _asked(draft: Draft, found: Sequence[Placed]) -> Iterator[Hit]:
    if draft.profile.tasks is Asking.EACH:
        yield from (hit(placed.task, which=placed.task.id) for placed in found)
    elif found and len(found) >= _TELLING * len(draft.orders):
        shown = _clearest(draft, found)
        if shown is not None:
            yield hit(shown.task, which=f"{len(found)}/{len(draft.orders)}")


def _clearest(draft: Draft, found: Sequence[Placed]) -> Placed | None:
    """The first of `found` that stands under a heading of tasks and announces no others; else the first that does not.

    None where there are but one or two, and neither a heading says that they are tasks nor do they name who acts.
    """
    roles = draft.extraction.sections.roles
    titled = (placed for placed in found if placed.item is not None and roles[placed.item.index] in SET_TASKS)
    shown = next((placed for placed in titled if not _announces(draft, placed)), None)
    if shown is not None:
        return shown
    few = len(found) < _FEWEST_UNTITLED
    others = [placed for placed in found if not few or placed.task.lead is not None]
    return next((placed for placed in others if not _announces(draft, placed)), next(iter(others), None))


def _announces(draft: Draft, placed: Placed) -> bool:
    """Whether it heads what stands below it: further numbers, or paragraphs of its own."""
    item = placed.item
    if item is None or placed.words.endswith(":"):
        return True
    return item.children or any(below.parent == item.index for below in draft.outline.items[item.index + 1 :][:1])


def lead_shared(draft: Draft) -> Iterator[Hit]:
    """A task led by two or more bodies that are each named: whom to ask is then nobody's question.

    Told once for each group of leads. Only where they are said to lead: bodies that each do their own share are not.
    """
    if draft.profile.tasks is Asking.NONE:
        return
    seen: set[str] = set()
    for placed in draft.placed:
        lead = placed.task.lead
        if lead is None or lead in seen or (placed.row is None and "chủ trì" not in placed.words):
            continue
        bodies = _named_leads(lead, in_row=placed.row is not None)
        if len(bodies) > 1 and _is_led(placed, bodies[-1]):
            seen.add(lead)
            yield hit(placed.task, bodies="; ".join(bodies), count=len(bodies))


def _named_leads(lead: str, *, in_row: bool) -> tuple[str, ...]:
    """The bodies of a lead one by one; none where some of them are meant as a whole kind.

    A column has nothing but leads: there a body that is named shares its lead also with "các địa phương".
    """
    bodies = tuple(name for body in split_bodies(lead) for name in _apart(body.rstrip(" .")))
    named = [body for body in bodies if _is_named(body)]
    if in_row and named and all(body in named or _OF_A_KIND.match(body) for body in bodies):
        return bodies
    return bodies if len(named) == len(bodies) and all(map(_OFFICE.match, bodies)) else ()


def _apart(body: str) -> Sequence[str]:
    """ "VTV, VOV" as two."""
    names = body.split(", ")
    return names if all(map(_SHORT_NAME.fullmatch, names)) else (body,)


def _is_named(body: str) -> bool:
    is_name = _OFFICE.match(body) or _SHORT_NAME.fullmatch(body)
    return is_name is not None and not any_of("collective").match(body.lower())


_SHORT_NAME = re.compile(r"[A-ZĐ]{3,8}")  # VTV, TTXVN
_OF_A_KIND = re.compile(r"(?i:các) (?:địa phương|bộ|đơn vị|tỉnh|sở|cơ quan|huyện|xã)(?!\w)")
_OFFICE = re.compile(
    r"(?:Sở|Bộ|Ban|UBND|Ủy ban|Phòng|Văn phòng|Công an|Cục|Chi cục|Tổng cục|Viện|Thanh tra|Ngân hàng)\s"
)


def _is_led(placed: Placed, last: str) -> bool:
    """Whether "chủ trì" is said in the task, or above its column. `last` is the last of the bodies that lead."""
    if placed.row is not None:
        return True
    words = placed.words
    return 0 <= words.find(mend(last).lower) < words.find("chủ trì") and not any_of("each_its_own").search(words)

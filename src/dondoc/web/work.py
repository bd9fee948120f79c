"""What waits for an account: the first page of every role, put together from what each part of the site knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dondoc.web.audit.work import broken_chain
from dondoc.web.channels.work import failing_channels
from dondoc.web.figures.work import figures_waiting, reports_waiting, rounds_waiting
from dondoc.web.monitoring.work import alarms_waiting
from dondoc.web.organizations.held import Held
from dondoc.web.plans.amending_work import amendments_waiting
from dondoc.web.plans.carrying_out_work import matching_waiting
from dondoc.web.plans.due_work import parts_declared_done, tasks_due
from dondoc.web.plans.work import plans_waiting
from dondoc.web.publishing.work import items_to_publish
from dondoc.web.resolutions.work import documents_waiting
from dondoc.web.urging.work import answers_to_decide, letters_to_answer, letters_to_sign, reports_to_leader


@dataclass(frozen=True, slots=True)
class Group:
    """The work of one kind, and what to say of it."""

    name: str
    items: tuple[Any, ...]


# In the order in which they are shown.
SOURCES: tuple[Callable[[Any, Any], Iterable[Any]], ...] = (
    broken_chain,
    documents_waiting,
    plans_waiting,
    amendments_waiting,
    matching_waiting,
    rounds_waiting,
    reports_waiting,
    figures_waiting,
    items_to_publish,
    letters_to_answer,
    letters_to_sign,
    answers_to_decide,
    reports_to_leader,
    tasks_due,
    parts_declared_done,
    alarms_waiting,
    failing_channels,
)


def work_of(held: Held, account: Any) -> list[Group]:
    """What waits for `account` by the roles `held`, by kind, without kinds of which nothing waits."""
    groups: dict[str, list[Any]] = {}
    for source in SOURCES:
        for item in source(held, account):
            groups.setdefault(str(item.kind), []).append(item)
    return [Group(name, tuple(items)) for name, items in groups.items()]

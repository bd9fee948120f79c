"""From reviewed items to the commitments of a plan: the words and amounts as they stand, the rest as proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dondoc.commitments import Target as ReadTarget
from dondoc.commitments import Task as ReadTask
from dondoc.evaluating.tasks import DeadlineKind
from dondoc.reading.document import Block
from dondoc.web.plans.models import Plan, Sensitivity, Target, Task
from dondoc.web.plans.naming import name_of
from dondoc.web.plans.proposing import baseline_of, field_of, is_restricted
from dondoc.web.resolutions.models import Document, Item
from dondoc.web.resolutions.reviewing import heading_of, headings_above
from dondoc.web.resolutions.rows import as_commitment, blocks_of


def build(plan: Plan, documents: Sequence[Document]) -> int:
    """Writes the targets and tasks of `documents` into `plan`; how many they are."""
    items = [(document, item) for document in documents for item in _standing(document)]
    blocks = {document.pk: blocks_of(document.reading.blocks) for document in documents}
    targets: dict[tuple[int, str], Target] = {}
    for place, (document, item) in enumerate(items):
        read = as_commitment(item.kind, item.content, document.reading.text)
        if isinstance(read, ReadTarget):
            targets[document.pk, item.code] = target_from(_shared(plan, item, blocks[document.pk], place, read), read)
        elif isinstance(read, ReadTask):
            task_from(_shared(plan, item, blocks[document.pk], place, read), read)
    _join_parts(targets, items)
    return len(items)


def _standing(document: Document) -> Iterable[Item]:
    return document.items.standing().filter(kind__in=("target", "task"))


def _shared(plan: Plan, item: Item, blocks: Sequence[Block], place: int, read: ReadTarget | ReadTask) -> dict[str, Any]:
    words, document = words_of(item, read, blocks), item.document
    headings = document.reading.sections
    field = field_of(words["name"], heading_of(item.section, headings))
    restricted = is_restricted(words["name"], headings_above(item.section, headings))
    return words | {
        "plan": plan, "place": place, "section": item.section, "heading": heading_of(item.section, headings)[:300],
        "code": item.code if document == plan.document else f"{document.pk}-{item.code}",
        "field": field.name if field else "", "valid_from": plan.in_force_from,
        "sensitivity": (Sensitivity.RESTRICTED if restricted else Sensitivity.INTERNAL).value,
    }  # fmt: skip


def words_of(item: Item, read: ReadTarget | ReadTask, blocks: Sequence[Block]) -> dict[str, Any]:
    """The fields of a commitment that say where its words stand, and what it is called."""
    name = name_of(read, item.document.reading.text, blocks)
    return {
        "name": name[:2000], "source": item.document, "item": item, "start": item.start, "end": item.end,
        "quote": read.quote,
    }  # fmt: skip


def target_from(shared: dict[str, Any], read: ReadTarget) -> Target:
    """A new target with the fields `shared` and the number that was read."""
    target = Target(
        **shared, measure=read.measure.value, comparison=read.comparison.value, amount=read.amount,
        upper_amount=read.upper_amount, unit=(read.unit or "")[:100], period=str(read.period or shared["plan"].period),
        better=read.better.value, base=(read.base or "")[:300], level_at_end=read.level_at_end,
        baseline=baseline_of(read),
    )  # fmt: skip
    target.save()
    return target


def task_from(shared: dict[str, Any], read: ReadTask) -> Task:
    """A new task with the fields `shared` and the work that was read.

    Without a day of its own it is due with the plan: a proposal, which counts for nothing until it is set.
    """
    due = read.deadline
    written = due.on if due else None
    kind = DeadlineKind.WRITTEN if written else DeadlineKind.PROPOSED
    recurs = (due.recurs or "") if due else ""
    return Task.objects.create(
        **shared, nature=read.nature.value, product=(read.product or "")[:1000], recurs=recurs[:300],
        deadline=written or shared["plan"].ends_on, deadline_kind=kind.value,
        deadline_words=(due.quote if due else "")[:300],
    )  # fmt: skip


def _join_parts(targets: dict[tuple[int, str], Target], items: Iterable[tuple[Document, Item]]) -> None:
    """Joins parts with their wholes, where the whole has been accepted too."""
    for document, item in items:
        whole = targets.get((document.pk, str(item.content.get("part_of"))))
        part = targets.get((document.pk, item.code))
        if part and whole and part != whole:
            part.part_of = whole
            part.save(update_fields=["part_of"])

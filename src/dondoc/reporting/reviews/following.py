"""Part II of a review: what the targets still lack, the tasks that are not finished, and what figures are awaited."""

from __future__ import annotations

from dondoc.commitments import Nature
from dondoc.evaluating.verdicts import On, Status
from dondoc.reporting.reviews.judging import BAD, named
from dondoc.reporting.reviews.material import Material, marked
from dondoc.reporting.reviews.patterns import say
from dondoc.reporting.reviews.review import Kind, Paragraph, Reference
from dondoc.reporting.sentences import label, quantity, tested_against, wanted


def following(material: Material) -> tuple[Paragraph, ...]:
    return (
        *_remaining(material), *_weak(material), *_awaited(material), *_tasks(material), marked("next", "next.open")
    )  # fmt: skip


def _remaining(material: Material) -> tuple[Paragraph, ...]:
    """What an amount that adds up still lacks before the end, of the promise and of the plan around it."""
    lacking = [each for each in material.evaluation.verdicts if each.remaining]
    return tuple(
        material.told(
            f"next/remaining/{each.target}/{each.on}",
            say(
                "next.remaining",
                indicator=material.indicator(each),
                amount=quantity(each.remaining or each.wanted, each.unit, "vi"),
                plan=tested_against(each, "vi"),
                wanted=wanted(each, "vi"),
            ),
            [each],
        )
        for each in lacking
    )


def _weak(material: Material) -> tuple[Paragraph, ...]:
    weak = [each for status in BAD for each in material.evaluation.verdicts if each.status is status]
    found = []
    for said in dict.fromkeys(label(each, "vi") for each in weak):
        alike = [each for each in weak if label(each, "vi") == said]
        text = say("next.weak", label=said, list=named(material, alike))
        found.append(material.told(f"next/weak/{said}", text, alike))
    return tuple(found)


def _awaited(material: Material) -> tuple[Paragraph, ...]:
    absent = [each for each in material.verdicts(On.PROMISE) if each.status is Status.NO_DATA]
    if not absent:
        return ()
    return (material.told("next/figures", say("next.figures", count=len(absent)), absent),)


def _tasks(material: Material) -> tuple[Paragraph, ...]:
    """Tasks that end in a product or an event and are not told to be finished, in the document's words."""
    done = {identity for identity, told in material.tasks.items() if told.is_done}
    open_tasks = [each for each in material.resolution.tasks if each.id not in done]
    dated = [each for each in open_tasks if each.nature is not Nature.ONGOING]
    ongoing = [each for each in open_tasks if each.nature is Nature.ONGOING]
    found = []
    if dated:
        references = tuple(Reference(each.id) for each in dated)
        found.append(Paragraph("next/tasks", Kind.TOLD, say("next.tasks", count=len(dated)), references))
    for task in dated:
        quote = " ".join(task.quote.split())
        found.append(Paragraph(f"next/{task.id}", Kind.TOLD, say("next.task", quote=quote), (Reference(task.id),)))
    if ongoing:
        text = say("next.ongoing", count=len(ongoing), kind=material.kind)
        found.append(Paragraph("next/ongoing", Kind.TOLD, text, tuple(Reference(each.id) for each in ongoing)))
    return tuple(found)

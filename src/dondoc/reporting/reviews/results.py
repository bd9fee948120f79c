"""Part I of a review: how many targets stand how, and each of them, field by field, as the document groups them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dondoc.commitments import Nature, Target
from dondoc.evaluating.verdicts import On, Status, Verdict
from dondoc.notation import day
from dondoc.reporting.reviews.material import Material, marked
from dondoc.reporting.reviews.patterns import say
from dondoc.reporting.reviews.review import Kind, Paragraph, Part, Reference
from dondoc.reporting.sentences import label, sentence, tested_against, wanted
from dondoc.reporting.words import word

_MOST_NAMED = 6  # longer lists are read in the annex, where each has its row
_WITHOUT_FIGURE = {Status.NO_DATA: "no_data", Status.REPLACED: "replaced"}


def summary(material: Material) -> tuple[Paragraph, ...]:
    """How many targets stand how, against the document and against the plans around it."""
    own, plans = material.verdicts(On.PROMISE), material.verdicts(On.PLAN)
    if not own:
        return (material.told("summary/targets", say("summary.no_targets"), ()),)
    as_of = day(material.evaluation.as_of, "vi")
    text = say("summary.targets", total=len(own), as_of=as_of, counts=counted(own))
    found = [material.told("summary/targets", text, own)]
    for plan in dict.fromkeys(tested_against(each, "vi") for each in plans):
        of_plan = [each for each in plans if tested_against(each, "vi") == plan]
        text = say("summary.plans", plan=plan, total=len(of_plan), counts=counted(of_plan))
        found.append(material.told(f"summary/plans/{plan}", text, of_plan))
    return tuple(found)


def counted(verdicts: Sequence[Verdict]) -> str:
    """ "2 chỉ tiêu ước vượt; 51 chỉ tiêu không có số liệu", best first."""
    order = {status: place for place, status in enumerate(Status)}
    tally = Counter((order[each.status], label(each, "vi")) for each in verdicts)
    return "; ".join(say("summary.count", count=count, label=said) for (_, said), count in sorted(tally.items()))


def fields(material: Material) -> tuple[Part, ...]:
    """One part for each section of the document that has targets, under its own heading."""
    targets = material.resolution.targets
    named = material.headings()
    found = []
    for number, section in enumerate(dict.fromkeys(each.section for each in targets), start=1):
        own = [each for each in targets if each.section == section]
        heading = named.get(section) or say("heading.other_field")
        found.append(Part(str(number), heading, _field(material, section, own)))
    return tuple(found)


def _field(material: Material, section: str, targets: Sequence[Target]) -> tuple[Paragraph, ...]:
    """What is known of each target; those of which nothing is known together, so that they are not overlooked."""
    told: list[Paragraph] = []
    silent: dict[str, list[Verdict]] = {}
    for target in targets:
        own, plan = material.of(target, On.PROMISE), material.of(target, On.PLAN)
        if own is None:
            continue
        known = [each for each in (own, plan) if each is not None and each.done is not None]
        if known:
            told.append(_result(material, target, own, plan))
        else:
            silent.setdefault(_WITHOUT_FIGURE.get(own.status, "not_due"), []).append(own)
    return (*told, *(_silent(material, section, name, verdicts) for name, verdicts in silent.items()))


def _result(material: Material, target: Target, own: Verdict, plan: Verdict | None) -> Paragraph:
    used = [own] if plan is None or plan.done is None else [own, plan]
    first = own if own.done is not None else used[-1]
    text = say("result.own", indicator=target.indicator, sentence=_lowered(sentence(first)))
    if first is not own:
        reason = word(f"reason.{own.reason}", "vi")
        text += " " + say("result.own_not_told", wanted=wanted(own, "vi"), reason=reason)
    elif plan is not None and plan in used and (plan.is_outcome or plan.is_outlook):
        against = tested_against(plan, "vi")
        text += " " + say("result.plan_same", plan=against, wanted=wanted(plan, "vi"), label=label(plan, "vi"))
    return material.told(f"result/{target.id}", text, used)


def _silent(material: Material, section: str, name: str, verdicts: Sequence[Verdict]) -> Paragraph:
    if len(verdicts) > _MOST_NAMED:
        return material.told(f"{name}/{section}", say(f"result.{name}_many", count=len(verdicts)), verdicts)
    items = "; ".join(
        say("result.item", indicator=material.indicator(each), wanted=wanted(each, "vi")) for each in verdicts
    )
    return material.told(f"{name}/{section}", say(f"result.{name}", count=len(verdicts), list=items), verdicts)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def tasks(material: Material) -> tuple[Paragraph, ...]:
    """How many tasks stand how; a marked place where nobody has told of them."""
    own = material.resolution.tasks
    if not own:
        return ()
    known = [material.tasks[each.id].words for each in own if each.id in material.tasks]
    if not known:
        ongoing = sum(each.nature is Nature.ONGOING for each in own)
        return (marked("tasks", "tasks.unknown", total=len(own), ongoing=ongoing, dated=len(own) - ongoing),)
    counts = "; ".join(say("tasks.standing", count=count, words=words) for words, count in Counter(known).most_common())
    references = tuple(Reference(each.id) for each in own if each.id in material.tasks)
    return (Paragraph("tasks", Kind.TOLD, say("tasks.summary", total=len(known), counts=counts), references),)

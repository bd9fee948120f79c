"""What went well, what did not and why: lists from verdicts, what units wrote, and places that nobody has filled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dondoc.evaluating.verdicts import On, Status, Verdict
from dondoc.notation import day
from dondoc.reporting.reviews.material import Material, marked
from dondoc.reporting.reviews.patterns import say
from dondoc.reporting.reviews.remarks import About
from dondoc.reporting.reviews.review import Kind, Paragraph, Reference
from dondoc.reporting.sentences import label, tested_against

_GOOD = (Status.EXCEEDED, Status.MET, Status.ON_TRACK)
BAD = (Status.MISSED, Status.OFF_TRACK, Status.AT_RISK)
_FALLEN_SHORT = (Status.MISSED, Status.NEARLY_MET, Status.OFF_TRACK, Status.AT_RISK)


def strengths(material: Material) -> tuple[Paragraph, ...]:
    lists = _lists(material, _GOOD, "strengths")
    nothing = say("judged.nothing_good", as_of=day(material.evaluation.as_of, "vi"))
    written = material.written(About.RESULT)
    open_place = () if written else (marked("strengths/leading", "judged.leading"),)
    return (*(lists or (_of_all(material, "strengths/none", nothing),)), *written, *open_place)


def shortcomings(material: Material) -> tuple[Paragraph, ...]:
    lists = _lists(material, _FALLEN_SHORT, "shortcomings")
    nothing = say("judged.nothing_bad", as_of=day(material.evaluation.as_of, "vi"))
    absent = [each for each in material.verdicts(On.PROMISE) if each.status is Status.NO_DATA]
    silence = [material.told("shortcomings/no_data", say("judged.no_data", count=len(absent)), absent)]
    earlier = len(material.resolution.shortcomings)
    asked = marked("shortcomings/earlier", "judged.earlier", count=earlier, kind=material.kind)
    return (
        *(lists or (_of_all(material, "shortcomings/none", nothing),)),
        *(silence if absent else ()),
        *material.written(About.SHORTCOMING),
        *((asked,) if earlier else ()),
    )


def causes(material: Material) -> tuple[Paragraph, ...]:
    """What units gave as causes, then a marked place for each target that fell short and has none."""
    written = material.written(About.CAUSE)
    explained = {each.commitment for each in material.remarks if each.about is About.CAUSE and each.text.strip()}
    short = [each for each in material.evaluation.verdicts if each.status in BAD and each.target not in explained]
    by_target = {each.target: each for each in short}
    open_places = [
        Paragraph(
            f"cause/{each.target}",
            Kind.MARKED,
            say("cause.missing", label=label(each, "vi"), indicator=material.indicator(each)),
            (material.reference(each),),
        )
        for each in by_target.values()
    ]
    last = marked("cause/sorting", "cause.sorting") if written else marked("cause/general", "cause.general")
    return (*written, *open_places, last)


def proposals(material: Material) -> tuple[Paragraph, ...]:
    return material.written(About.PROPOSAL) or (marked("proposals", "proposals.open"),)


def _lists(material: Material, statuses: Sequence[Status], key: str) -> tuple[Paragraph, ...]:
    """One sentence for each label: targets, then the plans around them."""
    found = []
    for on in On:
        own = [each for status in statuses for each in material.verdicts(on) if each.status is status]
        for said, against in dict.fromkeys((label(each, "vi"), tested_against(each, "vi")) for each in own):
            alike = [each for each in own if (label(each, "vi"), tested_against(each, "vi")) == (said, against)]
            found.append(_list(material, key, said, against, alike))
    return tuple(found)


def _list(material: Material, key: str, said: str, against: str, verdicts: Sequence[Verdict]) -> Paragraph:
    names = named(material, verdicts)
    if verdicts[0].on is On.PROMISE:
        text = say("judged.list", label=said, count=len(verdicts), list=names)
    else:
        opened = said[:1].upper() + said[1:]
        text = say("judged.plan_list", label=opened, plan=against, count=len(verdicts), list=names)
    return material.told(f"{key}/{against}/{said}", text, verdicts)


def named(material: Material, verdicts: Iterable[Verdict]) -> str:
    return "; ".join(dict.fromkeys(material.indicator(each) for each in verdicts))


def _of_all(material: Material, key: str, text: str) -> Paragraph:
    return Paragraph(key, Kind.TOLD, text, tuple(Reference(each.target) for each in material.verdicts(On.PROMISE)))

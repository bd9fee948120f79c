"""Writing a review: the pipeline on one screen.

material ──▶ head · opening · I results, strengths, shortcomings, causes · II what follows · III proposals · annex
"""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.checking.profiles import is_party
from dondoc.evaluating.verdicts import Evaluation
from dondoc.findings import Severity
from dondoc.notation import day
from dondoc.reporting.reviews.annex import grounds, rows
from dondoc.reporting.reviews.following import following
from dondoc.reporting.reviews.judging import causes, proposals, shortcomings, strengths
from dondoc.reporting.reviews.material import Material, marked
from dondoc.reporting.reviews.patterns import period_words, say
from dondoc.reporting.reviews.results import fields, summary, tasks
from dondoc.reporting.reviews.review import HEADER, Head, Kind, Paragraph, Part, Reference, Review

_HEADING_END = 400  # characters of a text within which its motto stands


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who reports: `office` "" for the document's own issuer; `superior` stands above it in the head, if anything."""

    office: str = ""
    superior: str = ""
    place: str = ""


def review_of(material: Material, reporting: Reporting = Reporting()) -> Review:
    """The review of the document for its own period, on the days of the evaluation."""
    header = material.resolution.header
    period, office = period_words(header.period), reporting.office or header.issuer or say("head.no_office")
    evaluation = material.evaluation
    return Review(
        head=_head(material, reporting, period, office),
        as_of=evaluation.as_of,
        known_at=evaluation.known_at,
        opening=_opening(material, period, office),
        parts=(
            Part("I", say("heading.results"), summary(material), _results(material)),
            Part("II", say("heading.next"), following(material)),
            Part("III", say("heading.proposals"), proposals(material)),
        ),
        closing=Paragraph("closing", Kind.TOLD, say("closing.closing", period=period, office=office)),
        rows=rows(material),
        grounds=grounds(material),
        doubts=_doubts(evaluation),
        illustrative=any(map(material.is_illustrative, evaluation.verdicts)),
    )


def _head(material: Material, reporting: Reporting, period: str, office: str) -> Head:
    header = material.resolution.header
    of_party = is_party(header, material.resolution.text[:_HEADING_END])
    form = "party" if of_party else "state"
    return Head(
        of_party=of_party,
        office=office.upper(),
        superior=reporting.superior.upper(),
        symbol=say(f"head.symbol_{form}"),
        place=reporting.place or header.place or say("head.no_place"),
        title=say("head.title"),
        subject=say("head.subject", period=period),
        annex=say("annex.title", period=period.upper()),
        signing=(
            say(f"head.for_committee_{form}", office=office.upper()), say("head.position"), say("head.signature"),
        ),
        recipients=header.recipients or (say("head.no_recipients"),),
    )  # fmt: skip


def _opening(material: Material, period: str, office: str) -> tuple[Paragraph, ...]:
    header, days = material.resolution.header, material.evaluation
    kind, issuer, title = _capital(material.kind), header.issuer or say("head.no_office"), header.title or ""
    number = f"{header.number}{_joint(header.symbol)}" if header.number else ""
    if number and header.issued_on:
        issued = day(header.issued_on, "vi")
        document = say("document.full", kind=kind, number=number, day=issued, issuer=issuer, title=title)
        asked: tuple[Paragraph, ...] = ()
    else:
        document = say("document.unnumbered", kind=kind, issuer=issuer, title=title)
        asked = (marked("opening/number", "opening.no_number", kind=material.kind),)
    as_of, known_at = day(days.as_of, "vi"), day(days.known_at, "vi")
    text = say("opening.opening", document=document, office=office, period=period, as_of=as_of, known_at=known_at)
    return (Paragraph("opening", Kind.TOLD, text, (Reference(HEADER),)), *asked)


def _joint(symbol: str | None) -> str:
    """What follows a number: "-NQ/TU" of the Party, whose symbols have the slash in themselves, "/NQ-HĐND"."""
    return f"{'-' if '/' in symbol else '/'}{symbol}" if symbol else ""


def _results(material: Material) -> tuple[Part, ...]:
    own = fields(material)
    more = (
        ("heading.tasks", tasks(material)),
        ("heading.strengths", strengths(material)),
        ("heading.shortcomings", shortcomings(material)),
        ("heading.causes", causes(material)),
    )
    kept = [(name, paragraphs) for name, paragraphs in more if paragraphs]
    return (
        *own,
        *(Part(str(number), say(name), told) for number, (name, told) in enumerate(kept, start=len(own) + 1)),
    )


def _doubts(evaluation: Evaluation) -> tuple[str, ...]:
    """What is odd about the figures, for who writes the review; it is not part of the text."""
    return tuple(each.message("vi") for each in evaluation.findings if each.severity is not Severity.INFO)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

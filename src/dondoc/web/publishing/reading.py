"""Editions as they are read: what people wrote in its place, and nothing of what has become restricted since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dondoc.reporting.reviews.review import Kind, Paragraph, Part, Review
from dondoc.reporting.reviews.storing import review_from_plain
from dondoc.web.plans.models import Commitment, Sensitivity
from dondoc.web.publishing.models import Edition


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the page: a heading, or a paragraph with what was written over it.

    `was_left_out`: by whom wrote it; `has_moved`: what was made says something else than what it was written over.
    """

    level: int
    number: str
    heading: str
    paragraph: Paragraph | None = None
    generated: str = ""
    is_rewritten: bool = False
    was_left_out: bool = False
    has_moved: bool = False


def made_review(edition: Edition) -> Review:
    """As it was made, without what is restricted by now."""
    restricted = Commitment.objects.filter(plan=edition.plan_id, sensitivity=Sensitivity.RESTRICTED.value)
    return review_from_plain(edition.content).without(restricted.values_list("code", flat=True))


def written_review(edition: Edition) -> Review:
    """As it is read and exported: with what people wrote."""
    written = {each.key: each.text for each in edition.rewritings.all()}
    return made_review(edition).with_paragraphs(lambda each: _written(each, written.get(each.key)))


def _written(paragraph: Paragraph, text: str | None) -> Paragraph | None:
    if text is None:
        return paragraph
    return replace(paragraph, kind=Kind.WRITTEN, text=text) if text else None


def lines_of(edition: Edition) -> list[Shown]:
    """All headings and paragraphs in their order, those that are left out among them."""
    review = made_review(edition)
    written = {each.key: each for each in edition.rewritings.all()}

    def shown(paragraph: Paragraph) -> Shown:
        over = written.get(paragraph.key)
        if over is None:
            return Shown(0, "", "", paragraph, paragraph.text)
        told = replace(paragraph, kind=Kind.WRITTEN, text=over.text or paragraph.text)
        return Shown(0, "", "", told, paragraph.text, True, not over.text, over.generated != paragraph.text)

    return [
        *map(shown, review.opening),
        *(line for part in review.parts for line in _of_part(part, 2, shown)),
        shown(review.closing),
    ]


def _of_part(part: Part, level: int, shown: Callable[[Paragraph], Shown]) -> Iterator[Shown]:
    yield Shown(level, part.number, part.heading)
    yield from map(shown, part.paragraphs)
    for inner in part.parts:
        yield from _of_part(inner, level + 1, shown)

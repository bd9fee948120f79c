"""A review as plain text: for reading on a screen, and for comparing one making with another."""

from __future__ import annotations

from collections.abc import Iterator

from dondoc.reporting.reviews.patterns import say
from dondoc.reporting.reviews.review import Paragraph, Part, Review


def review_to_text(review: Review) -> str:
    """The text in its order, each sentence with the mark of its record. The same review gives the same text."""
    head = review.head
    lines = [head.superior, head.office, head.symbol, "", head.title, head.subject, ""]
    lines += [say("head.illustrative"), ""] if review.illustrative else []
    lines += [_line(each) for each in review.opening]
    for part in review.parts:
        lines += _of_part(part)
    lines += ["", _line(review.closing), "", *head.signing, "", *(f"- {each}" for each in head.recipients)]
    return "\n".join(lines).strip() + "\n"


def _of_part(part: Part) -> Iterator[str]:
    yield ""
    yield f"{part.number}. {part.heading}"
    yield from (_line(each) for each in part.paragraphs)
    for inner in part.parts:
        yield from _of_part(inner)


def _line(paragraph: Paragraph) -> str:
    return f"{paragraph.text} {paragraph.mark}".rstrip()

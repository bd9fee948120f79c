"""A letter as it is printed: from its rows to the words of the document, through the office's own template."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from django.utils import timezone

from dondoc.evaluating.working_days import WorkingDays
from dondoc.reporting.letters.document import letter_to_docx, own_template
from dondoc.reporting.letters.letter import Letter as Printed
from dondoc.reporting.letters.letter import Line
from dondoc.web.organizations.held import Held
from dondoc.web.organizations.models import Body
from dondoc.web.urging.drafting import others_of
from dondoc.web.urging.models import Letter, LetterTemplate
from dondoc.web.urging.rows import Row, rows_of
from dondoc.web.urging.words import LetterState


def printed(letter: Letter, held: Held, calendar: WorkingDays) -> bytes:
    """The letter as a DOCX, with the words that the holder of `held` may read; of the others, how many there are."""
    template = LetterTemplate.objects.filter(office=letter.office_id).first()
    return letter_to_docx(_told(letter, held, calendar), bytes(template.content) if template else own_template())


def sample(office: Body) -> Printed:
    """What a template is tried with before it is taken."""
    today = timezone.localdate()
    said, words = _table()["fixed"], _table()["default"]
    lines = tuple(Line(said["sample_line"].format(number=number), today, said["sample_why"]) for number in (1, 2))
    return Printed(
        of_party=office.kind_words.branch == "party", superior="", office=office.name, kind=said["sample_kind"],
        subject=said["sample_subject"], addressee=said["sample_addressee"], opening=words["opening"],
        closing=words["closing"], number="1", issued_on=today, answer_by=today, lines=lines, kept_back=1, others=lines,
        others_kept_back=1,
    )  # fmt: skip


def _told(letter: Letter, held: Held, calendar: WorkingDays) -> Printed:
    day = letter.issued_on or held.day
    rows = rows_of(letter.steps.filter(closed_on=None).shown(), held, day, calendar)
    is_draft = letter.state == LetterState.DRAFT
    others = rows_of(others_of(letter, day) if is_draft else letter.others.shown(), held, day, calendar)
    words = _words(letter.step)
    above = Body.objects.as_of(day).placed(day).filter(pk=letter.office_id).values_list("parent_on", flat=True).first()
    superior = Body.objects.filter(pk=above).first() if above else None
    return Printed(
        of_party=letter.office.kind_words.branch == "party", superior=superior.name if superior else "",
        office=letter.office.name, kind=letter.words, subject=words["subject"], addressee=_addressee(letter),
        opening=letter.opening or words["opening"], closing=words["closing"], number=letter.number,
        issued_on=letter.issued_on, answer_by=letter.answer_by, lines=tuple(_lines(rows.shown)),
        kept_back=rows.kept_back, others=tuple(_lines(others.shown)), others_kept_back=others.kept_back,
    )  # fmt: skip


def _addressee(letter: Letter) -> str:
    if not letter.to_leader:
        return letter.body.name if letter.body else ""
    return _table()["fixed"]["leader"].format(office=letter.office.name)


def _lines(rows: Iterable[Row]) -> Iterable[Line]:
    for row in rows:
        who = f" ({row.step.body})" if row.step.letter and row.step.letter.to_leader and row.step.body else ""
        yield Line(f"{row.code} {row.name}{who}".strip(), row.step.deadline, row.why, "; ".join(row.before))


def _words(step: str) -> Mapping[str, str]:
    return _table().get(step, _table()["default"])


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("dondoc.web.urging").joinpath("letters.toml").read_text(encoding="utf-8"))

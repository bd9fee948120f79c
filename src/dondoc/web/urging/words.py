"""States of letters, decisions about answers, and the words of the steps of the ladder."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from dondoc.urging.ladder import Step, proposed_ladder
from dondoc.web.amounts import language

SIGNERS = frozenset({"assigner"})  # the roles that sign letters and decide about answers


class LetterState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    DROPPED = "dropped"


LETTER_STATES = {
    LetterState.DRAFT: _("chờ ký"),
    LetterState.ISSUED: _("đã gửi"),
    LetterState.DROPPED: _("không gửi"),
}


class Outcome(StrEnum):
    """What the office makes of an answer. ACCEPTED and EXTENDED end the ladder for the deadline, the others go on."""

    ACCEPTED = "accepted"
    EXTENDED = "extended"
    REFUSED = "refused"
    TO_LEADER = "to_leader"


OUTCOMES = {
    Outcome.ACCEPTED: _("chấp nhận giải trình"),
    Outcome.EXTENDED: _("gia hạn"),
    Outcome.REFUSED: _("không chấp nhận, đôn đốc tiếp"),
    Outcome.TO_LEADER: _("báo cáo lãnh đạo"),
}


def step_words(name: str) -> str:
    """What a step is called in the language of the page; its name where the ladder no longer has it."""
    step = step_of(name)
    return name if step is None else getattr(step, language())


def step_of(name: str) -> Step | None:
    return next((step for step in proposed_ladder().steps if step.name == name), None)

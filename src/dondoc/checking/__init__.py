"""Checking: what a careful chief of office would mark in a draft before it goes to signature.

    Document ── extraction ──▶ Extraction ── with profile, plan, parent, day ──▶ Draft ── rules ──▶ Findings

One rule is one function and one code, which is the function's name. What a rule says, why it is there and an example
of each kind stand in rules/*.toml; the words, bodies and days it looks for in words/*.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from dondoc.checking.annexes import annex_missing
from dondoc.checking.arithmetic import (
    impossible_start,
    increment_disagrees,
    part_exceeds_whole,
    parts_do_not_add_up,
    rate_out_of_range,
    two_numbers_for_one,
)
from dondoc.checking.bodies import body_no_more, body_not_there
from dondoc.checking.broken import sentence_broken
from dondoc.checking.citations import citation_after_document, citation_malformed, citation_replaced
from dondoc.checking.comparing import differs_from_parent, half_year_differs_from_plan
from dondoc.checking.components import component_misplaced, component_missing
from dondoc.checking.deadlines import deadline_before_issue, deadline_on_day_off, deadline_outside_period
from dondoc.checking.draft import Draft, Hit
from dondoc.checking.forms import date_form, impossible_date, symbol_form
from dondoc.checking.gaps import (
    nobody_follows_up,
    shortcoming_unanswered,
    target_unserved,
    targets_hardly_served,
)
from dondoc.checking.numbering import heading_glued, numbering_jumps, point_letter_foreign
from dondoc.checking.profiles import profile_of, profiles
from dondoc.checking.promises import (
    direction_without_number,
    rank_without_number,
    target_without_comparison,
    target_without_period,
    target_without_unit,
)
from dondoc.checking.slips import number_malformed, word_doubled
from dondoc.checking.spelling import lost_diacritics, old_letters, tone_placed_twice
from dondoc.checking.styles import dates_mixed, decimal_point, hyphens_mixed, numbers_mixed, ranges_mixed
from dondoc.checking.tasks import lead_shared, task_without_deadline, task_without_lead, task_without_result
from dondoc.commitments import Resolution
from dondoc.extracting import Extraction, extraction, forget
from dondoc.findings import Finding, Severity
from dondoc.reading.document import Document
from dondoc.values import PlannedFlow

Rule = Callable[[Draft], Iterable[Hit]]

# In this order they are explained, and of findings at one place the first comes first.
RULES: tuple[Rule, ...] = (
    # arithmetic
    parts_do_not_add_up,
    part_exceeds_whole,
    rate_out_of_range,
    impossible_start,
    increment_disagrees,
    two_numbers_for_one,
    half_year_differs_from_plan,
    differs_from_parent,
    # commitments that cannot be checked
    target_without_unit,
    target_without_comparison,
    target_without_period,
    rank_without_number,
    direction_without_number,
    task_without_lead,
    task_without_deadline,
    task_without_result,
    lead_shared,
    body_not_there,
    body_no_more,
    deadline_outside_period,
    deadline_before_issue,
    deadline_on_day_off,
    # gaps
    shortcoming_unanswered,
    target_unserved,
    targets_hardly_served,
    nobody_follows_up,
    annex_missing,
    citation_malformed,
    citation_after_document,
    citation_replaced,
    # form
    component_missing,
    component_misplaced,
    symbol_form,
    date_form,
    impossible_date,
    numbering_jumps,
    heading_glued,
    point_letter_foreign,
    # language
    lost_diacritics,
    word_doubled,
    tone_placed_twice,
    decimal_point,
    number_malformed,
    numbers_mixed,
    dates_mixed,
    ranges_mixed,
    hyphens_mixed,
    sentence_broken,
    old_letters,
)


def check(
    document: Document,
    *,
    profile: str | None = None,
    plan: Sequence[PlannedFlow] = (),
    parent: Resolution | None = None,
    as_of: date | None = None,
) -> tuple[Finding, ...]:
    """What the rules mark in `document`, in the order of its text; what is about the whole comes first.

    `profile` is a name of words/profiles.toml, by default that of the document's kind. `plan` holds the year's figures
    (`planned_flows` of a file of figures), `parent` the resolution that this document carries out; without them their
    rules say nothing. `as_of`: also what is gone or replaced on that day. Nothing is looked up and no clock is asked.

    Raises KeyError for a profile that is none.
    """
    return check_extraction(extraction(document), profile=profile, plan=plan, parent=parent, as_of=as_of)


def check_extraction(
    extracted: Extraction,
    *,
    profile: str | None = None,
    plan: Sequence[PlannedFlow] = (),
    parent: Resolution | None = None,
    as_of: date | None = None,
    codes: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """`check` for a document that has been extracted. With `codes` only those rules are asked."""
    chosen = profiles()[profile] if profile else profile_of(extracted.resolution.header)
    draft = Draft(extracted, chosen, tuple(plan), parent, as_of)
    found = [
        (hit.start if hit.start is not None else -1, number, Finding(rule.__name__, hit.start, hit.end, hit.values))
        for number, rule in enumerate(RULES)
        if codes is None or rule.__name__ in codes
        for hit in rule(draft)
    ]
    forget()
    found.sort(key=lambda row: row[:2])
    return (*_not_read(extracted.resolution), *(finding for _, _, finding in found))


def _not_read(resolution: Resolution) -> Iterable[Finding]:
    """What could not be read could not be checked: told first, whatever rules are asked."""
    return (finding for finding in resolution.findings if finding.severity is Severity.ERROR)


__all__ = ["RULES", "check", "check_extraction"]

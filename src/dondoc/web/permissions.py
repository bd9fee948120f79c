"""Who may do what, in one place: every name of a URL has one rule here, and what has none is refused.

A rule is a tuple of clauses, one of which must hold. A clause asks for an account of a kind, for the very account that
the page belongs to (`owner`), or for a role over one of the bodies that it is about (`over`, both in subjects.py).
Reading and writing a page have rules of their own where they differ. Restricted items are kept from readers by the
querysets (plans/querysets.py): a rule lets in, it does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dondoc.web.organizations.held import CUSTODIANS, OFFICE_READERS, OFFICE_WRITERS, UNIT_READERS, Held
from dondoc.web.subjects import (
    About,
    account_of_page,
    account_of_token,
    appointer_of_deputy,
    bodies_in_plan,
    bodies_of_commitment,
    body_of_address,
    body_of_letter,
    body_of_report,
    body_of_subtask,
    custodians_of_report,
    holder_of_role,
    leading_body,
    office_of_document,
    office_of_letter,
    office_of_meeting,
    office_of_parent,
    office_of_plan,
    office_of_report,
    office_of_round,
    readers_of_whole,
)

# What of a URL's parameters says which bodies the page is about; their primary keys. Http404 where there is no subject.
Over = Callable[[About], Iterable[int]]
Owner = Callable[[About], int | None]  # the primary key of an account
Named = Callable[[About], frozenset[str] | None]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Clause:
    """`who`, and where roles are asked for, which, and over which bodies (`over` None: over any).

    `named`: of the roles only those count that it gives for the page; None where it sets no limit.
    """

    who: str
    holds: Callable[[Any], bool] = field(repr=False)
    roles: frozenset[str] = frozenset()
    over: Over | None = None
    named: Named | None = None
    owner: Owner | None = None

    def lets(self, account: Any, held: Held, about: About) -> bool:
        if not self.holds(account):
            return False
        if self.owner is not None:
            return self.owner(about) == account.pk
        if not self.roles:
            return True
        if self.over is None:
            return held.any(self.roles)
        limit = self.named(about) if self.named else None
        return held.over(self.roles if limit is None else self.roles & limit, self.over(about))


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may read the page, and who may write what it writes."""

    read: tuple[Clause, ...]
    write: tuple[Clause, ...]


def _active(account: Any) -> bool:
    return bool(account.is_authenticated and account.is_active)


ANYONE = Clause("Also who has not signed in.", lambda _account: True)
SIGNED_IN = Clause("Every account that is active.", _active)
ADMINISTRATOR = Clause(
    "Administrators: they keep accounts and bodies; content is not theirs by that.",
    lambda account: _active(account) and bool(account.is_administrator),
)


OWNER = Clause("Whose account it is.", _active, owner=account_of_page)
HOLDER = Clause("Who holds the role.", _active, owner=holder_of_role)
HOLDER_OF_TOKEN = Clause("Whose token it is.", _active, owner=account_of_token)
APPOINTER = Clause("Who appointed the deputy.", _active, owner=appointer_of_deputy)


def holders(*roles: str, over: Over | None = None, named: Named | None = None) -> Clause:
    """Who holds one of `roles` over a body the page is about; without `over`, over any body."""
    return Clause("", _active, frozenset(roles), over, named)


def page(*read: Clause, write: Iterable[Clause] | None = None) -> Rule:
    """A rule; without `write` who may read may write."""
    return Rule(read, read if write is None else tuple(write))


# Signing in, and what everyone may do with the own account.
_OPEN = (
    "healthz",
    "readyz",
    "account_login",
    "account_inactive",
    "mfa_authenticate",
    "oidc_sign_in",
    "oidc_callback",
    "set_language",
    "api_openapi",
    "feed_calendar",
    "public_plans",
    "public_plan",
    "public_data",
    "public_target",
    "public_task",
    "public_document",
    "public_file",
    "public_chart",
    "public_search",
    "public_feed",
    "public_catalogue",
    "public_api_openapi",
    "public_api_plans",
    "public_api_plan",
    "public_api_targets",
    "public_api_target",
    "public_api_tasks",
    "public_api_task",
    "public_api_documents",
    "public_api_document",
    "public_api_figures",
    "public_api_verdicts",
    "public_api_changes",
    "sitemap",
    "robots",
    "first_administrator",
    "password_by_link",
)
_OWN_ACCOUNT = (
    "account_logout",
    "sign_out_everywhere",
    "my_account",
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "totp_picture",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "oidc_join",
    "oidc_part",
    "give_token",
)
_ADMINISTRATION = ("accounts", "invite_account", "account", "password_link", "change_account", "give_role")

# A document under review is the work of those who write plans; the rest read plans. Once there is one, the whole of the
# document is read by the roles that read all of the plan.
REVIEW = page(holders(*OFFICE_WRITERS, over=office_of_document, named=readers_of_whole))
PLAN = page(
    holders(*OFFICE_READERS, over=office_of_plan),
    holders(*UNIT_READERS, over=bodies_in_plan),
    write=[holders(*OFFICE_WRITERS, over=office_of_plan)],
)
COMMITMENT = page(
    holders(*OFFICE_READERS, over=office_of_plan),
    holders(*UNIT_READERS, over=bodies_of_commitment),
    write=[holders(*OFFICE_WRITERS, over=office_of_plan)],
)
# What the rows of an implementing plan are for is read by its own office, and decided by that of the plan above.
MATCHING = page(holders(*OFFICE_READERS, over=office_of_plan), write=[holders(*OFFICE_WRITERS, over=office_of_parent)])
# A lead divides its own tasks, for its head or who reports for it; the office of the plan may do so too.
DIVISION = page(
    *COMMITMENT.read,
    write=[holders(*OFFICE_WRITERS, over=office_of_plan), holders(*UNIT_READERS, over=leading_body)],
)
# How the whole of a plan stands is read by its office; a unit has a page of its own.
MONITORED = page(holders(*OFFICE_READERS, over=office_of_plan))
# The review of a plan is read by its office and written by who writes its plans.
REVIEW_OF_PLAN = page(*MONITORED.read, write=[holders(*OFFICE_WRITERS, over=office_of_plan)])
# How far a part is tells who leads it; who divides the task confirms or returns it.
SUBTASK_REPORT = page(*DIVISION.write, holders(*UNIT_READERS, over=body_of_subtask))
PLAN_OFFICE = page(holders(*OFFICE_WRITERS, over=office_of_plan))
# What is public is decided by the publisher of the office, and seen by all who read its plans.
PUBLISHER = page(holders("publisher", over=office_of_plan))
APPROVAL = page(holders("assigner", over=office_of_plan))

# A report is read by its unit and its office, filled in by the unit, approved by its head, accepted by the office. The
# custodian of an indicator sees and accepts its figures alone.
REPORT = page(holders(*OFFICE_READERS, over=office_of_report), holders(*UNIT_READERS, over=body_of_report))
REPORT_UNIT = page(holders(*UNIT_READERS, over=body_of_report))
REPORT_HEAD = page(holders("head", over=body_of_report))
REPORT_OFFICE = page(holders(*OFFICE_WRITERS, over=office_of_report))
CUSTODY = page(holders(*CUSTODIANS, over=custodians_of_report))
ROUND = page(holders(*OFFICE_READERS, over=office_of_round))
ROUND_OFFICE = page(holders(*OFFICE_WRITERS, over=office_of_round))

# A letter of urging is read by its office and, once it was sent, by the body it was written to, which answers it.
LETTER = page(holders(*OFFICE_READERS, over=office_of_letter), holders(*UNIT_READERS, over=body_of_letter))
LETTER_DRAFT = page(holders(*OFFICE_WRITERS, over=office_of_letter))
LETTER_SIGNED = page(holders("assigner", over=office_of_letter))
LETTER_UNIT = page(holders(*UNIT_READERS, over=body_of_letter))

MEETING = page(
    holders(*OFFICE_READERS, over=office_of_meeting),
    write=[holders(*OFFICE_WRITERS, "leader", over=office_of_meeting)],
)

# The registry is one for all offices: read by everyone, written by who writes plans anywhere.
REGISTRY = page(SIGNED_IN)
REGISTRY_WRITERS = page(holders(*OFFICE_WRITERS))

RULES: Mapping[str, Rule] = {
    **dict.fromkeys(_OPEN, page(ANYONE)),
    **dict.fromkeys(_OWN_ACCOUNT, page(SIGNED_IN)),
    **dict.fromkeys(_ADMINISTRATION, page(ADMINISTRATOR)),
    "hand_over": page(ADMINISTRATOR, OWNER),
    "appoint_deputy": page(ADMINISTRATOR, HOLDER),
    "end_role": page(ADMINISTRATOR, APPOINTER),
    "revoke_token": page(HOLDER_OF_TOKEN),
    # The API asks with a token for what its account may (api/scopes.py says what a token has to be for).
    "api_plans": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "api_plan": PLAN,
    "api_import": PLAN_OFFICE,
    "api_rounds": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "api_round": ROUND,
    "api_figures": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "api_figure": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "today": page(SIGNED_IN),
    "search": page(SIGNED_IN),
    "design_system": page(SIGNED_IN),
    "organizations": page(SIGNED_IN),
    "body": page(SIGNED_IN),
    "import_bodies": page(ADMINISTRATOR),
    "import_national": page(ADMINISTRATOR),
    "calendar": page(SIGNED_IN),
    "calendar_year": page(SIGNED_IN),
    "add_day": page(ADMINISTRATOR),
    "remove_day": page(ADMINISTRATOR),
    "import_days": page(ADMINISTRATOR),
    # Of what was done everything is read, over whatever body the role is held: a record in parts would prove nothing.
    "audit": page(ADMINISTRATOR, holders("auditor")),
    "audit_entry": page(ADMINISTRATOR, holders("auditor")),
    "erase_entry": page(ADMINISTRATOR),
    "background_tasks": page(ADMINISTRATOR),
    "retry_task": page(ADMINISTRATOR),
    "task_progress": page(SIGNED_IN),
    "monitoring": page(holders(*OFFICE_READERS)),
    "monitored_plan": MONITORED,
    "target_chart": page(*COMMITMENT.read),
    "target_chart_place": page(*COMMITMENT.read),
    **dict.fromkeys(("editions", "edition", "export_edition", "compare_editions"), REVIEW_OF_PLAN),
    **dict.fromkeys(("rewrite_paragraph", "renew_edition", "keep_edition"), PLAN_OFFICE),
    "publications": page(*MONITORED.read, write=PUBLISHER.read),
    "preview_publication": PUBLISHER,
    **dict.fromkeys(("publish_items", "withdraw_items", "publish_text", "withdraw_text"), PUBLISHER),
    **dict.fromkeys(("ask_public", "hold_figure_back"), PUBLISHER),
    "agree_public": PLAN_OFFICE,
    "alarms": page(ADMINISTRATOR),
    "settle_alarm": page(ADMINISTRATOR),
    # The digest is read by who reads plans; its leader, or who writes for it, keeps the meeting.
    "digest": page(holders(*OFFICE_READERS)),
    "begin_meeting": page(holders(*OFFICE_WRITERS, "leader", over=body_of_address)),
    "meeting": page(holders(*OFFICE_READERS, over=office_of_meeting)),
    "meeting_item": MEETING,
    "end_meeting": page(*MEETING.write),
    # Where bodies are reached is kept by administrators; a unit gives and revokes the addresses of its calendar.
    "channels": page(ADMINISTRATOR),
    "add_channel": page(ADMINISTRATOR),
    "switch_channel": page(ADMINISTRATOR),
    "try_channel": page(ADMINISTRATOR),
    "feeds": page(holders(*UNIT_READERS)),
    "revoke_feed": page(holders(*UNIT_READERS)),
    "urging": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "sign_letters": page(holders("assigner")),
    "drop_letters": page(holders(*OFFICE_WRITERS)),
    "letter": LETTER,
    "letter_document": LETTER,
    "letter_templates": page(holders(*OFFICE_WRITERS)),
    "letter_template": page(holders(*OFFICE_WRITERS, over=body_of_address)),
    "set_letter_template": page(holders(*OFFICE_WRITERS, over=body_of_address)),
    "edit_letter": LETTER_DRAFT,
    "sign_letter": LETTER_SIGNED,
    "drop_letter": LETTER_DRAFT,
    "answer_step": LETTER_UNIT,
    "decide_answer": LETTER_SIGNED,
    "documents": page(holders(*OFFICE_WRITERS)),
    "document": REVIEW,
    "original": REVIEW,
    "add_annex": REVIEW,
    "review": REVIEW,
    "review_changes": REVIEW,
    "add_item": REVIEW,
    "accept_rest": REVIEW,
    "undo_decision": REVIEW,
    "settle_doubt": REVIEW,
    "review_item": REVIEW,
    "accept_item": REVIEW,
    "change_item": REVIEW,
    "reject_item": REVIEW,
    "split_item": REVIEW,
    "merge_item": REVIEW,
    "make_plan": REVIEW,
    "plans": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "compare": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "plan": PLAN,
    "plan_document": PLAN,
    "submit_plan": PLAN_OFFICE,
    "approve_plan": APPROVAL,
    "return_plan": APPROVAL,
    "plan_readers": PLAN_OFFICE,
    "import_figures": PLAN_OFFICE,
    "carrying_out": MATCHING,
    "choose_parent": PLAN_OFFICE,
    "propose_rows": MATCHING,
    "accept_rows": MATCHING,
    "accept_row": MATCHING,
    "refuse_row": MATCHING,
    "add_row": MATCHING,
    "reopen_row": MATCHING,
    "amendments": PLAN_OFFICE,
    "amendment": PLAN,
    "alter": PLAN_OFFICE,
    "take_matches": PLAN_OFFICE,
    "drop_alteration": PLAN_OFFICE,
    "discard_amendment": PLAN_OFFICE,
    "submit_amendment": PLAN_OFFICE,
    "approve_amendment": APPROVAL,
    "return_amendment": APPROVAL,
    "assigning": PLAN_OFFICE,
    "take_proposals": PLAN_OFFICE,
    "undo_settled": PLAN_OFFICE,
    "commitment": COMMITMENT,
    "subtasks": DIVISION,
    "subtask": DIVISION,
    "end_subtask": DIVISION,
    "undo_subtask": DIVISION,
    "report_subtask": SUBTASK_REPORT,
    "board": PLAN,
    "succeeding": PLAN_OFFICE,
    # How far a task is tells who leads it, and asks for another day; the office confirms or returns, and decides.
    "report_task": page(*DIVISION.write),
    "ask_extension": page(holders(*UNIT_READERS, over=leading_body)),
    "decide_extension": PLAN_OFFICE,
    "undo_told": PLAN_OFFICE,
    "allocating": COMMITMENT,
    "allocating_check": PLAN_OFFICE,
    "change_sensitivity": PLAN_OFFICE,
    "decide_sensitivity": PLAN_OFFICE,
    "settle_aspect": PLAN_OFFICE,
    "unit": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "unit_among": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "reports": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "open_round": page(holders(*OFFICE_WRITERS)),
    "round": ROUND,
    "accept_reports": ROUND_OFFICE,
    "renew_round": ROUND_OFFICE,
    "close_round": ROUND_OFFICE,
    "reopen_round": ROUND_OFFICE,
    "set_way": ROUND_OFFICE,
    "set_whole": ROUND_OFFICE,
    "report": REPORT,
    "save_rows": REPORT_UNIT,
    "save_narrative": REPORT_UNIT,
    "submit_report": REPORT_UNIT,
    "approve_report": REPORT_HEAD,
    "accept_report": REPORT_OFFICE,
    "return_report": page(*REPORT_HEAD.read, *REPORT_OFFICE.read),
    "custody": CUSTODY,
    "accept_custody": CUSTODY,
    "return_custody": CUSTODY,
    "reopen_report": REPORT_OFFICE,
    "attach_evidence": REPORT_UNIT,
    "open_evidence": REPORT,
    "erase_evidence": page(*REPORT_UNIT.read, *REPORT_OFFICE.read),
    "report_workbook": REPORT_UNIT,
    "read_report": REPORT_UNIT,
    "marked_workbook": REPORT_UNIT,
    "figure": page(holders(*OFFICE_READERS, *UNIT_READERS)),
    "indicators": REGISTRY,
    "indicator": REGISTRY,
    "export_indicators": REGISTRY,
    "create_indicator": REGISTRY_WRITERS,
    "similar_indicators": REGISTRY_WRITERS,
    "import_indicators": REGISTRY_WRITERS,
    "import_first_indicators": REGISTRY_WRITERS,
    "change_indicator": REGISTRY_WRITERS,
    "follow_indicator": REGISTRY_WRITERS,
    "define_indicator": REGISTRY_WRITERS,
    "name_indicator": REGISTRY_WRITERS,
    "forget_name": REGISTRY_WRITERS,
    "assign_custodian": REGISTRY_WRITERS,
    "end_indicator": REGISTRY_WRITERS,
    "resume_indicator": REGISTRY_WRITERS,
}
# What an account opens that still has to switch on its second step.
BEFORE_SECOND_STEP = frozenset(
    {
        *_OPEN,
        "account_logout",
        "sign_out_everywhere",
        "account_reauthenticate",
        "mfa_activate_totp",
        "totp_picture",
        "mfa_view_recovery_codes",
    }
)


def before_second_step(url_name: str) -> bool:
    """Whether the page serves who still has to switch on the second step."""
    return url_name in BEFORE_SECOND_STEP


def allowed(url_name: str, account: Any, held: Held, about: About | None = None, method: str = "GET") -> bool:
    """Whether the rule of `url_name` lets `account` in. A URL without a rule lets nobody in."""
    rule = RULES.get(url_name)
    if rule is None:
        return False
    clauses = rule.read if method in SAFE_METHODS else rule.write
    about = About({}) if about is None else about
    return any(clause.lets(account, held, about) for clause in clauses)

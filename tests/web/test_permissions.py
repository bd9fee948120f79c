"""Every URL has a rule, and the matrix of who may enter which is this one."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import get_resolver, reverse

from dondoc.web.accounts.models import User
from dondoc.web.accounts.tokens import SCOPES, give_token
from dondoc.web.api.scopes import SCOPES as API_SCOPES
from dondoc.web.audit.models import Entry
from dondoc.web.figures.models import Acceptance, Report, Round
from dondoc.web.figures.rounds import open_round
from dondoc.web.indicators.actions import create, name_also
from dondoc.web.indicators.models import OtherName
from dondoc.web.meetings.models import Meeting
from dondoc.web.organizations.held import Held, held_by
from dondoc.web.organizations.models import Body, Grant
from dondoc.web.organizations.roles import appoint_deputy
from dondoc.web.permissions import RULES, allowed
from dondoc.web.plans import amending, dividing
from dondoc.web.plans.models import Plan, Task
from dondoc.web.publishing import actions as publishing
from dondoc.web.subjects import About
from dondoc.web.urging.models import Letter
from tests.web.test_amending import ADJUSTING
from tests.web.world import ON, World, make_world, planned, received, settle

TODAY = date(2026, 11, 1)
FIRST = date(2026, 1, 1)  # a deputy whose time is over

# Who may read, and who may write, each page that is about the office of the world: letters of WHO.
WHO = {
    "v": "visitor", "n": "none", "a": "administrator", "x": "elsewhere", "e": "editor", "s": "assigner", "l": "leader",
    "i": "inspection", "y": "analyst", "p": "publisher", "u": "auditor", "r": "reporter", "h": "head",
}  # fmt: skip
EVERYONE = "vnaxesliypurh"
ACCOUNTS = "naxesliypurh"
REVIEW = ("es", "es")
PLAN = ("esliyprh", "es")
OFFICE = ("es", "es")
REGISTRY = ("xes", "xes")
DIVISION = ("esliyprh", "esrh")
MATRIX = {
    "account_login": (EVERYONE, EVERYONE),
    "password_by_link": (EVERYONE, EVERYONE),
    "account_inactive": (EVERYONE, EVERYONE),
    "mfa_authenticate": (EVERYONE, EVERYONE),
    "oidc_sign_in": (EVERYONE, EVERYONE),
    "oidc_callback": (EVERYONE, EVERYONE),
    "account_logout": (ACCOUNTS, ACCOUNTS),
    "sign_out_everywhere": (ACCOUNTS, ACCOUNTS),
    "my_account": (ACCOUNTS, ACCOUNTS),
    "account_change_password": (ACCOUNTS, ACCOUNTS),
    "account_reauthenticate": (ACCOUNTS, ACCOUNTS),
    "mfa_reauthenticate": (ACCOUNTS, ACCOUNTS),
    "mfa_index": (ACCOUNTS, ACCOUNTS),
    "mfa_activate_totp": (ACCOUNTS, ACCOUNTS),
    "totp_picture": (ACCOUNTS, ACCOUNTS),
    "mfa_deactivate_totp": (ACCOUNTS, ACCOUNTS),
    "mfa_view_recovery_codes": (ACCOUNTS, ACCOUNTS),
    "mfa_generate_recovery_codes": (ACCOUNTS, ACCOUNTS),
    "oidc_join": (ACCOUNTS, ACCOUNTS),
    "oidc_part": (ACCOUNTS, ACCOUNTS),
    "appoint_deputy": ("ae", "ae"),
    "end_role": ("ae", "ae"),
    "hand_over": ("ae", "ae"),
    "accounts": ("a", "a"),
    "invite_account": ("a", "a"),
    "account": ("a", "a"),
    "password_link": ("a", "a"),
    "change_account": ("a", "a"),
    "give_role": ("a", "a"),
    "give_token": (ACCOUNTS, ACCOUNTS),
    "revoke_token": ("e", "e"),
    "api_openapi": (EVERYONE, EVERYONE),
    "api_plans": ("xesliyprh", "xesliyprh"),
    "api_plan": PLAN,
    "api_import": OFFICE,
    "api_rounds": ("xesliyprh", "xesliyprh"),
    "api_round": ("esliyp", "esliyp"),
    "api_figures": ("xesliyprh", "xesliyprh"),
    "api_figure": ("xesliyprh", "xesliyprh"),
    "healthz": (EVERYONE, EVERYONE),
    "readyz": (EVERYONE, EVERYONE),
    "set_language": (EVERYONE, EVERYONE),
    "first_administrator": (EVERYONE, EVERYONE),
    "today": (ACCOUNTS, ACCOUNTS),
    "search": (ACCOUNTS, ACCOUNTS),
    "design_system": (ACCOUNTS, ACCOUNTS),
    "organizations": (ACCOUNTS, ACCOUNTS),
    "body": (ACCOUNTS, ACCOUNTS),
    "import_bodies": ("a", "a"),
    "import_national": ("a", "a"),
    "calendar": (ACCOUNTS, ACCOUNTS),
    "calendar_year": (ACCOUNTS, ACCOUNTS),
    "add_day": ("a", "a"),
    "remove_day": ("a", "a"),
    "import_days": ("a", "a"),
    "audit": ("au", "au"),
    "audit_entry": ("au", "au"),
    "erase_entry": ("a", "a"),
    "background_tasks": ("a", "a"),
    "retry_task": ("a", "a"),
    "task_progress": (ACCOUNTS, ACCOUNTS),
    "monitoring": ("xesliyp", "xesliyp"),
    "monitored_plan": ("esliyp", "esliyp"),
    "target_chart": ("esliyprh", "esliyprh"),
    "target_chart_place": ("esliyprh", "esliyprh"),
    **dict.fromkeys(("editions", "edition", "export_edition", "compare_editions"), ("esliyp", "es")),
    **dict.fromkeys(("rewrite_paragraph", "renew_edition", "keep_edition"), OFFICE),
    "publications": ("esliyp", "p"),
    **dict.fromkeys(
        ("preview_publication", "publish_items", "withdraw_items", "ask_public", "hold_figure_back"), ("p", "p")
    ),
    **dict.fromkeys(("publish_text", "withdraw_text"), ("p", "p")),
    "agree_public": OFFICE,
    **dict.fromkeys(
        (
            "public_plans",
            "public_data",
            "public_plan",
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
        ),
        (EVERYONE, EVERYONE),
    ),
    "alarms": ("a", "a"),
    "settle_alarm": ("a", "a"),
    "digest": ("xesliyp", "xesliyp"),
    "begin_meeting": ("esl", "esl"),
    "meeting": ("esliyp", "esliyp"),
    "meeting_item": ("esliyp", "esl"),
    "end_meeting": ("esl", "esl"),
    "channels": ("a", "a"),
    "add_channel": ("a", "a"),
    "switch_channel": ("a", "a"),
    "try_channel": ("a", "a"),
    "feeds": ("rh", "rh"),
    "revoke_feed": ("rh", "rh"),
    "feed_calendar": (EVERYONE, EVERYONE),
    "urging": ("xesliyprh", "xesliyprh"),
    "sign_letters": ("s", "s"),
    "drop_letters": ("xes", "xes"),
    "letter": ("esliyprh", "esliyprh"),
    "letter_document": ("esliyprh", "esliyprh"),
    "letter_templates": ("xes", "xes"),
    "letter_template": OFFICE,
    "set_letter_template": OFFICE,
    "edit_letter": OFFICE,
    "sign_letter": ("s", "s"),
    "drop_letter": OFFICE,
    "answer_step": ("rh", "rh"),
    "decide_answer": ("s", "s"),
    "documents": ("xes", "xes"),
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
    "plans": ("xesliyprh", "xesliyprh"),
    "compare": ("xesliyprh", "xesliyprh"),
    "plan": PLAN,
    "plan_document": PLAN,
    "submit_plan": OFFICE,
    "approve_plan": ("s", "s"),
    "return_plan": ("s", "s"),
    "plan_readers": OFFICE,
    "import_figures": OFFICE,
    "carrying_out": ("esliyp", "es"),
    "choose_parent": OFFICE,
    "propose_rows": ("esliyp", "es"),
    "accept_rows": ("esliyp", "es"),
    "accept_row": ("esliyp", "es"),
    "refuse_row": ("esliyp", "es"),
    "add_row": ("esliyp", "es"),
    "reopen_row": ("esliyp", "es"),
    "amendments": OFFICE,
    "amendment": PLAN,
    "alter": OFFICE,
    "take_matches": OFFICE,
    "drop_alteration": OFFICE,
    "discard_amendment": OFFICE,
    "submit_amendment": OFFICE,
    "approve_amendment": ("s", "s"),
    "return_amendment": ("s", "s"),
    "assigning": OFFICE,
    "take_proposals": OFFICE,
    "undo_settled": OFFICE,
    "commitment": PLAN,
    "subtasks": DIVISION,
    "subtask": DIVISION,
    "end_subtask": DIVISION,
    "undo_subtask": DIVISION,
    "report_subtask": ("esrh", "esrh"),
    "board": PLAN,
    "succeeding": ("es", "es"),
    "report_task": ("esrh", "esrh"),
    "ask_extension": ("rh", "rh"),
    "decide_extension": ("es", "es"),
    "undo_told": ("es", "es"),
    "allocating": PLAN,
    "allocating_check": OFFICE,
    "change_sensitivity": OFFICE,
    "decide_sensitivity": OFFICE,
    "settle_aspect": OFFICE,
    "unit": ("xesliyprh", "xesliyprh"),
    "unit_among": ("xesliyprh", "xesliyprh"),
    "reports": ("xesliyprh", "xesliyprh"),
    "open_round": ("xes", "xes"),
    "round": ("esliyp", "esliyp"),
    "accept_reports": OFFICE,
    "renew_round": OFFICE,
    "close_round": OFFICE,
    "reopen_round": OFFICE,
    "set_way": OFFICE,
    "set_whole": OFFICE,
    "report": ("esliyprh", "esliyprh"),
    "save_rows": ("rh", "rh"),
    "save_narrative": ("rh", "rh"),
    "submit_report": ("rh", "rh"),
    "approve_report": ("h", "h"),
    "accept_report": OFFICE,
    "return_report": ("esh", "esh"),
    "reopen_report": OFFICE,
    "custody": ("x", "x"),
    "accept_custody": ("x", "x"),
    "return_custody": ("x", "x"),
    "attach_evidence": ("rh", "rh"),
    "open_evidence": ("esliyprh", "esliyprh"),
    "erase_evidence": ("esrh", "esrh"),
    "report_workbook": ("rh", "rh"),
    "read_report": ("rh", "rh"),
    "marked_workbook": ("rh", "rh"),
    "figure": ("xesliyprh", "xesliyprh"),
    "indicators": (ACCOUNTS, ACCOUNTS),
    "indicator": (ACCOUNTS, ACCOUNTS),
    "export_indicators": (ACCOUNTS, ACCOUNTS),
    "create_indicator": REGISTRY,
    "similar_indicators": REGISTRY,
    "import_indicators": REGISTRY,
    "import_first_indicators": REGISTRY,
    "change_indicator": REGISTRY,
    "follow_indicator": REGISTRY,
    "define_indicator": REGISTRY,
    "name_indicator": REGISTRY,
    "forget_name": REGISTRY,
    "assign_custodian": REGISTRY,
    "end_indicator": REGISTRY,
    "resume_indicator": REGISTRY,
}
ARGUMENTS = {
    "body": {"key": "vptu"}, "unit": {"key": "stc"}, "letter_template": {"key": "vptu"},
    "set_letter_template": {"key": "vptu"}, "calendar_year": {"year": 2026},
    "remove_day": {"day": "2026-01-01"},
    "first_administrator": {"secret": "x"}, "feed_calendar": {"secret": "x"},
    "public_plan": {"key": "0a"}, "public_data": {"key": "0a", "form": "json"},
    "public_api_plan": {"key": "0a"}, "public_api_target": {"key": "0a"},
    "public_target": {"key": "0a"}, "public_task": {"key": "0a"}, "public_chart": {"key": "0a"},
    "public_api_task": {"key": "0a"}, "public_document": {"key": "0a"}, "public_api_document": {"key": "0a"},
    "public_file": {"key": "0a", "form": "docx"},
    "begin_meeting": {"key": "vptu"}, "password_by_link": {"secret": "x"},
}  # fmt: skip
ARGUMENTS |= {name: {"task_id": "0a0a0a0a-0000-4000-8000-000000000000"} for name in ("retry_task", "task_progress")}
ARGUMENTS |= {name: {"pk": 0} for name in ("account", "password_link", "change_account", "give_role")}


def _arguments(name: str, world: World) -> dict[str, Any]:
    """The parameters of the page `name`, each that of a thing of the world."""
    if name in ARGUMENTS:
        return ARGUMENTS[name]
    editor = world.accounts["editor"]
    own = {
        "hand_over": editor.pk,
        "appoint_deputy": editor.grants.get().pk,
        "end_role": Grant.objects.get(deputy_for__account=editor).pk,
        "revoke_token": editor.tokens.get(name="thử").pk,
    }
    if name in own:
        return {"pk": own[name]}
    known = {
        "document": world.document.pk, "item": world.document.items.first().pk, "doubt": 1, "plan": world.plan.pk,
        "commitment": world.target.pk, "aspect": "lead", "amendment": world.plan.amendments.get().pk,
        "key": "thu", "name": OtherName.objects.get().pk, "evidence": 1, "alarm": 1, "figure": 1,
        "entry": Entry.objects.first().pk,
        "letter": Letter.objects.get().pk, "step": 1, "channel": 1, "feed": 1,
        "meeting": Meeting.objects.get().pk, "place": 1,
        "edition": world.plan.editions.get().pk, "other": world.plan.editions.get().pk, "form": "docx",
        "reporting_round": Round.objects.get().pk, "report": Report.objects.get(body__key="stc").pk,
    }  # fmt: skip
    if "subtask" in name:
        part = Task.objects.get(subtask_of__isnull=False)
        known |= {"commitment": part.subtask_of_id, "subtask": part.pk}
    pattern = next(each for each in get_resolver().url_patterns if each.name == name)
    return {parameter: known[parameter] for parameter in pattern.pattern.converters}


@pytest.fixture
def world(administrator: User) -> World:
    made = make_world(administrator)
    editor = made.accounts["editor"]
    above = planned(editor, received(editor, made.office, ADJUSTING))
    Plan.objects.filter(pk=made.plan.pk).update(parent=above)
    held, none = editor.grants.get(), made.accounts["none"]
    appoint_deputy(by=editor, held=held, account=none, valid_from=FIRST, valid_to=FIRST)
    amending.draft(by=editor, plan=made.plan, on=ON, decision="Nghị quyết sửa đổi")
    counted = {"name": "Thu ngân sách", "unit": "tỷ đồng", "measure": "flow", "over_time": "sum", "over_bodies": "sum"}
    name_also(by=editor, indicator=create(by=editor, key="thu", fields=counted), name="Thu NSNN")
    task = made.plan.commitments.get(code="N01").task
    settle(editor, task, "lead", made.department.pk)
    given = {"name": "Lập dự toán thu", "lead": made.department.pk, "support": [], "deadline": "2023-10-31"}
    dividing.divide(by=editor, task=task, given=given, on=ON, bodies=Body.objects.all())
    open_round(by=editor, office=made.office, period="2023-H2")
    report = Report.objects.get(body=made.department)
    Acceptance.objects.create(report=report, custodian=made.other_office)
    Meeting.objects.create(office=made.office, held_on=FIRST, begun_by=editor)
    Letter.objects.create(office=made.office, body=made.department, step="note", drafted_on=FIRST)
    give_token(by=editor, name="thử", scopes=SCOPES, days=1)
    publishing.make(by=editor, plan=made.plan, as_of=ON, known_at=ON)
    return made


def _url_names() -> set[str]:
    return {pattern.name for pattern in get_resolver().url_patterns}


def test_every_url_has_a_rule_and_every_rule_a_url() -> None:
    """A new page without a rule in permissions.py fails here, and is shut to everyone until it has one."""
    assert set(RULES) == _url_names()
    assert not allowed("a_page_without_a_rule", User(is_administrator=True), Held(date(2026, 1, 1), {}))


def test_no_url_is_without_a_name_or_included() -> None:
    """The rules go by name: a pattern without one, or a list of patterns of another package, would escape them."""
    assert all(getattr(pattern, "name", None) for pattern in get_resolver().url_patterns)


def test_who_may_enter(world: World) -> None:
    """Every role against every page, to read and to write; the administrator has no content, another office nothing."""
    people = {"visitor": AnonymousUser(), "administrator": world.administrator, **world.accounts}
    found = {}
    for name in RULES:
        arguments = About(_arguments(name, world))
        letters = [
            "".join(
                letter
                for letter, who in WHO.items()
                if allowed(name, people[who], held_by(people[who], TODAY), arguments, method)
            )
            for method in ("GET", "POST")
        ]
        found[name] = tuple(letters)
    assert found == {name: tuple(_sorted(letters) for letters in both) for name, both in MATRIX.items()}


def test_every_operation_of_the_api_asks_for_a_scope() -> None:
    """Or is open on purpose; and a page of the site is none of them."""
    named = {name for name in _url_names() if name.startswith("api_")}
    assert named == set(API_SCOPES)
    asked = {name: set(methods.values()) for name, methods in API_SCOPES.items()}
    assert all(scopes <= set(SCOPES) for name, scopes in asked.items() if name != "api_openapi")


def _sorted(letters: str) -> str:
    return "".join(letter for letter in WHO if letter in letters)


@pytest.mark.parametrize("who", sorted({*WHO.values()} - {"visitor"}))
def test_the_pages_answer_as_the_matrix_says(world: World, who: str) -> None:
    """Asked by a browser: 403 exactly where the matrix has no letter, and never an error."""
    client = Client()
    client.force_login(world.administrator if who == "administrator" else world.accounts[who])
    letter = next(letter for letter, each in WHO.items() if each == who)
    account = world.administrator if who == "administrator" else world.accounts[who]
    program = Client(headers={"Authorization": f"Bearer {give_token(by=account, name='x', scopes=SCOPES, days=1)[1]}"})
    for name, (readers, _writers) in MATRIX.items():
        if name in ("account_logout", "readyz"):  # the one ends the visit, the other tells that no worker is there
            continue
        asking = program if name in API_SCOPES else client
        methods = API_SCOPES.get(name, {"GET": ""})
        ask = asking.get if "GET" in methods else partial(asking.post, content_type="application/json")
        status = ask(reverse(name, kwargs=_arguments(name, world))).status_code
        assert (status == 403) is (letter not in readers), (name, status)
        assert status < 500, name


SHUT_TO_VISITORS = sorted(
    name for name, (readers, _writers) in MATRIX.items() if "v" not in readers and name not in API_SCOPES
)


@pytest.mark.parametrize("name", SHUT_TO_VISITORS)
def test_a_visitor_is_led_to_sign_in(client: Client, db: None, name: str) -> None:
    """And comes back to where he wanted to go; what is not there looks the same."""
    pattern = next(each for each in get_resolver().url_patterns if each.name == name)
    anything = {parameter: "lead" if parameter == "aspect" else 1 for parameter in pattern.pattern.converters}
    address = reverse(name, kwargs=ARGUMENTS.get(name) or anything)
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/dang-nhap?next={address}"


def test_an_account_without_the_right_gets_403_in_vietnamese(visiting: Client) -> None:
    """The page says what is missing and whom to ask."""
    for response in (visiting.get("/co-quan/nap"), visiting.post("/co-quan/nap")):
        assert response.status_code == 403
        assert "Bạn không có quyền mở trang này" in response.content.decode()


def test_an_account_that_was_closed_is_out_at_once(visiting: Client, reader: User) -> None:
    """Also with a session that has not ended."""
    reader.is_active = False
    reader.save()
    assert visiting.get("/").status_code == 302

"""The demo: filled through the actions of the site, by the accounts whose work each step is."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typer.main import get_command

from dondoc.cli.commands import program
from dondoc.evaluating.verdicts import Status
from dondoc.web import serving
from dondoc.web.audit.models import Entry
from dondoc.web.demo import Filled, fill
from dondoc.web.figures.models import Round, Version
from dondoc.web.figures.standing import standings
from dondoc.web.indicators.models import Indicator
from dondoc.web.plans.assigning import offices_on, rows_of
from dondoc.web.plans.models import Plan, Target
from dondoc.web.public.models import Page
from dondoc.web.publishing.models import Publication
from dondoc.web.refusals import SettingsError

RESOLUTION = Path(__file__).parents[2] / "examples/kon-tum-2023-h2/source.md"


@pytest.fixture
def filled(db: Any) -> Filled:
    return fill(RESOLUTION)


def test_the_resolution_becomes_an_approved_plan(filled: Filled) -> None:
    """All 53 targets and 49 tasks, approved by another person, led by bodies of 2023."""
    plan = Plan.objects.get(pk=filled.plan)
    assert plan.state == "approved"
    assert [plan.commitments.filter(kind=kind).count() for kind in ("target", "task")] == [53, 49]
    by = dict(Entry.objects.filter(action__in=("plans.make", "plans.approve")).values_list("action", "by__username"))
    assert by == {"plans.make": "bientap", "plans.approve": "pheduyet"}
    of_the_day = set(offices_on(plan.in_force_from))
    for row in rows_of(plan.commitments.values_list("pk", flat=True), plan.in_force_from):
        assert row.lead is None or row.lead in of_the_day, row


def test_targets_of_the_same_name_are_linked(filled: Filled) -> None:
    """To the first list of the registry, brought by the editor; a similar name alone is left for a person."""
    assert Indicator.objects.count() == 53
    assert Entry.objects.get(action="indicators.import").by.username == "bientap"
    linked = Target.objects.filter(plan=filled.plan).exclude(indicator=None)
    assert linked.count() == linked.values("indicator").distinct().count() == 43
    open_ones = Target.objects.filter(plan=filled.plan, indicator=None).values_list("pk", flat=True)
    proposed = [row.indicators for row in rows_of(open_ones, Plan.objects.get(pk=filled.plan).in_force_from)]
    assert all(found and not found[0].is_named for found in proposed)


def test_defence_security_and_the_party_are_restricted(filled: Filled) -> None:
    """Sections 1.3 and 1.4, whose headings run into their only paragraph, and the tasks on defence and inspection."""
    made = Plan.objects.get(pk=filled.plan).commitments
    of_sections = made.filter(kind="target", section__in=("II.1.3", "II.1.4"))
    assert of_sections.count() == 8
    assert set(made.filter(section="II.1.3").values_list("heading", flat=True)) == {"Về quốc phòng, an ninh"}
    codes = [f"N{number}" for number in (28, 29, 30, 42, 43, 44, 45, 46)]
    assert not of_sections.exclude(sensitivity="restricted").exists()
    assert set(made.filter(code__in=codes).values_list("sensitivity", flat=True)) == {"restricted"}


def test_each_account_signs_in_and_sees_its_work(filled: Filled) -> None:
    """With the password that is told; a folder in use is not filled again."""
    for account in filled.accounts:
        client = Client()
        assert client.post("/dang-nhap", {"login": account.username, "password": filled.password}).status_code == 302
        assert client.get("/").status_code == 200, account.username
    with pytest.raises(SettingsError):
        fill(RESOLUTION)


def test_the_demo_is_for_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """It listens on the loopback address; no option says otherwise."""
    asked: list[Any] = []
    monkeypatch.setattr(serving, "serve", lambda *arguments: asked.append(arguments))
    serving.demo(Path("data"), 8000, RESOLUTION, print)
    assert asked[0][1] == "127.0.0.1"
    options = {option.name for option in get_command(program("vi")).commands["demo"].params}
    assert options and "host" not in options


def test_every_account_is_marked_as_an_illustration() -> None:
    """Nobody takes them for the accounts of the office."""
    rows = tomllib.loads((files("dondoc.web.demo") / "accounts.toml").read_text("utf-8"))
    assert all(row["name"].endswith("(minh họa)") for row in rows.values())


def test_a_round_is_open_and_the_published_figures_are_in(filled: Filled) -> None:
    """Of the province, each with the source that published it; reporters find their reports."""
    round_ = Round.objects.get()
    assert (round_.period, round_.whole.kind) == ("2023-H2", "province")
    assert "stc" in round_.reports.values_list("body__key", flat=True)
    versions = Version.objects.current().select_related("figure__body")
    assert versions.count() == 12
    assert all(each.figure.source and each.backfilled and each.figure.body == round_.whole for each in versions)
    revenue = versions.filter(figure__indicator__targets__code="T02").with_value()
    assert revenue.exists()
    targets = list(Target.objects.select_related("plan__office", "indicator").filter(plan=filled.plan))
    found = standings(targets, as_of=date(2024, 3, 1))
    told = [verdicts[0].status for verdicts in found.values() if verdicts]
    assert sum(status is not Status.NO_DATA for status in told) >= 2
    client = Client()
    client.post("/dang-nhap", {"login": "taichinh", "password": filled.password})
    assert "Báo cáo cần nhập" in client.get("/").content.decode()


def test_another_document_opens_its_round_without_figures(db: Any, tmp_path: Path) -> None:
    """What was published of one resolution says nothing of another."""
    alone = tmp_path / "source.md"
    alone.write_bytes(RESOLUTION.read_bytes())
    fill(alone)
    assert Round.objects.count() == 1 and not Version.objects.exists()


def test_the_public_part_is_published_and_the_rest_is_not(filled: Filled) -> None:
    """Everybody reads the targets on the economy, society and environment; nothing of 1.3 and 1.4, nothing else."""
    targets = Target.objects.filter(plan=filled.plan)
    of_items = Publication.objects.live().of_items()
    live, tasks = (
        set(of_items.filter(commitment__kind=kind).values_list("commitment__code", flat=True))
        for kind in ("target", "task")
    )
    restricted = Plan.objects.get(pk=filled.plan).commitments.filter(sensitivity="restricted", kind="task")
    assert len(tasks) >= 20 and not tasks & set(restricted.values_list("code", flat=True))
    kept = {each.code for each in targets if each.section.startswith(("II.1.3", "II.1.4"))}
    assert len(live) >= 35
    assert kept and not live & kept
    client = Client()
    plan = client.get("/cong-khai").content.decode()
    key = Page.objects.plans().get().key
    assert key in plan
    shown = client.get(f"/cong-khai/ke-hoach/{key}").content.decode()
    assert f"{len(live)} chỉ tiêu đã công khai" in shown and f"{len(tasks)} nhiệm vụ đã công khai" in shown
    shown += client.get(f"/cong-khai/ke-hoach/{key}?page=2").content.decode()
    assert "Thu ngân sách nhà nước" in shown
    assert "4.200 tỷ đồng" not in shown  # of the whole year: no result where the verdict of the half has no data
    for inside in ("đảng viên", "tội phạm", "tố giác"):
        assert inside not in shown
    assert client.get("/robots.txt").content.decode().split()[-2:] == ["Disallow:", "/"]

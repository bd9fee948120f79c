"""Migrations go back as far as there are any, and the data of every release is brought up to date."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dondoc.web.backing_up import restore
from dondoc.web.environment import environment
from tests.web.postgresql import DATABASES, DEADLINE, create_database
from tests.web.prepared import database_with_tables, make_folder

RELEASES = Path(__file__).with_name("releases")
VERSIONS = sorted({path.name.rpartition("-")[0] for path in RELEASES.glob("*.tar.xz")})
OURS = (
    "accounts", "audit", "calendar", "channels", "figures", "indicators", "jobs", "meetings", "monitoring",
    "organizations", "plans", "public", "publishing", "resolutions", "urging",
)  # fmt: skip
FOUND = """
import json, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.audit.sealing import seal_entries, verify_chain
from dondoc.web.plans.models import Plan
client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.get(username="bientap"))
plan = Plan.objects.get()
pages = ["/", "/van-ban", "/ke-hoach", f"/ke-hoach/{plan.pk}", f"/ke-hoach/{plan.pk}/phan-cong", "/danh-muc-chi-tieu"]
kinds = sorted(plan.commitments.values_list("kind", flat=True))
print(json.dumps({
    "state": plan.state,
    "kinds": [kinds.count("target"), kinds.count("task")],
    "approved_by": plan.approved_by.username,
    "led": plan.commitments.filter(responsibilities__part="lead").distinct().count() > 50,
    "entries": Entry.objects.filter(action="plans.approve").count(),
    "sealed": [seal_entries() == Entry.objects.count(), len(verify_chain().problems)],
    "answers": [client.get(page).status_code for page in pages],
}))
"""

BACK_AND_FORWARD = """
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
def count_ours():
    ours = {{model._meta.db_table for app in {apps} for model in apps.get_app_config(app).get_models()}}
    print(len(ours & set(connection.introspection.table_names())))
call_command("migrate", check_unapplied=True, verbosity=0)
count_ours()
MigrationExecutor(connection).migrate([(app, None) for app in {apps}])
count_ours()
call_command("migrate", verbosity=0)
count_ours()
call_command("migrate", check_unapplied=True, verbosity=0)
"""


class Place:
    """A data folder or a database of its own, and the programs that work on it."""

    def __init__(self, data: Path, address: str) -> None:
        data.mkdir(exist_ok=True)
        self.variables = {"DONDOC_DATA": str(data), "DATABASE_URL": address}

    def python(self, *arguments: str) -> str:
        settings = os.environ | self.variables | {"DJANGO_SETTINGS_MODULE": "dondoc.web.settings"}
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=DEADLINE)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Place]:
    """place("name"): a new one on the database of the test, empty or with all tables."""

    def made(name: str, *, tables: bool = False) -> Place:
        if request.param == "sqlite":
            if tables:
                make_folder(tmp_path / name)
            return Place(tmp_path / name, "")
        make = database_with_tables if tables else create_database
        return Place(tmp_path / name, make(request.getfixturevalue("postgresql_server"), name))

    made.kind = request.param  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize("place", DATABASES, indirect=True)
def test_migrations_go_back_and_forward_again(place: Callable[..., Place]) -> None:
    """To a database without a table of ours and up again, with nothing left to migrate."""
    back = place("back", tables=True)
    ours = [int(number) for number in back.python("-c", BACK_AND_FORWARD.format(apps=OURS)).split()]
    assert ours[0] == ours[2] > len(OURS)
    assert ours[1] == 0


def test_there_is_a_release_to_upgrade_from() -> None:
    """Each is kept for both databases."""
    assert VERSIONS
    assert all((RELEASES / f"{each}-{kind}.tar.xz").is_file() for each in VERSIONS for kind in ("sqlite", "postgresql"))


@pytest.mark.parametrize("version", VERSIONS)
def test_data_of_a_release_is_brought_up_to_date(version: str, place: Callable[..., Place], tmp_path: Path) -> None:
    """Its backup comes back, is migrated, and the plan, its history and the pages are there."""
    kind = place.kind  # type: ignore[attr-defined]
    with tarfile.open(RELEASES / f"{version}-{kind}.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    upgraded = place("upgraded")
    restore(environment(upgraded.variables), tmp_path / "backup", replace=False)
    found = json.loads(upgraded.python("-c", FOUND).splitlines()[-1])
    assert found == {
        "state": "approved", "kinds": [53, 49], "approved_by": "pheduyet", "led": True, "entries": 1,
        "sealed": [True, 0], "answers": [200] * 6,
    }  # fmt: skip

"""The same tests on PostgreSQL, where Debian's server is installed; a backup of it comes back too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dondoc.web.backing_up import back_up, restore
from dondoc.web.environment import environment
from dondoc.web.refusals import BackupError
from tests.web.postgresql import DEADLINE, create_database
from tests.web.prepared import database_with_tables, template

# Of the sign-in by a provider, what stands on constraints of the database; the rest asks the provider.
OIDC = (
    "test_joined_once_it_signs_in",
    "test_nothing_but_the_subject_is_kept",
    "test_an_identity_is_of_one_account_and_an_account_of_one_identity",
    "test_a_closed_account_stays_out",
)


# What stands on the database itself: constraints, triggers, locks, folded search, order of keys, staging of imports.
ON_BOTH = (
    *("fields", "organizations", "importing", "roles", "jobs", "listing", "plans", "way", "amending", "figures"),
    *("rounds", "audit", "audit_pages", "audit_checking", "importing_figures", "importing_parts", "monitoring"),
    *("monitoring_pages", "publications", "urging", "handing_over"),
)
# Pages above the same queries: `make soak` asks them too.
IN_SOAK = (
    *("national_units", "pages", "permissions", "signing_in", "accounts", "calendar", "documents", "review"),
    *("likeness", "carrying_out", "past_plans", "dividing", "report_pages", "report_workbook", "public_leaks"),
    *("public_documents", "unit_page", "indicator_pages", "linking_indicators", "custodians", "progress_of_parts"),
    *("comparing", "sign_in_policy", "demo_accounts", "channels", "meetings"),
)


def _python(*arguments: object, database: str, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"DATABASE_URL": database, "DONDOC_DATA": str(data), **more}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=DEADLINE)


def test_the_site_behaves_the_same_on_postgresql(postgresql_server: str, tmp_path: Path) -> None:
    """Constraints, locks, folded search, imports, background work: the same behaviour, the same number of queries."""
    names = ON_BOTH if "DONDOC_ALL_ON_POSTGRESQL" not in os.environ else (*ON_BOTH, *IN_SOAK)
    here = Path(__file__)
    files = [str(here.with_name(f"test_{name}.py")) for name in names]
    files += [f"{here.with_name('test_oidc.py')}::{name}" for name in OIDC]
    # What serves a folder of its own does so on SQLite; the browser's tests do on both.
    served = here.with_name("test_demo_accounts.py").relative_to(Path.cwd())
    options = ["-p", "no:cacheprovider", "-q", f"--deselect={served}::test_the_folder_of_a_demo_served_to_others"]
    done = _python(
        "-m", "pytest", *options, *files, database=f"{postgresql_server}/dondoc", data=tmp_path,
        DONDOC_TESTS_TEMPLATE=template(postgresql_server),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]


def test_a_backup_of_postgresql_comes_back(postgresql_server: str, tmp_path: Path) -> None:
    """Into an empty database without more ado; over what is there only when asked to."""
    django = ("-m", "django")
    database_with_tables(postgresql_server, "one")
    create_database(postgresql_server, "two")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dondoc.web.settings")
    one, two = (
        environment({"DONDOC_DATA": str(tmp_path), "DATABASE_URL": f"{postgresql_server}/{name}"})
        for name in ("one", "two")
    )
    back_up(one, tmp_path / "copy")
    restore(two, tmp_path / "copy", replace=False)
    done = _python(*django, "migrate", "--check", database=f"{postgresql_server}/two", data=tmp_path)
    assert done.returncode == 0, done.stderr
    with pytest.raises(BackupError):
        restore(two, tmp_path / "copy", replace=False)
    restore(two, tmp_path / "copy", replace=True)


def test_a_backup_goes_back_to_its_own_kind_of_database(postgresql_server: str, tmp_path: Path) -> None:
    """A dump of PostgreSQL is no SQLite file."""
    read = environment({"DONDOC_DATA": str(tmp_path), "DATABASE_URL": f"{postgresql_server}/postgres"})
    back_up(read, tmp_path / "copy")
    with pytest.raises(BackupError, match="loại cơ sở dữ liệu khác"):
        restore(environment({"DONDOC_DATA": str(tmp_path)}), tmp_path / "copy", replace=False)

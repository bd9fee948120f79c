"""`kill -9` of `dondoc serve` while people work on it: what it acknowledged is kept, nothing by halves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.prepared import database_with_tables

ROOT = Path(__file__).parents[2]
# Of each database; `make soak` sets more.
KILLS = int(os.environ.get("DONDOC_KILLS", "10"))
DEADLINE = 300 + 20 * KILLS  # seconds; only a defect reaches it


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_that_the_site_acknowledged_is_lost(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Saves, imports, submissions, approvals and acceptances over HTTP, sealing by the worker; whatever is killed."""
    address = ""
    if kind == "postgresql":
        address = database_with_tables(request.getfixturevalue("postgresql_server"), "kill_serve")
    given = {"DONDOC_DATA": str(tmp_path / "site"), "DATABASE_URL": address, "PYTHONPATH": str(ROOT)}
    settings = os.environ | given | {"DJANGO_SETTINGS_MODULE": "dondoc.web.settings"}
    command = [sys.executable, "-m", "tests.web.kill_serve", str(KILLS)]
    done = subprocess.run(command, env=settings, cwd=ROOT, capture_output=True, text=True, timeout=DEADLINE)
    assert done.returncode == 0, done.stderr[-4000:]
    print(kind, "dondoc serve", done.stdout, end="")
    found = json.loads(done.stdout)
    assert (found["wrong"], found["unsealed"], found["faults_of_the_chain"]) == ([], 0, 0)
    assert sum(found["kills"].values()) >= KILLS
    assert min(found["acknowledged"][kind] for kind in ("save", "import")) > 0
    assert found["sealed_by_the_worker"] > 0

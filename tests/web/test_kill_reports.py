"""`kill -9` in the middle of saves, submissions, approvals, acceptances and sealing: nothing that was told is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.prepared import database_with_tables, make_folder

ROOT = Path(__file__).parents[2]
# `make soak` sets more.
KILLS = int(os.environ.get("DONDOC_KILLS", "20"))
DEADLINE = 120 + 10 * KILLS  # seconds; only a defect reaches it


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_told_is_lost_and_nothing_is_kept_by_halves(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """After each kill the report, its cells, the versions and their entries agree, and the chain holds at the end."""
    address = ""
    if kind == "sqlite":
        make_folder(tmp_path)
    else:
        address = database_with_tables(request.getfixturevalue("postgresql_server"), "kill_reports")
    variables = {"DONDOC_DATA": str(tmp_path), "DATABASE_URL": address, "PYTHONPATH": str(ROOT)}
    settings = os.environ | variables | {"DJANGO_SETTINGS_MODULE": "dondoc.web.settings"}
    command = [sys.executable, "-m", "tests.web.kill_reports", str(KILLS)]
    done = subprocess.run(command, env=settings, cwd=ROOT, capture_output=True, text=True, timeout=DEADLINE)
    assert done.returncode == 0, done.stderr[-4000:]
    print(kind, done.stdout, end="")
    found = json.loads(done.stdout)
    assert (found["wrong"], found["unsealed"], found["faults_of_the_chain"]) == ([], 0, 0)
    assert found["kills"] == KILLS and found["steps"] > KILLS
    assert set(found["kinds"]) == {"save", "draft", "submitted", "approved", "accepted"}

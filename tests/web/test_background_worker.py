"""Real workers, killed in the middle of their tasks: every task is done, and has its effect once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.web.prepared import database_with_tables, make_folder

ROOT = Path(__file__).parents[2]
# `make soak` sets more.
KILLS = int(os.environ.get("DONDOC_KILLS", "20"))
DEADLINE = 120 + 20 * KILLS  # seconds; only a defect reaches it


@pytest.fixture(scope="module")
def told(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What came of the killing on each database; both at the same time, for most of it is waiting for new workers."""
    databases = {"sqlite": "", "postgresql": database_with_tables(postgresql_server, "killing")}
    folders = {kind: tmp_path_factory.mktemp(kind) for kind in databases}
    make_folder(folders["sqlite"])
    begun = {kind: _killing(databases[kind], folders[kind]) for kind in databases}
    try:
        said = {kind: process.communicate(timeout=DEADLINE)[0] for kind, process in begun.items()}
    finally:
        for process in begun.values():
            process.kill()
    for kind in databases:
        print(kind, said[kind], end="")
        assert begun[kind].returncode == 0, (folders[kind] / "log").read_text()[-4000:]
    return {kind: json.loads(said[kind]) for kind in databases}


def _killing(address: str, data: Path) -> subprocess.Popen[str]:
    variables = os.environ | {
        "DONDOC_DATA": str(data),
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "dondoc.web.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.web.killing", str(KILLS)]
    # Into a file: a pipe that nobody reads yet would fill, and hold up the workers that log into it.
    with (data / "log").open("w") as log:
        return subprocess.Popen(command, env=variables, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_task_is_done_once_however_often_its_worker_is_killed(kind: str, told: Mapping[str, Any]) -> None:
    """`kill -9` at random moments within tasks: none is lost, none fails, and each of their steps was made once."""
    found = told[kind]
    assert found["attempts_lost"] >= KILLS
    assert (found["done"], found["failures"], found["told_to_the_end"]) == (found["tasks"], 0, found["tasks"])
    assert found["bodies"] == found["entries"] == found["bodies_wanted"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_file_is_taken_in_by_halves(kind: str, told: Mapping[str, Any]) -> None:
    """Looked at after each kill: of a file there are all figures or none; in the end all, each with one entry."""
    found = told[kind]
    assert found["half_files"] == []
    assert found["files_taken_in"] == found["files"] == found["imports_recorded"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_chain_holds_however_often_its_sealer_is_killed(kind: str, told: Mapping[str, Any]) -> None:
    """Sealing is one of the tasks that are killed; every head that it noted is in the chain at the end."""
    found = told[kind]
    assert found["sealed_before_the_end"] > 0
    assert (found["unsealed"], found["faults_of_the_chain"]) == (0, 0)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_processes_never_run_a_recurring_job_twice(kind: str, told: Mapping[str, Any]) -> None:
    """Both looked for due jobs at the same moments, day after day."""
    found = told[kind]
    assert found["ends"] == [0, 0]
    assert found["occurrences"] == found["enqueued"] == found["distinct"] == found["days"]

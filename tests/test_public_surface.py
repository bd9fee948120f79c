"""The front door: what `dondoc` offers, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import dondoc

PUBLIC = [
    "Assignment",
    "Basis",
    "Citation",
    "Comparison",
    "Deadline",
    "Direction",
    "Document",
    "DondocError",
    "Evaluation",
    "Figure",
    "FigureFile",
    "Finding",
    "Header",
    "InterchangeError",
    "Language",
    "Limits",
    "Measure",
    "Nature",
    "On",
    "Period",
    "PlanValue",
    "PlannedFlow",
    "Qualifier",
    "ReadError",
    "Reason",
    "Resolution",
    "SecretDocumentError",
    "Settings",
    "Severity",
    "Shortcoming",
    "SourceFile",
    "Stage",
    "Status",
    "Target",
    "Task",
    "Terms",
    "Verdict",
    "__version__",
    "check",
    "evaluate",
    "extract",
    "from_json",
    "planned_flows",
    "read",
    "read_figures",
    "sentence",
    "to_json",
    "verdicts_to_json",
]

# Ray has a lock of its own: it takes longer to install than all the rest.
LOCKS = [Path(__file__).parents[1] / f"requirements{part}.lock" for part in ("", "-cluster")]


def test_the_public_names_are_these() -> None:
    """A name is added or taken away on purpose, with a line in the changelog, never by accident."""
    assert dondoc.__all__ == PUBLIC
    for name in PUBLIC:
        assert hasattr(dondoc, name)


def test_public_types_say_what_they_are() -> None:
    """Every public class and function has a docstring."""
    for name in PUBLIC:
        if callable(getattr(dondoc, name)) and name != "Language":
            assert getattr(dondoc, name).__doc__, name


def test_who_reads_loads_no_rules() -> None:
    """A process that reads one document waits neither for the rules of extracting and checking nor for Polars."""
    asked = "import sys, dondoc.reading.child; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "dondoc.reading.child" in loaded
    assert not {"dondoc.extracting", "dondoc.checking", "dondoc.evaluating", "polars"} & set(loaded)


def test_the_error_tree_has_one_root() -> None:
    """Whoever catches DondocError catches every error the library raises on purpose."""
    for error in (dondoc.ReadError, dondoc.SecretDocumentError, dondoc.InterchangeError):
        assert issubclass(error, dondoc.DondocError)
    assert issubclass(dondoc.SecretDocumentError, dondoc.ReadError)


def test_the_lock_holds_no_address() -> None:
    """The locks name packages, versions and hashes: no index, no folder of a machine, nothing unhashed."""
    lock = "".join(path.read_text(encoding="utf-8") for path in LOCKS)
    for forbidden in ("://", "/opt/", "--index", "--extra-index", "--find-links", "file:", " @ "):
        assert forbidden not in lock
    assert all("--hash=sha256:" in block for block in lock.replace("\\\n", " ").splitlines() if "==" in block)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    """Every package of pyproject.toml, in every extra, is in a lock."""
    root = Path(__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    lock = "\n".join(path.read_text(encoding="utf-8") for path in LOCKS).lower()
    for package in asked:
        name = package.partition(">")[0].partition("=")[0].partition("[")[0].lower()
        assert f"\n{name}==" in f"\n{lock}", name

"""The cases: real documents with what a careful reader finds in them, in tests/cases and, where present, ../shared."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "tests" / "cases"
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "tools" / "score.py"


@dataclass(frozen=True, slots=True)
class Case:
    """One file of one case. `is_ours`: its text may stand in this repository."""

    name: str
    source: Path
    expected: Path
    is_ours: bool

    def __str__(self) -> str:
        return f"{self.name}/{self.source.name}"


def scorer() -> ModuleType:
    """The scorer that stands beside the project, loaded by its path."""
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases() -> tuple[Case, ...]:
    """Every source of every case by name; a case that stands in both places is taken from tests/cases."""
    folders = {folder.name: folder for place in (SHARED / "cases", OWN) for folder in place.glob("*/")}
    return tuple(
        Case(name, source, folders[name] / "expected.json", folders[name].parent == OWN)
        for name in sorted(folders)
        for source in sorted(folders[name].glob("source.*"))
    )

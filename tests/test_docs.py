"""The documentation cannot drift from the program."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dondoc import evaluate, extract, read, read_figures, to_json, verdicts_to_json
from dondoc.evaluating.settings import DEFAULT
from dondoc.findings import codes
from resolutions import sample
from tools.docs import DOCS, PAGES, help_text, regenerated

ROOT = Path(__file__).parents[1]


def test_every_decision_has_a_number_of_its_own() -> None:
    """That of its file, without a gap, and of its title."""
    records = sorted((DOCS / "adr").glob("0*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for number, path in enumerate(records, 1):
        assert path.read_text(encoding="utf-8").startswith(f"# {number}. "), path.name


@pytest.mark.parametrize("page", PAGES)
def test_generated_pages_are_fresh(page: str) -> None:
    """The help and the list of codes in docs/ are what the program says now; `make docs` writes them."""
    text = (DOCS / page).read_text(encoding="utf-8")
    assert regenerated(text) == text, "run: make docs"


@pytest.mark.parametrize(
    "command",
    [
        "read",
        "bulk",
        "compare",
        "check",
        "rules",
        "evaluate",
        "review",
        "export",
        "codes",
        "serve",
        "backup",
        "restore",
    ],
)
def test_every_command_has_help_in_both_languages(command: str) -> None:
    """The help is there, and the two languages differ."""
    assert len(help_text("vi", command)) > 100
    assert help_text("vi", command) != help_text("en", command)


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            if key != "values":
                yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def test_every_json_key_is_described() -> None:
    """docs/json.md has a line for every key that to_json writes, and for no other."""
    described = set(re.findall(r"^\| `(\w+)` \|", (DOCS / "json.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert described == set(_keys(json.loads(to_json(sample()))))


def test_every_key_of_verdicts_is_described() -> None:
    """docs/evaluate.md has a line for every key of dondoc.verdicts/1, and for no other."""
    page = (DOCS / "evaluate.md").read_text(encoding="utf-8").partition("\n## JSON")[2].partition("\n## ")[0]
    example = ROOT / "examples" / "kon-tum-2023-h2"
    told = read_figures((example / "figures.csv").read_bytes())
    found = evaluate(extract(read(example / "source.md")).targets, told.figures, told.plans, as_of=date(2023, 12, 31))
    assert any(each.inputs and each.plans for each in found.verdicts) and found.findings
    described = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    written = {key for key in _keys(json.loads(verdicts_to_json(found))) if key not in dict(DEFAULT.thresholds())}
    assert set(described) == written
    assert len(described) == len(set(described))


def test_every_code_has_words_and_a_next_step() -> None:
    """A message says what was found in whole sentences of both languages; a hint says what to do."""
    for code in codes().values():
        for words in (code.vi, code.en, code.hint_vi, code.hint_en):
            assert words.strip() == words and len(words) > 10, code.name
            assert words[-1] in ".?", (code.name, words)


def test_the_readme_examples_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of README, docs/index.md and docs/open-data.md runs as it stands; README's prints what README says."""
    monkeypatch.chdir(ROOT)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    python = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    expected = re.findall(r"prints\n\n```text\n(.*?)```", readme, re.DOTALL)
    exec("\n".join(python), {})  # noqa: S102
    assert capsys.readouterr().out == "".join(expected)
    for page in ("index.md", "open-data.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        exec("\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL)), {})  # noqa: S102


@pytest.mark.parametrize("page", sorted(path.relative_to(ROOT) for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"))))
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file that is there."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in link:
            assert ((ROOT / page).parent / link).exists(), link


def test_no_page_names_a_machine() -> None:
    """No path of a developer's machine stands in what is published."""
    for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "Makefile", ROOT / "pyproject.toml"):
        assert not re.search(r"(?<![\w.])/(?:work|opt|root|home|tmp)/", path.read_text(encoding="utf-8")), path


def test_the_pictures_of_the_readme_are_there_and_small() -> None:
    """Each that it shows is one that tests/browser/test_pictures.py takes, and none lies there unused."""
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    taken = re.findall(
        r'_taken\(\w+, "([\w-]+)"\)', (ROOT / "tests/browser/test_pictures.py").read_text(encoding="utf-8")
    )
    assert sorted(shown) == sorted(f"docs/pictures/{name}.png" for name in taken)
    assert {f"docs/pictures/{each.name}" for each in (ROOT / "docs/pictures").iterdir()} == set(shown)
    assert all((ROOT / each).stat().st_size < 150_000 for each in shown)

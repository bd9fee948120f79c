"""The guides of docs/guides/ name only pages and words that the site has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from dondoc.cli.commands import program

ROOT = Path(__file__).parents[1]
WEB = ROOT / "src" / "dondoc" / "web"
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))


@pytest.fixture(scope="module")
def said() -> str:
    """Every sentence the site has for translation, and its templates."""
    files = [*WEB.rglob("*.html"), *WEB.rglob("*.po")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_quoted_word_stands_in_the_site(guide: Path, said: str) -> None:
    """Each «…» is a whole string of a template or of the translations."""
    words = set(re.findall(r"«([^»]+)»", guide.read_text(encoding="utf-8")))
    assert words
    assert not [word for word in words if not re.search(rf"""["'>]{re.escape(word)}["'<:]""", said)]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_address_stands_in_the_url_table(guide: Path) -> None:
    """Each `/…` is a path of urls.py."""
    named = set(re.findall(r"`/([^`]+)`", guide.read_text(encoding="utf-8")))
    paths = set(re.findall(r'path\(\s*"([^"]+)"', (WEB / "urls.py").read_text(encoding="utf-8")))
    assert named and named <= paths


def test_every_command_is_one_of_the_program() -> None:
    """Each `dondoc …`, with the options that it is given."""
    commands = get_command(program("en")).commands  # type: ignore[attr-defined]
    named = [
        shlex.split(each)
        for guide in GUIDES
        for each in re.findall(r"`dondoc ([^`]+)`", guide.read_text(encoding="utf-8"))
    ]
    assert named
    for name, *rest in named:
        known = {word for parameter in commands[name].params for word in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= known, name


def test_every_guide_is_led_to() -> None:
    """docs/index.md links each of them."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert GUIDES and all(f"](guides/{guide.name})" in index for guide in GUIDES)

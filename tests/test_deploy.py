"""What deploy/ and docs/deploy.md name is there: commands, options, settings and addresses."""

from __future__ import annotations

import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest
from typer.main import get_command

from dondoc.cli.commands import program
from dondoc.web.setting_table import SETTINGS

ROOT = Path(__file__).parent.parent
NAMES = {setting.name for setting in SETTINGS}


def _service() -> dict[str, str]:
    unit = ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "deploy" / "dondoc.service", encoding="utf-8")
    return dict(unit["Service"])


def test_the_unit_starts_a_command_with_options_it_has() -> None:
    """ExecStart names a command of dondoc, and options that it knows."""
    executable, name, *options = shlex.split(_service()["ExecStart"])
    command = get_command(program("en")).commands[name]  # type: ignore[attr-defined]
    known = {word for parameter in command.params for word in parameter.opts}
    assert executable.endswith("/dondoc")
    assert {word for word in options if word.startswith("--")} == {"--host", "--port"} <= known


def test_the_data_folder_is_one_the_unit_may_write() -> None:
    """With ProtectSystem=strict only the state folder can be written: the data lie in it."""
    service = _service()
    written = re.findall(r"^DONDOC_DATA=(.+)$", (ROOT / "deploy" / "dondoc.env").read_text(encoding="utf-8"), re.M)
    assert service["ProtectSystem"] == "strict"
    assert [Path(path).is_relative_to(f"/var/lib/{service['StateDirectory']}") for path in written] == [True]


@pytest.mark.parametrize("page", ["deploy/dondoc.env", "docs/deploy.md"])
def test_settings_exist(page: str) -> None:
    """Every environment variable that is named is one of the site's."""
    named = set(re.findall(r"\b(?:DONDOC_[A-Z_]+|DATABASE_URL)\b", (ROOT / page).read_text(encoding="utf-8")))
    assert named and named <= NAMES


def test_commands_and_files_of_the_page_exist() -> None:
    """Every `dondoc …` command and every file of deploy/ on the page is there."""
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    commands = get_command(program("en")).commands  # type: ignore[attr-defined]
    named = set(re.findall(r"(?:`|bin/)dondoc ([a-z-]+)", text))
    assert {"serve", "backup", "restore", "audit"} <= named <= set(commands)
    files = set(re.findall(r"deploy/([\w.]+)", text))
    assert files == {path.name for path in (ROOT / "deploy").iterdir()}

"""What deploy/ and docs/deploy.md name is there: commands, options, settings and addresses."""

from __future__ import annotations

import re
import shlex
import tomllib
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
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


def _compose() -> Any:
    return yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))


def test_the_compose_file_starts_a_command_with_settings_it_has() -> None:
    """Options are those of `dondoc serve`, variables those of the settings; what comes from outside is told."""
    site = _compose()["services"]["site"]
    name, *options = site["command"]
    known = {word for each in get_command(program("en")).commands[name].params for word in each.opts}  # type: ignore[attr-defined]
    assert {word for word in options if word.startswith("--")} <= known
    assert set(site["environment"]) <= NAMES and {"DONDOC_DATA", "DATABASE_URL"} <= set(site["environment"])
    outside = set(re.findall(r"\$\{(\w+)", (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")))
    assert outside <= set(re.findall(r"([A-Z][A-Z_]{5,})=", (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")))


def test_the_compose_file_keeps_data_and_shuts_the_rest() -> None:
    """The data lie in a volume that is declared, the one port is open to this machine alone."""
    compose = _compose()
    site = compose["services"]["site"]
    volumes = dict(each.split(":") for service in compose["services"].values() for each in service["volumes"])
    assert set(volumes) == set(compose["volumes"])
    assert Path(site["environment"]["DONDOC_DATA"]).is_relative_to(volumes["data"])
    assert site["read_only"] and all(each.startswith("127.0.0.1:") for each in site["ports"])
    assert "ports" not in compose["services"]["database"]
    assert (ROOT / "deploy" / site["build"]["context"] / site["build"]["dockerfile"]).is_file()


def test_the_image_takes_what_is_there() -> None:
    """Every file that is copied, every extra that is installed, and the user that runs it."""
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    copied = [word for line in re.findall(r"^COPY (.+)$", text, re.M) for word in line.split()[:-1]]
    assert copied and all((ROOT / each).exists() for each in copied)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(re.search(r"\[([\w,]+)\]'", text)[1].split(",")) <= set(extras)  # type: ignore[index]
    assert "USER dondoc" in text.splitlines()


@pytest.mark.parametrize("page", ["deploy/dondoc.env", "deploy/compose.yaml", "docs/deploy.md"])
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

"""Settings: what a dondoc.toml says of `dondoc check`. Options on the command line win over it.

[check]
ignore = ["ranges_mixed", "language"]
fail_on = "error"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from dondoc.findings import Severity

NAME = "dondoc.toml"


class SettingsError(Exception):
    """A file that cannot be used; the text says what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`select` empty: all rules. `profile` None: told by the kind of document."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = Severity.WARNING
    profile: str | None = None


def read_settings(path: Path | None) -> Settings:
    """The settings of the file at `path`; of dondoc.toml in the current folder where None is given and one is there.

    Raises SettingsError for a file that is absent, no TOML, or has a key or value that is not known.
    """
    if path is None:
        path = Path(NAME)
        if not path.is_file():
            return Settings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(str(getattr(error, "strerror", None) or error)) from error
    return _settings(table.get("check", {}))


def _settings(check: object) -> Settings:
    if not isinstance(check, dict):
        raise SettingsError("[check]")
    unknown = sorted(set(check) - {"select", "ignore", "fail_on", "profile"})
    if unknown:
        raise SettingsError(f"[check] {', '.join(unknown)} ?")
    try:
        fail_on = Severity(check.get("fail_on", Severity.WARNING))
    except ValueError as error:
        raise SettingsError(f"fail_on = {check['fail_on']!r}") from error
    profile = check.get("profile")
    if profile is not None and not isinstance(profile, str):
        raise SettingsError("profile")
    return Settings(_names(check, "select"), _names(check, "ignore"), fail_on, profile)


def _names(check: dict[str, object], key: str) -> tuple[str, ...]:
    found = check.get(key, [])
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise SettingsError(key)
    return tuple(found)

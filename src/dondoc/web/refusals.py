"""What the site refuses on the command line, in the language asked for; the words stand in reporting/words.toml."""

from __future__ import annotations

from dondoc.findings import Language
from dondoc.reporting.words import word


class RefusedError(Exception):
    """The entry `site.NAME` of words.toml, which says what is wrong and what to do; its text is the Vietnamese one."""

    def __init__(self, entry: str, **values: object) -> None:
        self.entry, self.values = entry, values
        super().__init__(self.message("vi"))

    def message(self, language: Language) -> str:
        return word(f"site.{self.entry}", language, **self.values)


class SettingsError(RefusedError):
    """A setting with which the site does not start."""


class BackupError(RefusedError):
    """A backup that was not made or not brought back. Nothing was changed."""

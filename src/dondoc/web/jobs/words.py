"""The words of tasks, steps and failures, from words.toml, in the language of the page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dondoc.findings import codes
from dondoc.web.amounts import language


@dataclass(frozen=True, slots=True)
class FailureWords:
    """A failure as it is shown: its code, what it means, what to do."""

    code: str
    message: str
    hint: str


def task_words(path: str) -> str:
    """What the task of that path does; the path itself where no words are written down for it."""
    row = _table()["task"].get(path)
    return str(row[language()]) if row else path


def step_words(step: str, done: int, total: int) -> str:
    return str(_table()["step"][step][language()]).format(done=done, total=total)


def failure_words(code: str) -> FailureWords:
    """The words of a code of words.toml or of the core; of any other those of "error".

    Those of the core stand with the names of their values in braces: a value may be the name of a file.
    """
    own = _table()["failure"]
    if code not in own and code in codes():
        return FailureWords(code, codes()[code].form(language()), codes()[code].hint(language()))
    row = own[code if code in own else "error"]
    return FailureWords(code, row[language()], row[f"hint_{language()}"])


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("dondoc.web.jobs").joinpath("words.toml").read_text(encoding="utf-8"))

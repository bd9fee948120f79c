"""What an action, a subject and a group of actions are called, from words.toml, in the language of the page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from dondoc.web.amounts import language


@cache
def table() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files("dondoc.web.audit").joinpath("words.toml").read_text(encoding="utf-8"))


def action_words(action: str) -> str:
    """ "Phê duyệt kế hoạch"; the name itself where no words are written down for it."""
    return _words("action", action)


def subject_words(subject_type: str, subject_id: str) -> str:
    """ "Kế hoạch 5", empty where an action has no subject."""
    return f"{_words('subject', subject_type)} {subject_id}" if subject_type else ""


def name_words(name: str) -> str:
    """What the details of an entry call something."""
    return _words("name", name)


def value_words(value: str) -> str:
    """A value of the details, where it is a word of the program and none that a person has written."""
    return _words("value", value)


def grouped_actions() -> list[tuple[str, list[tuple[str, str]]]]:
    """The groups with their actions, for a list to choose from; "plans." stands for all of a group."""
    grouped = []
    for group in table()["group"]:
        own = [(action, action_words(action)) for action in table()["action"] if action.startswith(f"{group}.")]
        grouped.append((_words("group", group), [(f"{group}.", f"{_words('group', group)}: …"), *own]))
    return grouped


def subjects() -> list[tuple[str, str]]:
    return [(name, _words("subject", name)) for name in table()["subject"]]


def _words(kind: str, name: str) -> str:
    row = table()[kind].get(name)
    return row[language()] if row else name

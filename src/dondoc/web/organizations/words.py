"""Kinds of bodies, schemes of codes and roles, from the tables of the same names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    vi: str
    en: str
    branch: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Scheme:
    name: str
    vi: str
    en: str
    pattern: str
    source: str
    example: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.vi

    def fits(self, code: str) -> bool:
        return re.fullmatch(self.pattern, code) is not None


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    vi: str
    en: str
    may: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.vi


@cache
def roles() -> Mapping[str, Role]:
    return {name: Role(name=name, **row) for name, row in _table("roles.toml").items()}


@cache
def kinds() -> Mapping[str, Kind]:
    return {name: Kind(name=name, **row) for name, row in _table("kinds.toml").items()}


@cache
def schemes() -> Mapping[str, Scheme]:
    return {name: Scheme(name=name, **row) for name, row in _table("code_schemes.toml").items()}


def _table(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files("dondoc.web.organizations").joinpath(name).read_text(encoding="utf-8"))

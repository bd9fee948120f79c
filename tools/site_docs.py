"""The generated parts of the pages on the site: its settings, who may open which page, the roles."""

from __future__ import annotations

import os
import tempfile
import tomllib
from pathlib import Path

import django

from dondoc.findings import Language
from dondoc.web.setting_table import SETTINGS, Setting

with tempfile.TemporaryDirectory() as _data:
    # The rules know the models, which want a data folder to start.
    os.environ.setdefault("DONDOC_DATA", _data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dondoc.web.settings")
    django.setup()

from dondoc.web.permissions import RULES, Clause

ROLES = Path(__file__).resolve().parents[1] / "src/dondoc/web/organizations/roles.toml"


def part(name: str) -> str:
    """The text of "settings vi", "settings en", "permissions" or "roles", as written after "site"."""
    if name == "permissions":
        return "".join(f"| `{url}` | {_who(rule.read)} | {_who(rule.write)} |\n" for url, rule in RULES.items())
    if name == "roles":
        table = tomllib.loads(ROLES.read_text(encoding="utf-8"))
        return "".join(f"| `{role}` | {row['vi']} · {row['en']} | {row['may']} |\n" for role, row in table.items())
    language: Language = "en" if name == "settings en" else "vi"
    return "".join(_setting(setting, language) for setting in SETTINGS)


def _who(clauses: tuple[Clause, ...]) -> str:
    return " ".join(clause.who or _holders(clause) for clause in clauses) or "Nobody."


def _holders(clause: Clause) -> str:
    over = (clause.over.__doc__ or "").strip() if clause.over else "any body."
    limit = f" {(clause.named.__doc__ or '').strip()}" if clause.named else ""
    return f"{', '.join(sorted(clause.roles))} over {over.rstrip('.')}{limit or '.'}"


def _setting(setting: Setting, language: Language) -> str:
    default = f" (`{setting.default}`)" if setting.default else ""
    return f"- `{setting.name}`{default}: {setting.en if language == 'en' else setting.vi}\n"

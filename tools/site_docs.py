"""The generated parts of the pages on the site: its settings, who may open which page, the roles."""

from __future__ import annotations

import tomllib
from pathlib import Path

from dondoc.findings import Language
from dondoc.web.environment import SETTINGS, Setting
from dondoc.web.permissions import RULES

ROLES = Path(__file__).resolve().parents[1] / "src/dondoc/web/organizations/roles.toml"


def part(name: str) -> str:
    """The text of "settings vi", "settings en", "permissions" or "roles", as written after "site"."""
    if name == "permissions":
        return "".join(f"| `{url}` | {(rule.__doc__ or '').strip()} |\n" for url, rule in RULES.items())
    if name == "roles":
        table = tomllib.loads(ROLES.read_text(encoding="utf-8"))
        return "".join(f"| `{role}` | {row['vi']} · {row['en']} | {row['may']} |\n" for role, row in table.items())
    language: Language = "en" if name == "settings en" else "vi"
    return "".join(_setting(setting, language) for setting in SETTINGS)


def _setting(setting: Setting, language: Language) -> str:
    default = f" (`{setting.default}`)" if setting.default else ""
    return f"- `{setting.name}`{default}: {setting.en if language == 'en' else setting.vi}\n"

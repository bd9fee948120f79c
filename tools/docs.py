"""Writes the generated parts of docs/: the help of the commands, the lists of codes and words. Run by `make docs`.

A generated part stands between `<!-- begin NAME -->` and `<!-- end -->`; what is around it is written by hand.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from typer.testing import CliRunner

from dondoc.checking.catalogue import Explained, explained
from dondoc.cli.commands import program
from dondoc.findings import RULE_GROUPS, Code, Language, codes
from dondoc.reporting.words import word
from tools import bulk_docs, evaluating_docs, open_data_docs, site_docs

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = ("bulk.md", "cli.md", "evaluate.md", "findings.md", "open-data.md", "permissions.md", "rules.md", "settings.md")
HELP_WIDTH = "100"
_PART = re.compile(r"(<!-- begin (?P<name>[\w -]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def generated(name: str) -> str:
    """The text of the part `name`: "help vi", "help vi read", "codes", "rules", "evaluating units", "site roles"."""
    kind, *rest = name.split()
    if kind == "evaluating":
        return evaluating_docs.part(rest[0])
    if kind == "site":
        return site_docs.part(" ".join(rest))
    if kind == "bulk":
        return bulk_docs.tables()
    if kind == "open":
        return open_data_docs.table(rest[0])
    if kind == "rules":
        return "".join(map(_group, RULE_GROUPS))
    if kind == "codes":
        return "".join(map(_code, codes().values()))
    language: Language = "en" if rest[0] == "en" else "vi"
    return f"```text\n{help_text(language, *rest[1:])}\n```\n"


def help_text(language: Language, *command: str) -> str:
    """What `dondoc COMMAND --help` prints, without colours and boxes."""
    app = program(language, markup=None)
    environment = {"COLUMNS": HELP_WIDTH, "TERMINAL_WIDTH": HELP_WIDTH, "DONDOC_LANG": language}
    result = CliRunner().invoke(app, [*command, "--help"], prog_name="dondoc", env=environment)
    lines = (line.rstrip() for line in result.output.strip().splitlines())
    return "\n".join(lines)


def _code(code: Code) -> str:
    return (
        f"### `{code.name}`\n\n"
        f"*{word(f'severity.{code.severity}', 'vi')} · {code.severity}*\n\n"
        f"- {code.form('vi')}  \n  → {code.hint_vi}\n"
        f"- {code.form('en')}  \n  → {code.hint_en}\n\n"
    )


def _group(group: str) -> str:
    rules = "".join(_rule(rule) for rule in explained() if rule.group == group)
    return f"## {word(f'group.{group}', 'vi')} · {word(f'group.{group}', 'en')} (`{group}`)\n\n{rules}"


def _rule(rule: Explained) -> str:
    code = rule.code
    against = (("plan", rule.plan), ("parent", rule.parent))
    needed = "".join(f"{_both(f'rules.{name}')}:\n\n```text\n{text}```\n\n" for name, text in against if text)
    as_of = f"`--as-of {rule.as_of}`\n\n" if rule.as_of else ""
    return (
        f"### `{code.name}`\n\n"
        f"*{word(f'severity.{code.severity}', 'vi')} · {code.severity}*\n\n"
        f"- {code.vi}  \n  {rule.why_vi}  \n  → {code.hint_vi}\n"
        f"- {code.en}  \n  {rule.why_en}  \n  → {code.hint_en}\n\n"
        f"{as_of}{needed}"
        f"{_both('rules.bad')}:\n\n```text\n{rule.bad}```\n\n"
        f"{_both('rules.good')}:\n\n```text\n{rule.good}```\n\n"
    )


def _both(entry: str) -> str:
    return f"*{word(entry, 'vi')} · {word(entry, 'en')}*"


def regenerated(page: str) -> str:
    """The page as it should be."""
    return _PART.sub(lambda part: part[1] + generated(part["name"]) + part[3], page)


def main() -> int:
    for name in PAGES:
        path = DOCS / name
        page = path.read_text(encoding="utf-8")
        fresh = regenerated(page)
        if fresh != page:
            path.write_text(fresh, encoding="utf-8")
            print(f"docs/{name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

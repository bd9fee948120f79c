"""Rules: what `dondoc rules` prints."""

from __future__ import annotations

from dondoc.checking.catalogue import Explained, explained
from dondoc.findings import Language
from dondoc.notation import day
from dondoc.reporting.words import word


def rule_list(language: Language) -> str:
    """Every rule by group, with its severity and why it is there, as `dondoc rules` prints it."""
    groups: dict[str, list[str]] = {}
    for rule in explained():
        severity = word(f"severity.{rule.code.severity}", language)
        groups.setdefault(rule.group, []).append(f"  {rule.code.name} ({severity})\n    {rule.why(language)}\n")
    return "\n".join(
        f"{word(f'group.{group}', language)} ({group})\n{''.join(found)}" for group, found in groups.items()
    )


def rule_text(rule: Explained, language: Language) -> str:
    """One rule: why, what to do, and its examples, as `dondoc rules CODE` prints it."""
    severity = word(f"severity.{rule.code.severity}", language)
    parts = [
        f"{rule.code.name} ({severity}, {word(f'group.{rule.group}', language)})",
        f"  {rule.code.vi if language == 'vi' else rule.code.en}",
        f"  {word('rules.why', language)}: {rule.why(language)}",
        f"  {word('rules.hint', language)}: {rule.code.hint(language)}",
    ]
    if rule.as_of is not None:
        parts.append(f"  {word('rules.as_of', language, day=day(rule.as_of, language))}")
    for name, example in (("plan", rule.plan), ("parent", rule.parent), ("bad", rule.bad), ("good", rule.good)):
        if example is not None:
            parts += ["", f"  {word(f'rules.{name}', language)}:", *(f"    {line}" for line in example.splitlines())]
    return "\n".join(parts) + "\n"


def rules(code: str | None, language: Language) -> str | None:
    """What `dondoc rules [CODE]` prints; None for a code that is none."""
    if code is None:
        return rule_list(language)
    return next((rule_text(rule, language) for rule in explained() if rule.code.name == code), None)

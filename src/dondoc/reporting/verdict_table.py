"""Verdicts for the eyes: worst first, each with its sentence, under one line that sums them up."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dondoc.commitments import Target
from dondoc.evaluating.verdicts import Evaluation, On, Status, Verdict
from dondoc.findings import Finding, Language, Severity
from dondoc.reporting.sentences import label, sentence, tested_against
from dondoc.reporting.table import WIDE, list_table, printable
from dondoc.reporting.verdicts import summary, worst_first
from dondoc.reporting.words import word

_STYLES = {
    Status.MISSED: "bold red",
    Status.OFF_TRACK: "bold red",
    Status.AT_RISK: "yellow",
    Status.NO_DATA: "magenta",
    Status.NEARLY_MET: "yellow",
    Status.ON_TRACK: "green",
    Status.MET: "green",
    Status.EXCEEDED: "bold green",
}
_SEVERITIES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}  # gravest first


def verdict_table(evaluation: Evaluation, targets: Mapping[str, Target], *, language: Language, width: int) -> Group:
    """The verdicts and what is odd about the figures, for a Rich console that is `width` columns wide."""
    parts: list[RenderableType] = [Text(summary(evaluation, language), style="bold")]
    if evaluation.verdicts:
        parts += [Text(), _verdicts(evaluation, targets, language, width)]
    if evaluation.findings:
        parts += [Text(), findings_table(evaluation.findings, language)]
    return Group(*parts)


def _verdicts(evaluation: Evaluation, targets: Mapping[str, Target], language: Language, width: int) -> Table:
    columns = ["target", "indicator", "on", "status", "sentence"] if width >= WIDE else ["target", "status", "sentence"]
    table = list_table("verdicts", len(evaluation.verdicts), language, columns)
    for verdict in worst_first(evaluation.verdicts):
        cells = {
            "target": Text(verdict.target),
            "indicator": Text(printable(targets[verdict.target].indicator)),
            "on": Text(tested_against(verdict, language)),
            "status": _status(verdict, language, on="on" not in columns),
            "sentence": _told(verdict, targets[verdict.target], language, named="indicator" not in columns),
        }
        table.add_row(*(cells[name] for name in columns))
    return table


def _status(verdict: Verdict, language: Language, *, on: bool) -> Text:
    """The label; above what it is on where that is a plan and no column has it."""
    shown = Text(label(verdict, language), style=_STYLES.get(verdict.status, ""))
    if on and verdict.on is On.PLAN:
        shown.append(f"\n({tested_against(verdict, language)})", style="not bold dim")
    return shown


def _told(verdict: Verdict, target: Target, language: Language, *, named: bool) -> Text:
    """The sentence; under the indicator's name where no column has it."""
    told = Text(printable(target.indicator) + "\n", style="bold") if named else Text()
    return told.append(printable(sentence(verdict, language)), style="not bold")


def findings_table(findings: tuple[Finding, ...], language: Language) -> Table:
    """What is odd about the figures, gravest first; those of one code together, above the next step that they share."""
    table = list_table("findings", len(findings), language, ("severity", "message"))
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.code, []).append(finding)
    for alike in sorted(kinds.values(), key=lambda alike: list(_SEVERITIES).index(alike[0].severity)):
        message = Text("\n".join(printable(finding.message(language)) for finding in alike))
        message.append(f"\n→ {printable(alike[0].hint(language))} [{alike[0].code}]", style="dim")
        severity = alike[0].severity
        table.add_row(Text(word(f"severity.{severity}", language), style=_SEVERITIES[severity]), message)
    return table

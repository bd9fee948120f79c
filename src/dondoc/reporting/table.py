"""Table: a Resolution for the eyes, on a terminal of 80 columns or more.

What a document says is untrusted: control characters are taken out, so that no text can steer the terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from io import StringIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from dondoc.commitments import Assignment, Citation, Header, Resolution, Shortcoming, Target, Task
from dondoc.findings import Finding, Language, Severity
from dondoc.notation import day, number
from dondoc.reporting.words import word
from dondoc.values import Comparison, Measure

WIDE = 120
_SIGNS = {
    Comparison.AT_LEAST: "≥",
    Comparison.MORE_THAN: ">",
    Comparison.AT_MOST: "≤",
    Comparison.LESS_THAN: "<",
    Comparison.MAINTAIN: "=",
}
_STYLES = {Severity.INFO: "cyan", Severity.WARNING: "yellow", Severity.ERROR: "bold red"}
_EXCERPT = 60


def to_table(resolution: Resolution, *, language: Language = "vi", width: int = 80) -> Group:
    """What the document promises, to be printed by a Rich console that is `width` columns wide."""
    parts: list[RenderableType] = [_header(resolution, language)]
    lists = (
        _targets(resolution.targets, language, width),
        _tasks(resolution.tasks, language, width),
        _assignments(resolution.assignments, language),
        _shortcomings(resolution.shortcomings, language),
        _citations(resolution.citations, language),
        _findings(resolution, language),
    )
    for table in lists:
        if table.row_count:
            parts += [Text(), table]
    if not any((resolution.targets, resolution.tasks, resolution.assignments)):
        parts += [Text(), Text(word("table.nothing", language), style="yellow")]
    return Group(*parts)


def table_text(resolution: Resolution, language: Language, width: int) -> str:
    """The table without colours, as for a file."""
    console = Console(file=StringIO(), width=width, color_system=None, legacy_windows=False)
    with console.capture() as capture:
        console.print(to_table(resolution, language=language, width=width))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def printable(text: str) -> str:
    """`text` on one line without control characters (escape sequences, reversed writing)."""
    one_line = " ".join(text.split())
    return "".join(c for c in one_line if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def goal(target: Target, language: Language) -> str:
    """The test in short, with the unit: "≥ 12,28 %", "1 – 1,5 %", "= 52 %"; a rise has a plus, "≥ +0,85 điểm %"."""
    plus = "+" if target.measure in (Measure.CHANGE, Measure.GROWTH) else ""
    amount = (plus if target.amount > 0 else "") + number(target.amount, language)
    if target.upper_amount is not None:
        amount = f"{amount} – {(plus if target.upper_amount > 0 else '') + number(target.upper_amount, language)}"
    return " ".join(part for part in (_SIGNS.get(target.comparison), amount, printable(target.unit or "")) if part)


def list_table(name: str, count: int, language: Language, columns: Iterable[str]) -> Table:
    """An empty table under the title of the list `name`, with a heading for each of `columns`."""
    title = word("table.count", language, name=word(f"list.{name}", language), count=count)
    table = Table(title=title, title_justify="left", title_style="bold", box=box.ROUNDED, expand=True, show_lines=False)
    for column in columns:
        wide = column in ("indicator", "task", "quote", "message", "hint", "sentence")
        table.add_column(
            word(f"column.{column}", language),
            ratio=3 if wide else None,
            no_wrap=column in ("id", "period"),
            justify="left",
            overflow="fold",
            max_width=None if wide else 30,
        )
    return table


def _row(table: Table, *cells: str | Text | None) -> None:
    table.add_row(*(cell if isinstance(cell, Text) else Text(printable(cell or "")) for cell in cells))


def _header(resolution: Resolution, language: Language) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _facts(resolution, resolution.header, language):
        if value:
            table.add_row(Text(word(f"header.{name}", language)), Text(printable(value)))
    return table


def _facts(resolution: Resolution, header: Header, language: Language) -> tuple[tuple[str, str], ...]:
    kind = (header.kind or "").capitalize()
    symbol = "/".join(part for part in (header.number, header.symbol) if part)
    issued = day(header.issued_on, language) if header.issued_on else ""
    found = ((name, len(getattr(resolution, name))) for name in ("targets", "tasks", "assignments", "shortcomings"))
    return (
        ("source", resolution.source.name),
        ("document", " ".join(part for part in (kind, symbol) if part)),
        ("title", header.title or ""),
        ("issuer", header.issuer or ""),
        ("issued", ", ".join(part for part in (header.place, issued) if part)),
        ("period", header.period.written if header.period else ""),
        ("recipients", "; ".join(header.recipients)),
        ("found", " · ".join(f"{count} {word(f'list.{name}', language).lower()}" for name, count in found)),
    )


def _targets(targets: tuple[Target, ...], language: Language, width: int) -> Table:
    wide = width >= WIDE
    shown = {"section": wide, "measure": wide, "base": wide and any(target.base for target in targets)}
    names = ("id", "section", "indicator", "goal", "period", "measure", "base")
    columns = [name for name in names if shown.get(name, True)]
    table = list_table("targets", len(targets), language, columns)
    for target in targets:
        cells: dict[str, str | Text | None] = {
            "id": target.id,
            "section": target.section,
            "indicator": f"└ {target.indicator}" if target.part_of else target.indicator,
            "goal": _goal(target, language),
            "period": target.period.written if target.period else "",
            "measure": word(f"measure.{target.measure}", language),
            "base": target.base,
        }
        _row(table, *(cells[name] for name in columns))
    return table


def _goal(target: Target, language: Language) -> Text:
    shown = Text(goal(target, language), style="bold")
    if target.level_at_end is not None:
        unit = printable(target.unit or "").replace("điểm %", "%")
        level = f"{number(target.level_at_end, language)} {unit}".strip()
        shown.append(f"\n({word('table.by_end', language, level=level)})", style="not bold dim")
    return shown


def _tasks(tasks: tuple[Task, ...], language: Language, width: int) -> Table:
    wide = width >= WIDE
    with_lead = any(task.lead or task.supporting for task in tasks)
    with_deadline = any(task.deadline for task in tasks)
    with_product = wide and any(task.product for task in tasks)
    shown = {"section": wide, "nature": wide, "product": with_product, "lead": with_lead, "deadline": with_deadline}
    columns = [
        name for name in ("id", "section", "task", "nature", "lead", "product", "deadline") if shown.get(name, True)
    ]
    table = list_table("tasks", len(tasks), language, columns)
    for task in tasks:
        cells = {
            "id": task.id,
            "section": task.section,
            "task": task.quote,
            "nature": word(f"nature.{task.nature}", language),
            "lead": task.lead or "",
            "product": task.product or "",
            "deadline": _deadline(task, language),
        }
        _row(table, *(cells[name] for name in columns))
    return table


def _deadline(task: Task, language: Language) -> str:
    if task.deadline is None:
        return ""
    return day(task.deadline.on, language) if task.deadline.on else task.deadline.quote


def _assignments(assignments: tuple[Assignment, ...], language: Language) -> Table:
    table = list_table("assignments", len(assignments), language, ("id", "bodies", "quote"))
    for assignment in assignments:
        _row(table, assignment.id, "; ".join(assignment.bodies), assignment.quote)
    return table


def _shortcomings(shortcomings: tuple[Shortcoming, ...], language: Language) -> Table:
    table = list_table("shortcomings", len(shortcomings), language, ("id", "quote"))
    for shortcoming in shortcomings:
        _row(table, shortcoming.id, shortcoming.quote)
    return table


def _citations(citations: tuple[Citation, ...], language: Language) -> Table:
    table = list_table("citations", len(citations), language, ("id", "issued_on", "quote"))
    for citation in citations:
        _row(table, citation.id, day(citation.issued_on, language) if citation.issued_on else "", citation.quote)
    return table


def _findings(resolution: Resolution, language: Language) -> Table:
    table = list_table("findings", len(resolution.findings), language, ("severity", "message"))
    for finding in resolution.findings:
        message = Text(printable(finding.message(language)))
        if finding.start is not None:
            message.append(f"\n“{_excerpt(resolution.text, finding)}”", style="dim")
        message.append(f"\n→ {printable(finding.hint(language))} [{finding.code}]", style="dim")
        severity = Text(word(f"severity.{finding.severity}", language), style=_STYLES[finding.severity])
        _row(table, severity, message)
    return table


def _excerpt(text: str, finding: Finding) -> str:
    quote = printable(text[finding.start : finding.end])
    return quote if len(quote) <= _EXCERPT else quote[: _EXCERPT - 1].rstrip() + "…"

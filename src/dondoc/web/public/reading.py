"""What the public pages show, read from the public record and nothing else: one look of each page, by its address.

Totals count what is public, and nothing else is there to be counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from dondoc.web.amounts import language
from dondoc.web.public.models import Change, Kind, Page, Register

# As the badges of a verdict are named in components.css, from what needs attention to what stands well.
LOOKS: Mapping[str, Any] = {
    "missed": _("không đạt hoặc chậm"), "risk": _("có nguy cơ"), "nodata": _("không có hoặc không công bố số"),
    "near": _("xấp xỉ đạt"), "notdue": _("chưa đến kỳ"), "ontrack": _("đúng tiến độ"), "met": _("đạt"),
    "exceeded": _("vượt"),
}  # fmt: skip
PAGE, CHANGES, FOUND = 60, 50, 60
TEXT = 25_000  # letters of a document on one page
_BY_LANGUAGE = {"vi", "en"}


@dataclass(frozen=True, slots=True)
class Total:
    """How many of the public targets, or of the public tasks, of a plan stand so."""

    look: str
    number: int
    words: Any


def register() -> Register | None:
    """Which revision of the record this is; None where nothing was ever published."""
    return Register.objects.filter(pk=1).first()


def in_language(told: Any) -> Any:
    """What is written in both languages, in that of the page; days as days."""
    if isinstance(told, Mapping):
        if told.keys() == _BY_LANGUAGE:
            return told[language()]
        return {name: in_language(each) for name, each in told.items()}
    if isinstance(told, list):
        return [in_language(each) for each in told]
    return _day(told) if isinstance(told, str) and len(told) == 10 else told


def _day(written: str) -> date | str:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return written


def plans() -> list[Page]:
    """The plans that have a public head, the newest first."""
    return _read(Page.objects.plans().order_by("-changed_at", "-pk"))


def illustrative_plans() -> set[str]:
    """The keys of the plans of which a public figure is an illustration."""
    marked = Page.objects.targets().filter(is_illustrative=True)
    return set(marked.order_by().values_list("plan_key", flat=True).distinct())


def targets_of(plan_key: str) -> list[Page]:
    """The public targets of a plan, in its order; none where its head is not public."""
    return _read(Page.objects.targets().filter(plan_key=plan_key))


def items_of(plan_key: str) -> tuple[list[Page], list[Page]]:
    """The public targets and the public tasks of a plan, each in its order."""
    found = _read(Page.objects.items_of(plan_key))
    targets = [each for each in found if each.kind == Kind.TARGET.value]
    return targets, found[len(targets) :]


def document_of(plan_key: str) -> Page | None:
    """The page of the text of a plan's document, without what it says; None where that is not public."""
    return Page.objects.documents().filter(plan_key=plan_key).only("key", "kind").first()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a document, or a table: the cells of its rows."""

    text: str = ""
    is_strong: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def passages_of(page: Page, number: int) -> tuple[list[Passage], int]:
    """What stands on one page of a long document, from 1; and how many pages there are. A table is not cut in two."""
    pages: list[list[Passage]] = [[]]
    size = 0
    for table, lines in groupby(page.told["lines"], key=lambda line: line["table"]):
        for passage in _passages(table, list(lines)):
            if size > TEXT and pages[-1]:
                pages.append([])
                size = 0
            pages[-1].append(passage)
            size += len(passage.text) + sum(len(cell) for row in passage.rows for cell in row)
    return (pages[number - 1] if 1 <= number <= len(pages) else []), len(pages)


def _passages(table: int | None, lines: Sequence[Any]) -> list[Passage]:
    if table is None:
        return [Passage(line["text"], line["strong"]) for line in lines]
    return [Passage(rows=tuple(tuple(line["cells"]) for line in lines))]


def totals_of(targets: Iterable[Page]) -> list[Total]:
    """How many public targets look how; those of which the promise alone is public are not counted."""
    counted = Counter(each.look for each in targets if each.look)
    return [Total(look, counted[look], words) for look, words in LOOKS.items() if counted[look]]


def task_totals_of(tasks: Sequence[Page]) -> list[Total]:
    """How many public tasks stand how, in the words of their pages; those whose state is not public are not counted."""
    told = {each.status: each for each in tasks if each.status}
    counted = Counter(each.status for each in tasks if each.status)
    order = sorted(told.values(), key=lambda each: (list(LOOKS).index(each.look), each.status))
    return [Total(each.look, counted[each.status], each.said["state"]["words"]) for each in order]


def found(written: str) -> list[Page]:
    """Plans, targets and tasks whose title has all of these words, with or without accents."""
    asked = " ".join(written.split())[:100]
    return _read(Page.objects.there().search(asked)[:FOUND]) if asked else []


def changes() -> list[Change]:
    """What happened to pages, the latest first."""
    return list(Change.objects.select_related("page").order_by("-pk")[:CHANGES])


def addresses() -> list[Page]:
    """All pages that are there, for search engines."""
    return list(Page.objects.there().only("key", "kind", "changed_at").order_by("pk")[:50_000])


def _read(pages: Any) -> list[Page]:
    rows = list(pages.defer("chart_vi", "chart_en"))
    for each in rows:
        each.said = in_language(each.told)
    return rows

"""Annexes: those that the text refers to and the file does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.searching import around
from dondoc.checking.vocabulary import any_of
from dondoc.reading.outline import Mark

_ANNEX = re.compile(
    r"(?<!\w)(?:phụ lục|phụ biểu|biểu số|biểu)(?!\w)(?:\s+(?:số\s+)?(?P<label>\d{1,2}|[ivx]{1,4})(?![\w.]))?"
    r"(?P<with>(?:,?\s*(?:đính|ban hành|gửi|chi tiết)?\s*kèm(?:\s+theo)?))?"
)
_OF_ANOTHER = re.compile(
    r"\s*(?:\)|,)?\s*(?:ban hành\s+)?(?:kèm theo\s+|của\s+|tại\s+)*"
    r"(?:nghị định|thông tư|quyết định|luật|nghị quyết|công văn|hướng dẫn|kế hoạch|tờ trình|báo cáo)(?!\s+này)"
)


def annex_missing(draft: Draft) -> Iterator[Hit]:
    """An annex that the text refers to and that does not stand in the file."""
    if _changes_another(draft):
        return
    labels = {_regular(item.label) for item in draft.outline.items if item.mark is Mark.ANNEX}
    if "" in labels or draft.header.kind == "phụ lục":
        return
    seen: set[str] = set()
    for match in around(draft.lower, _ANNEX, ("phụ lục", "biểu"), draft.body.start, draft.body.end, before=5, after=60):
        label = _regular(match["label"] or "")
        named = label and match.group().startswith("phụ lục") and not _is_small(draft, match)
        if (match["with"] or named) and label not in labels and label not in seen and _is_own(draft, match):
            if not label and (labels or seen):
                continue
            seen.add(label)
            yield hit(draft.span(match.start(), match.end()), annex=draft.quote(match.start(), match.end()))


def _changes_another(draft: Draft) -> bool:
    """Whether the document amends others: the annexes it names are theirs."""
    return any_of("amends").search((draft.header.title or "").lower()) is not None


def _is_small(draft: Draft, match: re.Match[str]) -> bool:
    """Whether the label is a word in small letters, no Roman number: "phụ lục i", "biểu x"."""
    return draft.layer[match.start("label") : match.end("label")].islower()


def _regular(label: str) -> str:
    """ "03" and "3", "I" and "i" name one annex."""
    return label.lower().lstrip("0")


def _is_own(draft: Draft, match: re.Match[str]) -> bool:
    if _OF_ANOTHER.match(draft.lower, match.end()):
        return False
    item = draft.item_at(match.start())
    if item is None:
        return True
    return item.mark is not Mark.ANNEX and not any_of("amends").match(draft.lower, item.body)

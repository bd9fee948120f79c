"""Which part of a web page is the document: found by where the prose is, with names of containers as hints.

Text lost is worse than a menu kept: a part is left out only when its name says what it is, when it is made of
links, or when it stands outside the part that has the letterhead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dondoc.reading.html_items import Item, Page, Text

# Names of containers on the portals of law (vbpl.vn, thuvienphapluat.vn, luatvietnam.vn, congbao, chinhphu.vn).
_CONTENT = re.compile(
    r"(?:^|[\s_-])(?:toanvan(?:content)?|toan-van|fulltext|content1|noidung(?:vanban)?|noi-dung|vbcontent|doc(?:ument)?-?content"
    r"|the-document-body|docitem-?\d*|article-?(?:body|content)|articlebody|entry-content|detail-content|main-?content|main)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|menu|nav|navbar|navigation|side-?bar|footer|comments?|binh-?luan|share|social|relate[ds]?"
    r"|lien-?quan|tin-?khac|toolbar|banner|ads?|advert\w*|quang-?cao|login|signin|modal|popup|cookies?|pagination|paging"
    r"|search|tim-?kiem|subscribe|newsletter|hotline|copyright|skip-?link)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|^Số\s*:|^(?:NGHỊ QUYẾT|QUYẾT ĐỊNH|KẾ HOẠCH|CHỈ THỊ"
    r"|NGHỊ ĐỊNH|THÔNG TƯ|CHƯƠNG TRÌNH|KẾT LUẬN|THÔNG BÁO|LUẬT|HƯỚNG DẪN|BÁO CÁO|ĐỀ ÁN|PHƯƠNG ÁN)\b"
)
_PROSE = 25


def _characters(item: Item) -> tuple[int, int]:
    """The characters of an item and how many of them are links."""
    texts = [item] if isinstance(item, Text) else [t for row in item.rows for cell in row for t in cell.items]
    return sum(len(text.text) for text in texts), sum(text.linked for text in texts)


def _prose(item: Item) -> int:
    count, linked = _characters(item)
    if linked > count / 2 or (isinstance(item, Text) and count < _PROSE):
        return 0
    return count


def main_items(page: Page) -> tuple[Sequence[Item], bool]:
    """The items of the document, and whether they were told apart from the rest of the page with confidence."""
    prose = _prose_of_elements(page)
    kept = _without_named(page, prose)
    chosen = _hinted(page, prose)
    chosen = _descend(page, prose, kept, chosen)
    inside = [item for item in kept if chosen <= item.owner <= page.last[chosen]] if page.last else list(kept)
    return inside, bool(inside) and not _is_mostly_links(inside)


def _is_mostly_links(items: Sequence[Item]) -> bool:
    counts = [_characters(item) for item in items]
    return sum(linked for _, linked in counts) > 0.4 * sum(count for count, _ in counts)


def _prose_of_elements(page: Page) -> list[int]:
    prose = [0] * len(page.parents)
    for item in page.items:
        prose[item.owner] += _prose(item)
    for number in range(len(prose) - 1, 0, -1):
        prose[max(page.parents[number], 0)] += prose[number]
    return prose


def _without_named(page: Page, prose: Sequence[int]) -> list[Item]:
    """The items without parts whose name, or tag, says that they are not the document; never a third of the prose."""
    ends: list[tuple[int, int]] = []
    for number, (tag, name) in enumerate(zip(page.tags, page.names, strict=True)):
        other = tag == "footer" or (name and _OTHER.search(name))
        if other and number and prose[number] < 0.3 * prose[0] and (not ends or number > ends[-1][1]):
            ends.append((number, page.last[number]))
    kept, spans = [], iter(ends)
    span = next(spans, None)
    for item in sorted(enumerate(page.items), key=lambda pair: pair[1].owner):
        while span and item[1].owner > span[1]:
            span = next(spans, None)
        if not span or item[1].owner < span[0]:
            kept.append(item)
    return [item for _, item in sorted(kept, key=lambda pair: pair[0])]


def _hinted(page: Page, prose: Sequence[int]) -> int:
    """The container with a name or tag of content that has most of the prose; 0 (the body) where there is none."""
    found = [
        number
        for number, (tag, name) in enumerate(zip(page.tags, page.names, strict=True))
        if (tag in ("main", "article") or (name and _CONTENT.search(name))) and prose[number] >= 0.6 * prose[0] > 0
    ]
    return found[0] if found else 0


def _descend(page: Page, prose: Sequence[int], kept: Sequence[Item], chosen: int) -> int:
    """From `chosen` down to the smallest container outside which nothing of the document stands."""
    children: dict[int, list[int]] = {}
    for number, parent in enumerate(page.parents):
        children.setdefault(parent, []).append(number)
    counts = _items_of_elements(page, kept)
    while children.get(chosen):
        best = max(children[chosen], key=lambda number: prose[number])
        if page.tags[best] not in _CONTAINERS:
            break
        if counts[best] < counts[chosen]:
            around = [item for item in kept if chosen <= item.owner <= page.last[chosen]]
            outside = [item for item in around if not best <= item.owner <= page.last[best]]
            if not prose[best] or prose[best] < 0.5 * prose[chosen] or _has_document(outside, around):
                break
        chosen = best
    return chosen


_CONTAINERS = frozenset(("div", "section", "article", "main", "table", "tbody", "tr", "td", "center"))


def _items_of_elements(page: Page, items: Sequence[Item]) -> list[int]:
    counts = [0] * len(page.parents)
    for item in items:
        counts[item.owner] += 1
    for number in range(len(counts) - 1, 0, -1):
        counts[max(page.parents[number], 0)] += counts[number]
    return counts


def _has_document(outside: Sequence[Item], around: Sequence[Item]) -> bool:
    """Whether something of the document may stand outside: its letterhead, or plain text where none is found."""
    plain = [item for item in outside if _characters(item)[1] * 2 <= _characters(item)[0]]
    if any(map(_is_letterhead, plain)):
        return True
    if any(map(_is_letterhead, around)):
        return sum(map(_prose, plain)) > 0.2 * sum(map(_prose, around))
    return bool(plain)


def _is_letterhead(item: Item) -> bool:
    texts = [item] if isinstance(item, Text) else [t for row in item.rows[:3] for cell in row for t in cell.items]
    return any(_LETTERHEAD.search(text.text) for text in texts)

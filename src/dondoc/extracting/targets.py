"""Targets in prose: the items of a document sentence by sentence, with what their headings and wholes give them."""

from __future__ import annotations

from collections.abc import Iterator

from dondoc.commitments import Header
from dondoc.extracting.digits import has_digit
from dondoc.extracting.sections import Role, Sections, role_of
from dondoc.extracting.sentence_targets import targets_of_sentence
from dondoc.extracting.sentences import sentences
from dondoc.extracting.settings import Setting, Settings
from dondoc.extracting.spans import FoundTarget
from dondoc.extracting.vocabulary import phrase
from dondoc.extracting.wholes import OpenWholes
from dondoc.extracting.within_year import year_meant
from dondoc.reading.outline import Item, Outline

_READ = (Role.TARGETS, Role.MIXED, Role.TASKS, Role.DUTIES, Role.EXECUTION, Role.VIEWPOINT)
_STATES = phrase("promises", "line_states")


def find_targets(outline: Outline, sections: Sections, header: Header) -> Iterator[FoundTarget]:
    """The targets of all prose items, in the order of the text; `header` is that of the document."""
    settings, wholes = Settings(outline, sections, header.period, year_meant(header)), OpenWholes(outline)
    for item in outline.items:
        role = sections.roles[item.index]
        if role not in _READ or item.block.table is not None:
            continue
        found: list[FoundTarget] = []
        if has_digit(outline.mended.lower, item.head, item.end) and _may_state(outline, sections, item):
            setting = settings.of(item)._replace(wholes=wholes.of(item))
            found = _of_item(outline, item, setting)
        wholes.note(item, found)
        yield from found


def _may_state(outline: Outline, sections: Sections, item: Item) -> bool:
    """ "2. Tổng thu ngân sách 4.500 tỷ đồng, bao gồm:" heads its parts and is a target itself; others are none."""
    if not sections.headings[item.index]:
        return True
    if sections.roles[item.index] is not Role.TARGETS:
        return False
    text = outline.text(item).lower()
    return _STATES.search(text) is not None and role_of(text) is None


def _of_item(outline: Outline, item: Item, setting: Setting) -> list[FoundTarget]:
    earlier: list[FoundTarget] = []
    for start, end in sentences(outline.mended.text, item.head, item.end):
        earlier.extend(targets_of_sentence(outline, start, end, setting, earlier))
    return earlier

"""Duties: what the part that gives out the work gives to each body, and which tasks that covers.

A plan sets its tasks by matters and then says once who answers for which matter ("5. Văn phòng Sở: Thực hiện công tác
cải cách hành chính …"). A task about that matter is led, though it names nobody itself.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dondoc.checking.draft import Draft
from dondoc.checking.ordering import Placed
from dondoc.checking.subjects import Pair, Texts
from dondoc.checking.vocabulary import any_of
from dondoc.extracting.bodies import heading_body
from dondoc.extracting.sections import Role
from dondoc.reading.outline import Item

_GIVEN = (Role.DUTIES, Role.EXECUTION)
_LONGEST_NAME = 200  # characters of a body or a list of bodies
_ENOUGH_PAIRS = 3  # pairs of syllables in common that make two texts be about one matter; with a subject one will do
_TASK = "task"
_SENTENCES, _CLAUSES = re.compile(r"\.(?:\s|$)"), re.compile(r";\s")


@dataclass(frozen=True)
class Duties:
    """The texts of the duties, in lower case."""

    texts: tuple[str, ...]

    @cached_property
    def _matters(self) -> Texts:
        return Texts({str(number): text for number, text in enumerate(self.texts)})

    @cached_property
    def _holders(self) -> Mapping[Pair, Sequence[str]]:
        """The texts in which each pair of syllables stands."""
        found: dict[Pair, list[str]] = defaultdict(list)
        for name in self._matters.names:
            for pair in self._matters.pairs(name):
                found[pair].append(name)
        return dict(found)

    def cover(self, placed: Placed) -> bool:
        """Whether a duty has the subject of a task and words of it, or shares enough telling pairs of syllables."""
        if not self.texts:
            return False
        asked, holders, subjects = Texts({_TASK: placed.words}), self._holders, self._matters.subjects
        shared = Counter(holder for pair in asked.pairs(_TASK) for holder in holders.get(pair, ()))
        return any(
            count >= _ENOUGH_PAIRS or asked.all_subjects & subjects.get(holder, frozenset())
            for holder, count in shared.items()
        )


def duties_of(draft: Draft) -> Duties:
    """What is given to each body to do itself; what it only works with others on is theirs."""
    found = (item for item in draft.items(*_GIVEN) if item.block.table is None and body_of(draft, item) is not None)
    return Duties(tuple(text for item in found for text in _given(draft, item)))


def body_of(draft: Draft, item: Item) -> str | None:
    """The body that an item of such a part opens with: "5. Văn phòng Sở: …"."""
    text = draft.layer[item.body : min(item.end, item.body + _LONGEST_NAME)]
    name, colon, _ = text.partition(":")
    return heading_body(name) if colon else heading_body(text)


def _given(draft: Draft, item: Item) -> list[str]:
    """The clauses of an item, the body's name and a mere part in others' work left out, however long its list."""
    said = (sentence.strip(" -:") for sentence in _SENTENCES.split(draft.lower[item.head : item.end]))
    clauses = (clause for sentence in said if not _takes_part(sentence) for clause in _CLAUSES.split(sentence))
    return [clause for clause in clauses if clause and not _takes_part(clause)]


def _takes_part(words: str) -> bool:
    return any_of("takes_part").match(words) is not None

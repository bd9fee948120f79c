"""Links: which task serves which target or shortcoming. Proposals with a score, never more than that.

Two texts are about the same matter when they share a subject of words/subjects.toml ("khám, chữa bệnh" and "giường
bệnh") or pairs of syllables that few other items have. The score is the share of what the first one is about that the
second has too: 0 for nothing in common, 1 for all of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise

from dondoc.checking.vocabulary import table, terms
from dondoc.commitments import Resolution, Shortcoming, Target, Task
from dondoc.reading.outline import Outline

_CLAUSES = re.compile(r'[,;.:()\n"]')
_COMMON = 0.2  # a pair that stands in more than a fifth of the items tells nothing
_FEWEST_COMMON = 5  # and in so many at least
_SUBJECT_WEIGHT = 2.0
_ENOUGH_PAIRS = 2  # pairs that link two items though their subjects differ

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Matter:
    """What an item is about: its subjects, and its telling pairs of syllables."""

    subjects: frozenset[str]
    pairs: frozenset[Pair]

    def score(self, subjects: int, pairs: int) -> float:
        """How much of this matter another is about that shares so many subjects and pairs."""
        own = _SUBJECT_WEIGHT * len(self.subjects) + len(self.pairs)
        return (_SUBJECT_WEIGHT * subjects + pairs) / own if own else 0.0

    def is_served(self, subjects: int, pairs: int) -> bool:
        """Whether another may belong to it. Where this one's subject is known, a single pair is no sign of that."""
        return subjects > 0 or pairs >= (_ENOUGH_PAIRS if self.subjects else 1)


@dataclass(frozen=True, slots=True)
class Link:
    """The best of those that may belong to an item, with its score; `id` None where none does."""

    id: str | None
    score: float


class _Index:
    """Matters by what they are about."""

    def __init__(self, matters: Mapping[str, Matter]) -> None:
        self._by_subject: dict[str, list[str]] = defaultdict(list)
        self._by_pair: dict[Pair, list[str]] = defaultdict(list)
        for name, matter in matters.items():
            for subject in matter.subjects:
                self._by_subject[subject].append(name)
            for pair in matter.pairs:
                self._by_pair[pair].append(name)

    def best(self, matter: Matter) -> Link:
        """The one that shares most with `matter`."""
        subjects, pairs = Counter[str](), Counter[str]()
        for subject in matter.subjects & self._by_subject.keys():
            subjects.update(self._by_subject[subject])
        for pair in matter.pairs & self._by_pair.keys():
            pairs.update(self._by_pair[pair])
        served = [name for name in {*subjects, *pairs} if matter.is_served(subjects[name], pairs[name])]
        score, name = max(((matter.score(subjects[n], pairs[n]), n) for n in served), default=(0.0, None))
        return Link(name, round(score, 2))


@dataclass(frozen=True)
class Links:
    """What the items of one document are about. Parts go with their whole; texts without an item are tasks "+0" …"""

    tasks: Mapping[str, Matter]
    targets: Mapping[str, Matter]
    shortcomings: Mapping[str, Matter]

    @cached_property
    def _tasks(self) -> _Index:
        return _Index(self.tasks)

    @cached_property
    def _targets(self) -> _Index:
        return _Index(self.targets)

    def task_of_target(self, name: str) -> Link:
        return self._tasks.best(self.targets[name])

    def task_of_shortcoming(self, name: str) -> Link:
        return self._tasks.best(self.shortcomings[name])

    def target_of_shortcoming(self, name: str) -> Link:
        return self._targets.best(self.shortcomings[name])


def find_links(resolution: Resolution, outline: Outline, further: Sequence[str] = ()) -> Links:
    """The links of one document. `further` are texts of the parts that set tasks, in which no task was found."""
    mended = outline.mended

    def words(item: Task | Target | Shortcoming) -> str:
        return mended.lower[mended.place(item.start) : mended.place(item.end)]

    tasks = {task.id: words(task) for task in resolution.tasks}
    tasks |= {f"+{number}": text for number, text in enumerate(further)}
    # The indicator has the words of the group that the quote does not repeat.
    whole = [target for target in resolution.targets if target.part_of is None]
    targets = {target.id: f"{target.indicator.lower()}\n{words(target)}" for target in whole}
    shortcomings = {shortcoming.id: words(shortcoming) for shortcoming in resolution.shortcomings}
    return Links(*_matters([tasks, targets, shortcomings]))


def _matters(groups: Sequence[Mapping[str, str]]) -> list[dict[str, Matter]]:
    """What the texts of each group are about. Pairs that many of all the texts have tell nothing and are left out."""
    pairs = [{name: _pairs(text) for name, text in texts.items()} for texts in groups]
    counts = Counter(chain.from_iterable(chain.from_iterable(found.values() for found in pairs)))
    most = max(_FEWEST_COMMON, _COMMON * sum(map(len, groups)))
    common = {pair for pair, count in counts.items() if count > most}
    return [
        {name: Matter(subjects_of(text), frozenset(found[name] - common)) for name, text in texts.items()}
        for texts, found in zip(groups, pairs, strict=True)
    ]


@cache
def _phrases() -> Mapping[str, Sequence[tuple[str, str]]]:
    """The phrases of subjects.toml between blanks, each with its subject, by their first word."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, row in table("subjects").items():
        for phrase in row["terms"]:
            words = _words(phrase)
            found[words[0]].append((f" {' '.join(words)} ", subject))
    return found


def _words(text: str) -> list[str]:
    return _CLAUSES.sub(" ", text.replace("-", " ")).split()


def subjects_of(text: str) -> frozenset[str]:
    """The subjects that `text` (lower case) speaks of."""
    words, phrases = _words(text), _phrases()
    spaced = f" {' '.join(words)} "
    begun: Iterable[str] = phrases.keys() & words
    return frozenset(subject for word in begun for phrase, subject in phrases[word] if phrase in spaced)


@cache
def _empty() -> frozenset[Pair]:
    return frozenset((first, second) for first, second in (term.split() for term in terms("of_any_task")))


def _pairs(text: str) -> set[Pair]:
    found: set[Pair] = set()
    for clause in _CLAUSES.split(text.replace("-", " ")):
        found.update(pairwise(clause.split()))
    return found - _empty()

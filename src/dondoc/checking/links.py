"""Links: which task serves which target or shortcoming. Proposals with a score, never more than that.

Two texts are about the same matter when they share a subject of words/subjects.toml ("khám, chữa bệnh" and "giường
bệnh") or pairs of syllables that few other items have. The score is the share of what the first one is about that the
second has too: 0 for nothing in common, 1 for all of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
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


@dataclass(frozen=True, slots=True)
class Links:
    """For each shortcoming and each target (parts left out) the task that serves it best; for shortcomings also the
    target. `subjects_of_targets`: how many subjects the targets speak of.
    """

    tasks_of_shortcomings: Mapping[str, Link]
    targets_of_shortcomings: Mapping[str, Link]
    tasks_of_targets: Mapping[str, Link]
    subjects_of_targets: int


def find_links(resolution: Resolution, outline: Outline, further: Sequence[str] = ()) -> Links:
    """All links of one document. `further` are texts of the parts that set tasks, in which no task was found."""
    mended = outline.mended

    def words(item: Task | Target | Shortcoming) -> str:
        return mended.lower[mended.place(item.start) : mended.place(item.end)]

    tasks = {task.id: words(task) for task in resolution.tasks}
    tasks |= {f"+{number}": text for number, text in enumerate(further)}
    # The indicator has the words of the group that the quote does not repeat.
    whole = [target for target in resolution.targets if target.part_of is None]
    targets = {target.id: f"{target.indicator.lower()}\n{words(target)}" for target in whole}
    shortcomings = {shortcoming.id: words(shortcoming) for shortcoming in resolution.shortcomings}
    made = _matters([tasks, targets, shortcomings])
    return Links(
        _best(made[2], made[0]),
        _best(made[2], made[1]),
        _best(made[1], made[0]),
        len({subject for matter in made[1].values() for subject in matter.subjects}),
    )


def _matters(groups: Sequence[Mapping[str, str]]) -> list[dict[str, Matter]]:
    """What the texts of each group are about. Pairs that many of all the texts have tell nothing and are left out."""
    pairs = [{name: _pairs(text) for name, text in texts.items()} for texts in groups]
    counts = Counter(chain.from_iterable(chain.from_iterable(found.values() for found in pairs)))
    most = max(_FEWEST_COMMON, _COMMON * sum(map(len, groups)))
    common = {pair for pair, count in counts.items() if count > most}
    return [
        {name: Matter(_subjects_of(text), frozenset(found[name] - common)) for name, text in texts.items()}
        for texts, found in zip(groups, pairs, strict=True)
    ]


def _best(matters: Mapping[str, Matter], others: Mapping[str, Matter]) -> dict[str, Link]:
    """For each matter the one of `others` that shares most with it."""
    wanted = {pair for matter in matters.values() for pair in matter.pairs}
    by_subject: dict[str, list[str]] = defaultdict(list)
    by_pair: dict[Pair, list[str]] = defaultdict(list)
    for name, other in others.items():
        for subject in other.subjects:
            by_subject[subject].append(name)
        for pair in other.pairs & wanted:
            by_pair[pair].append(name)
    found = {}
    for own, matter in matters.items():
        subjects = Counter(name for subject in matter.subjects for name in by_subject.get(subject, ()))
        pairs = Counter(name for pair in matter.pairs for name in by_pair.get(pair, ()))
        served = [name for name in subjects | pairs if matter.is_served(subjects[name], pairs[name])]
        scores = ((matter.score(subjects[name], pairs[name]), name) for name in served)
        score, best = max(scores, default=(0.0, None))
        found[own] = Link(best, round(score, 2))
    return found


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


def _subjects_of(text: str) -> frozenset[str]:
    words, phrases = _words(text), _phrases()
    spaced = f" {' '.join(words)} "
    begun = phrases.keys() & words
    return frozenset(subject for word in begun for phrase, subject in phrases[word] if phrase in spaced)


@cache
def _empty() -> frozenset[Pair]:
    return frozenset((first, second) for first, second in (term.split() for term in terms("of_any_task")))


def _pairs(text: str) -> set[Pair]:
    found: set[Pair] = set()
    for clause in _CLAUSES.split(text.replace("-", " ")):
        words = clause.split()
        found.update(pairwise(words))
    return found - _empty()

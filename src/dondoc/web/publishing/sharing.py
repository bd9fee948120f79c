"""Tasks that share words with others: a task is called by its own sentence, in which another item may stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dondoc.web.plans.models import Commitment, Sensitivity
from dondoc.web.publishing.publication_models import Publication

_Span = tuple[int, int, int]  # whose words they are, and from which character to which


def telling_of_others(tasks: Iterable[Commitment]) -> list[Commitment]:
    """Those of `tasks` whose words are in part the words of something that is not «công khai»."""
    chosen = [each for each in tasks if each.source_id is not None]
    shut = Commitment.objects.filter(source__in={each.source_id for each in chosen})
    return _sharing(chosen, shut.exclude(sensitivity=Sensitivity.PUBLIC.value).whole())


def published_with_words_of(narrowed: Iterable[Commitment]) -> list[Commitment]:
    """The published tasks whose words are in part the words of `narrowed`."""
    shut = [each for each in narrowed if each.source_id is not None]
    published = Publication.objects.live().filter(commitment__source__in={each.source_id for each in shut})
    tasks = published.filter(commitment__kind="task").select_related("commitment")
    return _sharing([each.commitment for each in tasks], shut)


def _sharing(tasks: Iterable[Commitment], others: Iterable[Commitment]) -> list[Commitment]:
    spans: dict[int, list[_Span]] = defaultdict(list)
    for each in others:
        spans[each.source_id].append((each.pk, each.start, each.end))
    return [
        task for task in tasks
        if any(pk != task.pk and start < task.end and task.start < end for pk, start, end in spans[task.source_id])
    ]  # fmt: skip

"""Gaps: what the document leaves unanswered, unserved or unfollowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.profiles import Asking
from dondoc.checking.searching import places_of
from dondoc.checking.vocabulary import any_of, phrase, terms
from dondoc.commitments import Shortcoming, Target
from dondoc.extracting.sections import Role
from dondoc.reading.outline import Item
from dondoc.text import Span

_ANSWERS = 0.5  # score from which a target answers a shortcoming ("giảm chi trả từ tiền túi còn 30%")
_FEWEST_TASKS = 5  # with fewer, a document does not claim to answer everything itself
# Notices tell what was concluded; an annex is followed with its document.
_UNFOLLOWED = ("thông báo", "công văn", "phụ lục", "công điện")
_FEWEST_SUBJECTS = 6  # a document about one matter serves all its targets by whatever it orders
_FEW = 0.4  # share of the targets up to which those that no task serves are told one by one
_KINDS = r"(?:nghị quyết|quyết định|kế hoạch|chương trình|chỉ thị|đề án|chiến lược|quy hoạch|phương án|kết luận)"
_SELF = re.compile(rf"(?<!\w){_KINDS}(?: hành động)? này(?!\w)")
_FOLLOWED = re.compile(
    r"(?:theo dõi|đôn đốc|giám sát|kiểm tra|báo cáo|tổng hợp|sơ kết|tổng kết)(?!\w)[^.;\n]{0,90}"
    rf"(?:thực hiện|triển khai|thi hành)\s+(?:các nội dung (?:của )?)?{_KINDS}(?!\w)"
    r"|báo cáo (?:kết quả|tình hình)(?: thực hiện)? (?:về|gửi|cho|lên|với|trước(?! ngày| \d| khi| hạn))(?!\w)"
)


def shortcoming_unanswered(draft: Draft) -> Iterator[Hit]:
    """What fell short, and neither a task nor a target is about it. A proposal: the nearest target's score is told."""
    if not draft.resolution.shortcomings or not _holds_together(draft):
        return
    links = draft.links
    for shortcoming in draft.resolution.shortcomings:
        if not links.is_served(links.shortcomings, shortcoming.id) and not _is_of_outcome(draft, shortcoming):
            target = links.nearest_target(shortcoming.id)
            if target.score >= _ANSWERS:
                continue
            yield hit(Span(shortcoming.start, shortcoming.end), target=target.id or "–", score=_decimal(target.score))


def _is_of_outcome(draft: Draft, shortcoming: Shortcoming) -> bool:
    """Whether it tells an outcome about which a target is set anew, or only that targets were missed."""
    words = shortcoming.quote.lower()
    if phrase("of_targets").match(words):
        return True
    links = draft.links
    own = links.shortcomings.subjects.get(shortcoming.id, frozenset())
    return phrase("of_work").match(words) is None and any(own & other for other in links.targets.subjects.values())


def _holds_together(draft: Draft) -> bool:
    """Whether the document is of a kind, and sets tasks enough, for each part to answer the others."""
    return draft.profile.links and len(draft.resolution.tasks) >= _FEWEST_TASKS


def target_unserved(draft: Draft) -> Iterator[Hit]:
    """A target that no task of the document is about. Parts go with their whole; one inside a task is served by it."""
    unserved, asked = _unserved(draft)
    if len(unserved) > _FEW * len(asked):
        return
    for target in unserved:
        task = draft.links.nearest_task(target.id)
        yield hit(target, indicator=target.indicator, task=task.id or "–", score=_decimal(task.score))


def targets_hardly_served(draft: Draft) -> Iterator[Hit]:
    """So many targets no task is about that one finding tells it: the plan leaves its work to others, or its tasks are
    said in words of another kind than its targets. One a target would be noise.
    """
    unserved, asked = _unserved(draft)
    if len(unserved) > _FEW * len(asked):
        yield hit(unserved[0], count=len(unserved), total=len(asked))


def _unserved(draft: Draft) -> tuple[Sequence[Target], Sequence[Target]]:
    """The targets that no task is about, and all that were asked; both empty where the question makes no sense."""
    if not _holds_together(draft):
        return (), ()
    asked = draft.listed_targets
    subjects = {subject for target in asked for subject in draft.links.targets.subjects.get(target.id, ())}
    if len(asked) < _FEWEST_SUBJECTS or len(subjects) < _FEWEST_SUBJECTS:
        return (), ()
    return draft.unserved_targets, asked


def _decimal(score: float) -> str:
    return f"{score:.2f}".replace(".", ",")


def nobody_follows_up(draft: Draft) -> Iterator[Hit]:
    """No body is told to follow, urge, check or report on how this very document is carried out."""
    if draft.profile.tasks is Asking.NONE or not draft.resolution.tasks or draft.header.kind in _UNFOLLOWED:
        return
    if _is_followed(draft):
        return
    place = _closing_heading(draft)
    yield hit(draft.span(place.start, place.end) if place else None)


def _closing_heading(draft: Draft) -> Item | None:
    """The heading of the part that says how the document is carried out."""
    headings = draft.extraction.sections.headings
    found = [item for item in draft.items(Role.EXECUTION, Role.DUTIES) if headings[item.index]]
    outermost = min((item.mark for item in found), default=None)
    return next((item for item in reversed(found) if item.mark is outermost), None)


def _is_followed(draft: Draft) -> bool:
    if any(_tells_to_follow(draft, item) for item in draft.items(Role.EXECUTION, Role.DUTIES)):
        return True
    bounds = draft.body.start, draft.body.end
    if any(_FOLLOWED.match(draft.lower, place) for place in places_of(draft.lower, terms("follows_up"), *bounds)):
        return True
    return any(_follows_near(draft, place) for place in places_of(draft.lower, (" này",), *bounds))


def _tells_to_follow(draft: Draft, item: Item) -> bool:
    """Whether an item has a word of following up that does not name something else ("giám sát cộng đồng")."""
    found = any_of("follows_up").finditer(draft.lower, item.body, item.end)
    return any(phrase("no_follow_up").match(draft.lower, match.start()) is None for match in found)


def _follows_near(draft: Draft, place: int) -> bool:
    """Whether " này" at `place` ends the document's name for itself, and its paragraph tells to follow it up."""
    item = draft.item_at(place) if _SELF.search(draft.lower, place - 24, place + len(" này")) else None
    return item is not None and _tells_to_follow(draft, item)

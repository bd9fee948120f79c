"""Decisions of the review. Each is one transaction: what it makes of its items, one record of it, one audit entry.

Who decides names the version of each item he saw. ConflictError where another decision came first: nothing is changed,
and the page shows what the other decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.findings import InterchangeError
from dondoc.web.audit.actions import record
from dondoc.web.resolutions.models import Act, Change, Decision, Document, DocumentState, Doubt, Item, ItemState
from dondoc.web.resolutions.rows import as_commitment, as_content

Span = tuple[int, int]


class ReviewError(Exception):
    """What a decision cannot do, in words for the person who decided."""


class ConflictError(ReviewError):
    """Another decision about `item` came first."""

    def __init__(self, item: Item) -> None:
        super().__init__(_("%(item)s vừa được người khác quyết định; hãy xem lại rồi quyết định.") % {"item": item})
        self.item = item


@dataclass(frozen=True, slots=True)
class Made:
    """What an item becomes: only what is not None changes."""

    item: Item
    seen: int
    state: ItemState
    content: Mapping[str, Any] | None = None


@transaction.atomic
def accept(*, by: Any, item: Item, seen: int) -> Decision:
    """The item stands as it is written now."""
    return _decide(by, Act.ACCEPT, item.document, [_accepted(item, seen)])


@transaction.atomic
def accept_all(*, by: Any, document: Document, seen: Mapping[int, int]) -> Decision:
    """Every item of `seen` (its primary key and the version that was shown) stands: one decision, taken back as one."""
    items = {item.pk: item for item in document.items.filter(pk__in=seen)}
    made = [_accepted(items[key], version) for key, version in seen.items() if key in items]
    return _decide(by, Act.ACCEPT, document, made)


@transaction.atomic
def change(*, by: Any, item: Item, seen: int, content: Mapping[str, Any]) -> Decision:
    """The item stands with `content`; one that says what was read counts as accepted, not as changed."""
    checked = _checked(item, content)
    return _decide(by, Act.CHANGE, item.document, [Made(item, seen, _standing(checked, item.read), checked)])


@transaction.atomic
def reject(*, by: Any, item: Item, seen: int, reason: str = "") -> Decision:
    """The item is no commitment."""
    return _decide(by, Act.REJECT, item.document, [Made(item, seen, ItemState.REJECTED)], reason)


@transaction.atomic
def add(*, by: Any, document: Document, kind: str, content: Mapping[str, Any]) -> Item:
    """A commitment that reading did not find, at the words that say it; it waits to be filled in and accepted."""
    item = _new(document, kind, content, _free_code(document, kind))
    _decide(by, Act.ADD, document, [Made(item, 0, ItemState.PROPOSED)])
    return item


def blank(document: Document, kind: str, start: int, end: int) -> dict[str, Any]:
    """What is known of an item that a person points at: its words, and as its section that of the item before it."""
    text = document.reading.text
    start, end = _trimmed(text, start, min(end, len(text)))
    if start >= end:
        raise ReviewError(_("Hãy chọn trong văn bản các chữ nói lên cam kết."))
    before = document.items.filter(start__lte=start).order_by("-start").first()
    place = {
        "id": "",
        "section": before.section if before else "",
        "quote": text[start:end],
        "start": start,
        "end": end,
    }
    return place | _BLANKS[kind] | ({"indicator": text[start:end]} if kind == "target" else {})


@transaction.atomic
def split(*, by: Any, item: Item, seen: int, at: int) -> tuple[Item, Item]:
    """Two items in place of one: its words up to character `at` of the document, and those from there on."""
    text = item.document.reading.text
    spans = [_trimmed(text, item.start, at), _trimmed(text, at, item.end)]
    if any(start >= end for start, end in spans):
        raise ReviewError(_("Chỗ tách phải nằm giữa các chữ của mục."))
    made = [
        _new(item.document, item.kind, _moved(item, text, span), f"{item.code}{letter}", item)
        for letter, span in zip("ab", spans, strict=True)
    ]
    gone = Made(item, seen, ItemState.GONE)
    _decide(by, Act.SPLIT, item.document, [gone, *(Made(each, 0, ItemState.PROPOSED) for each in made)])
    return made[0], made[1]


@transaction.atomic
def merge(*, by: Any, item: Item, seen: int, other: Item, other_seen: int) -> Decision:
    """One item in place of two of a kind: `item` takes the words of both, and what lies between them."""
    if item.kind != other.kind or item.document_id != other.document_id or item.pk == other.pk:
        raise ReviewError(_("Chỉ gộp được hai mục cùng loại của một văn bản."))
    text = item.document.reading.text
    span = min(item.start, other.start), max(item.end, other.end)
    made = Made(item, seen, ItemState.PROPOSED, _checked(item, _moved(item, text, span)))
    return _decide(by, Act.MERGE, item.document, [made, Made(other, other_seen, ItemState.GONE)])


@transaction.atomic
def undo(*, by: Any, decision: Decision) -> Decision:
    """Takes `decision` back: every item of it is as it was before. Refused once someone has decided further."""
    document = Document.objects.select_for_update().get(pk=decision.document_id)
    if Decision.objects.filter(takes_back=decision).exists():
        raise ReviewError(_("Quyết định này đã được hoàn tác."))
    changes = list(decision.changes.select_related("item"))
    for each in changes:
        if each.item.version != each.version:
            raise ConflictError(each.item)
    made = [(each.item, each.before) for each in changes]
    return _record(by, Act.UNDO, document, made, takes_back=decision)


def last_decision(by: Any, document: Document) -> Decision | None:
    """The latest decision of `by` about `document` that has not been taken back and takes none back."""
    own = Decision.objects.filter(document=document, by=by, takes_back=None, taken_back=None)
    return own.order_by("-pk").first()


@transaction.atomic
def settle(*, by: Any, doubt: Doubt, settled: bool) -> None:
    """Says that a person has looked at `doubt`, or takes that back."""
    doubt.settled_at, doubt.settled_by = (timezone.now(), by) if settled else (None, None)
    doubt.save()
    record(by=by, action="resolutions.settle_doubt", subject=doubt, details={"settled": settled})


def _decide(by: Any, act: Act, document: Document, made: Sequence[Made], reason: str = "") -> Decision:
    if not made:
        raise ReviewError(_("Không còn mục nào để quyết định."))
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.state != DocumentState.READ:
        raise ReviewError(_("Văn bản này không còn ở bước rà soát."))
    versions = dict(Item.objects.filter(pk__in=[each.item.pk for each in made]).values_list("pk", "version"))
    for each in made:
        if versions[each.item.pk] != each.seen:
            each.item.refresh_from_db()
            raise ConflictError(each.item)
    outcome = [
        (each.item, _standing_of(each.item) | {"state": each.state} | _content_of(each.content)) for each in made
    ]
    return _record(by, act, document, outcome, reason=reason)


def _record(
    by: Any,
    act: Act,
    document: Document,
    outcome: Sequence[tuple[Item, Mapping[str, Any]]],
    *,
    reason: str = "",
    takes_back: Decision | None = None,
) -> Decision:
    decision = Decision.objects.create(document=document, act=act, by=by, reason=reason[:500], takes_back=takes_back)
    changed = {item.code: [_told(_standing_of(item)), _told(after)] for item, after in outcome}
    for item, after in outcome:
        before = _standing_of(item)
        for name, value in after.items():
            setattr(item, name, value)
        item.version += 1
        item.save()
        Change.objects.create(decision=decision, item=item, version=item.version, before=before, after=dict(after))
    details = {"decision": decision.pk, "changed": changed, "reason": decision.reason}
    record(by=by, action=f"resolutions.review.{act}", subject=document, details=details)
    return decision


def _told(standing: Mapping[str, Any]) -> str:
    """What the audit says of it; the words of the document stand in the Change."""
    return str(standing["state"])


def _standing_of(item: Item) -> dict[str, Any]:
    """What a decision may change of an item."""
    return {"state": str(item.state), "content": item.content, "start": item.start, "end": item.end}


def _content_of(content: Mapping[str, Any] | None) -> dict[str, Any]:
    if content is None:
        return {}
    return {"content": dict(content), "start": content["start"], "end": content["end"]}


def _accepted(item: Item, seen: int) -> Made:
    if item.kind == "target" and item.read is None and item.made_from_id is None and item.version <= 1:
        raise ReviewError(_("%(item)s vừa được thêm: hãy sửa để điền mức cam kết rồi nhận.") % {"item": item})
    return Made(item, seen, _standing(item.content, item.read))


def _standing(content: Mapping[str, Any], read: Mapping[str, Any] | None) -> ItemState:
    return ItemState.ACCEPTED if content == read else ItemState.CHANGED


def _checked(item: Item, content: Mapping[str, Any]) -> dict[str, Any]:
    """`content` as the core would write it. ReviewError where it is no item, or does not stand in the text."""
    try:
        return as_content(as_commitment(item.kind, dict(content), item.document.reading.text))
    except InterchangeError as error:
        raise ReviewError(str(error)) from None


def _new(document: Document, kind: str, content: Mapping[str, Any], code: str, made_from: Item | None = None) -> Item:
    item = Item(document=document, kind=kind, code=code, made_from=made_from, state=ItemState.GONE)
    item.content = _checked(item, {**content, "id": code})
    item.section = item.content["section"][:120]
    item.start, item.end = item.content["start"], item.content["end"]
    item.save()
    return item


def _moved(item: Item, text: str, span: Span) -> dict[str, Any]:
    start, end = span
    return {**item.content, "start": start, "end": end, "quote": text[start:end]}


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip(" \n;,")), end - len(words) + len(words.rstrip(" \n;,"))


_BLANKS: Mapping[str, dict[str, Any]] = {
    "target": {
        "measure": "level", "comparison": "at_least", "amount": "0", "upper_amount": None, "unit": None, "period": None,
        "base": None, "level_at_end": None, "part_of": None, "better": "higher",
    },
    "task": {"nature": "ongoing", "lead": None, "supporting": [], "product": None, "deadline": None},
    "assignment": {"bodies": []},
    "shortcoming": {},
}  # fmt: skip
_PREFIX = {"target": "T", "task": "N", "assignment": "A", "shortcoming": "H"}


def _free_code(document: Document, kind: str) -> str:
    taken = set(document.items.values_list("code", flat=True))
    number = len(taken) + 1
    while f"{_PREFIX[kind]}{number:02}" in taken:
        number += 1
    return f"{_PREFIX[kind]}{number:02}"

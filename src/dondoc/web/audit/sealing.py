"""Sealing entries into the chain, and verifying it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from dondoc.web.audit import chain, heads
from dondoc.web.audit.models import Entry, Seal

BATCH = 2000  # entries of one transaction: well under a second, so that on SQLite nobody waits for it
ERASE = "audit.erase"


def seal_entries() -> int:
    """Seals every entry whose transaction has ended; how many. Where another seals at the same time, that one does."""
    count = 0
    while True:
        try:
            sealed = _seal_batch()
        except IntegrityError:
            return count
        if not sealed:
            return count
        count += sealed


def head() -> chain.Head | None:
    last = Seal.objects.order_by("-position").first()
    return chain.Head(last.position, last.seal) if last else None


def verify_chain(also: Iterable[chain.Head] = ()) -> chain.Verification:
    """Verifies all that is sealed, also against the heads noted in the data folder and against `also`.

    In no transaction: on SQLite that would hold up every writer. Seals are only added, and the heads are read first.
    """
    known = [*heads.noted(_folder()), *also]
    return chain.verify(_pairs(), known)


@transaction.atomic
def _seal_batch() -> int:
    found = list(Entry.objects.unsealed()[:BATCH])
    if not found:
        return 0
    links = list(chain.linked(map(_kept, found), head(), timezone.now()))
    Seal.objects.bulk_create(
        Seal(
            position=each.position, entry_id=each.entry, sealed_at=each.sealed_at, content=each.content,
            digest=each.digest, previous=each.previous, seal=each.seal,
        )
        for each in links
    )  # fmt: skip
    last = chain.Head(links[-1].position, links[-1].seal)
    transaction.on_commit(lambda: heads.note(_folder(), last))
    return len(links)


def _pairs() -> Iterator[tuple[chain.Link, chain.Kept | None]]:
    last = 0
    while True:
        seals = list(Seal.objects.filter(position__gt=last).order_by("position")[:BATCH])
        if not seals:
            return
        entries = Entry.objects.select_related("erased_by").in_bulk([each.entry_id for each in seals])
        for each in seals:
            entry = entries.get(each.entry_id)
            yield each.link(), _kept(entry) if entry else None
        last = seals[-1].position


def _kept(entry: Entry) -> chain.Kept:
    return chain.Kept(entry.fields(), entry.salt, entry.details, _is_erased(entry))


def _is_erased(entry: Entry) -> bool:
    """Whether the entry that is said to be of the act tells of this one."""
    act = entry.erased_by
    return act is not None and (act.action, act.subject_type, act.subject_id) == (
        ERASE, Entry._meta.label_lower, str(entry.pk),
    )  # fmt: skip


def _folder() -> Path:
    return Path(settings.ENVIRONMENT.data)

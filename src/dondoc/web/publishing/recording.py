"""Writing the public record: what is said of published items now, in the transaction of whatever act changes it.

live publications -> what may be known (telling.py, telling_tasks.py) -> pages, a line of the feed for each that differs
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from dondoc.web.plans.models import Plan, Target, Task
from dondoc.web.public.models import Change, Happened, Kind, Page, Register
from dondoc.web.publishing.drawing import ask_for_charts
from dondoc.web.publishing.persons import counts_persons
from dondoc.web.publishing.publication_models import Publication, Scope
from dondoc.web.publishing.telling import Content, content_of_plan, content_of_target, known_of
from dondoc.web.publishing.telling_tasks import content_of_task, known_of_tasks

_LOOK_HIDDEN = "nodata"


def new_page(kind: Kind, plan_key: str, place: int) -> Page:
    """A page with an address of its own that holds nothing yet."""
    key, now = secrets.token_hex(5), timezone.now()
    return Page.objects.create(
        key=key, kind=kind.value, plan_key=plan_key or key, place=place, changed_at=now, gone_at=now
    )


def tell_plan(publication: Publication) -> None:
    """Writes out the head of a plan."""
    plan = Plan.objects.select_related("office").get(pk=publication.plan_id)
    _write(publication.page, plan.label, content_of_plan(plan, publication.published_on), Happened.PUBLISHED)


def tell_items(keys: Collection[int], day: date) -> int:
    """Writes out anew what is public of the targets and tasks `keys`, and of targets whose small counts hang together
    with theirs; how many pages differ. What is not published stays what it is: nothing."""
    published = Publication.objects.live().filter(commitment__in=keys) if keys else Publication.objects.none()
    kinds = set(published.order_by().values_list("commitment__kind", flat=True).distinct())
    told = _tell_targets(keys, day) if "target" in kinds else 0
    return told + (_tell_tasks(keys, day) if "task" in kinds else 0)


def _tell_targets(keys: Collection[int], day: date) -> int:
    live = Publication.objects.live().of_items()
    published = {each.commitment_id: each for each in live.filter(commitment__in=_family_of(keys))}
    found = Target.objects.filter(pk__in=published).select_related("plan__office", "indicator", "part_of")
    by_office: dict[int, list[Target]] = {}
    for target in found:
        by_office.setdefault(target.plan.office_id, []).append(target)
    pages = {page.pk: page for page in Page.objects.filter(pk__in=[each.page_id for each in published.values()])}
    return sum(
        _tell(published[known.target.pk], pages[published[known.target.pk].page_id], known, day)
        for own in by_office.values()
        for known in known_of(own, day).values()
    )


def _tell_tasks(keys: Collection[int], day: date) -> int:
    live = Publication.objects.live().filter(commitment__in=keys, commitment__kind="task").select_related("page")
    published = {each.commitment_id: each for each in live}
    tasks = list(Task.objects.filter(pk__in=published).select_related("plan__office").order_by("plan", "place", "pk"))
    told = 0
    for key, known in known_of_tasks(tasks, day).items():
        scope, since = Scope(published[key].scope), published[key].published_on
        content = content_of_task(known, scope, since, day)
        told += _write(published[key].page, known.task.name, content, Happened.CHANGED)
    return told


def _tell(publication: Publication, page: Page, known: Any, day: date) -> bool:
    content = content_of_target(known, Scope(publication.scope), publication.published_on, day)
    return _write(page, known.target.name, content, Happened.CHANGED)


def _family_of(keys: Collection[int]) -> set[int]:
    """With `keys` all published targets that count persons of the same indicators, and the wholes and parts of those:
    a number of one may give away that of another."""
    family, wider = set(keys), set(keys)
    published = Target.objects.filter(pk__in=Publication.objects.live().of_items().values("commitment"))
    while wider:
        rows = Target.objects.filter(pk__in=wider).values_list("unit", "indicator", "part_of", "pk")
        counted = [row for row in rows if counts_persons(row[0])]
        indicators = {row[1] for row in counted if row[1]}
        wholes = {row[2] for row in counted if row[2]} | {row[3] for row in counted}
        near = Q(indicator__in=indicators) | Q(part_of__in=wholes) | Q(pk__in=wholes)
        wider = set(published.filter(near).values_list("pk", flat=True)) - family if counted else set()
        family |= wider
    return family


def _write(page: Page, title: str, content: Content, happened: Happened) -> bool:
    """Writes a page where it differs; pictures of what it said before are gone at once, new ones are asked for."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True)
    fresh = page.gone_at is not None
    if not fresh and _without_day(json.loads(page.content)) == _without_day(content):
        return False
    standing = content.get("verdict") or content.get("state")
    page.title, page.content, page.gone_at, page.changed_at = title, written, None, timezone.now()
    page.look = standing["look"] if standing else _LOOK_HIDDEN if content.get("scope") == Scope.RESULTS else ""
    page.status = standing["status"] if standing else ""
    page.is_illustrative = bool(content.get("illustrative"))
    page.chart_vi = page.chart_en = ""
    page.save()
    Change.objects.create(page=page, happened=Happened.PUBLISHED if fresh else happened, at=page.changed_at)
    revised()
    if content.get("figures"):
        ask_for_charts(page)
    return True


def _without_day(content: Content) -> Content:
    return {name: value for name, value in content.items() if name != "as_of"}


def erase(pages: Iterable[Page]) -> None:
    """Empties pages that were withdrawn; their addresses answer so from now on."""
    now = timezone.now()
    for page in pages:
        page.title = page.content = page.look = page.status = page.chart_vi = page.chart_en = ""
        page.is_illustrative, page.gone_at, page.changed_at = False, now, now
        page.save()
        Change.objects.create(page=page, happened=Happened.WITHDRAWN.value, at=now)
    revised()


def revised(*, by_demo: bool = False, checked: bool = False) -> None:
    """Another revision: what any process keeps of public pages is made anew."""
    values: dict[str, Any] = {"revision": secrets.token_hex(8)}
    today = timezone.localdate()
    if by_demo:
        values["is_demo"] = True
    if checked:
        values["checked_on"] = today
    if not Register.objects.filter(pk=1).update(**values):
        Register.objects.create(pk=1, **{"checked_on": today, **values})

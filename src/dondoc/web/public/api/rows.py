"""Pages of the public record as rows of the API; nothing but what stands in the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.timezone import localtime

from dondoc.web.public.models import Change, Kind, Page
from dondoc.web.public.open_data import DOCUMENT_FORMS

Row = dict[str, Any]  # the fields of a schema of the same name


def plan_rows(pages: Iterable[Page], base: str) -> list[Row]:
    """The heads of plans, each with how many public targets and tasks it has."""
    found = list(pages)
    of_these = Page.objects.there().filter(plan_key__in=[each.key for each in found])
    rows = of_these.order_by().values_list("plan_key", "kind").annotate(Count("pk"))
    counts = {(plan, kind): count for plan, kind, count in rows}
    return [_plan(each, base, counts) for each in found]


def _plan(page: Page, base: str, counts: Mapping[tuple[str, str], int]) -> Row:
    told = page.told
    return {
        "key": page.key, "url": address(page, base), "title": page.title, "number": told["number"],
        "office": told["office"], "issued_on": told["issued_on"] or None, "period": told["period_code"],
        "period_words": told["period"], "in_force_from": told["in_force_from"] or None,
        "ends_on": told["ends_on"] or None,
        "published_on": told["published_on"], "changed_at": localtime(page.changed_at),
        **{f"{kind}s": counts.get((page.key, kind), 0) for kind in (Kind.TARGET.value, Kind.TASK.value)},
    }  # fmt: skip


def target_row(page: Page, base: str) -> Row:
    """A target with its promise."""
    told = page.told
    first, to = told["days"]
    return {
        "key": page.key, "url": address(page, base), "plan": page.plan_key, "name": told["name"],
        "section": told["section"], "office": told["office"], "promise": told["promise"], "amount": told["amount"],
        "upper_amount": told["upper_amount"], "comparison": told["comparison"], "measure": told["measure"],
        "unit": told["unit"] or None, "better": told["better"], "period": told["period_code"], "from": first or None,
        "to": to or None, "scope": told["scope"], "status": page.status or None, "illustrative": page.is_illustrative,
        "published_on": told["published_on"], "changed_at": localtime(page.changed_at),
    }  # fmt: skip


def task_row(page: Page, base: str) -> Row:
    """A task with who answers for it, by when, and how it stands."""
    told, state = page.told, page.told["state"]
    named = ("name", "section", "office", "nature", "support", "due", "scope", "published_on")
    shown = state and {
        "label": state["words"], "progress": state["progress"], "finished_on": state["finished_on"] or None,
        "as_of": told["as_of"],
    }  # fmt: skip
    return {
        "key": page.key, "url": address(page, base), "plan": page.plan_key, "lead": told["lead"] or None,
        "deadline": told["deadline"] or None, "extended_to": told["extended_to"] or None,
        "status": page.status or None, "state": shown, "changed_at": localtime(page.changed_at),
        **{name: told[name] for name in named},
    }  # fmt: skip


def document_row(page: Page, base: str) -> Row:
    """A document with its files; they are at hand, without what they hold."""
    told = page.told
    return {
        "key": page.key, "url": address(page, base), "plan": page.plan_key, "title": page.title,
        "number": told["number"], "office": told["office"], "issued_on": told["issued_on"] or None,
        "published_on": told["published_on"], "changed_at": localtime(page.changed_at),
        "files": [
            {"form": each.form, "url": base + reverse("public_file", args=[page.key, each.form]),
             "media_type": DOCUMENT_FORMS[each.form], "size": each.size}
            for each in page.files.defer("content").annotate(size=Length("content"))
        ],
    }  # fmt: skip


def figure_rows(page: Page) -> list[Row]:
    """The figures that are told of a target, in the order of their days."""
    named = ("value", "qualifier", "unit", "words", "basis", "stage", "known_on", "version", "source", "used",
             "illustrative")  # fmt: skip
    return [
        {
            "target": page.key, "plan": page.plan_key, "cut_off": each["cut_off"] or None, "from": each["start"],
            "to": each["end"], **{name: each[name] for name in named},
        }
        for each in page.told["figures"]
    ]  # fmt: skip


def verdict_row(page: Page) -> Row | None:
    """How a target stands; None where that is not public."""
    said = page.told["verdict"]
    if said is None:
        return None
    return {
        "target": page.key, "plan": page.plan_key, "status": said["status"], "basis": said["basis"] or None,
        "label": said["words"], "sentence": said["told"], "reason": said["reason_code"],
        "reason_words": said["reason"], "done": said["done"], "done_from": said["done_from"] or None,
        "done_to": said["done_to"] or None, "qualifier": said["qualifier"],
        "percent": said["percent"], "as_of": page.told["as_of"], "rule_version": said["rule_version"],
        "illustrative": page.is_illustrative,
    }  # fmt: skip


def change_row(change: Change, base: str) -> Row:
    page = change.page
    return {
        "key": page.key, "kind": page.kind, "url": address(page, base), "happened": change.happened,
        "at": localtime(change.at), "title": page.title or None,
    }  # fmt: skip


def address(page: Page, base: str) -> str:
    """The permanent address of the page that people read."""
    return base + page.path
